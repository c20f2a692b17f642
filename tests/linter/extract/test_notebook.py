from __future__ import annotations

import json

from tokest.linter.extract.notebook import read
from tokest.linter.source import Source

CODE = ["%matplotlib inline\n", "PROMPT = 'You are helpful,\\tand you answer briefly é.'\n"]


def test_a_cell_leads_back_into_the_notebook() -> None:
    data = {"cells": [{"cell_type": "markdown", "source": "PROMPT"},
                      {"cell_type": "code", "source": CODE}]}  # fmt: skip
    source = Source("a.ipynb", json.dumps(data, indent=1))
    (prompt,) = read(source, names=("*PROMPT*",)).prompts
    (part,) = prompt.parts
    assert prompt.id == "a.ipynb#cell[1].PROMPT"
    for word in ("helpful", "briefly"):
        at = part.text.index(word)
        span = part.span(at, at + len(word))
        assert source.text[span.start : span.end] == word
    at = part.text.index("\t")
    assert source.text[slice(*part.places.span(at, at + 1))] == "\\\\t"


def test_one_string_for_a_cell_is_read_too() -> None:
    data = {"cells": [{"cell_type": "code", "source": "".join(CODE)}]}
    assert len(read(Source("a.ipynb", json.dumps(data)), names=("*PROMPT*",)).prompts) == 1


def test_no_notebook_has_no_prompts() -> None:
    assert read(Source("a.ipynb", "{}"), names=()).prompts == ()
