r"""Say where the tokens of documents start: the first of two steps that fit the window tables.

    python tools/token_starts.py WORK --corpus fit.jsonl.xz --corpus dev.jsonl \
        --vocabulary qwen=data/vocabularies/qwen.xz --vocabulary kimi_k2=tiktoken.model \
        --vocabulary llama4@o200k_base=tokenizer.model --vocabulary gemma3=tokenizer.json

A corpus is a JSON Lines file, perhaps .xz, of documents: text, source and perhaps kind, lang and
group (else the file's name up to its first dot). A vocabulary is a ``tokenizer.json``, a
``tekken.json``, a packed ``.xz`` of ``data/vocabularies`` or, under any other suffix, a list of
ranks. The latter two are normalised and split as their name, or what follows ``@``, says: an
encoding of tokest or a key of PATTERNS. The folder WORK receives, for D documents:

- ``corpora.json``: name, SHA-256, documents and bytes of text of each corpus;
- ``documents.jsonl``: group, source, kind, lang and bytes of each document;
- ``units.npy``: uint16, UTF-16 code units; zeros before, between and after the documents;
- ``spans.npy``: int64[2, D], where each document starts and ends in the units;
- ``counts_NAME.npy``: int32[D], tokens; special tokens are taken for text;
- ``usable_NAME.npy``: bool[D], false where normalisation changes more than single characters;
- ``starts_NAME.npy``: uint8, tokens that start within each character, at the first unit of the
  character; zeros where not usable.

Documents are brought into normal form C first.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import lzma
import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import tiktoken
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tokest.kernels.words import PAD
from tokest.tokens.bpe import merged_ends
from tokest.tokens.encodings import find_encoding
from tokest.tokens.normalize import nfc

Lengths = NDArray[np.int64]
Measure = Callable[[str], tuple[str, Lengths]]  # the normalised text, how long is each token?

SPACE: Final = "\u2581"  # what SentencePiece writes for a space

_CLITIC: Final = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_START: Final = r"[^\r\n\p{L}\p{N}]?"
_REST: Final = r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_UPPER: Final = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
_LOWER: Final = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
_WORDS: Final = f"{_START}{_UPPER}*{_LOWER}+{_CLITIC}?|{_START}{_UPPER}+{_LOWER}*{_CLITIC}?"
PATTERNS: Final = {  # of rank files that no encoding of tokest knows how to split
    "llama3": rf"{_CLITIC}|{_START}\p{{L}}+|{_REST}",
    "kimi_k2": rf"[\p{{Han}}]+|{_WORDS}|{_REST}",
}


def read_corpus(path: Path) -> tuple[list[dict[str, str]], dict[str, str | int]]:
    """Read the documents of a corpus, and sum up the corpus."""
    content = path.read_bytes()
    plain = lzma.decompress(content) if path.suffix == ".xz" else content
    common = {"group": path.name.split(".")[0], "kind": "", "lang": ""}
    documents = [common | json.loads(line) for line in plain.split(b"\n") if line.strip()]
    for document in documents:
        document["text"] = nfc(document["text"])
    size, sha256 = sum(len(d["text"].encode()) for d in documents), hashlib.sha256(content)
    summary = {"name": path.name, "sha256": sha256.hexdigest()}
    return documents, {**summary, "documents": len(documents), "bytes": size}


def join(texts: list[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Lay the units of all texts into one array, with zeros around each text."""
    parts = [np.frombuffer(text.encode("utf-16-le"), np.uint16) for text in texts]
    sizes = np.array([len(part) for part in parts], np.int64)
    ends = np.cumsum(sizes + PAD)
    units = np.zeros(PAD + int(sizes.sum()) + PAD * len(texts), np.uint16)
    for part, end in zip(parts, ends, strict=True):
        units[end - len(part) : end] = part
    return units, np.stack([ends - sizes, ends])


def load_vocabulary(label: str, path: Path) -> Measure:
    """Load the vocabulary of a label, which is a name and perhaps ``@`` and how to split."""
    data, split = path.read_bytes(), label.rpartition("@")[2]
    if path.suffix == ".json":
        return _from_json(json.loads(data))
    if path.suffix == ".xz":
        raw, size = lzma.decompress(data), find_encoding(split).vocabulary.size
        ends = list(accumulate(raw[:size], initial=size))
        if ends[-1] != len(raw):
            raise SystemExit(f"{path} is not a packed vocabulary of {size} tokens")
        ranks = {raw[start:end]: rank for rank, (start, end) in enumerate(pairwise(ends))}
    else:
        lines = map(bytes.split, filter(None, data.splitlines()))
        ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    if split in PATTERNS:
        return _from_ranks(ranks, PATTERNS[split])
    encoding = find_encoding(split)
    if not encoding.whole_pieces:  # leave out the tokens that merges never make
        ranks = {
            token: rank for token, rank in ranks.items() if len(merged_ends(token, ranks)) == 1
        }
    return _from_ranks(ranks, encoding.pattern, compose=encoding.normalize == "NFC")


