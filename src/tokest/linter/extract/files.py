"""Which files hold prompts, and which reader reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tokest.linter.globs import fits
from tokest.linter.source import MAX_BYTES, Source, decode
from tokest.linter.values import Document, Problem

if TYPE_CHECKING:
    from tokest.linter.settings import Settings

TEXTS: Final = (".md", ".txt", ".prompt", ".prompty", ".mdx", ".mdc", ".markdown")
TEMPLATES: Final = (".j2", ".jinja", ".jinja2", ".tmpl", ".hbs", ".mustache", ".liquid")
DATA: Final = (".json", ".yaml", ".yml", ".toml", ".jsonl", ".py", ".ipynb")
AGENT_FILES: Final = (
    "AGENTS.md", "AGENTS.override.md", "CLAUDE.md", "GEMINI.md", "SKILL.md", "MEMORY.md",
    ".cursorrules", ".windsurfrules", ".clinerules", "copilot-instructions.md",
)  # fmt: skip

DISCOVERED: Final = (
    "*.prompt", "*.prompty", "*.prompt.yml", "*.prompt.yaml", "*.prompt.md", "*.prompt.txt",
    f"**/prompts/**/*{{{','.join((*TEXTS, *TEMPLATES, *DATA))}}}",
    *AGENT_FILES, "**/.claude/agents/**/*.md", "**/.claude/commands/**/*.md",
    "**/.cursor/rules/**/*.mdc", "**/.github/prompts/**/*.md", "**/.github/instructions/**/*.md",
)  # fmt: skip
"""What is linted in a folder unless `include` says more; other files are linted when named."""

EXCLUDED: Final = (
    ".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".tokest_cache", "dist", "build",
)  # fmt: skip


def read(path: str, raw: bytes, settings: Settings) -> Document:
    """Read the prompts of a file."""
    if len(raw) > MAX_BYTES and path.lower().endswith(".jsonl"):
        from tokest.linter.extract.batch import read_large  # noqa: PLC0415

        return read_large(Source(path, ""), raw)
    if len(raw) > MAX_BYTES:
        what = f"{len(raw):,} bytes; a prompt is read up to {MAX_BYTES:,}"
        return Document(source=Source(path, ""), problems=(Problem(what),))
    source = decode(path, raw)
    if isinstance(source, str):
        return Document(source=Source(path, ""), problems=(Problem(source),))
    return _reader(source, settings)


def _reader(source: Source, settings: Settings) -> Document:  # one a kind
    # A reader is imported for the first file of its kind: YAML and ast take their time.
    low = source.path.lower()
    if low.endswith(".jsonl"):
        from tokest.linter.extract import batch  # noqa: PLC0415

        return batch.read(source, keys=settings.text_keys)
    if low.endswith(".py"):
        from tokest.linter.extract import python  # noqa: PLC0415

        return python.read(source, names=settings.python_names)
    if low.endswith(".ipynb"):
        from tokest.linter.extract import notebook  # noqa: PLC0415

        return notebook.read(source, names=settings.python_names)
    if low.endswith((".json", ".yaml", ".yml", ".toml")):
        from tokest.linter.extract import data  # noqa: PLC0415

        return data.read(source, keys=settings.text_keys)
    from tokest.linter.extract import plain  # noqa: PLC0415

    if low.endswith(TEMPLATES):
        comments = "{#" if low.endswith((".j2", ".jinja", ".jinja2")) else "<!--"
        return plain.read(source, comments=comments, templated=True)
    templated = low.endswith((".prompt", ".prompty", ".txt")) or (
        fits(low, ("**/prompts/**",)) and not low.endswith(".mdx")
    )
    return plain.read(source, comments="<!--", templated=templated)
