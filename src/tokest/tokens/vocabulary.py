"""Load a vocabulary: the tokens of an encoding and their ranks."""

from __future__ import annotations

import lzma
from pathlib import Path

from tokest.resources import data_file
from tokest.tokens.vocabularies.formats import packed_ranks, read_ranks, unpack


def load_ranks(file: str, size: int) -> dict[bytes, int]:
    """Load a vocabulary that ships with tokest, or one of any format at an absolute path.

    The file that ships is an xz stream of `size` bytes, the length of each token in rank order,
    and then the tokens themselves (`tools/pack_vocab.py` writes it).

    >>> load_ranks("vocabularies/cl100k_base.xz", 100_256)[b"hello"]
    15339
    """
    if Path(file).is_absolute():
        return read_ranks(unpack(Path(file).read_bytes(), size, file), size, file)
    return packed_ranks(lzma.decompress(data_file(file).read_bytes()), size)
