"""What a project asks of the linter."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tokest.tokens.estimate import MethodChoice

DEFAULT_MODEL: Final = "qwen-plus"
"""What is counted for where no model is named, as in the other commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What the prompts of some paths may take; each figure is for one prompt, `total` for all."""

    paths: tuple[str, ...]
    name: str = ""
    max_tokens: int | None = None
    max_growth: Decimal | None = None
    max_cost_per_request: Decimal | None = None
    max_cost_per_month: Decimal | None = None
    total_max_tokens: int | None = None
    model: str | None = None
    requests_per_month: int | None = None

    @property
    def label(self) -> str:
        """Name the budget for people."""
        return self.name or ", ".join(self.paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What some paths are counted and priced for."""

    paths: tuple[str, ...]
    models: tuple[str, ...] = ()
    region: str | None = None
    requests_per_month: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableSize:
    """What a template variable takes: a bound in tokens, or a sample that is put in its place."""

    max_tokens: int | None = None
    sample: str | None = None
    stable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The configuration, with what the command line says laid over it."""

    models: tuple[str, ...] = ()
    region: str | None = None
    pricing: tuple[str, ...] = ()
    method: MethodChoice = "auto"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ("TK",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reserve_output: int = 0
    output_tokens: int = 0
    requests_per_month: int | None = None
    max_growth: Decimal = Decimal(10)
    min_growth_tokens: int = 50
    min_saving: int = 20
    min_saving_percent: Decimal = Decimal(2)
    variables: tuple[tuple[str, VariableSize], ...] = ()
    budgets: tuple[Budget, ...] = ()
    overrides: tuple[Override, ...] = ()
    candidates: tuple[str, ...] = ()
    python_names: tuple[str, ...] = ("*PROMPT*", "*SYSTEM*", "*INSTRUCTION*", "*TEMPLATE*")
    text_keys: tuple[str, ...] = field(default=())
    respect_gitignore: bool = True

    def variable(self, name: str) -> VariableSize | None:
        """Find what is said of a variable."""
        return dict(self.variables).get(name)
