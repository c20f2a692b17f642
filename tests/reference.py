"""Two independent tokenizers made from the same ranks, to hold the built-in engine against."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import accumulate, pairwise

import tiktoken
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from tokest.tokens.encodings import Encoding, find_encoding
from tokest.tokens.vocabulary import load_ranks


@cache
def ranks(name: str) -> dict[bytes, int]:
    """Give the ranks of an encoding."""
    vocabulary = find_encoding(name).vocabulary
    return load_ranks(vocabulary.file, vocabulary.size)


@cache
def tiktoken_encoding(name: str) -> tiktoken.Encoding:
    """Give tiktoken's form of an encoding."""
    return tiktoken.Encoding(
        name,
        pat_str=find_encoding(name).pattern,
        mergeable_ranks=_reachable(name),
        special_tokens={},
    )


def tiktoken_count(name: str, text: str) -> int:
    """Count with tiktoken, after the normalisation that it leaves to the caller."""
    if find_encoding(name).normalize == "NFC":
        text = unicodedata.normalize("NFC", text)
    return len(tiktoken_encoding(name).encode_ordinary(text))


def tiktoken_ends(name: str, text: str) -> list[int]:
    """Give where the tokens of tiktoken end, in bytes of the normalised text."""
    if find_encoding(name).normalize == "NFC":
        text = unicodedata.normalize("NFC", text)
    encoding = tiktoken_encoding(name)
    tokens = encoding.decode_tokens_bytes(encoding.encode_ordinary(text))
    return list(accumulate(map(len, tokens)))


def _reachable(name: str) -> dict[bytes, int]:
    """Leave out tokens that merges never reach, where only merges count."""
    known = ranks(name)
    if find_encoding(name).whole_pieces:
        return known
    return {
        token: rank for token, rank in known.items() if len(token) == 1 or last_merge(token, known)
    }


@cache
def huggingface_tokenizer(name: str) -> Tokenizer:
    """Give the encoding as a `tokenizers` pipeline."""
    encoding, known = find_encoding(name), ranks(name)
    letters = _letters()
    vocab = {_spell(token, letters): rank for token, rank in known.items()}
    merges = [
        (_spell(left, letters), _spell(right, letters))
        for token in known
        if len(token) > 1
        for left, right in last_merge(token, known)
    ]
    model = models.BPE(vocab=vocab, merges=merges, ignore_merges=encoding.whole_pieces)
    return _pipeline(Tokenizer(model), encoding)


def _pipeline(tokenizer: Tokenizer, encoding: Encoding) -> Tokenizer:
    if encoding.normalize == "NFC":
        tokenizer.normalizer = normalizers.NFC()
    # In the regular expressions of `tokenizers`, $ is the end of a line and {1,3}+ repeats.
    pattern = Regex(encoding.pattern.replace("$", r"\z").replace("{1,3}+", "{1,3}"))
    split = pre_tokenizers.Split(pattern, behavior="isolated")
    to_letters = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, to_letters])
    return tokenizer


def last_merge(token: bytes, known: dict[bytes, int]) -> list[tuple[bytes, bytes]]:
    """Find the two parts that merge into a token, by merging its bytes until two are left.

    A few tokens are never reached so; only the look-up of a whole piece finds them.
    """
    parts = [bytes([byte]) for byte in token]
    while len(parts) > 2:
        candidates = [
            (known[left + right], i)
            for i, (left, right) in enumerate(pairwise(parts))
            if left + right in known
        ]
        if not candidates:
            return []
        _, i = min(candidates)
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    return [(parts[0], parts[1])]


def _letters() -> dict[int, str]:
    """Map bytes to the printable letters that byte-level BPE writes them with."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    shifted = {byte: 256 + i for i, byte in enumerate(b for b in range(256) if b not in plain)}
    return {byte: chr(shifted.get(byte, byte)) for byte in range(256)}


def _spell(token: bytes, letters: dict[int, str]) -> str:
    return "".join(letters[byte] for byte in token)
