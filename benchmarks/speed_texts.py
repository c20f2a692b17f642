"""Texts to time: chunks of real text by size and language, and the worst cases."""

from __future__ import annotations

import base64
import random
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus import Document

SIZES: Final = {"100 B": 100, "2 KB": 2_000, "100 KB": 100_000, "10 MB": 10_000_000}
CHUNKS: Final = {100: 1000, 2_000: 200, 100_000: 10}
"""Distinct texts timed together, by size; one where not said."""

MATERIAL: Final = 10_000_000
"""Bytes of text that the chunks are taken from, at most."""

SEED: Final = 20261123
SURROGATES: Final = range(0xD800, 0xE000)


def real_texts(documents: Sequence[Document]) -> dict[str, str]:
    """Join documents, shuffled, by what they hold.

    Code is the corpus's and then the standard library of this Python; mixed is everything.
    """
    shuffled = random.Random(SEED).sample(documents, len(documents))  # noqa: S311  # no secret
    english = (d.text for d in shuffled if d.lang.startswith("en"))
    chinese = (d.text for d in shuffled if d.lang.startswith("zh"))
    code = [*(d.text for d in shuffled if d.kind == "code"), *_library()]
    mixed = (d.text for d in shuffled)
    wanted = {"English": english, "Chinese": chinese, "mixed": mixed, "code": code}
    return {name: _cut("\n\n".join(texts), MATERIAL) for name, texts in wanted.items()}


def chunks(text: str, size: int) -> list[str]:
    """Take texts of about `size` bytes from all over a text; repeat it where it is too short."""
    wanted = CHUNKS.get(size, 1)
    octets = len(text.encode())
    longer = text * -(-size * wanted // max(octets, 1))
    raw = longer.encode()
    step = len(raw) // wanted
    return [raw[i * step : i * step + size].decode(errors="ignore") for i in range(wanted)]


def worst_cases(size: int) -> dict[str, str]:
    """Build texts of `size` bytes that are hard on tokenizers, the same in every run."""
    source = random.Random(SEED)  # noqa: S311  # no secret
    marks = [chr(code) for code in range(0x300, 0x370)]
    anything = [chr(code) for code in range(0x110000) if code not in SURROGATES]
    texts = {
        "one letter": "a" * size,
        "spaces": " " * size,
        "newlines": "\n" * size,
        "one Han character": "中" * size,
        "emoji": "😀" * size,
        "random Unicode": "".join(source.choices(anything, k=size)),
        "base64": base64.b64encode(source.randbytes(size)).decode(),
        "digits": "".join(source.choices("0123456789", k=size)),
        "combining marks": "a" + "".join(source.choices(marks, k=size)),
    }
    return {name: _cut(text, size) for name, text in texts.items()}


def _library() -> Iterator[str]:
    octets = 0
    for file in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        if octets >= MATERIAL:
            return
        if not {"site-packages", "test", "idle_test"}.intersection(file.parts):
            text = file.read_text("utf-8", errors="ignore")
            octets += len(text.encode())
            yield text


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
