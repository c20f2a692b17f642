"""Vocabularies of the machine that runs the tests; the tests themselves are set apart from it."""

from __future__ import annotations

import os

from tokest.places import standard_places

PLACES = standard_places()
"""Where this machine has vocabularies, for the tests that count with as many as there are."""


def set_apart(folder: str) -> None:
    """Let the environment name empty places, so that results are the same on every machine."""
    os.environ.pop("TOKEST_VOCAB_DIR", None)
    os.environ.update(XDG_DATA_HOME=folder, HF_HUB_CACHE=folder, TIKTOKEN_CACHE_DIR="")
