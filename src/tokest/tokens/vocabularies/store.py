"""Put vocabularies into the user's own store: checked, in one step, with a note of each."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

from tokest.tokens.counters import Vocabulary
from tokest.tokens.vocabularies.checking import check_content
from tokest.tokens.vocabularies.finding import RECORD, SUFFIXES
from tokest.tokens.vocabularies.formats import form_of, unpack

if TYPE_CHECKING:
    from tokest.tokens.counters import Findable
    from tokest.tokens.vocabularies.formats import Form

_SUFFIXES: Final[dict[Form, str]] = {
    "tiktoken": ".tiktoken",
    "tekken": ".tekken.json",
    "tokenizer.json": ".tokenizer.json",
}


def store(counter: Findable, raw: bytes, where: str, folder: Path) -> Vocabulary:
    """Check that a file is a vocabulary of an encoding, and copy its content into the store.

    What was stored for the encoding before is replaced. A reader sees the old file or the new
    one, never a part of one.

    Raises
    ------
    FileFormatError
        when it is broken, or a vocabulary of another kind or size.
    """
    size = counter.found.size
    content = unpack(raw, size, where)
    check_content(counter, content, where)
    digest = hashlib.sha256(content).hexdigest()
    target = folder / f"{counter.name}{_SUFFIXES[form_of(content, where)]}"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(target.with_name(target.name + RECORD), f"{digest}\n".encode())
    write_whole(target, content)
    for other in (folder / f"{counter.name}{suffix}" for suffix in SUFFIXES):
        if other != target:
            other.unlink(missing_ok=True)
            other.with_name(other.name + RECORD).unlink(missing_ok=True)
    return Vocabulary(
        file=str(target),
        size=size,
        sha256=digest,
        source=f"folder {folder} (SHA-256 {digest[:8]})",
        licence=counter.found.licence,
        verified=digest in {file.sha256 for file in counter.found.files},
    )


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its target and then put it in the target's place."""
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".new", delete=False) as file:
        try:
            file.write(content)
            file.close()
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
