"""The names of models as callers write them, and the families that a name may be of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.arguments import word
from tokest.nearest import MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUNDARIES: Final = "-:@"
"""What may follow a family's name in the name of one of its models."""


def plain_name(model: str) -> str:
    """Give a model's name in small letters, without a provider and OpenAI's mark of fine-tuning.

    >>> plain_name("dashscope/Qwen-Plus"), plain_name("ft:gpt-4.1-mini:acme::x1")
    ('qwen-plus', 'gpt-4.1-mini:acme::x1')
    """
    return word("model", model).lower().rsplit("/", 1)[-1].removeprefix("ft:")


def family_names(name: str) -> Iterator[str]:
    """Give the families that a name may be of, the narrowest first; none has a longer name.

    >>> list(family_names("qwen3-vl-plus"))
    ['qwen3-vl-plus', 'qwen3-vl', 'qwen3']
    """
    for end in range(min(len(name), MAX_LENGTH), 0, -1):
        if end == len(name) or name[end] in BOUNDARIES:
            yield name[:end]
