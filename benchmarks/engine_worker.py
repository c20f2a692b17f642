"""Time one engine on texts, for engine_races.py; runs in a process of its own.

    python engine_worker.py ENGINE ENCODING THREADS TEXTS

TEXTS is a file with each text as a JSON string on a line. Prints a JSON object: seconds by the
clock and the processor, and megabytes that memory grew, of loading the engine, of a first pass
over all texts and of a second; and the sum of the counts. Exit status 3: the package is not there.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from references import gigatoken_encoder, reference
from tokest.tokens.encodings import find_encoding
from tokest.tokens.engines import sharing
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.estimate import estimate_many
from tokest.tokens.normalize import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Counter = Callable[[Sequence[str]], list[int]]

BPE_OPENAI = {"cl100k_base": "cl100k_base", "o200k_base": "o200k_base", "qwen": "voyage3_base"}
NOT_INSTALLED = 3
STATUS = Path("/proc/self/status")


def tokest(name: str) -> Callable[[str, int], Counter]:
    """Count with an engine of tokest's, behind its protocol."""

    def load(encoding: str, threads: int) -> Counter:
        vars(sharing)["MOST"] = threads
        return engine(name, scheme(find_encoding(encoding))).count_batch

    return load


def public(encoding: str, threads: int) -> Counter:
    """Count as a user does, with the engine that tokest chooses."""
    vars(sharing)["MOST"] = threads
    return lambda texts: [row[0].low for row in estimate_many(texts, encodings=[encoding])]


def bare_tiktoken(encoding: str, threads: int) -> Counter:
    """Count with tiktoken alone."""
    ready, known = _ready(encoding), reference().tiktoken_encoding(encoding)

    def count(texts: Sequence[str]) -> list[int]:
        found = known.encode_ordinary_batch(list(map(ready, texts)), num_threads=threads)
        return list(map(len, found))

    return count


def bare_tokenizers(encoding: str, _threads: int) -> Counter:
    """Count with `Tokenizer.encode_batch_fast`."""
    known = reference().huggingface_tokenizer(encoding)
    return lambda texts: list(map(len, known.encode_batch_fast(texts)))


def tokenizers_encode(encoding: str, _threads: int) -> Counter:
    """Count with `Tokenizer.encode`, text by text."""
    known = reference().huggingface_tokenizer(encoding)
    return lambda texts: [len(known.encode(text)) for text in texts]


def gigatoken(encoding: str, _threads: int) -> Counter:
    """Count with gigatoken, text by text."""
    encode, ready = gigatoken_encoder(encoding), _ready(encoding)
    return lambda texts: [len(encode(ready(text))) for text in texts]


def bpe_openai(encoding: str, _threads: int) -> Counter:
    """Count with bpe-openai's binding; its wrapper refuses long texts."""
    known = import_module("bpe_openai._bindings").tokenizer_for_encoding
    counter = known(BPE_OPENAI[encoding]).count
    return lambda texts: list(map(counter, texts))


ENGINES = {
    "tokest": public,
    "tokest builtin": tokest("builtin"),
    "tokest tiktoken": tokest("tiktoken"),
    "tokest fastokens": tokest("fastokens"),
    "tokest tokenizers": tokest("tokenizers"),
    "tiktoken": bare_tiktoken,
    "tokenizers encode_batch_fast": bare_tokenizers,
    "tokenizers encode": tokenizers_encode,
    "gigatoken": gigatoken,
    "bpe-openai": bpe_openai,
}


def main() -> None:
    """Load, count twice and report."""
    name, encoding, threads, file = sys.argv[1:]
    with Path(file).open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    reference()  # its imports are not part of what loading takes
    report: dict[str, Any] = {}
    try:
        count = _measured(report, "load", lambda: ENGINES[name](encoding, int(threads)))
    except ModuleNotFoundError:
        raise SystemExit(NOT_INSTALLED) from None
    counts = _measured(report, "cold", lambda: count(texts))
    _measured(report, "warm", lambda: count(texts))
    print(json.dumps({**report, "tokens": sum(counts)}))


def _measured(report: dict[str, Any], what: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401
    before, wall, cpu = _memory(), time.perf_counter(), _processor()
    found = run()
    wall, cpu = time.perf_counter() - wall, _processor() - cpu
    report[what] = {"wall": wall, "cpu": cpu, "memory": max(0.0, _memory() - before)}
    return found


def _processor() -> float:
    """Give the seconds of this process and of those it has waited for."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _memory() -> float:
    """Give the most megabytes that this process has held so far."""
    if not STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # What getrusage gives starts, on Linux, with the memory of the process that started this one.
    lines = STATUS.read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _ready(encoding: str) -> Callable[[str], str]:
    return nfc if encoding.startswith("qwen") else str


if __name__ == "__main__":
    main()
