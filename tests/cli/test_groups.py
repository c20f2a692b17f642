from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from tokest.cli.groups import DefaultGroup


@click.group(cls=DefaultGroup, default="show")
def group() -> None:
    """Show or hide."""


@group.command()
@click.argument("name")
def show(name: str) -> None:
    click.echo(f"shown {name}")


@group.command()
@click.argument("name")
def hide(name: str) -> None:
    click.echo(f"hidden {name}")


@pytest.mark.parametrize(
    ("args", "output"),
    [
        (["file"], "shown file\n"),
        (["show", "file"], "shown file\n"),
        (["hide", "file"], "hidden file\n"),
        (["--", "show"], "shown show\n"),
    ],
)
def test_the_default_command_need_not_be_named(args: list[str], output: str) -> None:
    assert CliRunner().invoke(group, args).output == output


def test_help_is_that_of_the_group() -> None:
    assert "Show or hide." in CliRunner().invoke(group, ["--help"]).output
