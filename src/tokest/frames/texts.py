"""Texts out of Arrow columns, straight from their buffers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tokest.errors import InputError
from tokest.frames.requests import is_nested
from tokest.tokens.columns import GAP, Joined, Texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BYTES: Final = 1 << 19
"""Bytes of text gathered for one pass: few enough for the processor's cache."""

ROWS: Final = 1 << 14
"""Rows gathered at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Texts of some rows; what is null or no text is taken for empty.

    `valid` says which rows are neither, `errors` has what is wrong by row.
    """

    texts: Texts
    valid: NDArray[np.bool_]
    errors: dict[int, str]


def check_type(kind: Any, column: str) -> None:  # noqa: ANN401  # pyarrow's types
    """Refuse a column that holds no text.

    >>> check_type(pa.int64(), "id")
    Traceback (most recent call last):
    tokest.errors.InputError: column 'id': holds int64, not text or messages
    """
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (_is_text(kind) or pa.types.is_null(kind) or is_nested(kind)):
        raise InputError(f"column {column!r}", f"holds {kind}, not text or messages")


def _is_text(kind: Any) -> bool:  # noqa: ANN401
    checks = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_string_view,
        pa.types.is_binary,
        pa.types.is_large_binary,
        pa.types.is_binary_view,
        pa.types.is_fixed_size_binary,
    )
    return any(check(kind) for check in checks)


def slices(array: Any) -> Iterator[Any]:  # noqa: ANN401  # pyarrow's arrays
    """Cut an array of text into parts of about `BYTES`, as large_binary.

    >>> [len(part) for part in slices(pa.array(["a" * 9, "b", "c" * BYTES]))]
    [2, 1]
    """
    if pa.types.is_null(array.type):
        array = pa.nulls(len(array), pa.string())
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string_view(array.type):  # what Arrow computes with few of its functions
        array = array.cast(pa.large_string())
    if pa.types.is_binary_view(array.type) or pa.types.is_fixed_size_binary(array.type):
        array = array.cast(pa.large_binary())
    sizes = pc.fill_null(pc.binary_length(array), 0).to_numpy(zero_copy_only=False)
    ends = np.cumsum(sizes, dtype=np.int64)
    start = 0
    while start < len(array):
        base = ends[start - 1] if start else 0
        stop = max(start + 1, int(ends.searchsorted(base + BYTES, "right")))
        stop = min(stop, start + ROWS, len(array))
        yield array.slice(start, stop - start).cast(pa.large_binary())
        start = stop


def gather(array: Any, *, joined: bool = True) -> Gathered:  # noqa: ANN401
    r"""Take the texts of a large_binary array, joined or one by one.

    >>> found = gather(pa.array([b"a", None, b"\xff"], pa.large_binary()))
    >>> found.valid.tolist(), found.errors
    ([True, False, False], {2: 'byte 0xff at 0 is not UTF-8'})
    """
    take = _join if joined else _apart
    valid = array.is_valid().to_numpy(zero_copy_only=False)
    if array.null_count:
        array = pc.fill_null(array, b"")
    try:
        return Gathered(take(array), valid, {})
    except UnicodeDecodeError:
        errors = dict(_wrong(array))
    valid = valid.copy()
    valid[list(errors)] = False
    return Gathered(take(pc.if_else(pa.array(valid), array, b"")), valid, errors)


def _join(array: Any) -> Texts:  # noqa: ANN401
    if not len(array):
        return Texts(_sizes(array), joined=Joined(GAP, GAP.decode()))
    rows = pa.LargeListArray.from_arrays(pa.array([0, len(array)], pa.int64()), array)
    inner = pc.binary_join(rows, pa.scalar(GAP, array.type))[0].as_buffer()
    raw = b"".join((GAP, inner, GAP))
    return Texts(_sizes(array), joined=Joined(raw, raw.decode()))


def _apart(array: Any) -> Texts:  # noqa: ANN401
    return Texts(_sizes(array), apart=array.view(pa.large_string()).to_pylist())


def _sizes(array: Any) -> NDArray[np.int64]:  # noqa: ANN401
    sizes = pc.binary_length(array).to_numpy(zero_copy_only=False)
    found: NDArray[np.int64] = sizes.astype(np.int64, copy=False)
    return found


def _wrong(array: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """Find the texts that are not UTF-8."""
    for row, raw in enumerate(array.to_pylist()):
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            yield row, f"byte {raw[error.start]:#04x} at {error.start} is not UTF-8"
