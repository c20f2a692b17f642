"""Write a file at once or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_file(file: Path, content: bytes) -> None:
    """Put new content in a file's place; a reader sees the old or the new, and its mode stays."""
    from tempfile import mkstemp  # noqa: PLC0415  # most runs write nothing

    target = Path(os.path.realpath(file))
    handle, name = mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode & 0o7777)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
