"""A key or a token of a service, in the open.

## Why is this bad?
A prompt is sent to a provider, logged and cached; what is in it is no secret any more. Only keys
whose form is fixed and unmistakable are looked for, and made-up ones (`sk-xxxx`, `EXAMPLE`) are not
reported.

## Example
Bad: `Use the key AKIA` and 16 letters. Good: let the application add the key to the call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tokest.linter.rule import Hit, Rule

if TYPE_CHECKING:
    from tokest.linter.context import Context
    from tokest.linter.rule import Check
    from tokest.linter.values import Part

RULE = Rule(
    level="error",
    scope="part",
    when="key",
    sources=(
        "https://docs.rs/crate/keyhog-core/latest/source/detectors/github-pat.toml (2026-11-24)",
    ),
)

HINTS = ("AKIA", "ASIA", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "sk-", "xox", "AIza",
         "sk_live_", "hf_", "npm_", "pypi-AgE")  # fmt: skip
SECRETS = (
    ("AWS access key", r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    ("GitHub token", r"\bgh[pos]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b"),
    ("GitLab token", r"\bglpat-[A-Za-z0-9_-]{20}\b"),
    ("OpenAI key", r"\bsk-(?:proj-|svcacct-)[A-Za-z0-9_-]{20,74}T3BlbkFJ[A-Za-z0-9_-]{20,74}\b"),
    ("Anthropic key", r"\bsk-ant-api\d\d-[A-Za-z0-9_-]{80,120}\b"),
    ("Slack token", r"\bxox[bp]-\d{10,13}-\d{10,13}-[A-Za-z0-9-]{24,40}\b"),
    ("Google key", r"\bAIza[A-Za-z0-9_-]{35}\b"),
    ("Stripe key", r"\bsk_live_[A-Za-z0-9]{24,99}\b"),
    ("Hugging Face token", r"\bhf_[A-Za-z]{34}\b"),
    ("npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("PyPI token", r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,250}\b"),
    ("private key", r"-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----\s{1,4}[A-Za-z0-9+/=]{40,80}\s"),
)
PATTERN = re.compile("|".join(f"(?P<s{i}>{one})" for i, (_, one) in enumerate(SECRETS)), re.ASCII)
MADE_UP = re.compile(r"example|placeholder|dummy|your|x{4}|0{6}|1234567|abcdef", re.IGNORECASE)
FEWEST_KINDS = 10
BEGIN = "-----BEGIN"


def check(part: Part, context: Context) -> Check:
    """Report each secret, without showing it."""
    del context
    yield from ()
    runs = " ".join(part.text[start:end] for start, end in part.runs)
    if BEGIN not in part.text and not any(hint in runs for hint in HINTS):
        return
    for found in PATTERN.finditer(part.text):
        word = found[0]
        if MADE_UP.search(word) or len(set(word)) < FEWEST_KINDS:
            continue
        name = SECRETS[int(str(found.lastgroup)[1:])][0]
        article = "an" if name[0] in "AEIO" else "a"
        shown = f"looks like {article} {name} ({word[:4]}..., {len(word)} characters)"
        message = f"{shown}: revoke it and keep it out of prompts"
        yield Hit(message=message, span=part.span(*found.span()), secret=True)
