"""The formats of vocabularies, each read into ranks: which bytes are a token, and how early.

==============  =====================================================================
form            what it is
==============  =====================================================================
tiktoken        lines of a token in base64 and its rank (``.tiktoken``, ``.model``)
tekken          Mistral's ``tekken.json``
tokenizer.json  a pipeline of the library `tokenizers`
==============  =====================================================================

Each may be packed: gzip, xz, a zip archive of one file, or tokest's own packed form.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import zipfile
import zlib
from base64 import b64decode, b64encode
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from tokest.errors import FileFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["tiktoken", "tekken", "tokenizer.json"]

MOST_BYTES: Final = 1 << 27
"""What a file may unpack to: four times the largest that is known, Gemma 3's 33 MB."""

_GZIP: Final = b"\x1f\x8b"
_XZ: Final = b"\xfd7zXZ\x00"
_ZIP: Final = b"PK\x03\x04"
_BYTES: Final = 256
_PACKING: Final = (
    EOFError,
    OSError,
    RuntimeError,  # an archive with a password, or packed in a way that is not known
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)


def unpack(raw: bytes, size: int, where: str) -> bytes:
    """Take a file out of its packing; tokest's own packed form becomes the rank file it was.

    The SHA-256 of a vocabulary is that of the unpacked content, so that it does not depend on
    who packed it.

    Raises
    ------
    FileFormatError
        when the packing is broken or holds more than it may.

    Examples
    --------
    >>> unpack(gzip.compress(b"YQ== 0"), 1, "a.tiktoken.gz")
    b'YQ== 0'
    """
    try:
        content = _taken_out(raw)
    except _PACKING as error:
        raise _broken(where, f"cannot be unpacked: {error}") from None
    if len(content) > MOST_BYTES:
        raise _broken(where, f"unpacks to more than {MOST_BYTES:,} bytes")
    is_packed = raw[:6] == _XZ and size + sum(content[:size]) == len(content)
    return write_ranks(packed_ranks(content, size)) if is_packed else content


def form_of(content: bytes, where: str) -> Form:
    """Recognise the form of an unpacked vocabulary.

    >>> form_of(b"YQ== 0", "a"), form_of(b'{"config": {}, "vocab": []}', "b")
    ('tiktoken', 'tekken')
    """
    return _parsed(content, where)[0]


def read_ranks(content: bytes, size: int, where: str) -> dict[bytes, int]:
    r"""Read the ranks below `size` from any form, if byte-level merges are all there is to it.

    Raises
    ------
    FileFormatError
        with the place that is broken, or with what makes the tokenizer another kind.

    Examples
    --------
    >>> read_ranks(b"YQ== 0\nYg== 1\nYWI= 2", 3, "a.tiktoken")
    {b'a': 0, b'b': 1, b'ab': 2}
    """
    form, parsed = _parsed(content, where)
    if form == "tiktoken":
        lines = enumerate(content.splitlines(), start=1)
        found = dict(_rank_line(line, where, row) for row, line in lines if line.strip())
    elif form == "tekken":
        found = dict(_tekken(parsed, where))
    else:
        found = _byte_level(parsed, where)
    return {token: rank for token, rank in found.items() if 0 <= rank < size}


def check_ranks(ranks: dict[bytes, int], size: int, where: str) -> None:
    """Refuse ranks that are not those of a whole vocabulary of this size.

    Raises
    ------
    FileFormatError
        with what is missing.
    """
    missing = sum(bytes([byte]) not in ranks for byte in range(_BYTES))
    if missing:
        raise _broken(where, f"{missing} of the {_BYTES} bytes are no tokens")
    found = max(ranks.values()) + 1
    if found != size:
        raise _broken(where, f"holds {found:,} tokens where {size:,} are expected")


def packed_ranks(content: bytes, size: int) -> dict[bytes, int]:
    r"""Read tokest's packed form: the length of each token in rank order, then the tokens.

    >>> packed_ranks(b"\x01\x01\x02abab", 3)
    {b'a': 0, b'b': 1, b'ab': 2}
    """
    ends = accumulate(content[:size], initial=size)
    return {content[start:end]: rank for rank, (start, end) in enumerate(pairwise(ends))}


def write_ranks(ranks: dict[bytes, int]) -> bytes:
    r"""Write a rank file, as tiktoken does.

    >>> write_ranks({b"a": 0, b"b": 1})
    b'YQ== 0\nYg== 1\n'
    """
    return b"".join(b64encode(token) + b" %d\n" % rank for token, rank in ranks.items())


