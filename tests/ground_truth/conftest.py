"""Print how many recorded requests are hit, by family, after their tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recorded import table

if TYPE_CHECKING:
    import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("recorded requests")
    for line in table():
        terminalreporter.write_line(line)
