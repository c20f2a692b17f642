r"""Write the words that are tokens of vocabularies as a corpus, for `token_starts.py`.

    python tools/vocabulary_words.py words.jsonl --vocabulary gemma3=tokenizer.json \
        --vocabulary qwen=data/vocabularies/qwen.xz --vocabulary llama3=tokenizer.model

What a vocabulary has as one token is a word that its makers' corpus was full of, which no corpus
of ours comes near; so these words are worth knowing by name. Each vocabulary is a source of its
own: a word that two of them have is kept. Words of scripts without spaces are left out, for no
text has them one by one.
"""

from __future__ import annotations

import argparse
import base64
import json
import lzma
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex

from tokest.tokens.encodings import find_encoding
from tokest.tokens.vocabularies.formats import byte_letters, packed_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SPACE: Final = "\u2581"  # what SentencePiece writes for a space
WORD: Final = regex.compile(r" ?[\p{L}\p{M}]{2,32}")
UNSPACED: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)
AT_ONCE: Final = 500
"""Words of a document."""


def main() -> None:
    """Write the corpus, and print a row for each vocabulary."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--vocabulary", metavar="NAME=PATH", action="append", required=True)
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as lines:
        for argument in given.vocabulary:
            name, path = argument.split("=", 1)
            words = sorted(set(spell(read_tokens(name, Path(path)))))
            print(f"{name:20}{len(words):10,} words")
            for start in range(0, len(words), AT_ONCE):
                document = {
                    "group": "vocabulary",
                    "source": f"vocabulary:{name}:{start}",
                    "kind": "tokens",
                    "text": "".join(words[start : start + AT_ONCE]),
                }
                lines.write(json.dumps(document, ensure_ascii=False) + "\n")


def spell(tokens: Iterable[bytes]) -> Iterator[str]:
    """Give the tokens that are words, each with a space before it."""
    for token in tokens:
        text = token.decode(errors="replace")
        if WORD.fullmatch(text) and not UNSPACED.search(text):
            yield text if text.startswith(" ") else " " + text


def read_tokens(name: str, path: Path) -> list[bytes]:
    """Read the tokens of a packed vocabulary, tokenizer.json, tekken.json or list of ranks."""
    data = path.read_bytes()
    if path.suffix == ".xz":
        return [*packed_ranks(lzma.decompress(data), find_encoding(name).vocabulary.size)]
    if path.suffix != ".json":
        return [base64.b64decode(line.split()[0]) for line in data.splitlines() if line.strip()]
    raw_json = json.loads(data)
    if "config" in raw_json:  # tekken
        return [base64.b64decode(token["token_bytes"]) for token in raw_json["vocab"]]
    letters = None if raw_json["model"].get("byte_fallback") else byte_letters()
    return [
        token.replace(SPACE, " ").encode()
        if letters is None
        else bytes(letters[char] for char in token if char in letters)
        for token in raw_json["model"]["vocab"]
    ]


if __name__ == "__main__":
    main()
