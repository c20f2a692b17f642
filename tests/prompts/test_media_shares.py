"""Media in a request."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokest.prompts.estimate import estimate
from tokest.prompts.media.values import Media
from tokest.prompts.media_shares import media_share, media_tokens, usage_of

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


def test_media_of_a_kind_are_added_up() -> None:
    image = {"type": "image_url", "image_url": {"url": "a.png"}, "width": 64, "height": 64}
    far = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    found = estimate([{"role": "user", "content": [image, image, far]}], "qwen3-vl-plus")
    assert media_tokens(found) == (("image", 12),)


def test_a_document_has_no_unit_where_there_is_none() -> None:
    assert usage_of(10, 5, (("hologram", 3),), 10).leaves() == {
        "input_tokens": 10,
        "output_tokens": 5,
    }


@given(counted=st.integers(1, 10**6), tokens=st.integers(0, 10**6), data=st.data())
def test_media_are_never_more_than_all(counted: int, tokens: int, data: st.DataObject) -> None:
    image = data.draw(st.integers(0, counted))
    audio = data.draw(st.integers(0, counted - image))
    found = usage_of(tokens, 0, (("image", image), ("audio", audio)), counted)
    assert found.input_image_tokens + found.input_audio_tokens <= found.input_tokens == tokens
    if tokens >= counted:
        assert (found.input_image_tokens, found.input_audio_tokens) == (image, audio)


def test_a_provider_before_the_model_counts_sounds_in_its_own_way() -> None:
    sound = {"inlineData": {"mimeType": "audio/wav", "data": ""}, "seconds": 3.7}
    body = {"contents": [{"role": "user", "parts": [sound]}]}
    names = ("gemini-2.5-flash", "vertex_ai/gemini-2.5-flash")
    assert [media_tokens(estimate(body, name)) for name in names] == [
        (("audio", 119),),
        (("audio", 100),),
    ]
