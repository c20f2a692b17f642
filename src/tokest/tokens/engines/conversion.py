"""A scheme as a ``tokenizer.json``, which `tokenizers` and `fastokens` read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tokest.tokens.engines.lockstep import last_merges
from tokest.tokens.engines.pairs import Pairs
from tokest.tokens.vocabularies.formats import byte_letters

if TYPE_CHECKING:
    from tokest.tokens.engines.protocol import Scheme

_SYNTAX: Final = re.compile(
    r"(?P<ends>(?<=\\s\+\+)\$(?=\||\Z))|(?P<count>\{\d+,\d+\})\+(?=\||\Z)"
    r"|\\[psSrntz\W]|\[\^?(?:\\[psSrntz\W]|[^\]\[\\&]|&(?!&))+\]"
    r"|(?<=\\p)\{\w+\}|\{\d+(?:,\d*)?\}(?!\+)|\(\?(?![<>])|\((?!\?)|[^\\\[\]{$(]"
)
"""What a pattern is made of that Oniguruma reads alike, or that can be written for it.

There ``$`` ends a line outside of a class; after all blanks are taken it can only be the end of
the text. ``{1,3}+`` repeats there what is possessive elsewhere; before a bar it may be greedy.
"""


@cache
def oniguruma_pattern(pattern: str) -> str | None:
    r"""Write a pattern as Oniguruma reads it, or nothing where that is not known to be the same.

    >>> oniguruma_pattern(r"[$]\p{N}{1,3}+|\s++$|\s")
    '[$]\\p{N}{1,3}|\\s++\\z|\\s'
    """
    out: list[str] = []
    end = 0
    for found in _SYNTAX.finditer(pattern):
        if found.start() != end:
            return None
        end = found.end()
        out.append(r"\z" if found["ends"] else found["count"] or found[0])
    return "".join(out) if end == len(pattern) else None


def without_gaps(scheme: Scheme) -> Scheme:
    """Close ranks up where one is missing, for ids that some readers take no others of.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> ranks = {b"a": 0, b"b": 2}
    >>> scheme = Scheme(name="a", normalize="none", pattern="a", whole_pieces=True, ranks=ranks)
    >>> without_gaps(scheme).ranks
    {b'a': 0, b'b': 1}
    """
    tokens = sorted(scheme.ranks, key=scheme.ranks.__getitem__)
    return replace(scheme, ranks={token: at for at, token in enumerate(tokens)})


def tokenizer_json(scheme: Scheme) -> str:
    """Write a scheme as a ``tokenizer.json`` without added tokens.

    Each token has one merge, the last that makes it from its bytes: no other pair ever becomes it.

    >>> from tokest.tokens.engines.protocol import Scheme
    >>> ranks = {b"a": 0, b"b": 1, b"ab": 2}
    >>> scheme = Scheme(name="a", normalize="none", pattern="a", whole_pieces=True, ranks=ranks)
    >>> json.loads(tokenizer_json(scheme))["model"]["merges"]
    [['a', 'b']]
    """
    tokens = sorted(scheme.ranks, key=scheme.ranks.__getitem__)
    spelled = [token.decode("latin-1").translate(_LETTERS) for token in tokens]
    joined = zip(spelled, last_merges(tokens, Pairs(scheme.ranks)), strict=True)
    model = {
        "type": "BPE",
        "vocab": {word: scheme.ranks[t] for word, t in zip(spelled, tokens, strict=True)},
        "merges": [[word[:place], word[place:]] for word, place in joined if place],
        "ignore_merges": scheme.whole_pieces,
    }
    return json.dumps({**_FRAME, **_steps(scheme), "model": model}, ensure_ascii=False)


def _steps(scheme: Scheme) -> dict[str, Any]:
    pattern = {"Regex": oniguruma_pattern(scheme.pattern)}
    split = {"type": "Split", "pattern": pattern, "behavior": "Isolated", "invert": False}
    steps = {"type": "Sequence", "pretokenizers": [split, _BYTE_LEVEL]}
    normalizer = {"type": "NFC"} if scheme.normalize == "NFC" else None
    return {"normalizer": normalizer, "pre_tokenizer": steps}


_LETTERS: Final = {byte: letter for letter, byte in byte_letters().items()}
_BYTE_LEVEL: Final = {
    "type": "ByteLevel",
    "add_prefix_space": False,
    "trim_offsets": True,
    "use_regex": False,
}
_FRAME: Final[dict[str, Any]] = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [],
    "post_processor": None,
    "decoder": _BYTE_LEVEL,
}
