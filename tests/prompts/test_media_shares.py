"""Media in a request."""

from __future__ import annotations

from tokest.prompts.media.values import Media
from tokest.prompts.media_shares import media_share

IMAGE = Media(kind="image", where="messages[0].content[0]", width=1920, height=1080)


def test_an_item_with_a_formula_is_counted() -> None:
    share = media_share(IMAGE, "qwen3-vl-plus")
    assert (share.kind, share.tokens) == ("media", 2042)
    assert share.label == "image messages[0].content[0]"


def test_an_item_without_one_is_unknown_and_says_why() -> None:
    share = media_share(IMAGE, "glm-4.7")
    assert share.tokens is None
    assert share.notes[0].startswith("messages[0].content[0]: no token formula of glm-4.7")


def test_an_item_needs_a_model() -> None:
    share = media_share(IMAGE, None)
    assert (share.tokens, share.most) == (None, None)
    assert "name one" in share.notes[0]
