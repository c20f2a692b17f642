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
    "cli/commands/plan/shared": "cli/commands/plan/test_forecast.py",
    "cli/plans": "cli/commands/plan/test_forecast.py",
    "cli/download": "cli/test_fetching.py",
    "cli/options": "cli/test_main.py",
    "cli/output": "cli/test_main.py",
    "plan/advice/bench": "plan/advice/test_advise.py",
    "plan/advice/models": "plan/advice/test_advise.py",
    "plan/advice/sending": "plan/advice/test_advise.py",
    "plan/advice/sizes": "plan/advice/test_advise.py",
    "plan/advice/values": "plan/advice/test_advise.py",
    "plan/checks": "plan/test_schema.py",
    "plan/exact": "plan/test_forecast.py",
    "plan/grants": "plan/test_quota.py",
    "plan/inputs": "plan/test_drivers.py",
    "plan/kinds": "plan/test_schema.py",
    "plan/outcome": "plan/test_forecast.py",
    "plan/prepare": "plan/test_forecast.py",
    "plan/requests": "plan/test_forecast.py",
    "plan/sending": "plan/test_forecast.py",
    "plan/simulate": "plan/test_forecast.py",
    "plan/spreads": "plan/test_forecast.py",
    "plan/surface": "plan/test_forecast.py",
    "plan/trial": "plan/test_forecast.py",
    "plan/workload": "plan/test_schema.py",
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
    "cli/linting/outputs": "cli/commands/test_lint.py",
    "cli/linting/session": "cli/commands/test_lint.py",
    "cli/linting/locking": "cli/commands/test_lock.py",
    "cli/linting/init": "cli/commands/test_lint.py",
    "linter/context": "linter/test_engine.py",
    "linter/measure": "linter/test_engine.py",
    "linter/summaries": "linter/test_engine.py",
    "linter/project": "linter/test_baseline.py",
    "linter/growth": "cli/commands/test_diff.py",
    "linter/rule": "linter/test_engine.py",
    "linter/schema": "linter/test_config.py",
    "linter/settings": "linter/test_config.py",
    "linter/values": "linter/test_engine.py",
    "linter/extract/tree": "linter/extract/test_shapes.py",
    "linter/extract/data": "linter/extract/test_files.py",
    "linter/extract/front": "linter/extract/test_plain.py",
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
    "cli/using": "cli/commands/test_usage.py",
    "usage/context": "usage/logs/test_reading.py",
    "usage/days": "usage/test_totals.py",
    "usage/export": "usage/test_writing.py",
    "usage/logs/call": "usage/logs/test_reading.py",
    "usage/logs/records": "usage/test_totals.py",
    "usage/reconcile/matching": "usage/reconcile/test_reconciling.py",
    "usage/reconcile/result": "usage/reconcile/test_reconciling.py",
    "usage/reconcile/sides": "usage/reconcile/test_reconciling.py",
    "usage/record": "usage/test_totals.py",
    "tokens/counters": "tokens/test_encodings.py",
    "tokens/engines/fastokens": "tokens/engines/test_foreign.py",
    "tokens/engines/tiktoken": "tokens/engines/test_foreign.py",
    "tokens/engines/tokenizers": "tokens/engines/test_foreign.py",
    "tokens/methods": "tokens/test_estimate.py",
    "tokens/vocabularies/checking": "tokens/vocabularies/test_store.py",
    "tokens/vocabularies/resolving": "tokens/test_estimate.py",
    "tokens/values": "tokens/test_estimate.py",
}

FOLDERS_TESTED_ELSEWHERE = {
    "linter/rules/": "linter/test_cases.py",  # each by its own file of cases
    "linter/reports/": "linter/test_report.py",  # each by its golden files
}


def module(file: Path) -> str:
    return file.relative_to(ROOT / "src" / "tokest").with_suffix("").as_posix()


@pytest.mark.parametrize("file", [f for f in SOURCES if f.name != "__init__.py"], ids=module)
def test_every_module_has_its_tests(file: Path) -> None:
    name = module(file)
    mirror = Path(name).with_name(f"test_{Path(name).name}.py").as_posix()
    folder = next((one for one in FOLDERS_TESTED_ELSEWHERE if name.startswith(one)), "")
    place = FOLDERS_TESTED_ELSEWHERE.get(folder) or TESTED_ELSEWHERE.get(name, mirror)
    assert (ROOT / "tests" / place).is_file()


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


def test_mutants_are_of_files_that_there_are() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]
    tests = settings["pytest_add_cli_args_test_selection"]
    named = [*settings["only_mutate"], *(one for one in tests if one.startswith("tests/"))]
    assert [one for one in named if not any(ROOT.glob(one))] == []
