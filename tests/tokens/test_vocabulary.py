from __future__ import annotations

import base64
import hashlib

import pytest

from reference import ranks
from tokest.tokens.encodings import catalog, find_encoding


@pytest.mark.parametrize("name", [encoding.name for encoding in catalog().encodings])
def test_a_packed_vocabulary_is_the_rank_file_it_was_packed_from(name: str) -> None:
    lines = (base64.b64encode(token) + b" %d\n" % rank for token, rank in ranks(name).items())
    assert hashlib.sha256(b"".join(lines)).hexdigest() == find_encoding(name).vocabulary.sha256


@pytest.mark.parametrize("name", [encoding.name for encoding in catalog().encodings])
def test_every_byte_is_a_token(name: str) -> None:
    assert all(bytes([byte]) in ranks(name) for byte in range(256))
