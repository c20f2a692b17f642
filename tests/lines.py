"""Lines to count by the ten thousand: random ones of every script, and real ones."""

from __future__ import annotations

import random
import sysconfig
import unicodedata
from functools import cache
from pathlib import Path

LINES = 10_000
PROMPTS = Path(__file__).parents[1] / "examples" / "prompts"


@cache
def random_lines() -> tuple[str, ...]:
    """Make lines of every script, of one script, and of characters that are easily mistaken."""
    rng = random.Random(20261124)  # noqa: S311  # test data
    every = [chr(i) for i in range(0x110000) if unicodedata.category(chr(i)) not in ("Cs", "Cn")]
    tricky = [*" \t\n\r\v\f'’\"/\\_-.,;:<|>$sdmtſlvre019aAzZéÉ中あア・゙ー가"]
    tricky += [*"\u0301\u200b\u200d\ufe0f\x00\x85\u180e"]
    blocks = [every[i : i + 400] for i in range(0, len(every) - 400, 1200)]
    pools = [every, tricky, tricky + every[:400]]
    return tuple(
        "".join(
            rng.choices(pools[i % 4] if i % 4 < 3 else rng.choice(blocks), k=rng.randint(1, 40))
        )
        for i in range(LINES)
    )


@cache
def real_lines() -> tuple[str, ...]:
    """Take the example prompts, and lines of them and of the sources that Python can import."""
    folders = [Path(sysconfig.get_paths()[name]) for name in ("stdlib", "purelib")]
    prompts = [file.read_text("utf-8") for file in sorted(PROMPTS.glob("*.md"))]
    lines = {line for text in prompts for line in text.splitlines()}
    for folder in folders:
        files = (file for file in sorted(folder.rglob("*.py")) if "test" not in file.parts)
        enough = len(lines) + 4 * LINES
        for file in files:
            lines.update(file.read_text("utf-8", errors="replace").splitlines())
            if len(lines) > enough:
                break
    sample = random.Random(7).sample(sorted(lines), LINES)  # noqa: S311  # test data
    return (*sample, *prompts)
