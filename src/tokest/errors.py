"""Every error tokest raises on purpose.

::

    TokestError
    ├── InputError            (ValueError)   a text or an argument cannot be used
    ├── FileFormatError       (ValueError)   a file breaks its format; lists every problem
    ├── UnknownModelError     (LookupError)  no entry answers to this model name
    ├── AmbiguousModelError   (LookupError)  several entries answer to it
    ├── UnknownEncodingError  (LookupError)  no encoding of this name
    ├── VocabularyMissingError(LookupError)  an exact count needs a vocabulary that is not here
    └── RegionError           (LookupError)  the model has no rate in this region or on this day

Fields come first and the text is made from them in ``__str__``; the constructor's arguments go to
``super().__init__`` so that every error survives pickling between processes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokest.nearest import MAX_LENGTH, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable


class TokestError(Exception):
    """Base of every error that tokest raises on purpose."""


class InputError(TokestError, ValueError):
    """A text or an argument cannot be used.

    >>> str(InputError("requests", "must be at least 1, got 0"))
    'requests: must be at least 1, got 0'
    """

    def __init__(self, where: str, what: str) -> None:
        self.where = where
        self.what = what
        super().__init__(where, what)

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class FileFormatError(TokestError, ValueError):
    """A file breaks its format; ``problems`` holds one line for each fault.

    >>> str(FileFormatError(("a.yaml:1:3: unknown key 'x'",)))
    "a.yaml:1:3: unknown key 'x'"
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


class UnknownModelError(TokestError, LookupError):
    """No entry answers to this model name.

    >>> str(UnknownModelError("qwen-trubo", ("qwen-turbo", "gpt-5")))
    "unknown model 'qwen-trubo' (nearest: qwen-turbo)"
    """

    def __init__(self, model: str, known: Iterable[str] = ()) -> None:
        self.model = model
        self.suggestions = nearest(model.rsplit("/", 1)[-1], known)
        super().__init__(model, self.suggestions)

    def __str__(self) -> str:
        return f"unknown model {_shown(self.model)}{_hint(self.suggestions)}"


class AmbiguousModelError(TokestError, LookupError):
    """Several entries answer to this model name.

    >>> str(AmbiguousModelError("glm-5", ("alibaba/glm-5", "zai/glm-5")))
    "model 'glm-5' is ambiguous: say one of alibaba/glm-5, zai/glm-5"
    """

    def __init__(self, model: str, candidates: tuple[str, ...]) -> None:
        self.model = model
        self.candidates = candidates
        super().__init__(model, candidates)

    def __str__(self) -> str:
        return f"model {self.model!r} is ambiguous: say one of {', '.join(self.candidates)}"


class UnknownEncodingError(TokestError, LookupError):
    """No encoding has this name.

    >>> str(UnknownEncodingError("o200k", ("o200k_base", "qwen")))
    "unknown encoding 'o200k' (nearest: o200k_base)"
    """

    def __init__(self, encoding: str, known: Iterable[str] = ()) -> None:
        self.encoding = encoding
        self.suggestions = nearest(encoding, known)
        super().__init__(encoding, self.suggestions)

    def __str__(self) -> str:
        return f"unknown encoding {_shown(self.encoding)}{_hint(self.suggestions)}"


class VocabularyMissingError(TokestError, LookupError):
    """An exact count needs a vocabulary that is not at hand.

    >>> str(VocabularyMissingError("claude-opus-5", "Anthropic does not publish it", "estimate()"))
    "no vocabulary for 'claude-opus-5': Anthropic does not publish it; use estimate()"
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        self.name = name
        self.reason = reason
        self.remedy = remedy
        super().__init__(name, reason, remedy)

    def __str__(self) -> str:
        return f"no vocabulary for {self.name!r}: {self.reason}; use {self.remedy}"


class RegionError(TokestError, LookupError):
    """The model has no rate in this region, or none on this day.

    >>> str(RegionError("qwen-long", "intl", "offered in: cn"))
    "model 'qwen-long' has no rate in region 'intl' (offered in: cn)"
    """

    def __init__(self, model: str, region: str, hint: str) -> None:
        self.model = model
        self.region = region
        self.hint = hint
        super().__init__(model, region, hint)

    def __str__(self) -> str:
        return f"model {self.model!r} has no rate in region {self.region!r} ({self.hint})"


def _shown(name: str) -> str:
    """Quote a name; one that is no typing mistake need not be read to its end."""
    return repr(name if len(name) <= MAX_LENGTH else f"{name[:MAX_LENGTH]}...")


def _hint(suggestions: tuple[str, ...]) -> str:
    return f" (nearest: {', '.join(suggestions)})" if suggestions else ""
