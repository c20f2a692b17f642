"""Renew `data/pricing.json`, the form of `data/pricing.yaml` that loads fast.

python tools/compile_rates.py          write it
python tools/compile_rates.py --form   also rewrite the YAML in its own form, comments on top kept
"""

from __future__ import annotations

import sys
from pathlib import Path

from tokest.rates.compiled import compile_card
from tokest.rates.dump import dump_card
from tokest.rates.load import parse_card

DATA = Path(__file__).parents[1] / "data"


def main() -> None:
    """Read the YAML, with every problem reported, and write what follows from it."""
    path = DATA / "pricing.yaml"
    text = path.read_text("utf-8")
    card = parse_card(text, str(path))
    if "--form" in sys.argv[1:]:
        text = header(text) + dump_card(card)
        path.write_text(text, "utf-8")
    (DATA / "pricing.json").write_text(compile_card(card, text.encode()), "utf-8")


def header(text: str) -> str:
    """Give the comment on top of a file."""
    return "".join(f"{line}\n" for line in text.split("version:", 1)[0].splitlines())


if __name__ == "__main__":
    main()
