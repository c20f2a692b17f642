"""Count with the library `tokenizers`, for a tokenizer.json that ranks cannot say.

Gemma's is SentencePiece BPE with bytes to fall back on; that of the old Claude models normalises
to form KC first. The library is loaded when such a count is made, and not before.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tokest.errors import FileFormatError
from tokest.tokens.engines.foreign import TOGETHER
from tokest.tokens.engines.protocol import refuse_surrogates
from tokest.tokens.engines.splitting import grouped
from tokest.tokens.vocabularies.formats import added_tokens, form_of, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokest.tokens.counters import Encoding


class DirectCounter:
    """Counts the tokens of one tokenizer.json; spellings of special tokens are plain text."""

    name: Final = "tokenizers"

    def __init__(self, content: bytes, where: str) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  # half a second that others do not need

        try:
            self._tokenizer = Tokenizer.from_str(json.dumps(plain_pipeline(content, where)))
        except Exception as error:  # noqa: BLE001  # the library raises nothing narrower
            raise FileFormatError((f"{where}: `tokenizers` refuses it: {error}",)) from None

    @property
    def size(self) -> int:
        """Give the number of tokens, which is one above the highest id."""
        return max(self._tokenizer.get_vocab(with_added_tokens=False).values(), default=-1) + 1

    def count(self, text: str) -> int:
        """Count the tokens of a text."""
        return self.count_batch([text])[0]

    def count_batch(self, texts: Sequence[str]) -> list[int]:
        """Count the tokens of each text."""
        found: list[int] = []
        for group in grouped(texts, TOGETHER):
            for text in group:
                refuse_surrogates(text)
            encoded = self._tokenizer.encode_batch_fast(group, add_special_tokens=False)
            found += [len(one) for one in encoded]
        return found


@cache
def direct_counter(encoding: Encoding) -> DirectCounter:
    """Give the counter of an encoding, loading its vocabulary at the first call."""
    vocabulary = encoding.vocabulary
    raw = Path(vocabulary.file).read_bytes()
    return DirectCounter(unpack(raw, vocabulary.size, vocabulary.file), vocabulary.file)


def plain_pipeline(content: bytes, where: str) -> dict[str, Any]:
    """Take out of a tokenizer.json what it does beyond counting a text.

    Of the added tokens those stay that are not special and that the model itself has: the pieces
    that SentencePiece takes whole, such as Gemma's runs of line breaks.

    Raises
    ------
    FileFormatError
        when it is no tokenizer.json.

    Examples
    --------
    >>> added = '[{"content": "<eos>", "special": true}, {"content": "n", "special": false}]'
    >>> text = f'{{"added_tokens": {added}, "model": {{"vocab": {{"<eos>": 0, "n": 1}}}}}}'
    >>> [token["content"] for token in plain_pipeline(text.encode(), "a.json")["added_tokens"]]
    ['n']
    """
    if form_of(content, where) != "tokenizer.json":
        raise FileFormatError((f"{where}: is no tokenizer.json",))
    found: dict[str, Any] = json.loads(content)
    pieces = found["model"].get("vocab")
    if not isinstance(pieces, dict):
        raise FileFormatError((f"{where}: has no vocabulary of pieces",))
    kept = [
        token
        for token in added_tokens(found, where)
        if str(token["content"]) in pieces and not token["special"]
    ]
    return {
        **found,
        "added_tokens": kept,
        "post_processor": None,
        "truncation": None,
        "padding": None,
    }
