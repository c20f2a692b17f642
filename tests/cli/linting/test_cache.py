from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tokest.cli.linting.cache import Cache, pack, unpack
from tokest.linter.context import Context
from tokest.linter.engine import Result, lint
from tokest.linter.extract.files import read
from tokest.linter.rules import chosen
from tokest.linter.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def result() -> Result:
    text = (
        "word\u200b" * 40 + "\n\nA paragraph that is long enough to be kept as a block of text.\n"
    )
    document = read("a.md", text.encode(), Settings())
    entries = chosen(("TK",), ("TK403",))
    return lint([document], entries, Context(), count=True)[0]


def test_a_result_is_read_back_as_it_was() -> None:
    made = result()
    assert made.findings
    assert made.summaries[0].blocks
    assert unpack("a.md", json.loads(json.dumps(pack(made)))) == made


def test_a_result_is_kept_by_content_and_by_what_it_depends_on(tmp_path: Path) -> None:
    cache = Cache(tmp_path, ("x",))
    key = cache.key("a.md", b"1")
    cache.put(key, pack(result()))
    cache.save()
    again = Cache(tmp_path, ("x",))
    assert again.get("a.md", key) == result()
    assert again.get("a.md", again.key("a.md", b"2")) is None
    assert again.get("a.md", again.key("b.md", b"1")) is None
    assert Cache(tmp_path, ("y",)).get("a.md", key) is None
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*\n"


def test_damage_is_the_same_as_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path, ())
    for text in ("", "[]", "{", '{"k": 5}', '{"k": [[["x"]], []]}', "\xff"):
        cache.file.write_text(text, "latin-1")
        assert Cache(tmp_path, ()).get("a.md", "k") is None


def test_runs_side_by_side_never_leave_half_a_file(tmp_path: Path) -> None:
    made = result()

    def once(number: int) -> bool:
        cache = Cache(tmp_path, ())
        cache.get("a.md", "k")
        for other in range(20):
            cache.put(f"{number}-{other}", pack(made))
        cache.save()
        return isinstance(json.loads(cache.file.read_bytes()), dict)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(once, range(32)))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = Cache(tmp_path / "file", ())
    cache.put("k", pack(result()))
    cache.save()
    assert (tmp_path / "file").read_text("utf-8") == ""
