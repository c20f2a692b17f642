"""Draw the picture of the README: python tools/readme_picture.py docs/images/cost-by-model.svg."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tokest.plan.compare import compare

if TYPE_CHECKING:
    from tokest.render.charts import Chart

ROOT: Final = Path(__file__).parents[1]
DAY: Final = date(2026, 11, 24)
MODELS: Final = (
    *("qwen-turbo", "qwen-plus", "qwen-max", "gpt-5.4-mini", "gpt-5.5", "claude-haiku-5-5"),
    *("claude-opus-5-5", "gemini-2.5-flash", "mistral-large-4", "MiniMax-M3", "glm-5.3"),
    *("grok-4.7", "kimi-k3"),
)


def picture() -> Chart:
    """Compare the example prompts on models of nine makers, and draw what they cost."""
    prompts = {
        file.name: file.read_text("utf-8")
        for file in sorted((ROOT / "examples" / "prompts").glob("*.md"))
    }
    return compare(prompts, MODELS, output_tokens=500, requests=10_000, at=DAY).plot()["USD"]


def main(path: str) -> None:
    """Write the picture in the format that the ending of the path says."""
    Path(path).write_bytes(picture().to_bytes(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
