from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.linter.extract.strings import read_string


@given(st.text())
def test_any_literal_reads_as_python_reads_it(text: str) -> None:
    source = repr(text)
    assert read_string(source, 0, len(source)).text == text


@given(st.text(alphabet="{}'\"\\fx n", max_size=30))
def test_any_scrap_is_read_in_one_pass(text: str) -> None:
    found = read_string(text, 0, len(text))
    assert len(found.text) <= len(text)
    for variable in found.variables:
        assert 0 <= variable.start < variable.end <= len(found.text)


def test_brackets_and_strings_in_a_field_belong_to_it() -> None:
    source = """f"a {d['}'](b[0])} c\""""
    found = read_string(source, 0, len(source))
    (variable,) = found.variables
    assert found.text[variable.start : variable.end] == "{d['}'](b[0])}"
