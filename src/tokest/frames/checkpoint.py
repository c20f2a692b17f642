"""What is done of a scan, kept in a file: one line for the scan, then one for each part.

A line is written when its part is done, so a scan that is killed loses no more than what it was
just counting. A last line that was cut off is left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tokest.errors import InputError
from tokest.frames.tally import from_plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.frames.readers.parts import Part
    from tokest.frames.tally import Tally
    from tokest.frames.work import Order

VERSION = 1


class Checkpoint:
    """Parts that are done, and a file to write more of them to."""

    def __init__(self, path: str, order: Order) -> None:
        """Read what is done, if the file is there and of the same scan.

        Raises
        ------
        InputError
            for a file of another scan, or none of a scan.
        """
        self.done: dict[str, Tally] = {}
        self._path = path
        head = _head(order)
        file = Path(path)
        try:
            kept = self._read(file, head) if file.exists() else 0
            self._file: IO[bytes] = file.open("r+b" if file.exists() else "wb")
            self._file.truncate(kept)
            self._file.seek(kept)
            if not kept:
                self._write(head)
        except OSError as error:
            raise InputError(path, f"cannot be written: {error.strerror}") from None

    def _read(self, file: Path, head: dict[str, Any]) -> int:
        """Read whole lines, and say where they end."""
        kept = 0
        with file.open("rb") as lines:
            for number, line in enumerate(lines):
                try:
                    found = json.loads(line)
                except ValueError:
                    found = None
                if found is None or not line.endswith(b"\n"):
                    if number == 0 and line:
                        raise InputError(str(file), "is no checkpoint of a scan")
                    break
                if number == 0 and found != head:
                    raise InputError(str(file), _difference(head, found))
                if number:
                    self._keep(found, file)
                kept += len(line)
        return kept

    def _keep(self, line: Any, file: Path) -> None:  # noqa: ANN401  # any JSON
        try:
            self.done[line["part"]] = from_plain(line["tally"])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputError(str(file), "is no checkpoint of a scan") from None

    def add(self, parts: Sequence[Part], tallies: Sequence[Tally]) -> None:
        """Write down parts that are done."""
        try:
            for part, found in zip(parts, tallies, strict=True):
                self._write({"part": key(part), "tally": to_plain(found)})
            self._file.flush()
        except OSError as error:
            raise InputError(self._path, f"cannot be written: {error.strerror}") from None

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def key(part: Part) -> str:
    """Name a part; a file that has grown has other parts.

    >>> from tokest.frames.readers.parts import Part, Source
    >>> source = Source(path="a.jsonl", format="jsonl", size=90)
    >>> key(Part(source=source, start=0, stop=50, size=50))
    'a.jsonl (90 bytes), 0 to 50'
    """
    return f"{part.source.path} ({part.source.size} bytes), {part.start} to {part.stop}"


def _head(order: Order) -> dict[str, Any]:
    """Say what scan it is: other prices would add up to nonsense."""
    job = order.job
    prices = [None if one is None else [str(p) for p in one.pieces] for one in job.prices]
    return {
        "checkpoint": VERSION,
        "column": order.column,
        "targets": list(job.names),
        "method": job.method,
        "requests": job.requests,
        "prices": prices,
        "copies": order.write,
    }


def _difference(head: dict[str, Any], found: object) -> str:
    if not isinstance(found, dict) or "checkpoint" not in found:
        return "is no checkpoint of a scan"
    differ = [name for name in head if found.get(name) != head[name]]
    return f"is the checkpoint of a scan with other {', '.join(differ)}; name another file"
