"""Count tokens with a package from PyPI, for accuracy.py; runs in the peers' own environment.

    PEERS/bin/python peer_worker.py PACKAGE [MODEL ...]

Each line of standard input is a text as a JSON string. The first line of the output is the
package's version, each further line the counts of one text as a JSON list: one a model, or one
alone where models make no difference; ``null`` where the package refuses the text. Exit status 3:
the package is not there.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Counter = Callable[[str], list[int]]


def skimtoken(_models: list[str]) -> Counter:
    """Count by its default method, which is its ``multilingual_simple``."""
    estimate = import_module("skimtoken").estimate_tokens
    return lambda text: [estimate(text)]


def token_calibrator(models: list[str]) -> Counter:
    """Count by the rates that it ships, without calibration."""
    estimate = import_module("token_calibrator").TokenEstimator().estimate
    return lambda text: [estimate(model, text) for model in models]


def litellm(models: list[str]) -> Counter:
    """Count the text alone."""
    count = import_module("litellm").token_counter
    return lambda text: [count(model=model, text=text) for model in models]


COUNTERS = {
    "litellm": litellm,
    "skimtoken": skimtoken,
    "token-calibrator": token_calibrator,
}


def main() -> None:
    """Answer every line."""
    package = sys.argv[1]
    try:
        count = COUNTERS[package](sys.argv[2:])
    except ModuleNotFoundError:
        raise SystemExit(3) from None
    print(json.dumps(version(package)))
    for line in sys.stdin:
        try:
            counts = count(json.loads(line))
        except Exception:  # noqa: BLE001  # whatever it is, the peer has no answer
            counts = None
        print(json.dumps(counts))


if __name__ == "__main__":
    main()
