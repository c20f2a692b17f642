"""Packed vocabularies: the tokens of an encoding and their ranks."""

from __future__ import annotations

import lzma
from itertools import accumulate, pairwise

from tokest.resources import data_file


def load_ranks(file: str, size: int) -> dict[bytes, int]:
    """Unpack a vocabulary that ships with tokest.

    The file is an xz stream of `size` bytes, the length of each token in rank order, and then
    the tokens themselves (`tools/pack_vocab.py` writes it).

    >>> load_ranks("vocabularies/cl100k_base.xz", 100_256)[b"hello"]
    15339
    """
    raw = lzma.decompress(data_file(file).read_bytes())
    ends = accumulate(raw[:size], initial=size)
    return {raw[start:end]: rank for rank, (start, end) in enumerate(pairwise(ends))}
