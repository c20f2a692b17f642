"""A scheme as a ``tokenizer.json``, which `tokenizers` and `fastokens` read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from tokest.tokens.engines.lockstep import last_merges
from tokest.tokens.engines.pairs import Pairs

if TYPE_CHECKING:
    from tokest.tokens.engines.protocol import Scheme

_END: Final = re.compile(r"(\\s\+\+)\$(?=\||\Z)")
_COUNTED: Final = re.compile(r"(\{\d+,\d+\})\+(?=\||\Z)")
"""``{1,3}+`` repeats in Oniguruma what is possessive elsewhere; before a bar it may be greedy."""


def oniguruma_pattern(pattern: str) -> str | None:
    r"""Write a pattern as Oniguruma reads it, or nothing where that is not known to be the same.

    There ``$`` ends a line; after all blanks are taken it can only be the end of the text.

    >>> oniguruma_pattern(r"\p{N}{1,3}+|\s++$|\s")
    '\\p{N}{1,3}|\\s++\\z|\\s'
    """
    written = _COUNTED.sub(r"\1", _END.sub(r"\1\\z", pattern))
    doubtful = "$" in written or re.search(r"\{\d+(?:,\d*)?\}\+|\(\?[<>]|\\[^psSrntz]", written)
    return None if doubtful else written


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


def _letters() -> dict[int, str]:
    """Map bytes to the printable letters that byte-level BPE writes them with."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    shifted = {b: chr(256 + i) for i, b in enumerate(b for b in range(256) if b not in plain)}
    return {byte: shifted.get(byte, chr(byte)) for byte in range(256)}


_LETTERS: Final = _letters()
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
