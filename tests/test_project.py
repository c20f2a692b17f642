"""Rules that the project keeps about itself."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

from tokest import __version__

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "tokest").rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 300, 40

# Modules without logic of their own, or tested through what uses them.
TESTED_ELSEWHERE = {
    "__init__": "test_public.py",
    "__main__": "cli/test_main.py",
    "_version": "test_public.py",
    "resources": "test_wheel.py",
    "documents/notes": "documents/test_kinds.py",
    "documents/reading": "documents/test_kinds.py",
    "cli/download": "cli/test_fetching.py",
    "cli/options": "cli/test_main.py",
    "cli/output": "cli/test_main.py",
    "plan/batch_values": "plan/test_batches.py",
    "frames/daft": "frames/test_frames.py",
    "frames/duckdb": "frames/test_frames.py",
    "frames/files": "frames/test_scanning.py",
    "frames/options": "frames/test_scanning.py",
    "frames/pandas": "frames/test_frames.py",
    "frames/polars": "frames/test_frames.py",
    "frames/population": "frames/test_sampling.py",
    "frames/pyarrow": "frames/test_frames.py",
    "frames/ray": "frames/test_frames.py",
    "frames/readers/csv": "frames/test_scanning.py",
    "frames/readers/ipc": "frames/test_scanning.py",
    "frames/readers/jsonl": "frames/test_scanning.py",
    "frames/readers/parquet": "frames/test_scanning.py",
    "frames/readers/parts": "frames/test_scanning.py",
    "frames/readers/text": "frames/test_scanning.py",
    "frames/requests": "frames/test_kernel.py",
    "frames/results": "frames/test_scanning.py",
    "frames/sampled": "frames/test_sampling.py",
    "frames/tally": "frames/test_scanning.py",
    "frames/texts": "frames/test_kernel.py",
    "frames/work": "frames/test_scanning.py",
    "plan/comparison": "plan/test_compare.py",
    "plan/totals": "plan/test_batches.py",
    "prompts/media/heads": "prompts/media/test_sources.py",
    "prompts/media/schema": "prompts/media/test_families.py",
    "prompts/media/values": "prompts/media/test_counting.py",
    "prompts/template_schema": "prompts/test_templates.py",
    "prompts/values": "prompts/shapes/test_recognise.py",
    "rates/card": "rates/test_schema.py",
    "rates/receipt": "rates/test_price.py",
    "render/formats/csv": "render/test_formats.py",
    "render/formats/html": "render/test_formats.py",
    "render/formats/json": "render/test_formats.py",
    "render/formats/markdown": "render/test_formats.py",
    "render/formats/text": "render/test_formats.py",
    "render/table": "render/test_formats.py",
    "tokens/counters": "tokens/test_encodings.py",
    "tokens/engines/fastokens": "tokens/engines/test_foreign.py",
    "tokens/engines/tiktoken": "tokens/engines/test_foreign.py",
    "tokens/engines/tokenizers": "tokens/engines/test_foreign.py",
    "tokens/methods": "tokens/test_estimate.py",
    "tokens/vocabularies/checking": "tokens/vocabularies/test_store.py",
    "tokens/vocabularies/resolving": "tokens/test_estimate.py",
    "tokens/values": "tokens/test_estimate.py",
}


def module(file: Path) -> str:
    return file.relative_to(ROOT / "src" / "tokest").with_suffix("").as_posix()


@pytest.mark.parametrize("file", [f for f in SOURCES if f.name != "__init__.py"], ids=module)
def test_every_module_has_its_tests(file: Path) -> None:
    name = module(file)
    mirror = Path(name).with_name(f"test_{Path(name).name}.py").as_posix()
    assert (ROOT / "tests" / TESTED_ELSEWHERE.get(name, mirror)).is_file()


@pytest.mark.parametrize("file", SOURCES, ids=module)
def test_files_and_functions_stay_short(file: Path) -> None:
    source = file.read_text("utf-8")
    assert source.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= MOST_FUNCTION_LINES, node.name


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_core_dependencies_are_few() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {line.split(">=")[0] for line in project["dependencies"] if "platform" not in line}
    assert names == {"click", "numpy", "pyyaml", "regex", "tokenizers"}
