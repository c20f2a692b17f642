from __future__ import annotations

import copy
import pickle

import pytest

from tokest import errors

EXAMPLES = [
    errors.InputError("requests", "must be at least 1"),
    errors.FileFormatError(("a.yaml:1:1: x", "a.yaml:2:1: y")),
    errors.UnknownModelError("qwen-trubo", ("qwen-turbo",)),
    errors.AmbiguousModelError("m", ("a/m", "b/m")),
    errors.UnknownEncodingError("o200k", ("o200k_base",)),
    errors.VocabularyMissingError("claude", "private", "estimate()"),
    errors.RegionError("m", "mars", "offered in: cn"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling_and_copying(error: errors.TokestError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301  # our own
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)


def test_every_error_has_an_example_here() -> None:
    assert {type(error) for error in EXAMPLES} == set(errors.TokestError.__subclasses__())


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_is_a_builtin_one_too(error: errors.TokestError) -> None:
    assert isinstance(error, ValueError | LookupError)


def test_a_name_without_end_is_not_written_out() -> None:
    error = errors.UnknownModelError("a" * 100_000, ("qwen-max",))
    assert len(str(error)) < 200
    assert str(error).endswith("aaa...'")


def test_the_provider_is_no_part_of_a_mistyped_name() -> None:
    error = errors.UnknownModelError("opnai/gpt-4oo", ("gpt-4o",))
    assert error.suggestions == ("gpt-4o",)
