"""Samples of real files: close to the whole, and whole where that is less work."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from lines import random_lines, real_lines
from tokest.errors import InputError
from tokest.frames import Options, Sending, scan
from tokest.frames.population import BLOCK, Population
from tokest.frames.readers.parts import Source
from tokest.frames.sampling import Wanted, parse_wanted

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.frames.results import Scan

SENDING = Sending(output_tokens=100)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write lines of code and of every script, long and short: 27 MB, 410 blocks."""
    rng = random.Random(5)  # noqa: S311  # test data
    few = [*real_lines()[:4000], *random_lines()[:1000]]
    file = tmp_path_factory.mktemp("sampling") / "rows.jsonl"
    with file.open("w", encoding="utf-8") as out:
        while out.tell() < 27_000_000:
            many = int(rng.paretovariate(1.1)) % 200 + 1
            text = "\n".join(rng.choices(few, k=many))
            out.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    return file


def look(path: Path, **options: Any) -> Scan:
    options = {"processes": 1} | options
    asked = Options(**options)
    return scan(
        [str(path)],
        "text",
        ["qwen-max"],
        method="table",
        sending=SENDING,
        options=asked,
    )


@pytest.fixture(scope="module")
def whole(corpus: Path) -> Scan:
    return look(corpus)


def test_a_sample_is_about_the_whole_and_says_how_close(corpus: Path, whole: Scan) -> None:
    found = look(corpus, sample="±3%", seed=2)
    assert found.sample is not None
    assert found.sample.drawn < found.sample.clusters
    assert found.sample.error <= 0.03
    one, true = found.targets[0], whole.targets[0]
    assert one.tokens == pytest.approx(true.tokens, rel=0.04)
    assert one.low <= true.low <= true.high <= one.high
    assert float(one.cost or 0) == pytest.approx(float(true.cost or 0), rel=0.06)
    assert found.rows == pytest.approx(whole.rows, rel=0.1)
    assert found.size == pytest.approx(whole.size, rel=0.01)
    assert true.p50 == pytest.approx(one.p50, rel=0.2)


def test_shares_of_rows_over_all_blocks_add_up_to_the_rows(corpus: Path, whole: Scan) -> None:
    found = look(corpus, sample="100000000")  # more than there are
    assert found.sample is not None
    assert found.sample.drawn == found.sample.clusters
    assert found.targets[0].tokens == whole.targets[0].tokens
    assert found.targets[0].cost == whole.targets[0].cost
    assert found.rows == whole.rows


def test_the_same_seed_draws_the_same_sample(corpus: Path) -> None:
    assert look(corpus, sample="2000", seed=3) == look(corpus, sample="2000", seed=3, processes=2)
    assert look(corpus, sample="2000", seed=3) != look(corpus, sample="2000", seed=4)


def test_a_number_of_rows_is_about_what_is_read(corpus: Path) -> None:
    found = look(corpus, sample="3000")
    assert found.sample is not None
    assert found.sample.share == pytest.approx(3000 / 92_000, rel=0.3)


def test_row_groups_batches_and_packed_files_are_sampled_together(tmp_path: Path) -> None:
    texts = list(random_lines()[:3000])
    parquet.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=6)
    (tmp_path / "b.csv").write_text("text\nHello World\n", "utf-8")
    exact, found = look(tmp_path), look(tmp_path, sample="±20%")
    assert found.sample is not None
    assert found.sample.clusters == 500
    assert found.sample.drawn == 200
    assert found.targets[0].tokens == pytest.approx(exact.targets[0].tokens, rel=0.2)


def test_small_data_sets_are_counted_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Hello World"}\n', "utf-8")
    found = look(file, sample="auto")
    assert found.targets[0] == look(file).targets[0]
    assert found.sample is not None
    assert found.sample.error == 0


def test_files_that_cannot_be_read_are_told_of_a_sample_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Hello World"}\n', "utf-8")
    (tmp_path / "b.parquet").write_bytes(b"PAR1")
    assert look(tmp_path, sample="auto").broken == 1


@pytest.mark.parametrize("text", ["", "0", "-5", "0%", "±%", "100.5", "2 percent", "1e9", "±"])
def test_other_ways_to_ask_for_a_sample_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="expected auto, a number of rows or ±1%"):
        parse_wanted(text)


def test_ways_to_ask_for_a_sample() -> None:
    assert parse_wanted("0.25%") == parse_wanted("±0.25 %") == Wanted(0.0025, None)


def test_the_blocks_of_a_large_file_are_not_listed() -> None:
    source = Source(path="a.jsonl", format="jsonl", size=10**13)
    population = Population([source], "text")
    assert len(population) == -(-(10**13) // BLOCK)
    assert population[len(population) - 1].stop == 10**13
    assert population.size == 10**13
