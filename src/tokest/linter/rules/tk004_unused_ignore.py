"""An ignore that suppresses nothing.

## Why is this bad?
It says that something is wrong where nothing is, and hides the next thing that goes wrong there.

## Fix
Safe: a comment whose codes are all unused is removed, with its line if it stands alone. What front
matter and the configuration say is left to you.

## Example
Bad: `<!-- tokest: ignore[TK501] -->` in a file without invisible characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule
from tokest.linter.values import Edit, Fix

if TYPE_CHECKING:
    from tokest.linter.rule import Check
    from tokest.linter.suppress import Ignores

RULE = Rule(level="info", scope="ignores", fix="safe")


def check(ignores: Ignores, context: object) -> Check:
    """Report what suppressed nothing; the engine asks last."""
    del context
    for code, span, whole in ignores.unused():
        fix = None
        if whole is not None:
            edit = Edit(whole.start, whole.end, "")
            fix = Fix("remove the comment", "safe", (edit,))
        yield Hit(message=f"unused ignore: {code} finds nothing here", span=span, fix=fix)
