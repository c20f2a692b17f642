"""Jobs on their way to other machines, with the vocabularies that may not be there.

What ships with tokest is wherever tokest is. A vocabulary that was found on this machine travels in
the job, packed, and is unpacked once on each machine into a file that is named by its content.
"""

from __future__ import annotations

import hashlib
import lzma
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Final

from tokest.errors import InputError
from tokest.places import Places
from tokest.tokens.encodings import Encoding
from tokest.tokens.vocabularies.formats import unpack
from tokest.tokens.vocabularies.store import write_whole

if TYPE_CHECKING:
    from tokest.frames.job import Job
    from tokest.tokens.methods import Target

QUICK: Final = 1
"""How hard a vocabulary is packed: harder takes seconds, and saves a tenth."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job, and by name the vocabularies that it needs and tokest does not bring along.

    >>> from tokest.frames.job import make_job
    >>> job = make_job(["qwen-max"])
    >>> pack(job).contents, pack(job).open().targets == job.targets
    ((), True)
    """

    job: Job
    contents: tuple[tuple[str, bytes], ...]

    def open(self) -> Job:
        """Give the job as it can be done on this machine.

        Raises
        ------
        InputError
            when a vocabulary cannot be written where temporary files are.
        """
        return _opened(self)


def pack(job: Job) -> Parcel:
    """Pack a job with the vocabularies that its targets were found to have on this machine.

    Workers look for no others, so that all count alike.
    """
    found = {
        encoding.name: lzma.compress(_content(encoding), preset=QUICK)
        for encoding in (target.counter for target in job.targets)
        if isinstance(encoding, Encoding) and Path(encoding.vocabulary.file).is_absolute()
    }
    return Parcel(replace(job, places=Places()), tuple(found.items()))


@cache
def _opened(parcel: Parcel) -> Job:
    files = {name: _unpacked(lzma.decompress(content)) for name, content in parcel.contents}
    targets = tuple(_at(target, files) for target in parcel.job.targets)
    return replace(parcel.job, targets=targets, places=Places(given=tuple(files.items())))


def _content(counter: Encoding) -> bytes:
    vocabulary = counter.vocabulary
    return unpack(Path(vocabulary.file).read_bytes(), vocabulary.size, vocabulary.file)


def _at(target: Target, files: dict[str, Path]) -> Target:
    """Let a target count with the file that is on this machine."""
    counter = target.counter
    if not isinstance(counter, Encoding) or counter.name not in files:
        return target
    vocabulary = replace(counter.vocabulary, file=str(files[counter.name]))
    return replace(target, counter=replace(counter, vocabulary=vocabulary))


def _unpacked(content: bytes) -> Path:
    """Keep a vocabulary in a file of this user's; one that is there already is looked at."""
    digest = hashlib.sha256(content).hexdigest()
    user = os.getuid() if hasattr(os, "getuid") else "vocabularies"
    file = Path(gettempdir()) / f"tokest-{user}" / digest
    try:
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(file, content)
    except OSError as error:
        raise InputError(str(file), f"cannot be written: {error.strerror}") from None
    return file
