from __future__ import annotations

import gzip
import io
import json
import lzma
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st
from tiktoken_ext.openai_public import r50k_pat_str
from tokenizers import Tokenizer

from lines import random_lines, real_lines
from local import PLACES
from small import CONTENT, RANKS
from tokest.errors import FileFormatError
from tokest.tokens.encodings import Encoding, Findable, catalog, find_counter, find_encoding
from tokest.tokens.engines.choice import engine, scheme
from tokest.tokens.vocabularies import formats
from tokest.tokens.vocabularies.direct import plain_pipeline
from tokest.tokens.vocabularies.finding import find_vocabulary
from tokest.tokens.vocabularies.formats import (
    byte_letters,
    check_ranks,
    form_of,
    read_ranks,
    unpack,
    write_ranks,
)
from tokest.tokens.vocabulary import load_ranks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokest.tokens.counters import Vocabulary

LETTERS = {byte: letter for letter, byte in byte_letters().items()}
FOUND = [
    (counter.name, found)
    for counter in catalog().findable
    if counter.found.counted_by == "ranks"
    and (found := find_vocabulary(counter, PLACES).vocabulary)
]

# As published, with the intersections of classes that `regex` reads only in its other mode:
# https://huggingface.co/moonshotai/Kimi-K2-Instruct/blob/main/tokenization_kimi.py, 2026-11-24
_UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
_LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
_CLITIC = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
KIMI = (
    rf"[\p{{Han}}]+|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}*{_LOWER}+{_CLITIC}"
    rf"|[^\r\n\p{{L}}\p{{N}}]?{_UPPER}+{_LOWER}*{_CLITIC}"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def zipped(content: bytes, names: tuple[str, ...] = ("a.json",)) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return packed.getvalue()


def packed_form(ranks: dict[bytes, int]) -> bytes:
    return lzma.compress(bytes(map(len, ranks)) + b"".join(ranks))


def spelled(token: bytes) -> str:
    return "".join(LETTERS[byte] for byte in token)


def pipeline(**changes: Any) -> dict[str, Any]:
    """Write the small vocabulary as a tokenizer.json."""
    model = {
        "type": "BPE",
        "vocab": {spelled(token): rank for token, rank in RANKS.items()},
        "merges": ["a b", "ab c"],
        "ignore_merges": False,
        **changes.pop("model", {}),
    }
    level = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": False}
    return {"added_tokens": [], "pre_tokenizer": level, "model": model, **changes}


def tekken() -> dict[str, Any]:
    vocab = [{"rank": n, "token_bytes": b64encode(t).decode()} for t, n in RANKS.items()]
    return {"config": {"pattern": "."}, "vocab": vocab}


def whole(content: object) -> bytes:
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("content", "form"),
    [(CONTENT, "tiktoken"), (whole(tekken()), "tekken"), (whole(pipeline()), "tokenizer.json")],
)
def test_every_form_is_recognised_and_read(content: bytes, form: str) -> None:
    assert form_of(content, "a") == form
    assert read_ranks(content, 258, "a") == RANKS


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zipped, bytes])
def test_every_packing_is_taken_off(pack: Callable[[bytes], bytes]) -> None:
    assert unpack(pack(CONTENT), 258, "a") == CONTENT


def test_the_packed_form_becomes_the_rank_file_it_was() -> None:
    assert unpack(packed_form(RANKS), 258, "a.xz") == CONTENT


@given(
    tokens=st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=40, unique=True),
)
def test_ranks_that_are_written_are_read_again(tokens: list[bytes]) -> None:
    ranks = {token: rank for rank, token in enumerate(tokens)}
    assert read_ranks(write_ranks(ranks), len(ranks), "a") == ranks


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"\x1f\x8bbroken", "a: cannot be unpacked"),
        (gzip.compress(CONTENT)[:-9], "a: cannot be unpacked"),
        (b"\xfd7zXZ\x00broken", "a: cannot be unpacked"),
        (lzma.compress(CONTENT)[:40], "a: cannot be unpacked"),
        (b"PK\x03\x04broken", "a: cannot be unpacked"),
        (zipped(CONTENT, ("a", "b")), "a: cannot be unpacked: the archive holds 2 files"),
    ],
)
def test_a_broken_packing_is_named(raw: bytes, problem: str) -> None:
    with pytest.raises(FileFormatError, match=problem):
        unpack(raw, 258, "a")


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zipped])
def test_a_bomb_is_refused(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_BYTES", 1000)
    with pytest.raises(FileFormatError, match="unpacks to more than 1,000 bytes"):
        unpack(pack(b" " * 1001), 258, "a")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "a:1: expected a token in base64, a blank and its rank"),
        (b"YQ== 0\nYg==\n", "a:2: expected a token in base64"),
        (b"YQ== 0\n*** 1\n", "a:2: expected a token in base64"),
        (b"YQ== zero\n", "a:1: expected a token in base64"),
        (whole(pipeline(added_tokens=[1])), "a: added_tokens are not a list of tokens"),
        (b"{", "a: is not valid JSON"),
        (b'{"a":' * 100_000, "a: is not valid JSON"),
        (b'{"version": "1.0"}', "a: is neither a rank file, nor"),
        (whole({"config": {}, "vocab": [{"rank": 0}]}), r"a: vocab\[0\] has no token_bytes"),
        (whole(pipeline(pre_tokenizer=None)), "a: is no byte-level tokenizer"),
        (whole(pipeline(model={"byte_fallback": True})), "a: is no byte-level tokenizer"),
        (whole(pipeline(model={"merges": ["a z"]})), "do not fit together: 'az'"),
        (whole(pipeline(model={"merges": ["a"]})), "do not fit together"),
        (whole(pipeline(model={"vocab": {"a": 0, "b": 1, "ab": 2}})), "do not fit together: 'abc'"),
        (whole(pipeline(model={"merges": ["ab c", "a b"]})), "not in the order of its ids"),
        (whole(pipeline(model={"vocab": {"▁": 0}, "merges": []})), "which spells no bytes"),
    ],
)
def test_a_broken_content_is_named_with_its_place(content: bytes, problem: str) -> None:
    with pytest.raises(FileFormatError, match=problem):
        read_ranks(content, 258, "a")


