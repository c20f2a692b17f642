"""tokest: token estimation and cost planning for language models.

Names load when they are first used, so that importing the package costs nothing.

>>> import tokest as tk
>>> found = tk.estimate("你是谁？", "qwen-max")
>>> tk.price(tk.Usage(input_tokens=found.tokens, output_tokens=500), "qwen-max").total
Decimal('0.0032048')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tokest._version import __version__

if TYPE_CHECKING:
    from tokest.cli.linting.calling import lint as lint
    from tokest.errors import FileFormatError as FileFormatError
    from tokest.errors import InputError as InputError
    from tokest.errors import TokestError as TokestError
    from tokest.errors import UnknownModelError as UnknownModelError
    from tokest.errors import VocabularyMissingError as VocabularyMissingError
    from tokest.frames import scan as scan
    from tokest.plan.compare import compare as compare
    from tokest.plan.exchange import Exchange as Exchange
    from tokest.plan.fitting import fits as fits
    from tokest.plan.forecast import forecast as forecast
    from tokest.prompts.estimate import estimate as estimate
    from tokest.prompts.estimate import estimate_many as estimate_many
    from tokest.rates.card import RateCard as RateCard
    from tokest.rates.load import builtin_card as builtin_card
    from tokest.rates.load import overlay as overlay
    from tokest.rates.load import parse_card as parse_card
    from tokest.rates.price import price as price
    from tokest.tokens.cutting.chunking import split as split
    from tokest.tokens.cutting.explanation import explain as explain
    from tokest.tokens.cutting.truncation import truncate as truncate
    from tokest.tokens.estimate import count as count
    from tokest.tokens.values import Estimate as Estimate
    from tokest.units import Usage as Usage

_HOMES = {
    "Estimate": "tokens.values",
    "Exchange": "plan.exchange",
    "FileFormatError": "errors",
    "InputError": "errors",
    "RateCard": "rates.card",
    "TokestError": "errors",
    "UnknownModelError": "errors",
    "Usage": "units",
    "VocabularyMissingError": "errors",
    "builtin_card": "rates.load",
    "compare": "plan.compare",
    "count": "tokens.estimate",
    "estimate": "prompts.estimate",
    "estimate_many": "prompts.estimate",
    "explain": "tokens.cutting.explanation",
    "fits": "plan.fitting",
    "forecast": "plan.forecast",
    "lint": "cli.linting.calling",
    "overlay": "rates.load",
    "parse_card": "rates.load",
    "price": "rates.price",
    "scan": "frames",
    "split": "tokens.cutting.chunking",
    "truncate": "tokens.cutting.truncation",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604  # the names are strings


def __getattr__(name: str) -> object:
    """Load a public name from its module, once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tokest' has no attribute {name!r}")
    found: object = getattr(import_module(f"tokest.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
