"""Hold estimates of requests against what providers counted: `ground_truth.py SAMPLES [--all]`.

SAMPLES is a JSON list of recorded requests, each with provider, model, api, messages, usage and
quality. A family is a template of `data/templates.yaml`. A request that has an unknown part counts
as told so, and not as a hit.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from tokest.errors import TokestError
from tokest.places import Places
from tokest.prompts.estimate import estimate
from tokest.prompts.templates import find_template

FIELDS = ("tools", "tool_choice", "max_tokens", "response_format", "reasoning", "reasoning_effort")
MORE = ("text", "toolConfig", "output_config", "systemInstruction", "instructions", "system")
NEAR = 2
COUNTS = ("prompt_tokens", "input_tokens", "promptTokenCount")


def body(sample: dict[str, Any]) -> dict[str, Any]:
    """Write a sample as the body of the request that it was."""
    found = {key: sample[key] for key in (*FIELDS, *MORE) if sample.get(key)}
    found |= sample.get("params") or {}
    found["model"] = sample["model"].split(" (")[0].removeprefix("(page label ")
    api = sample["api"]
    if api in {"generateContent", "countTokens"}:
        turns = sample["messages"]
        for turn in turns:
            turn.setdefault("parts", [{"text": turn["content"]}] if "content" in turn else [])
        return {**found, "contents": turns}
    if api == "responses":
        return {**found, "input": sample["messages"]}
    thinking = sample.get("thinking")
    if isinstance(thinking, dict) or thinking is True:
        found["thinking"] = thinking
    return {**found, "messages": sample["messages"]}


def counted(sample: dict[str, Any]) -> int | None:
    """Read what the provider counted as input."""
    usage = sample["usage"]
    found = next((usage[key] for key in COUNTS if usage.get(key)), None)
    return usage.get("total_tokens") if sample["api"] == "countTokens" else found


def main() -> None:
    """Print a table of hits by family, and the requests that were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path)
    parser.add_argument("--packages", type=Path, help="a folder of packages with vocabularies")
    parser.add_argument("--quality", default="A")
    options = parser.parse_args()
    places = Places(packages=(options.packages,)) if options.packages else Places()
    families: dict[str, list[tuple[str, int, Any]]] = defaultdict(list)
    skipped: list[str] = []
    for sample in json.loads(options.samples.read_text("utf-8")):
        real = counted(sample)
        if not sample["messages"] or real is None or sample.get("images"):
            continue
        if sample["quality"] not in options.quality:
            continue
        request = body(sample)
        try:
            found = estimate(request, places=places)
        except TokestError as error:
            skipped.append(f"{sample['id']}: {error}")
            continue
        name = find_template(request["model"]).template.name
        families[name].append((sample["id"], real, found))
    report(families)
    print("\n".join(skipped))


def report(families: dict[str, list[tuple[str, int, Any]]]) -> None:
    """Print hits by family."""
    print("| family | requests | exact | within 2 | in the range | told unknown |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, rows in sorted(families.items()):
        exact = sum(found.tokens == real for _, real, found in rows)
        near = sum(
            found.tokens is not None and abs(found.tokens - real) <= NEAR for _, real, found in rows
        )
        inside = sum(_inside(real, found) for _, real, found in rows if found.tokens is not None)
        told = sum(found.tokens is None for _, _, found in rows)
        print(f"| {name} | {len(rows)} | {exact} | {near} | {inside} | {told} |")
    for name, rows in sorted(families.items()):
        for one, real, found in rows:
            if found.tokens != real:
                print(
                    f"{name} {one}: {real}, estimated {found.tokens} ({found.low}-{found.high})"
                    f" {'' if _inside(real, found) else 'OUTSIDE'} {found.method}"
                )


def _inside(real: int, found: Any) -> bool:  # noqa: ANN401
    return found.low <= real and (found.high is None or real <= found.high)


if __name__ == "__main__":
    main()