def byte_letters() -> dict[str, int]:
    """Map the printable letters that byte-level BPE writes bytes with to those bytes.

    The table is GPT-2's: https://github.com/openai/gpt-2/blob/master/src/encoder.py, 2026-11-24.

    >>> byte_letters()["Ġ"]
    32
    """
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(_BYTES) if byte not in plain]
    shifted = {chr(_BYTES + i): byte for i, byte in enumerate(others)}
    return {chr(byte): byte for byte in plain} | shifted


def _taken_out(raw: bytes) -> bytes:
    """Take content out of its packing, at most one byte more than it may have."""
    if raw[:2] == _GZIP:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            return stream.read(MOST_BYTES + 1)
    if raw[:6] == _XZ:
        with lzma.LZMAFile(io.BytesIO(raw)) as packed:
            return packed.read(MOST_BYTES + 1)
    if raw[:4] == _ZIP:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise ValueError(f"the archive holds {len(names)} files instead of one")
            with archive.open(names[0]) as member:
                return member.read(MOST_BYTES + 1)
    return raw


def _parsed(content: bytes, where: str) -> tuple[Form, dict[str, Any]]:
    """Recognise a form, and give what is inside it if that is JSON."""
    if content.lstrip()[:1] != b"{":
        _rank_line(content.partition(b"\n")[0], where, 1)
        return "tiktoken", {}
    try:
        found: dict[str, Any] = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _broken(where, f"is not valid JSON: {error}") from None
    if isinstance(found.get("model"), dict):
        return "tokenizer.json", found
    if isinstance(found.get("vocab"), list) and isinstance(found.get("config"), dict):
        return "tekken", found
    raise _broken(where, "is neither a rank file, nor a tekken.json, nor a tokenizer.json")


def _rank_line(line: bytes, where: str, row: int) -> tuple[bytes, int]:
    try:
        token, rank = line.split()
        return b64decode(token, validate=True), int(rank)
    except ValueError:
        place = f"{where}:{row}"
        raise _broken(place, "expected a token in base64, a blank and its rank") from None


def _tekken(found: dict[str, Any], where: str) -> Iterator[tuple[bytes, int]]:
    for at, entry in enumerate(found["vocab"]):
        try:
            yield b64decode(entry["token_bytes"], validate=True), int(entry["rank"])
        except (KeyError, OverflowError, TypeError, ValueError):
            raise _broken(where, f"vocab[{at}] has no token_bytes in base64 or no rank") from None


def _byte_level(found: dict[str, Any], where: str) -> dict[bytes, int]:
    """Read ranks from a tokenizer.json, which counts by the order of its merges.

    Ids are ranks if merges make tokens in the order of their ids. A token that no merge makes
    counts only where whole pieces are looked up, and an added token is none of the model's.
    """
    model = found["model"]
    if '"ByteLevel"' not in json.dumps(found.get("pre_tokenizer")) or model.get("byte_fallback"):
        raise _broken(where, "is no byte-level tokenizer: it has no ranks")
    try:
        ids = {str(token): int(at) for token, at in model["vocab"].items()}
        made = [ids[_joined(merge)] for merge in model["merges"]]
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise _broken(where, f"model.vocab and model.merges do not fit together: {error}") from None
    if any(later < earlier for earlier, later in pairwise(made)):
        raise _broken(where, "its merges are not in the order of its ids: it has no ranks")
    letters, reached = str.maketrans(byte_letters()), set(made)
    added = {str(token["content"]) for token in added_tokens(found, where)}
    kept = (
        (token, at)
        for token, at in ids.items()
        if at in reached or len(token) == 1 or (model.get("ignore_merges") and token not in added)
    )
    try:
        return {token.translate(letters).encode("latin-1"): at for token, at in kept}
    except UnicodeEncodeError as error:
        raise _broken(where, f"model.vocab has {error.object!r}, which spells no bytes") from None


def added_tokens(found: dict[str, Any], where: str) -> list[dict[str, Any]]:
    """Give the added tokens of a tokenizer.json.

    Raises
    ------
    FileFormatError
        when they are no tokens.
    """
    tokens = found.get("added_tokens") or []
    if isinstance(tokens, list) and all(
        isinstance(token, dict) and {"content", "special"} <= token.keys() for token in tokens
    ):
        return tokens
    raise _broken(where, "added_tokens are not a list of tokens with content and special")


def _joined(merge: str | list[str]) -> str:
    left, right = merge.split(" ") if isinstance(merge, str) else merge
    return left + right


def _broken(where: str, what: str) -> FileFormatError:
    return FileFormatError((f"{where}: {what}",))
