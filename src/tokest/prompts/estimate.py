"""Estimate a prompt of any kind: a text, a list of messages, the body of a request, or a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tokest.arguments import several, yes_or_no
from tokest.errors import InputError
from tokest.tokens.estimate import estimate as estimate_text
from tokest.tokens.estimate import estimate_many as estimate_texts
from tokest.tokens.values import Estimates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tokest.places import Places
    from tokest.prompts.values import Request
    from tokest.tokens.estimate import MethodChoice
    from tokest.tokens.values import Estimate

    Prompt = str | Path | Sequence[Mapping[str, Any]] | Mapping[str, Any] | Request


class Correction(Protocol):
    """What corrects an estimate, and says so in it."""

    def correct(self, estimate: Estimate) -> Estimate:
        """Correct an estimate of the model that the correction is of."""


def estimate(  # noqa: PLR0913  # a call names what it needs
    prompt: Prompt,
    model: str | None = None,
    *,
    encoding: str | None = None,
    method: MethodChoice = "auto",
    tools: Sequence[Mapping[str, Any]] = (),
    thinking: bool | None = None,
    places: Places | None = None,
    sample: bool = True,
    calibration: Correction | None = None,
) -> Estimate:
    """Estimate the input tokens of a prompt for a model or an encoding.

    A str is counted as the text alone. A list of messages, or the body of a request to OpenAI (chat
    completions or Responses), Anthropic, Google or DashScope, is counted with all that the provider
    writes around it; its own `model`, tools and options are read, and what is given here wins. A
    path names a file of a text or of a request.

    Give exactly one of `model` and `encoding` if the request names none; the method ``"rule"``
    needs neither. ``"auto"`` counts exactly where the vocabulary ships with tokest or is found in
    `places` (by default where the environment says), expects the count from a window table where
    that ships, and scales the count of a proxy for private tokenizers; it never falls back to the
    rule of thumb. Of a text of more than half a million characters a table reads a share, unless
    `sample` is false. A `calibration` (`tokest.usage.calibration`) corrects the estimate by what
    was billed, and is named in its assumptions.

    Raises
    ------
    InputError
        when the prompt cannot be read, with the place of what is wrong, or the arguments do not
        fit together.
    UnknownModelError, UnknownEncodingError
        with the nearest names.
    VocabularyMissingError
        when the vocabulary is not here and an exact count is asked for, or no table stands in.

    Examples
    --------
    >>> found = estimate("你是谁？", "qwen-max")
    >>> found.tokens, found.method, found.encoding
    (3, 'exact', 'qwen')
    >>> found = estimate([{"role": "user", "content": "你是谁？"}], "qwen-max")
    >>> found.tokens, [(part.kind, part.tokens) for part in found.parts]
    (11, [('content', 3), ('template', 8)])
    >>> guess = estimate("Hello World", method="rule")
    >>> guess.low, guess.tokens, guess.high
    (2, 2, 3)
    """
    if calibration is not None:
        how = {"encoding": encoding, "method": method, "places": places, "sample": sample}
        found = estimate(prompt, model, tools=tools, thinking=thinking, **how)  # type: ignore[arg-type]
        return calibration.correct(found)
    if isinstance(prompt, Path):
        from tokest.prompts.files import read_prompt  # noqa: PLC0415  # texts are in no file

        prompt = read_prompt(prompt)
    text: Any = prompt
    if (isinstance(text, str) and not tools) or not _readable(text):  # which refuses what is none
        return estimate_text(
            text, model, encoding=encoding, method=method, places=places, sample=sample
        )
    from tokest.prompts.counting import Way, count_request  # noqa: PLC0415  # texts have no parts

    request = _request(prompt, tools, thinking)
    model = model or (None if encoding else request.model)
    if method != "rule" and (model is None) == (encoding is None):
        raise InputError("model, encoding", "give exactly one of them, or a request with a model")
    way = Way(model=model, encoding=encoding, method=method, places=places, sample=sample)
    return count_request(request, way)


def _readable(prompt: object) -> bool:
    """Say whether a prompt may be a request; asked without loading what a request is."""
    return isinstance(prompt, str | list | tuple | dict) or hasattr(prompt, "messages")


def _request(
    prompt: Prompt,
    tools: Sequence[Mapping[str, Any]],
    thinking: bool | None,  # noqa: FBT001  # as the caller says it
) -> Request:
    """Read a prompt, with the tools and the thinking that the caller gives beside it."""
    from tokest.prompts.plain import check_plain  # noqa: PLC0415  # texts need no reading
    from tokest.prompts.shapes.recognise import read_request  # noqa: PLC0415
    from tokest.prompts.shapes.tools import read_tools  # noqa: PLC0415
    from tokest.prompts.values import Request  # noqa: PLC0415

    given = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    request = given if isinstance(given, Request) else read_request(given)
    if tools:
        check_plain(tools, "tools")
        found, others = read_tools(tools)
        request = replace(request, tools=found, extras=(*request.extras, *others))
    if yes_or_no("thinking", thinking) is not None:
        request = replace(request, options=replace(request.options, thinking=thinking))
    return request


def estimate_many(  # noqa: PLR0913  # a call names what it needs
    prompts: Sequence[Prompt],
    models: Sequence[str] = (),
    *,
    encodings: Sequence[str] = (),
    method: MethodChoice = "auto",
    places: Places | None = None,
    sample: bool = True,
) -> Estimates:
    """Estimate many prompts for many models; texts alone are counted in one pass.

    The result goes by prompt, and for each prompt by model and then by encoding. See `estimate`.

    Examples
    --------
    >>> found = estimate_many(["Hello World", "你好"], ["qwen-max", "gpt-4o"])
    >>> [[one.tokens for one in row] for row in found]
    [[2, 2], [1, 1]]
    """
    prompts, models, encodings = (
        several(name, values)
        for name, values in (("prompts", prompts), ("models", models), ("encodings", encodings))
    )
    if all(isinstance(prompt, str) for prompt in prompts):
        texts: Any = prompts
        return estimate_texts(
            texts, models, encodings=encodings, method=method, places=places, sample=sample
        )
    return Estimates(
        tuple(
            estimate(prompt, model, encoding=name, method=method, places=places, sample=sample)
            for model, name in (*((m, None) for m in models), *((None, e) for e in encodings))
        )
        for prompt in prompts
    )