def _from_ranks(ranks: dict[bytes, int], pattern: str, *, compose: bool = False) -> Measure:
    encoding = tiktoken.Encoding("", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    lengths = _by_id({rank: len(token) for token, rank in ranks.items()})

    def measure(text: str) -> tuple[str, Lengths]:
        ready = nfc(text) if compose else text
        return ready, lengths[encoding.encode_to_numpy(ready, disallowed_special=())]

    return measure


def _from_json(raw: dict[str, Any]) -> Measure:
    """Drop added tokens but those that are not special and that the model itself has.

    A byte-level vocabulary writes a letter for each byte. Another spells its tokens, with a sign
    for the space, and bytes of characters that it lacks as ``<0x0A>``.
    """
    if settings := raw.get("config"):  # tekken
        size = settings["default_vocab_size"] - settings["default_num_special_tokens"]
        ranks = {base64.b64decode(t["token_bytes"]): t["rank"] for t in raw["vocab"][:size]}
        return _from_ranks(ranks, settings["pattern"])
    model, bytewise = raw["model"], '"ByteLevel"' in json.dumps(raw["pre_tokenizer"])
    kept = [t for t in raw["added_tokens"] if t["content"] in model["vocab"] and not t["special"]]
    others = dict.fromkeys(("post_processor", "truncation", "padding"))
    tokenizer = Tokenizer.from_str(json.dumps({**raw, **others, "added_tokens": kept}))
    normalize = tokenizer.normalizer.normalize_str if tokenizer.normalizer else str
    single = re.compile("<0x[0-9A-F]{2}>" if model.get("byte_fallback") else r"(?!)")

    def length(token: str) -> int:
        spelled = "." if single.fullmatch(token) else token.replace(SPACE, " ")
        return len(token) if bytewise else len(spelled.encode())

    lengths = _by_id({at: length(token) for token, at in tokenizer.get_vocab().items()})

    def measure(text: str) -> tuple[str, Lengths]:
        ready = normalize(text)
        spelled = ready if bytewise else ready.replace(SPACE, " ")
        encoding = tokenizer.encode_batch_fast([text], add_special_tokens=False)[0]
        return spelled, lengths[np.array(encoding.ids, dtype=np.int64)]

    return measure


def _by_id(lengths: dict[int, int]) -> Lengths:
    table = np.zeros(max(lengths) + 1, dtype=np.int64)
    table[list(lengths)] = list(lengths.values())
    return table


def count_starts(text: str, lengths: Lengths) -> NDArray[np.int64]:
    """Count the tokens that start within the bytes of each character."""
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    if lengths.sum() != len(raw):
        raise SystemExit(f"tokens of {lengths.sum()} bytes for {len(raw)} bytes: {text[:60]!r}")
    character = np.cumsum((raw & 0xC0) != 0x80) - 1  # noqa: PLR2004
    return np.bincount(character[np.cumsum(lengths) - lengths], minlength=len(text))


def whole_units(units: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Mark the units that a character starts with."""
    found: NDArray[np.bool_] = (units & 0xFC00) != 0xDC00  # noqa: PLR2004  # low surrogates
    return found


def project(text: str, ready: str, starts: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Give each character the starts of what it was normalised to, if that goes one by one."""
    if ready == text:
        return starts
    forms = {char: unicodedata.normalize("NFKC", char) for char in set(text)}
    if "".join(map(forms.__getitem__, text)) != ready:
        return None
    ends = np.cumsum([len(forms[char]) for char in text])
    before = np.concatenate([[0], np.cumsum(starts)])
    found: NDArray[np.int64] = np.diff(before[ends], prepend=0)
    return found


def main() -> None:
    """Write the work folder, and print a row for each corpus and vocabulary."""
    parser = argparse.ArgumentParser(description="Say where the tokens of documents start.")
    parser.add_argument("work", type=Path)
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    parser.add_argument("--vocabulary", metavar="NAME=PATH", action="append", required=True)
    given = parser.parse_args()
    parts, summaries = zip(*map(read_corpus, given.corpus), strict=True)
    documents = [document for part in parts for document in part]
    texts = [document["text"] for document in documents]
    print(*summaries, sep="\n")
    given.work.mkdir(parents=True, exist_ok=True)
    (given.work / "corpora.json").write_text(json.dumps(summaries, indent=1) + "\n", "utf-8")
    keys = ("group", "source", "kind", "lang")
    rows = [{k: d[k] for k in keys} | {"bytes": len(d["text"].encode())} for d in documents]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (given.work / "documents.jsonl").write_text(lines, "utf-8")
    units, spans = join(texts)
    np.save(given.work / "units.npy", units)
    np.save(given.work / "spans.npy", spans)
    for argument in given.vocabulary:
        label, path = argument.split("=", 1)
        measure, name = load_vocabulary(label, Path(path)), label.split("@")[0]
        starts = np.zeros(len(units), dtype=np.uint8)
        counts, usable = np.zeros(len(texts), np.int32), np.zeros(len(texts), bool)
        for i, (text, first, end) in enumerate(zip(texts, *spans, strict=True)):
            ready, lengths = measure(text)
            counts[i] = len(lengths)
            found = project(text, ready, count_starts(ready, lengths))
            usable[i] = found is not None
            if found is not None:
                starts[first:end][whole_units(units[first:end])] = found
        for kind, array in (("starts", starts), ("counts", counts), ("usable", usable)):
            np.save(given.work / f"{kind}_{name}.npy", array)
        print(f"{name:20}{counts.sum():12,} tokens{(~usable).sum():7} documents changed")


if __name__ == "__main__":
    main()
