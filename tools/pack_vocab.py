"""Pack a rank file (``.tiktoken``) into the form that ships inside the wheel.

    python tools/pack_vocab.py data/vocabularies/qwen.xz path/to/qwen.tiktoken

A packed vocabulary is an xz stream of one byte a token (its length) in rank order, followed by
the tokens themselves. It is a third of the rank file's size under gzip and unpacks in
milliseconds. The SHA-256 printed at the end is that of the rank file; `data/encodings.yaml`
records it, and a test rebuilds the rank file from the packed form and checks it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import lzma
from pathlib import Path


def tokens_in_order(rank_file: bytes) -> list[bytes]:
    """Read the tokens of a rank file; ranks must run from 0 without a gap."""
    pairs = (line.split() for line in rank_file.splitlines() if line)
    ranks = {int(rank): base64.b64decode(token) for token, rank in pairs}
    if sorted(ranks) != list(range(len(ranks))):
        raise SystemExit("ranks do not run from 0 without a gap")
    return [ranks[rank] for rank in range(len(ranks))]


def pack(tokens: list[bytes]) -> bytes:
    """Join lengths and tokens and compress them."""
    raw = bytes(map(len, tokens)) + b"".join(tokens)
    preset = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}
    return lzma.compress(raw, format=lzma.FORMAT_XZ, filters=[preset])


def main() -> None:
    """Pack the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("packed", type=Path)
    parser.add_argument("rank_file", type=Path)
    given = parser.parse_args()
    source = given.rank_file.read_bytes()
    tokens = tokens_in_order(source)
    given.packed.write_bytes(pack(tokens))
    print(f"size: {len(tokens)}")
    print(f"sha256: {hashlib.sha256(source).hexdigest()}")
    print(f"packed bytes: {given.packed.stat().st_size}")


if __name__ == "__main__":
    main()
