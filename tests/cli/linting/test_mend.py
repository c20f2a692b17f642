from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.cli.linting.mend import difference, mend_files
from tokest.cli.linting.work import Task, run
from tokest.linter.rules import codes
from tokest.linter.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

TASK = Task(settings=Settings(), cards=(), codes=tuple(codes()), count=False)


def test_files_are_mended_and_checked_again(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("a.md", "b.md")}
    files["a.md"].write_bytes(b"\xef\xbb\xbf" + ("word\u200b" * 40 + "\r\n").encode())
    files["b.md"].write_text("Be brief.", "utf-8")
    results = run(TASK, list(files.items()), None, most_workers=1)
    assert mend_files(TASK, results, files, unsafe=False, only_show=False) == (1, [])
    assert files["a.md"].read_bytes() == b"\xef\xbb\xbf" + b"word" * 40 + b"\r\n"
    assert results["a.md"].findings == []


def test_a_difference_names_the_file_once() -> None:
    shown = difference("a.md", b"one\ntwo", b"one\nthree")
    assert shown == "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n"
