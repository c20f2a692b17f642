"""Peers: packages that also estimate tokens, each asked in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from scores import Guess

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

HERE: Final = Path(__file__).parent
NOT_INSTALLED: Final = 3
SECONDS: Final = 3600
ANY: Final = "any"
"""Key of a peer that says the same for every model."""

OFFLINE: Final = {"HF_HUB_OFFLINE": "1", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
"""Peers count by what they ship; nothing is fetched while they are measured."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A package, the program that asks it, and the model it is asked for, by encoding."""

    name: str
    script: str
    models: Mapping[str, str]

    def wanted(self, encodings: Collection[str]) -> dict[str, str]:
        """Choose the model to ask for, for each encoding that the peer knows."""
        if ANY in self.models:
            return dict.fromkeys(encodings, "")
        return {name: self.models[name] for name in encodings if name in self.models}


@dataclass(frozen=True, slots=True)
class Answer:
    """A peer's guesses by encoding, or why there are none."""

    version: str
    guesses: dict[str, Guess]
    problem: str = ""


PEERS: Final = (
    Peer("tokenx", "peers.mjs", {ANY: ""}),
    Peer(
        "ai-tokenizer",
        "peers.mjs",
        {
            "qwen": "alibaba/qwen3-max",
            "qwen3.5": "alibaba/qwen3-max",
            "o200k_base": "openai/gpt-4o",
            "cl100k_base": "openai/gpt-4-turbo",
            "claude": "anthropic/claude-opus-4.1",
            "deepseek_v3": "deepseek/deepseek-v3.1",
            "gemma3": "google/gemini-2.5-pro",
            "glm4": "zai/glm-4.5",
            "kimi_k2": "moonshotai/kimi-k2",
            "llama3": "meta/llama-3.1-8b",
            "llama4": "meta/llama-4-scout",
            "minimax_m3": "minimax/minimax-m2",
            "mistral_tekken": "mistral/mistral-large",
        },
    ),
    Peer("skimtoken", "peer_worker.py", {ANY: ""}),
    Peer(
        "token-calibrator",
        "peer_worker.py",
        {
            "qwen": "qwen-max",
            "qwen3.5": "qwen-plus",
            "o200k_base": "gpt-4o",
            "cl100k_base": "gpt-4",
            "deepseek_v3": "deepseek-chat",
            "llama3": "llama-3.1-8b",
            "mistral_tekken": "mistral-small",
        },
    ),
    Peer(
        "litellm",
        "peer_worker.py",
        {
            "qwen": "dashscope/qwen-max",
            "qwen3.5": "dashscope/qwen-plus",
            "o200k_base": "gpt-4o",
            "cl100k_base": "gpt-4",
            "claude": "claude-opus-4-1",
            "deepseek_v3": "deepseek/deepseek-chat",
            "gemma3": "gemini/gemini-2.5-pro",
            "glm4": "zai/glm-4.5",
            "kimi_k2": "moonshot/kimi-k2-0711-preview",
            "mistral_tekken": "mistral/mistral-large-latest",
        },
    ),
)


def ask(peer: Peer, folder: Path, texts: Sequence[str], encodings: Collection[str]) -> Answer:
    """Ask a peer about all texts, for all encodings that it has a model for."""
    program = _program(peer, folder)
    if program is None:
        return Answer("", {}, "not installed")
    wanted = peer.wanted(encodings)
    if not wanted:
        return Answer("", {}, "has no model with these encodings")
    models = sorted(set(wanted.values()))
    asked = "".join(json.dumps(text) + "\n" for text in texts)
    command = [*program, peer.name, *filter(None, models)]
    try:
        done = subprocess.run(  # the status is looked at below
            command,
            input=asked.encode(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env=os.environ | OFFLINE,
        )
    except subprocess.TimeoutExpired:
        return Answer("", {}, f"not done after {SECONDS} s")
    if done.returncode:
        return Answer("", {}, _why(done))
    version, *lines = map(json.loads, done.stdout.splitlines())
    if len(lines) != len(texts):
        return Answer(version, {}, f"{len(lines)} answers to {len(texts)} texts")
    rows = np.array([line or [np.nan] * len(models) for line in lines], float)
    guesses = {name: Guess(rows[:, models.index(model)]) for name, model in wanted.items()}
    return Answer(version, guesses)


def _program(peer: Peer, folder: Path) -> list[str] | None:
    script = str(HERE / peer.script)
    if peer.script.endswith(".mjs"):
        node = shutil.which("node")
        return [node, script, str(folder)] if node else None
    pythons = (folder / "bin" / "python", folder / "Scripts" / "python.exe")
    found = next((python for python in pythons if python.exists()), None)
    return [str(found), script] if found else None


def _why(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode == NOT_INSTALLED:
        return "not installed"
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return f"failed with status {done.returncode}: {' '.join(last)}"
