"""Stock phrases and their shorter forms (`data/phrases.yaml`)."""

from __future__ import annotations

from functools import cache

from tokest.resources import data_file


@cache
def phrases() -> dict[str, str]:
    """Read the phrases, once; the file is plain ``phrase: shorter`` lines, so no YAML is loaded.

    >>> phrases()["in order to"]
    'to'
    """
    lines = data_file("phrases.yaml").read_text("utf-8").splitlines()
    pairs = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return {phrase: shorter.strip("'") for phrase, shorter in pairs}
