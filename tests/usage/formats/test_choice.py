from __future__ import annotations

import io
import zipfile

import pytest

from tokest.errors import FileFormatError, InputError
from tokest.usage.formats.choice import NAMES, open_all
from usage import month
from usage.files import reading, source
from usage.formats import test_anthropic, test_deepseek, test_openai

MADE = month.calls(times=5)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (month.bill(month.rows(MADE)), "alibaba"),
        (test_openai.USAGE, "openai-usage"),
        (test_openai.COSTS, "openai-costs"),
        (test_openai.bucket(1), "openai-costs"),
        (test_anthropic.USAGE, "anthropic-usage"),
        (test_anthropic.COSTS, "anthropic-costs"),
        (test_deepseek.AMOUNTS, "deepseek-amounts"),
        (test_deepseek.COSTS, "deepseek-costs"),
        (month.log(MADE), "log"),
        ('data: {"id": "1", "model": "m", "usage": {"prompt_tokens": 1}}\n', "log"),
    ],
)
def test_a_format_is_known_by_its_content(content: bytes | str, name: str) -> None:
    found = reading()
    assert list(found.records([source("a", content)]))
    assert found.files == [("a", name)]


def test_a_name_overrides_the_content() -> None:
    with pytest.raises(FileFormatError, match=r"a:1: is no line of JSON"):
        list(reading("log").records([source("a", test_openai.USAGE)]))


@pytest.mark.parametrize(
    ("content", "looks"),
    [(month.log(MADE).decode(), "log"), (test_openai.bucket(1), "openai-costs")],
)
def test_json_of_another_format_than_named_is_refused(content: str, looks: str) -> None:
    with pytest.raises(FileFormatError, match=rf"a:1: .* for openai-usage; it looks like {looks}"):
        list(open_all(source("a", content), "openai-usage"))


@pytest.mark.parametrize("name", NAMES[:-2])
def test_a_table_without_the_columns_of_the_format_named_is_refused(name: str) -> None:
    with pytest.raises(FileFormatError, match=rf"a:1: has not the columns of {name} .*x, y"):
        list(open_all(source("a", "x,y\n1,2\n"), name))


def test_a_table_that_no_format_knows_is_said_to_be() -> None:
    with pytest.raises(FileFormatError, match=r"a:1: no known format has the columns x, y"):
        list(open_all(source("a", "x,y\n1,2\n")))


def test_a_log_is_no_table() -> None:
    with pytest.raises(FileFormatError, match="a:1: is no table; read it with --as log"):
        list(open_all(source("a", '{"id": 1}\n'), "alibaba"))


def test_an_empty_file_is_said_to_be() -> None:
    with pytest.raises(FileFormatError, match="a: is empty"):
        list(open_all(source("a", " \n")))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(InputError, match="'alibabba' is not one of alibaba"):
        list(open_all(source("a", "x"), "alibabba"))


def test_an_archive_without_tables_is_said_to_be() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.pdf", b"%PDF")
    with pytest.raises(FileFormatError, match="a: holds no CSV or JSON"):
        list(open_all(source("a", out.getvalue())))
