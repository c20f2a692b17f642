"""Draw the picture of the README: python tools/readme_picture.py docs/images/cost-by-model.svg."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

from tokest.plan.compare import compare
from tokest.render.charts import Chart, Range, range_chart

ROOT: Final = Path(__file__).parents[1]
DAY: Final = date(2026, 11, 24)
REQUESTS: Final = 10_000
OUTPUT_TOKENS: Final = 500
MODELS: Final = (
    "qwen-turbo",
    "claude-haiku-5-5",
    "MiniMax-M3",
    "qwen-plus",
    "gemini-2.5-flash",
    "gpt-5.4-mini",
    "glm-5.3",
    "mistral-large-4",
    "qwen-max",
    "grok-4.7",
    "kimi-k3",
    "claude-opus-5-5",
    "gpt-5.5",
)


def picture() -> Chart:
    """Compare the example prompts on models of eight makers, and draw what they cost."""
    prompts = {
        file.name: file.read_text("utf-8")
        for file in sorted((ROOT / "examples" / "prompts").glob("*.md"))
    }
    found = compare(prompts, MODELS, output_tokens=OUTPUT_TOKENS, requests=REQUESTS, at=DAY)
    rows = [
        Range(
            label=row.model,
            low=float(row.cost_low or 0),
            value=float(row.cost or 0),
            high=float(row.cost_high or 0),
        )
        for row in found.rows
    ]
    title = f"{len(prompts)} prompts, {REQUESTS:,} times each, answers of {OUTPUT_TOKENS} tokens"
    return range_chart(title, f"USD on {DAY}, with the range of the estimates", rows)


def main(path: str) -> None:
    """Write the picture in the format that the ending of the path says."""
    Path(path).write_bytes(picture().to_bytes(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
