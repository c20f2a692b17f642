"""A page of its own, without scripts and without anything from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tokest.render.plain import visible

if TYPE_CHECKING:
    from tokest.lint.report import Report
    from tokest.lint.values import Finding

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "code{white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.3em .6em;text-align:left;"
    "border-bottom:1px solid #ccc;vertical-align:top}"
    ".error{color:#b00020}.warning{color:#8a5a00}.info{color:#245}"
)


def render(report: Report) -> str:
    """Write a table for each file."""
    tables = [_file(path, found) for path, found in report.by_file.items()]
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>tokest lint</title><style>{_STYLE}</style></head>"
    )
    body = "\n".join([f"<h1>tokest lint</h1>\n<p>{_text(report.summary())}</p>", *tables])
    return f"{head}\n<body>\n{body}\n</body></html>\n"


def _file(path: str, found: list[Finding]) -> str:
    rows = "\n".join(
        f"<tr><td>{one.row}:{one.column}</td><td>{one.code}</td>"
        f'<td class="{one.level}">{one.level}{" (known)" if one.known else ""}</td>'
        f"<td>{_text(one.message)}<br><code>{_text(one.line.strip()[:200])}</code></td></tr>"
        for one in found
    )
    return (
        f"<h2>{_text(path)}</h2>\n<table><tr><th>place</th><th>rule</th><th>level</th>"
        f"<th>what</th></tr>\n{rows}\n</table>"
    )


def _text(text: str) -> str:
    return escape(visible(text))
