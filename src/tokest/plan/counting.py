"""Count the prompt of a plan for a model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tokest.errors import FileFormatError, InputError, UnknownModelError
from tokest.prompts.estimate import estimate

if TYPE_CHECKING:
    from tokest.plan.workload import Prompt
    from tokest.rates.card import Model
    from tokest.tokens.values import Estimate


def count_prompt(prompt: Prompt, model: Model) -> Estimate:
    """Count a prompt for a model of the rate card, which may name its encoding.

    A file whose name ends in ``.json`` is the body of a request, counted with all that is written
    around it; another is counted as its text alone.

    Raises
    ------
    InputError, FileFormatError, VocabularyMissingError
        for what cannot be read or counted.

    Examples
    --------
    >>> from tokest.plan.workload import Prompt
    >>> from tokest.rates.load import builtin_card
    >>> from tokest.rates.match import find_model
    >>> model = find_model(builtin_card(), "qwen-max").model
    >>> count_prompt(Prompt("Hello World", "a.md"), model).tokens
    2
    >>> body = '{"messages": [{"role": "user", "content": "Hello World"}]}'
    >>> count_prompt(Prompt(body, "a.json"), model).tokens
    10
    """
    content = _request(prompt) if is_request(prompt) else prompt.text
    try:
        if model.encoding is not None:
            found = estimate(content, encoding=model.encoding)
        else:
            found = estimate(content, model.id)
    except UnknownModelError:
        raise InputError(model.id, "its tokenizer is not known: name its encoding") from None
    return found


def is_request(prompt: Prompt) -> bool:
    """Whether a prompt is the body of a request."""
    return prompt.source.lower().endswith(".json")


def _request(prompt: Prompt) -> Any:  # noqa: ANN401  # a request of any shape
    try:
        found = json.loads(prompt.text)
    except (ValueError, RecursionError):
        raise FileFormatError((f"{prompt.source}:1: not valid JSON",)) from None
    if isinstance(found, dict):
        found.pop("model", None)  # the plan says for which models
    return found
