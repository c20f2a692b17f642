"""What `import tokest` gives and what it costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import tokest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAVY = ("numpy", "yaml", "tokenizers", "regex", "click", "tiktoken", "decimal", "lzma")


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_importing_tokest_loads_nothing_heavy() -> None:
    assert modules_after("import tokest").isdisjoint(HEAVY)


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    code = "from tokest.cli.main import run; run(['--version'])"
    assert modules_after(code).isdisjoint(set(HEAVY) - {"click", "decimal", "lzma"})


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = "from tokest.cli.main import run; run(['--help'])"
    assert modules_after(code).isdisjoint(set(HEAVY) - {"click", "decimal", "lzma"})


def test_an_exact_count_loads_no_prices_and_no_other_engine() -> None:
    loaded = modules_after("import tokest; tokest.count('a', 'qwen-max')")
    assert loaded.isdisjoint({"tokest.rates", "numpy", "tokenizers", "tiktoken"})


def test_a_rule_of_thumb_loads_no_prices() -> None:
    code = "import tokest; tokest.estimate('a', method='rule')"
    assert "tokest.rates" not in modules_after(code)


def test_the_public_names_are_few_and_all_load() -> None:
    assert len(tokest.__all__) <= 25
    for name in tokest.__all__:
        assert getattr(tokest, name) is not None
    assert dir(tokest) == sorted(tokest.__all__)


def test_no_module_takes_the_place_of_a_public_name() -> None:
    folders = {one.name for one in iter_modules(tokest.__path__)}
    assert folders.isdisjoint(tokest.__all__)


def test_the_public_face_changes_knowingly(golden: Callable[[str, str], None]) -> None:
    golden("public.txt", "".join(f"{line}\n" for line in public_lines()))


def public_lines() -> Iterator[str]:
    """Write every public name with what it takes, and the fields of values."""
    for name in tokest.__all__:
        value = getattr(tokest, name)
        try:
            yield f"{name}{inspect.signature(value)}"
        except (TypeError, ValueError):  # a type of annotations has none
            yield name


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(tokest, "no_such_name")
