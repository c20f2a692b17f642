"""A file, or a part of it, cannot be read as a prompt.

## Why is this bad?
A file that is passed over is a file that nobody measures. The run goes on with the other files.

## Example
A `.prompt` file whose front matter is no YAML, a `.json` file that ends too soon, a binary file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Span

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Document

RULE = Rule(level="error", scope="document", when="problems")


def check(document: Document, context: Context) -> Check:
    """Report every problem of reading."""
    del context
    for problem in document.problems:
        span = Span(problem.start, problem.start)
        yield Hit(message=f"cannot read prompt: {problem.what}", span=span)
