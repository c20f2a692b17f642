"""An encoding with a vocabulary of 258 tokens, for tests that write files."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from tokest.tokens.counters import Findable, HubPlace, KnownFile, PackagePlace, Sought, UrlPlace
from tokest.tokens.encodings import find_counter, find_encoding
from tokest.tokens.engines.choice import scheme
from tokest.tokens.engines.conversion import tokenizer_json
from tokest.tokens.vocabularies.formats import write_ranks

RANKS = {bytes([byte]): byte for byte in range(256)} | {b"ab": 256, b"abc": 257}
CONTENT = write_ranks(RANKS)
OTHER = CONTENT.replace(b"YWJj ", b"YWJk ")
"""Another vocabulary of the same size."""

URL = "https://ranks.example/small.tiktoken"
HUB = HubPlace("acme/small", "main", "ranks/small.tiktoken")
PLACES = (PackagePlace("acme-small", "acme_small/small.tiktoken"), HUB, UrlPlace(URL))


def small(content: bytes = CONTENT) -> Findable:
    """Give an encoding whose only known file has this content."""
    counter = find_counter("kimi_k2")
    assert isinstance(counter, Findable)
    known = KnownFile(hashlib.sha256(content).hexdigest(), len(content), PLACES)
    found = Sought(
        size=258, counted_by="ranks", reason="a test", licence="MIT", files=(known,), table=None
    )
    return replace(counter, name="small", found=found)


def small_json() -> bytes:
    """Write its vocabulary as a tokenizer.json."""
    return tokenizer_json(replace(scheme(find_encoding("o200k_base")), ranks=RANKS)).encode()
