"""The lock file: what each prompt was, one line a prompt, the same for the same prompts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError
from tokest.linter.project import Past

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tokest.linter.project import Summary
    from tokest.linter.rule import Count
    from tokest.linter.values import Finding

NAME: Final = "tokest.lock"
VERSION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the numbers of a lock file were made with (`tokest.linter.makers`)."""

    tokest: str = ""
    prices: str = ""
    templates: str = ""
    tokenizers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file as it was read."""

    made: Made
    prompts: tuple[Past, ...]


def pasts(summaries: Iterable[Summary], findings: Iterable[Finding]) -> tuple[Past, ...]:
    """Take what is kept of prompts and their findings."""
    counts: dict[str, dict[str, int]] = {}
    for one in findings:
        found = counts.setdefault(one.prompt, {})
        found[one.code] = found.get(one.code, 0) + 1
    made = {
        one.id: Past(
            id=one.id,
            digest=one.digest,
            counts=tuple((model, count.tokens) for model, count in one.counts),
            findings=tuple(sorted(counts.get(one.id, {}).items())),
        )
        for one in summaries
    }
    # What is wrong with a file as a whole is kept under the file, though no prompt bears its name.
    for name, found in counts.items():
        if name not in made:
            made[name] = Past(id=name, digest="", findings=tuple(sorted(found.items())))
    return tuple(made[name] for name in sorted(made))


def dump(summaries: Iterable[Summary], findings: Iterable[Finding], made: Made) -> str:
    """Write a lock file: sorted, without the time or the place.

    >>> print(dump([], [], Made(tokest="0.2.0")), end="")
    {"version": 1, "tokest": "0.2.0", "pricing": "", "templates": "",
     "tokenizers": {}, "prompts": {}}
    """
    summaries = list(summaries)
    by_id = {one.id: one for one in summaries}
    lines = [
        f"  {json.dumps(past.id)}: {json.dumps(_entry(past, by_id.get(past.id)), sort_keys=True)}"
        for past in pasts(summaries, findings)
    ]
    head = (
        f'{{"version": {VERSION}, "tokest": {json.dumps(made.tokest)}, '
        f'"pricing": {json.dumps(made.prices)}, "templates": {json.dumps(made.templates)},\n'
        f' "tokenizers": {json.dumps(made.tokenizers, sort_keys=True)}, "prompts": {{'
    )
    body = ",\n".join(lines)
    return head + ("\n" + body + "\n " if lines else "") + "}}\n"


def _entry(past: Past, summary: Summary | None) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if summary is not None:
        entry["sha256"] = summary.digest
        entry["tokens"] = {model: _figures(count) for model, count in sorted(summary.counts)}
        if summary.variables:
            entry["vars"] = list(summary.variables)
    if past.findings:
        entry["findings"] = dict(past.findings)
    return entry


def _figures(count: Count) -> int | list[int | None]:
    """Give an exact count as one number; of an estimate its range too, open where none is known."""
    if count.exact:
        return count.tokens
    return [count.tokens, count.low, None if count.unknown else count.high]


def load(path: str, text: str) -> Lock:
    """Read a lock file.

    Raises
    ------
    FileFormatError
        for a file that is none, or of another version.

    Examples
    --------
    >>> load("tokest.lock", dump([], [], Made(tokest="0.2.0"))).made.tokest
    '0.2.0'
    """
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise FileFormatError((f"{path}:1:1: no lock file of version {VERSION}",))
        made = Made(
            tokest=str(data.get("tokest", "")),
            prices=str(data.get("pricing", "")),
            templates=str(data.get("templates", "")),
            tokenizers={str(key): str(one) for key, one in data.get("tokenizers", {}).items()},
        )
        return Lock(made, tuple(_past(name, entry) for name, entry in data["prompts"].items()))
    except (ValueError, RecursionError) as error:
        if isinstance(error, FileFormatError):
            raise
        row, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        hint = " (conflict marks of a merge? write it anew: tokest lock)" * ("<<<<<<<" in text)
        raise FileFormatError((f"{path}:{row}:{column}: not valid JSON{hint}",)) from None
    except (KeyError, TypeError, AttributeError, IndexError):
        raise FileFormatError((f"{path}:1:1: not as tokest lock writes it",)) from None


def _past(name: str, entry: dict[str, Any]) -> Past:
    counts = tuple(
        (str(model), int(found[0] if isinstance(found, list) else found))
        for model, found in entry.get("tokens", {}).items()
    )
    findings = tuple((str(code), int(times)) for code, times in entry.get("findings", {}).items())
    digest = str(entry.get("sha256", ""))
    return Past(id=name, digest=digest, counts=counts, findings=findings)
