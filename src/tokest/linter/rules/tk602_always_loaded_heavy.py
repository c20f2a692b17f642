"""Files that agents always load, by their share of the model's window.

## Why is this bad?
That share is spent before the first message, and paid for with each one. How much is too much is
for you to say: off unless selected, and a `total-max-tokens` budget (TK105) can set the limit.

## Example
`always-loaded context: 17,267 tokens (exact, qwen) in 4 files, 8.6% of the 200,000 of
claude-sonnet-4-5`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.globs import fits
from tokest.linter.project import Note
from tokest.linter.rule import Rule, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.linter.context import Context
    from tokest.linter.project import Project

RULE = Rule(level="info", scope="project", default=False)
WHOLE: Final = ("AGENTS.md", "CLAUDE.md", "GEMINI.md", ".cursorrules", ".windsurfrules",
                "copilot-instructions.md", "MEMORY.md")  # fmt: skip
HEADS: Final = ("SKILL.md", "**/.claude/agents/**/*.md")
"""Of these only the front matter is always loaded."""


def check(project: Project, context: Context) -> Iterator[Note]:
    """Report the sum, at the largest file."""
    found = []
    for one in project.summaries:
        count = one.counts[0][1] if one.counts and fits(one.path, WHOLE) else None
        count = one.eager if fits(one.path, HEADS) else count
        if count is not None and count.tokens:
            found.append((count, one))
    if not found:
        return
    _, largest = max(found, key=lambda pair: (pair[0].tokens, pair[1].id))
    model = context.models_for(largest.path)[0]
    match = context.find(model)
    window = match.model.limits.context_window if match and match.model.limits else None
    whole = total(tuple(count for count, _ in found))
    share = f", {whole.tokens / window:.1%} of the {window:,} of {model}" if window else ""
    files = f"{len(found)} file{'' if len(found) == 1 else 's'}"
    message = f"always-loaded context: {whole} in {files}{share}"
    yield Note(message=message, summary=largest)