JSON = st.recursive(
    st.none() | st.integers(-3, 300) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
)


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        read_ranks(unpack(raw, 258, "a"), 258, "a")
    except FileFormatError as error:
        assert error.problems  # noqa: PT017  # either outcome is fine


@given(
    vocab=JSON | st.dictionaries(st.sampled_from("abĠ▁"), st.integers(-3, 9) | st.text(max_size=1)),
    merges=JSON | st.lists(st.sampled_from(["a b", ["a", "b"], ["a"], 1])),
    added=JSON | st.lists(st.fixed_dictionaries({"content": JSON, "special": JSON}), max_size=2),
    config=JSON,
)
def test_any_json_is_read_or_refused(vocab: Any, merges: Any, added: Any, config: Any) -> None:
    model = {"vocab": vocab, "merges": merges}
    for content in (
        {**pipeline(), "model": model, "added_tokens": added},
        {"config": {"a": config}, "vocab": [vocab, config]},
    ):
        for read in (lambda raw: read_ranks(raw, 258, "a"), lambda raw: plain_pipeline(raw, "a")):
            try:
                read(whole(content))
            except FileFormatError as error:
                assert error.problems  # noqa: PT017  # either outcome is fine


@pytest.mark.parametrize(
    ("ranks", "problem"),
    [
        ({b"a": 0}, "a: 255 of the 256 bytes are no tokens"),
        ({**RANKS, b"abcd": 258}, "a: holds 259 tokens where 258 are expected"),
    ],
)
def test_a_vocabulary_that_is_not_whole_is_refused(ranks: dict[bytes, int], problem: str) -> None:
    with pytest.raises(FileFormatError, match=problem):
        check_ranks(ranks, 258, "a")


def test_a_rank_below_zero_is_none() -> None:
    assert read_ranks(CONTENT + b"eHl6 -1\n", 258, "a") == RANKS


def test_an_added_token_is_none_of_the_ranks() -> None:
    vocab = {**pipeline()["model"]["vocab"], "<s>": 258, "axb": 259}
    added = [{"content": "<s>", "special": True}]
    for ignore_merges, extra in ((True, {b"axb": 259}), (False, {})):
        model = {"vocab": vocab, "ignore_merges": ignore_merges}
        content = whole(pipeline(model=model, added_tokens=added))
        assert read_ranks(content, 260, "a") == RANKS | extra


def test_the_ranks_of_r50k_are_the_first_of_p50k() -> None:
    r50k, p50k = find_counter("r50k_base"), find_counter("p50k_base")
    assert isinstance(r50k, Findable)
    assert isinstance(p50k, Findable)
    assert p50k.found.files[0] in r50k.found.files
    assert r50k.found.size < p50k.found.size


def published(encoding: Encoding, content: bytes) -> Callable[[list[str]], list[int]]:
    """Count as those who publish a vocabulary do."""
    form, vocabulary = form_of(content, "a"), encoding.vocabulary
    if form == "tokenizer.json":
        theirs = Tokenizer.from_str(json.dumps(plain_pipeline(content, "a")))
        return lambda texts: [
            len(one) for one in theirs.encode_batch_fast(texts, add_special_tokens=False)
        ]
    named = {
        "kimi_k2": KIMI,
        "llama4": find_encoding("o200k_base").pattern,
        "p50k_base": r50k_pat_str,
        "r50k_base": r50k_pat_str,
    }
    pattern = named.get(encoding.name, encoding.pattern)
    if form == "tekken":
        pattern = json.loads(content)["config"]["pattern"]
    ranks = load_ranks(vocabulary.file, vocabulary.size)
    plain = tiktoken.Encoding("a", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return lambda texts: [len(plain.encode_ordinary(text)) for text in texts]


@pytest.mark.parametrize(("name", "vocabulary"), FOUND, ids=[name for name, _ in FOUND])
def test_a_vocabulary_that_is_found_counts_as_published(name: str, vocabulary: Vocabulary) -> None:
    counter = find_counter(name)
    assert isinstance(counter, Findable)
    encoding = counter.with_vocabulary(vocabulary)
    content = unpack(Path(vocabulary.file).read_bytes(), vocabulary.size, vocabulary.file)
    texts = [*random_lines(), *real_lines()]
    assert engine("builtin", scheme(encoding)).count_batch(texts) == published(encoding, content)(
        texts
    )


@pytest.mark.parametrize("content", [tekken(), pipeline()])
def test_a_rank_without_end_is_refused(content: dict[str, Any]) -> None:
    raw = whole(content).replace(b" 257", b" 1e999")
    assert raw != whole(content)
    with pytest.raises(FileFormatError):
        read_ranks(raw, 258, "a")
