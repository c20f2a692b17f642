"""Template variables in a text: jinja, handlebars, mustache, liquid, and ``str.format``."""

from __future__ import annotations

import re
from typing import Final

from tokest.linter.values import Variable

_JINJA: Final = re.compile(r"\{\{\{?|\{%|\{#")
_CLOSERS: Final = {"{{": "}}", "{{{": "}}}", "{%": "%}", "{#": "#}"}
_NAME: Final = re.compile(r"[A-Za-z_][\w.]*")
_FORMAT: Final = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w{0,63})(?:![rsa])?(?::[^{}\n]{0,40})?\}")
LONGEST: Final = 2_000
"""Characters of one tag; what opens and does not close so soon is plain text."""


def tags(text: str) -> tuple[Variable, ...]:
    """Find ``{{ name }}``, ``{% ... %}`` and ``{# ... #}``, in one pass.

    >>> [one.name for one in tags("Hi {{ user.name|title }}, {% if x %}yes{% endif %}")]
    ['user.name', '%', '%']
    """
    if "{" not in text:
        return ()
    found: list[Variable] = []
    at = 0
    while opened := _JINJA.search(text, at):
        start, opener = opened.start(), opened[0]
        end = text.find(_CLOSERS[opener], opened.end(), opened.end() + LONGEST)
        if end < 0:
            at = opened.end()
            continue
        if _OBJECT.match(text, opened.end()) and opener != "{%":
            at = opened.end()
            continue
        at = end + len(_CLOSERS[opener])
        found.append(Variable(_name(opener, text[opened.end() : end]), start, at))
    return tuple(found)


def _name(opener: str, inside: str) -> str:
    if opener == "{%":
        return "%"
    if opener == "{#" or inside.lstrip().startswith("!"):
        return "#"
    if inside.lstrip()[:1] in ("#", "/", "^", ">", "&"):
        return "%"
    name = _NAME.search(inside)
    return name[0] if name else ""


_OBJECT: Final = re.compile(r"\s*['\"]?\w+['\"]?\s*:")
"""What stands in the doubled braces of JSX and of escaped JSON, and in no template."""


def fields(text: str) -> tuple[Variable, ...]:
    """Find the ``{name}`` of ``str.format``; ``{{`` is a brace.

    >>> [one.name for one in fields('Reply to {user}: {{"a": 1}}')]
    ['user']
    """
    if "{" not in text:
        return ()
    return tuple(
        Variable(found[1], found.start(), found.end())
        for found in _FORMAT.finditer(text)
        if found[1]
    )


def names(text: str) -> frozenset[str]:
    """Collect every name that stands inside a tag, loop variables and conditions included.

    >>> sorted(names("{% for x in items %}{{ x }}{% endfor %}"))
    ['endfor', 'for', 'in', 'items', 'x']
    """
    return frozenset(
        name.partition(".")[0]
        for one in tags(text)
        for name in _NAME.findall(text[one.start : one.end])
    )


_BOUND: Final = re.compile(r"\{%-?\s*(?:for|set|macro|import|from|with|assign|capture)\b([^%]*)")
_EACH: Final = re.compile(r"\{\{#(?:each|with)\b[^}]*as \|([^|}]*)\|")


def bound(text: str) -> frozenset[str]:
    """Collect the names that a template makes itself: loop variables, what it sets and imports.

    >>> sorted(bound("{% for key, x in items %}{% set y = 1 %}") & {"key", "x", "y", "z"})
    ['key', 'x', 'y']
    """
    found = {"loop", "this", "self", "super", "caller", "varargs", "kwargs", "true", "false"}
    found |= {"none", "True", "False", "None", "else", "range", "dict", "namespace", "forloop"}
    for pattern in (_BOUND, _EACH):
        for tag in pattern.finditer(text):
            found.update(_NAME.findall(tag[1].split(" in ")[0]))
    return frozenset(found)
