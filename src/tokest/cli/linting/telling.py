"""Say what a run has read, and how it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.linter.changed import made_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokest.cli.linting.session import Session


def tell(session: Session) -> Iterator[str]:
    """Give the lines for who asks for them (``--verbose``)."""
    yield f"settings: {session.setup.file or 'none found, those that are built in'}"
    for name, _ in session.setup.cards:
        yield f"prices: {name} over those that are built in"
    yield f"{len(session.entries)} rules, {len(session.results)} files below {session.setup.root}"
    for path, result in session.results.items():
        number = len(result.findings)
        yield f"{path}: {number or 'no'} finding{'' if number == 1 else 's'}"
    summaries = session.project().summaries
    made = made_now(summaries, session.context)
    for model, how in made.tokenizers.items():
        yield f"{model} is counted by {how}"
    if session.base is not None:
        yield f"held against {session.base.label}: {len(session.base.past)} prompts"
