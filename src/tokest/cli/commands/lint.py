"""Check prompts for size, money and waste."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from tokest.cli import options
from tokest.cli.linting.project import find_setup, over
from tokest.cli.linting.session import from_stdin, start
from tokest.cli.output import complain, emit, emit_text
from tokest.errors import InputError
from tokest.linter.report import formats
from tokest.linter.values import LEVELS

if TYPE_CHECKING:
    from tokest.cli.linting.project import Setup
    from tokest.cli.linting.session import Session
    from tokest.linter.settings import Settings
    from tokest.linter.values import Finding

FOUND: Final = 1
NOTHING: Final = 2


def _codes(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, param
    return tuple(code.strip().upper() for one in given for code in one.split(",") if code.strip())


def _names(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    del ctx, param
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())


_CODES: Final[dict[str, Any]] = {"multiple": True, "metavar": "CODE,...", "callback": _codes}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH... | -]")
@click.option(
    "--model",
    "models",
    multiple=True,
    callback=_names,
    metavar="NAME,...",
    help="Model to count for; may be repeated.",
)
@click.option("--select", **_CODES, help="Run only these rules, such as TK1 or TK501.")
@click.option("--extend-select", **_CODES, help="Run these rules, too.")
@click.option("--ignore", **_CODES, help="Do not run these rules.")
@click.option(
    "--per-file-ignores",
    multiple=True,
    metavar="GLOB:CODES",
    help="Ignore rules for some files; may be repeated.",
)
@click.option("--base", metavar="REV|FILE", help="Hold against a git revision or a lock file.")
@click.option("--baseline", is_flag=True, help="The same as --base tokest.lock.")
@click.option("--update-baseline", is_flag=True, help="Write tokest.lock from what is found.")
@click.option(
    "--fail-on",
    type=click.Choice((*reversed(LEVELS), "never")),
    default="error",
    show_default=True,
    help="The mildest finding that makes the status 1.",
)
@click.option("--exit-zero", is_flag=True, help="The same as --fail-on never.")
@click.option(
    "--output-format",
    "--format",
    "format_name",
    type=click.Choice(formats()),
    default="full",
    show_default=True,
    envvar="TOKEST_OUTPUT_FORMAT",
    help="How findings are written.",
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT:PATH",
    help="Write another report, - for standard output; may be repeated.",
)
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply fixes that may change the meaning, too.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what fixes would change.")
@click.option("--show-fixes", is_flag=True, help="Say what a fix would do.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead.")
@click.option("--show-files", is_flag=True, help="List the files that would be checked.")
@click.option("--show-settings", is_flag=True, help="Show the settings.")
@click.option(
    "--exact/--estimate-ok",
    default=None,
    help="Refuse models without an exact tokenizer, or take estimates although the configuration "
    "says method = exact.  [default: as configured, else estimates are taken and say so]",
)
@click.option("--method", type=click.Choice(("auto", "exact", "table")), help="How to count.")
@click.option(
    "--stdin-filename", default="stdin.md", metavar="NAME", help="What standard input is called."
)
@click.option(
    "--config",
    multiple=True,
    metavar="FILE|KEY=VALUE",
    help="A configuration file, or a setting over it.",
)
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even if named.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write .tokest_cache.")
@click.option("--init", is_flag=True, help="Write a tokest.toml from what is there.")
@click.option("-q", "--quiet", is_flag=True, help="Write the findings and nothing else.")
@click.option("-s", "--silent", is_flag=True, help="Write nothing but the reports of --output.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is read and how it is counted.")
@options.color()
def command(**given: Any) -> int:  # noqa: ANN401  # click's options, each of its own kind
    """Check prompts for size, money and waste.

    Each PATH is a file or a folder of prompts; without one, the folder you are in. The status is 1
    when something is found that --fail-on counts, 2 when the call or the configuration is wrong or
    there is no prompt to check.
    """
    setup = find_setup(Path(), given["config"], isolated=given["isolated"])
    setup = _over(setup, given)
    if given["show_settings"]:
        emit(_settings(setup))
        return 0
    if given["init"]:
        from tokest.cli.linting.init import write_config  # noqa: PLC0415  # once in a project

        emit(write_config(setup, given["paths"]))
        return 0
    session = _session(setup, given)
    if given["show_files"]:
        emit("".join(f"{path}\n" for path in session.files))
        return 0
    if session.finder.missing_pathspec and not given["silent"]:
        complain("note: .gitignore is not read; install tokest[lint] for that")
    if given["verbose"] and not given["silent"]:
        from tokest.cli.linting.telling import tell  # noqa: PLC0415  # only to whom asks

        for line in tell(session):
            complain(line)
    return _finish(session, given)


def _over(setup: Setup, given: dict[str, Any]) -> Setup:
    from dataclasses import replace  # noqa: PLC0415

    ignores = []
    for one in given["per_file_ignores"]:
        glob, colon, codes = one.rpartition(":")
        if not colon or not glob:
            raise InputError("--per-file-ignores", f"expected GLOB:CODES, got {one!r}")
        ignores.append((glob, tuple(code.strip().upper() for code in codes.split(","))))
    settings = over(
        setup.settings,
        models=given["models"],
        select=given["select"],
        extend_select=given["extend_select"],
        ignore=given["ignore"],
        method=_method(setup.settings, given),
        per_file_ignores=(*setup.settings.per_file_ignores, *ignores),
    )
    return replace(setup, settings=settings)


def _method(settings: Settings, given: dict[str, Any]) -> str | None:
    if given["exact"] is None:
        return str(given["method"]) if given["method"] else None
    if given["exact"] and given["method"] not in (None, "exact"):
        raise InputError("--exact", f"contradicts --method {given['method']}")
    if given["exact"]:
        return "exact"
    configured = "auto" if settings.method == "exact" else settings.method
    return str(given["method"] or configured)


def _session(setup: Setup, given: dict[str, Any]) -> Session:
    if given["paths"] == ("-",):
        return from_stdin(setup, given["stdin_filename"], sys.stdin.buffer.read())
    base = given["base"]
    if given["baseline"] and base is None:
        base = str(setup.root / "tokest.lock")
        if not Path(base).is_file():
            raise InputError("--baseline", "there is no tokest.lock; write it: tokest lock")
    return start(
        setup,
        given["paths"],
        base=base,
        count=given["update_baseline"],
        cached=not given["no_cache"],
        force_exclude=given["force_exclude"],
    )


def _settings(setup: Setup) -> str:
    from dataclasses import fields  # noqa: PLC0415

    lines = [f"file: {setup.file or 'none'}"]
    lines += [
        f"{one.name.replace('_', '-')}: {getattr(setup.settings, one.name)!r}"
        for one in fields(setup.settings)
    ]
    return "\n".join(lines) + "\n"


def _finish(session: Session, given: dict[str, Any]) -> int:
    from tokest.cli.linting.outputs import write_all  # noqa: PLC0415

    mending = given["fix"] or given["unsafe_fixes"] or given["show_diff"]
    fixed, shown = _mend(session, given) if mending else (0, [])
    if given["show_diff"]:
        emit_text("".join(shown))
        complain(f"{fixed} would be fixed")
        return FOUND if shown else 0
    findings = session.findings()
    if session.config and mending:  # the settings of this run are those from before the fix
        path = session.config[0].path
        findings = [one for one in findings if one.fix is None or one.path != path]
    write_all(session, findings, given, fixed)
    if given["update_baseline"]:
        from tokest.cli.linting.locking import write_lock  # noqa: PLC0415

        write_lock(session, findings)
        return 0
    if not (session.results or session.base or given["force_exclude"] or given["exit_zero"]):
        return NOTHING  # a gate before nothing is not open
    return FOUND if _fails(findings, given) else 0


def _mend(session: Session, given: dict[str, Any]) -> tuple[int, list[str]]:
    from tokest.cli.linting.mend import mend_config, mend_files  # noqa: PLC0415  # only to fix

    only_show = given["show_diff"]
    found = session.findings() if session.config else []
    fixed, shown = mend_files(
        session.task,
        session.results,
        session.files,
        unsafe=given["unsafe_fixes"],
        only_show=only_show,
    )
    if session.config:
        number, more = mend_config(found, *session.config, only_show=only_show)
        fixed, shown = fixed + number, shown + more
    return fixed, shown


def _fails(findings: list[Finding], given: dict[str, Any]) -> bool:
    if given["exit_zero"] or given["fail_on"] == "never":
        return False
    least = LEVELS.index(given["fail_on"])
    return any(LEVELS.index(one.level) >= least and not one.known for one in findings)
