"""From ranks to a tokenizer.json, for engines that read nothing else."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from tokest.tokens.vocabularies.formats import byte_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tokest.tokens.counters import Encoding

_FOREIGN: Final = re.compile(r"(\\.|\[(?:\\.|[^\]\\])*\])|(\{\d+,\d+\})\+|\$")
"""What the regular expressions of `tokenizers` read otherwise: ``$`` outside of a class ends a
line there, and ``{1,3}+`` repeats ``{1,3}``."""


def tokenizer_json(encoding: Encoding, ranks: Mapping[bytes, int]) -> str:
    """Write an encoding as a tokenizer.json without added tokens.

    Each token has one merge, its last: merging its own bytes by rank until two parts are left.
    With the look-up of whole pieces that is exact; without it, a token that merges never reach
    has no merge, and so never counts. Ids are ranks, closed up where a rank is missing, for some
    readers refuse a gap.

    >>> from tokest.tokens.encodings import find_encoding
    >>> made = tokenizer_json(find_encoding("qwen"), {b"a": 0, b"b": 1, b"ab": 2})
    >>> json.loads(made)["model"]["merges"]
    [['a', 'b']]
    """
    letters = {byte: letter for letter, byte in byte_letters().items()}
    in_order = sorted(ranks, key=ranks.__getitem__)
    spelled = {token: "".join(letters[byte] for byte in token) for token in in_order}
    merges = [
        [spelled[left], spelled[right]]
        for token in in_order
        for left, right in _last_merge(token, ranks)
    ]
    model = {
        "type": "BPE",
        "dropout": None,
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "ignore_merges": encoding.whole_pieces,
        "vocab": {spelled[token]: at for at, token in enumerate(in_order)},
        "merges": merges,
    }
    return json.dumps({**_pipeline(encoding), "model": model}, ensure_ascii=False)


def _pipeline(encoding: Encoding) -> dict[str, Any]:
    pattern = _FOREIGN.sub(_translated, encoding.pattern)
    split = {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Removed", "invert": True}
    bytes_to_letters = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": True,
        "use_regex": False,
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None if encoding.normalize == "none" else {"type": encoding.normalize},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [split, bytes_to_letters]},
        "post_processor": None,
        "decoder": bytes_to_letters,
    }


def _translated(found: re.Match[str]) -> str:
    return found[1] or found[2] or r"\z"


def _last_merge(token: bytes, ranks: Mapping[bytes, int]) -> Iterator[tuple[bytes, bytes]]:
    """Give the two parts that merge into a token, or nothing if its bytes never come so far."""
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:  # noqa: PLR2004  # a pair
        joined = (ranks.get(left + right) for left, right in pairwise(parts))
        found = [(rank, at) for at, rank in enumerate(joined) if rank is not None]
        if not found:
            return
        _, at = min(found)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    if len(parts) > 1:
        yield parts[0], parts[1]
