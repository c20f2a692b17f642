"""The shape of `data/media.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    SELF,
    URL,
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Number,
    Record,
    Text,
)
from tokest.prompts.media.claude import ClaudeImage
from tokest.prompts.media.gemini import GeminiGrid, GeminiTiles, GeminiVideo
from tokest.prompts.media.lengths import Pages, Seconds
from tokest.prompts.media.openai import OpenAIPatches, OpenAITiles
from tokest.prompts.media.qwen import QwenImage, QwenVideo
from tokest.prompts.media.rows import RowImage, TileImage
from tokest.prompts.media.values import Family

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    from tokest.documents.kinds import Kind
    from tokest.prompts.media.values import Formula

    Problems = Iterator[tuple[yaml.Node, str]]

_SIZE: Final = Count(minimum=1, maximum=100_000)
_TOKENS: Final = Count(minimum=1, maximum=1_000_000)
_RATE: Final = Number(maximum=1000)
_NAME: Final = Text(pattern=r"[a-z0-9._/-]+", example="a lower-case model name")


def _sizes(*names: str) -> dict[str, Kind]:
    return dict.fromkeys(names, _TOKENS)


_IMAGES: Final[dict[str, Kind]] = {
    "qwen": Record(QwenImage, {"cell": _SIZE, **_sizes("least", "most", "high")}),
    "openai_tiles": Record(OpenAITiles, _sizes("base", "tile")),
    "openai_patches": Record(
        OpenAIPatches,
        {
            "multiplier": _RATE,
            "high": _TOKENS,
            "auto": Choice(("high", "original")),
            "low": Flag(),
        },
        {"original": _TOKENS, "edge": _SIZE, "documented": _RATE, "marked": Flag()},
    ),
    "claude": Record(ClaudeImage, {"edge": _SIZE, "most": _TOKENS}),
    "gemini_tiles": Record(GeminiTiles, {**_sizes("tile", "low", "medium"), "parts": Flag()}),
    "gemini_grid": Record(GeminiGrid, _sizes("default", "low", "medium", "high", "ultra_high")),
    "rows": Record(RowImage, {"cell": _SIZE, "edge": _SIZE}),
    "tiles": Record(TileImage, {"side": _SIZE, **_sizes("tile", "most")}),
}
_VIDEOS: Final[dict[str, Kind]] = {
    "qwen": Record(QwenVideo, {"cell": _SIZE, **_sizes("least", "frame", "total", "most_frames")}),
    "gemini": Record(
        GeminiVideo,
        {
            **_sizes("frame", "low_frame", "high_frame"),
            "stamp": Count(maximum=1000),
            "sound": _RATE,
            "grid": Flag(),
        },
    ),
}
_SOUNDS: Final[dict[str, Kind]] = {
    "seconds": Record(Seconds, {"rate": _RATE}, {"least": _RATE, "whole": Flag()}),
}
_DOCUMENTS: Final[dict[str, Kind]] = {
    "pages": Record(Pages, {}, {"page": _TOKENS, "low": _TOKENS}),
    "gemini_grid": _IMAGES["gemini_grid"],
}


def _one(kinds: dict[str, Kind]) -> Record:
    """Read exactly one of several formulas, by its name."""

    def check(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
        if len(values) != 1:
            yield nodes[SELF], f"expected exactly one of {', '.join(kinds)}"

    def build(**values: Formula) -> Formula | None:
        return next(iter(values.values()), None)

    return Record(build, {}, kinds, check=check)


def _family(
    *,
    image: Formula | None = None,
    audio: Formula | None = None,
    video: Formula | None = None,
    document: Formula | None = None,
    **fields: Any,  # noqa: ANN401  # as varied as the data
) -> Family:
    found = {"image": image, "audio": audio, "video": video, "document": document}
    formulas: Any = tuple((kind, formula) for kind, formula in found.items() if formula)
    return Family(formulas=formulas, **fields)


def _check(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for family in values["families"]:
        for model in family.models:
            if (model, family.providers) in seen:
                yield nodes["families"], f"model {model!r} stands in two families"
            seen.add((model, family.providers))


FAMILIES: Final = Record(
    lambda version, families: families,  # noqa: ARG005  # the version is only checked
    {
        "version": Count(minimum=1, maximum=1),
        "families": Many(
            Record(
                _family,
                {
                    "name": Text(),
                    "models": Many(_NAME, at_least=1),
                    "source": URL,
                    "checked": Day(),
                    "status": Choice(("documented", "measured", "secondary", "assumed")),
                },
                {
                    "providers": Many(_NAME, at_least=1),
                    "max_side": _SIZE,
                    "note": Text(),
                    "image": _one(_IMAGES),
                    "audio": _one(_SOUNDS),
                    "video": _one(_VIDEOS),
                    "document": _one(_DOCUMENTS),
                },
            )
        ),
    },
    check=_check,
)
