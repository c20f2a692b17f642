from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from server import Site, serve
from small import CONTENT, HUB, OTHER, small
from tokest.cli.fetching import fetch
from tokest.errors import InputError
from tokest.tokens.counters import KnownFile, PackagePlace, UrlPlace

if TYPE_CHECKING:
    from pathlib import Path

    from tokest.tokens.counters import Findable

PATH = f"/{HUB.hub}/resolve/{HUB.revision}/{HUB.path}"


def quiet(done: int, size: int) -> None:
    assert 0 <= done <= size


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def only_hub(counter: Findable) -> Findable:
    (file,) = counter.found.files
    files = (replace(file, places=(HUB,)),)
    return replace(counter, found=replace(counter.found, files=files))


def refused(counter: Findable, folder: Path, address: str) -> str:
    with pytest.raises(InputError) as caught:
        fetch(counter, folder, address, quiet)
    return str(caught.value)


def test_a_vocabulary_is_fetched_verified_and_stored(tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []
    with serve(Site({PATH: CONTENT})) as site:
        found = fetch(small(), tmp_path, site.address, lambda *state: shown.append(state))
    assert found.verified
    assert names(tmp_path) == {"small.tiktoken", "small.tiktoken.sha256"}
    assert shown[-1] == (len(CONTENT), len(CONTENT))


def test_what_was_interrupted_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serve(Site({PATH: CONTENT}, break_after=[1000, 500])) as site:
        come = f"1,000 of {len(CONTENT):,} bytes; the same command goes on from there"
        assert come in refused(only_hub(small()), tmp_path, site.address)
        assert "stopped after 1,500 of" in refused(only_hub(small()), tmp_path, site.address)
        assert fetch(only_hub(small()), tmp_path, site.address, quiet).verified
    assert [wanted for _, wanted in site.asked] == [None, "bytes=1000-", "bytes=1500-"]
    assert (tmp_path / "small.tiktoken").read_bytes() == CONTENT


def test_a_server_that_cannot_continue_starts_again(tmp_path: Path) -> None:
    with serve(Site({PATH: CONTENT}, break_after=[1000], ranges=False)) as site:
        refused(only_hub(small()), tmp_path, site.address)
        assert fetch(only_hub(small()), tmp_path, site.address, quiet).verified


def test_what_was_all_there_needs_no_server(tmp_path: Path) -> None:
    counter = only_hub(small())
    (file,) = counter.found.files
    (tmp_path / f"{file.sha256}.part").write_bytes(CONTENT)
    assert fetch(counter, tmp_path, "http://127.0.0.1:1", quiet).verified


def test_a_wrong_content_is_not_kept(tmp_path: Path) -> None:
    with serve(Site({PATH: OTHER})) as site:
        message = refused(only_hub(small()), tmp_path, site.address)
    assert "has SHA-256 " in message
    assert message.endswith("; nothing was kept")
    assert names(tmp_path) == set()


def test_a_content_that_is_too_long_is_not_kept(tmp_path: Path) -> None:
    with serve(Site({PATH: CONTENT * 3})) as site:
        message = refused(only_hub(small()), tmp_path, site.address)
    assert f"sent more than the {len(CONTENT):,} bytes" in message
    assert names(tmp_path) == set()


def test_a_part_that_fits_no_file_is_dropped(tmp_path: Path) -> None:
    counter = only_hub(small())
    (file,) = counter.found.files
    (tmp_path / f"{file.sha256}.part").write_bytes(CONTENT[:-1])
    with serve(Site({PATH: CONTENT[:100]})) as site:
        assert "the server says 416" in refused(counter, tmp_path, site.address)
    assert names(tmp_path) == set()


def test_a_missing_file_is_named_with_what_the_server_says(tmp_path: Path) -> None:
    with serve(Site({})) as site:
        message = refused(only_hub(small()), tmp_path, site.address)
    assert (
        message == f"small: cannot be fetched: {site.address}{PATH}: the server says 404 Not Found"
    )


def test_the_next_place_is_tried(tmp_path: Path) -> None:
    with serve(Site({"/ranks": CONTENT})) as site:
        counter = small()
        (file,) = counter.found.files
        files = (replace(file, places=(HUB, UrlPlace(f"{site.address}/ranks"))),)
        both = replace(counter, found=replace(counter.found, files=files))
        assert fetch(both, tmp_path, site.address, quiet).verified
        assert [path for path, _ in site.asked] == [PATH, "/ranks"]
        files = (replace(file, places=(HUB, UrlPlace(f"{site.address}/none"))),)
        neither = replace(counter, found=replace(counter.found, files=files))
        assert refused(neither, tmp_path, site.address).endswith(
            "404 Not Found (and 1 more places)"
        )


def test_without_a_network_the_first_failure_is_the_last(tmp_path: Path) -> None:
    message = refused(small(), tmp_path, "http://127.0.0.1:1")
    assert message.startswith(
        f"small: cannot be fetched: http://127.0.0.1:1{PATH}: cannot be reached"
    )
    assert "more places" not in message


def test_an_address_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "is no http or https address" in refused(only_hub(small()), tmp_path, "file:///etc")


def test_what_only_a_package_carries_is_not_for_download(tmp_path: Path) -> None:
    counter = small()
    files = (KnownFile("0" * 64, 1, (PackagePlace("acme-small", "a/b"),)),)
    packaged = replace(counter, found=replace(counter.found, files=files))
    assert refused(packaged, tmp_path, "") == "small: is not for download; pip install acme-small"
