"""Fixtures that all tests share."""

from __future__ import annotations

import difflib
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from local import set_apart

if TYPE_CHECKING:
    from collections.abc import Callable

# A busy machine is slow, not wrong; a failure prints how to see it again.
settings.register_profile("tokest", deadline=None, print_blob=True)
settings.load_profile("tokest")

set_apart(str(Path(gettempdir(), "tokest-tests-find-nothing-here")))

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against the golden file of this name, or rewrite the file."""
    update = bool(request.config.getoption("--update-golden"))

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        expected = file.read_bytes().decode() if file.exists() else ""
        difference = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), str(file), "now", lineterm=""
        )
        assert text == expected, "\n".join(difference)

    return check


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many recorded requests are hit, by family, after their tests."""
    passed = terminalreporter.stats.get("passed", [])
    if any("ground_truth/test_requests" in report.nodeid for report in passed):
        from recorded import table  # noqa: PLC0415  # only after those tests

        terminalreporter.section("recorded requests")
        for line in table():
            terminalreporter.write_line(line)
