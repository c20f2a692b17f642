"""Jobs on their way: a vocabulary that is here counts exactly where it is not."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from tokest.frames.job import make_job
from tokest.frames.kernel import count_array
from tokest.frames.shipping import pack
from tokest.places import Places, standard_places
from tokest.tokens.encodings import find_counter
from tokest.tokens.estimate import estimate
from tokest.tokens.vocabularies.store import store

if TYPE_CHECKING:
    from tokest.frames.job import Job

TEXT = "你是谁？ Summarise order 12."

ELSEWHERE = """
import json, pickle, sys
import pyarrow as pa
from tokest.frames.kernel import count_array
parcel = pickle.load(sys.stdin.buffer)
job = parcel.open()
found = count_array(pa.array(json.loads(sys.argv[1])), job)
print(found.counts[0].tokens.tolist(), found.counts[0].low.tolist(), found.errors)
"""


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """Put a vocabulary into a folder that only this machine has."""
    target = make_job(["deepseek-v4-pro"]).targets[0].counter
    file = Path(getattr(target, "vocabulary").file)  # noqa: B009  # of what is found here
    counter = find_counter(target.name)
    return Path(store(counter, file.read_bytes(), str(file), tmp_path / "own").file)  # type: ignore[arg-type]


def job_of(vocabulary: Path, *, requests: bool = False) -> Job:
    places = Places(folders=(vocabulary.parent,))
    return make_job(["deepseek-v4-pro"], places=places, requests=requests)


def count_elsewhere(parcel: object, rows: list[str], folder: Path) -> str:
    """Count where no place has a vocabulary but the parcel."""
    return subprocess.run(
        [sys.executable, "-c", ELSEWHERE, json.dumps(rows)],
        input=pickle.dumps(parcel),
        capture_output=True,
        check=True,
        env={"TMPDIR": str(folder), "HOME": str(folder), "PATH": ""},
    ).stdout.decode()


def test_a_vocabulary_goes_along_and_counts_where_it_was_not(
    vocabulary: Path, tmp_path: Path
) -> None:
    parcel = pack(job_of(vocabulary))
    vocabulary.unlink()
    exact = estimate(TEXT, "deepseek-v4-pro", method="exact", places=standard_places()).tokens
    assert count_elsewhere(parcel, [TEXT], tmp_path) == f"[{exact}] [{exact}] {{}}\n"


def test_requests_are_counted_with_it_too(vocabulary: Path, tmp_path: Path) -> None:
    rows = [json.dumps([{"role": "user", "content": TEXT}])]
    job = job_of(vocabulary, requests=True)
    here = count_array(pa.array(rows), job).counts[0]
    parcel = pack(job)
    vocabulary.unlink()
    there = count_elsewhere(parcel, rows, tmp_path)
    assert there == f"{here.tokens.tolist()} {here.low.tolist()} {{}}\n"
    assert here.tokens.tolist() == here.low.tolist()


def test_a_file_that_someone_else_has_changed_is_written_anew(
    vocabulary: Path, tmp_path: Path
) -> None:
    parcel = pack(job_of(vocabulary))
    found = count_elsewhere(parcel, [TEXT], tmp_path)
    [file] = (path for path in tmp_path.glob("tokest-*/*") if path.is_file())
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    assert count_elsewhere(parcel, [TEXT], tmp_path) == found
    assert file.read_bytes() == whole


def test_what_ships_with_tokest_does_not_travel() -> None:
    parcel = pack(make_job(["qwen-max", "kimi-k3", "claude-opus-5"], places=Places()))
    assert parcel.contents == ()
    assert len(pickle.dumps(parcel)) < 20_000
    assert pickle.loads(pickle.dumps(parcel)).open() == parcel.open()  # noqa: S301
