"""Inputs for laws, kept in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tokest.units import Usage

if TYPE_CHECKING:
    from decimal import Decimal

TOKENS = st.integers(0, 2_000_000)

# Text of every script, with the characters that tokenizers stumble over more often than chance.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cn"]),
        st.sampled_from(list(" \t\n\r'’aZsſ09.,/中あ가é\u0301😀\u200d\ufe0f\x00\x85\u180e")),
    ),
    max_size=200,
)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    """Draw usage whose parts are not larger than their whole."""
    parts = [draw(st.integers(0, 300_000)) for _ in range(4)]
    reasoning = draw(st.integers(0, 50_000))
    images = draw(st.sampled_from((0, 0, sum(parts) // 3)))
    return Usage(
        input_tokens=sum(parts),
        input_image_tokens=images,
        input_audio_tokens=images // 2,
        cache_read_tokens=parts[1],
        cache_read_explicit_tokens=parts[2],
        cache_write_tokens=parts[3],
        output_tokens=reasoning + draw(st.integers(0, 50_000)),
        reasoning_tokens=reasoning,
    )


def prices() -> st.SearchStrategy[Decimal]:
    """Draw prices as vendors print them."""
    return st.decimals(0, 500, places=4, allow_nan=False, allow_infinity=False)
