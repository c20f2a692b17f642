from __future__ import annotations

from tokest.linter.mapping import MapMaker, TextMap, straight


def test_a_stretch_across_escapes_covers_them_all() -> None:
    maker = MapMaker()
    maker.add("ab", 10)
    maker.add("\n", 12, 2)
    maker.add("cd", 14)
    assert maker.text == "ab\ncd"
    assert [maker.map.span(*span) for span in ((0, 2), (1, 3), (2, 4), (4, 5))] == [
        (10, 12), (11, 14), (12, 15), (15, 16),
    ]  # fmt: skip


def test_an_empty_stretch_is_a_place() -> None:
    assert straight(7, 3).span(1, 1) == (8, 8)
    assert TextMap(()).span(0, 0) == (0, 0)


def test_only_plain_text_may_be_put_into_plain_text() -> None:
    places = straight(0, 10)
    assert places.verbatim(2, 4, "plain words")
    assert not places.verbatim(2, 4, 'a "quote"')
    assert not TextMap(((0, 0, 1, 6),)).verbatim(0, 1, "x")
