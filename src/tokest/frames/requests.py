"""Rows that are requests: lists of messages or bodies of requests, as structs or as JSON text.

This is where requests enter: each is counted by `tokest.prompts`, with all that a provider writes
around its texts. What cannot be read becomes the row's error.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tokest.errors import InputError, TokestError
from tokest.prompts.estimate import estimate_many
from tokest.tokens.columns import Counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tokest.frames.job import Job
    from tokest.tokens.values import Estimate

    Found = tuple[list[tuple[int, int, int]], int]


def is_nested(kind: Any) -> bool:  # noqa: ANN401  # pyarrow's types
    """Say whether a column's type is that of messages or of request bodies.

    >>> is_nested(pa.list_(pa.struct([("role", pa.string())]))), is_nested(pa.string())
    (True, False)
    """
    lists = (pa.types.is_list, pa.types.is_large_list, pa.types.is_list_view)
    if any(check(kind) for check in lists):
        kind = kind.value_type
    return bool(pa.types.is_struct(kind) or pa.types.is_map(kind))


def count_requests(
    array: Any,  # noqa: ANN401  # pyarrow's arrays
    job: Job,
) -> tuple[tuple[Counts, ...], NDArray[np.int64], NDArray[np.bool_], dict[int, str]]:
    """Count requests: their counts by target, sizes as JSON, which are valid, and errors by row.

    >>> from tokest.frames.job import make_job
    >>> rows = pa.array([[{"role": "user", "content": "你是谁？"}], None])
    >>> counts, sizes, valid, errors = count_requests(rows, make_job(["qwen-max"]))
    >>> counts[0].tokens.tolist(), valid.tolist(), errors
    ([11, 0], [True, False], {})
    """
    numbers = np.zeros((len(job.targets), 3, len(array)), np.int64)
    sizes = np.zeros(len(array), np.int64)
    valid = np.zeros(len(array), np.bool_)
    errors: dict[int, str] = {}
    for place, row in enumerate(array):
        if not row.is_valid:
            continue
        try:
            request, sizes[place] = _request(row.as_py())
            numbers[:, :, place] = _count(request, job)
        except UnicodeDecodeError as error:
            errors[place] = f"byte {error.object[error.start]:#04x} is not UTF-8"
        except TokestError as error:
            errors[place] = str(error)
        else:
            valid[place] = True
    return tuple(Counts(*target) for target in numbers), sizes, valid, errors


def _request(row: Any) -> tuple[Any, int]:  # noqa: ANN401
    """Read a row, and say how large it is as JSON."""
    if isinstance(row, str | bytes):
        try:
            request = json.loads(row)
        except (ValueError, RecursionError) as error:
            raise InputError("request", f"no JSON: {error}") from None
        if not isinstance(request, list | dict):
            raise InputError("request", "is neither a list of messages nor the body of a request")
        return request, len(row) if isinstance(row, bytes) else len(row.encode("utf-8", "replace"))
    request = _present(row)
    return request, len(json.dumps(request, ensure_ascii=False, default=str).encode())


def _present(value: Any) -> Any:  # noqa: ANN401
    """Leave out the fields that a struct has only because other rows have them."""
    if isinstance(value, dict):
        return {key: _present(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [_present(part) for part in value]
    return value


def _count(request: Any, job: Job) -> list[tuple[int, int, int]]:  # noqa: ANN401
    models = [target.model for target in job.targets if target.model is not None]
    encodings = [target.counter.name for target in job.targets if target.model is None]
    ((*found,),) = estimate_many(
        [request], models, encodings=encodings, method=job.method, places=job.places, sample=False
    )
    return [_known(one) for one in found]


def _known(found: Estimate) -> tuple[int, int, int]:
    if found.tokens is None or found.high is None:
        unknown = ", ".join(dict.fromkeys(p.kind for p in found.parts if p.tokens is None))
        raise InputError("request", f"has parts whose tokens are not known: {unknown}")
    return found.tokens, found.low, found.high
