"""Engines of others, made from tokest's own ranks, for engines.py and engine_worker.py."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from tokest.tokens.vocabularies.formats import write_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS: Final = Path(__file__).parents[1] / "tests"
"""Where the module is that makes tiktoken and tokenizers from packed ranks."""

GIGATOKEN_SPLIT: Final = {
    "cl100k_base": "cl100k",
    "o200k_base": "o200k",
    "qwen": "qwen2",
    "qwen3.5": "qwen35",
}


def reference() -> Any:  # noqa: ANN401  # a module
    """Load the module of the tests."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    return import_module("reference")


def gigatoken_encoder(encoding: str) -> Callable[[str], Any]:
    """Start gigatoken with its cache empty."""
    load = import_module("gigatoken").Tokenizer.from_tiktoken
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ranks.tiktoken"
        file.write_bytes(_rank_file(encoding))
        encode: Callable[[str], Any] = load(file, pretokenizer=GIGATOKEN_SPLIT[encoding]).encode
    return encode


@cache
def _rank_file(encoding: str) -> bytes:
    return write_ranks(reference().ranks(encoding))
