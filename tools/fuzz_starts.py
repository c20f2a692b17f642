"""The files that the fuzzer starts from: those of the repository, and the samples of the tests."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
import zstandard

ROOT: Final = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

import media_files  # noqa: E402  # the samples of the tests
import price_lists  # noqa: E402
import small  # noqa: E402
from usage import month  # noqa: E402
from usage.formats import test_alibaba as alibaba  # noqa: E402
from usage.formats import test_anthropic as anthropic  # noqa: E402
from usage.formats import test_deepseek as deepseek  # noqa: E402
from usage.formats import test_generic as generic  # noqa: E402
from usage.formats import test_openai as openai  # noqa: E402

MOST: Final = 20_000
"""Bytes of a start: enough for every construct, few enough for thousands of tries."""

MADE: Final = month.calls(times=12)
TEXTS: Final = ("Hello World", "你是谁？", "", "<i>é</i> word " * 30)

CALIBRATION: Final = b"""\
version: 1
calibrations:
  - model: qwen-max
    overhead: 11
    slope: 1.02
    overhead_error: 1
    slope_error: 0.01
    covariance: -0.001
    spread: 0.2
    pairs: 40
    left_out: 1
    first: 2026-10-01
    backtest: {pairs: 9, error_before: 20, error_after: 3}
    answers:
      - {prompt_class: a, answers: 9, p10: 1, p50: 2, p90: 3, mean: 2.5}
"""
TOML: Final = b"""\
models = ["gpt-5.5"]
max-growth = "12.5%"
select = ["TK1", "TK5"]
exclude = ["**/x/*", "{a,b}.md"]
[per-file-ignores]
"tests/**" = ["TK5"]
[variables]
document = { max-tokens = 6000 }
[[budgets]]
paths = ["a.md"]
max-tokens = 5
"""
YAML: Final = b"""\
models: [gpt-5.5]
max-growth: 12.5%
per-file-ignores: {"tests/**": [TK5]}
budgets:
- {paths: [a.md], max-cost-per-month: 500}
"""
LOCK: Final = (
    b'{"version": 1, "tokest": "1", "pricing": "",\n "tokenizers": {"gpt-5.5": "exact:o200k"},\n'
    b' "prompts": {\n  "prompts/a.md": {"findings": {"TK501": 2}, "sha256": "ab", '
    b'"tokens": {"gpt-5.5": [12, 10, 14]}, "vars": ["x"]}\n }}\n'
)
IGNORED: Final = b"*.tmp\n!keep.md\n/build/\n**/cache/**\n[ab]*.txt\n\\#x\nfoo/*/bar\n"
TEMPLATE: Final = (
    b"{# a comment #}Hello {{ user.name | default('you') }}!\n{% for one in items %}\n"
    b"- {{ one }}\n{% endfor %}\n<!-- tokest: ignore[TK501] due to the fact that -->\n"
)


def files(*patterns: str) -> list[bytes]:
    """Read files of the repository."""
    paths = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [path.read_bytes()[:MOST] for path in paths]


def requests() -> list[bytes]:
    """Give bodies of requests of every provider, and of media in each kind of block."""
    recorded = [
        case["request"].encode()
        for path in sorted(ROOT.glob("tests/ground_truth/requests/*.yaml"))
        for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["cases"][::12]
    ]
    return [raw for raw in recorded if len(raw) < MOST] + [_dump(_media(media()[0]))]


def batch_lines() -> list[bytes]:
    """Give batch files in the shape of each provider."""
    bodies = [json.loads(raw) for raw in requests()]
    chat = [body for body in bodies if "messages" in body][:6]
    google = [body for body in bodies if "contents" in body][:6] or [{"contents": "Hi"}]
    url = "/v1/chat/completions"
    shapes = (
        [{"custom_id": "a", "method": "POST", "url": url, "body": body} for body in chat],
        [{"custom_id": "b", "params": body} for body in chat],
        [{"key": "c", "request": body} for body in google],
    )
    return [b"\n".join(map(_dump, lines))[:MOST] for lines in shapes]


def bills() -> list[bytes]:
    """Give a bill or an export of every format, as a table, packed, and in other encodings."""
    rows = month.rows(MADE)
    table = month.bill(rows)
    costs = {"data": [{"start_time": 1790812800, "end_time": 1790899200, "results": []}]}
    return [
        table,
        month.bill(rows, "gb18030"),
        month.bill(rows, "utf-16"),
        gzip.compress(table),
        zipped({"bill.csv": table}),
        zipped({"xl/workbook.xml": b"<workbook/>"}),  # a spreadsheet is such an archive
        alibaba.ENGLISH.encode(),
        openai.USAGE.encode(),
        openai.COSTS.encode(),
        _dump(costs),
        anthropic.USAGE.encode(),
        anthropic.COSTS.encode(),
        deepseek.archive(amount=deepseek.AMOUNTS, cost=deepseek.COSTS),
        generic.WIDE.encode(),
        *files("examples/bills/bill.csv"),
    ]


def logs() -> list[bytes]:
    """Give logs of responses: of every API, one a line, as a list, as streams of events."""
    usage = {"input_tokens": 10, "output_tokens": 3, "cache_read_input_tokens": 4}
    claude = {"type": "message", "id": "m", "model": "claude-opus-5-5", "usage": usage}
    gemini = {
        "modelVersion": "gemini-2.5-pro",
        "responseId": "g",
        "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 2},
    }
    responses = {"object": "response", "id": "r", "model": "gpt-5.5", "usage": usage}
    lines = [claude, gemini, responses]
    return [
        month.log(MADE),
        b"\n".join(map(_dump, lines)),
        _dump(lines),
        b"".join(b"event: x\ndata: " + _dump(one) + b"\n\n" for one in lines),
        gzip.compress(month.log(MADE)),
        *files("examples/bills/calls.jsonl"),
    ]


def days() -> list[bytes]:
    """Give use by day, as quotas and alarms take it."""
    return [
        b"day,model,amount\n2026-11-20,qwen-max,1200\n2026-11-21,qwen-plus,9\n",
        b'{"day": "2026-11-20T10:00:00Z", "model": "qwen-max", "amount": 1200, "batch": false}\n',
    ]


def pairs() -> list[bytes]:
    """Give counts with what was billed."""
    rows = "".join(
        f"qwen-max,{n * 37},{n * 38 + 11},2026-10-0{1 + n % 9},{n},a\n" for n in range(1, 40)
    )
    return [f"model,estimate,billed,at,output,class\n{rows}".encode()]


def vocabularies() -> list[bytes]:
    """Give a small vocabulary in every form and packing."""
    vocab = [{"rank": n, "token_bytes": b64encode(t).decode()} for t, n in small.RANKS.items()]
    return [
        small.CONTENT,
        small.small_json(),
        _dump({"config": {"pattern": "."}, "vocab": vocab}),
        gzip.compress(small.CONTENT),
        zipped({"a.json": small.small_json()}),
        b"\n\x0e\n\x05<unk>\x15\x00\x00\x00\x00\x18\x02" * 40,  # as SentencePiece begins
    ]


def media() -> list[bytes]:
    """Give a small file of every kind of medium."""
    kinds = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
    return [
        *(media_files.picture(kind, 64, 48) for kind in kinds),
        media_files.sound(0.1),
        media_files.film(64, 48, 1),
        media_files.pdf(2),
    ]


def lists() -> dict[str, bytes]:
    """Give a price list of every other package."""
    return {name: content.encode() for name, content in price_lists.LISTS.items()}


def notebooks() -> list[bytes]:
    """Give notebooks."""
    return files("examples/notebooks/*.ipynb")


def data_sets() -> dict[str, list[bytes]]:
    """Give a data set in every format that is scanned, by the end of its name."""
    table = pa.table({"text": pa.array([*TEXTS, None]), "n": pa.array(range(len(TEXTS) + 1))})
    parquet, arrow = io.BytesIO(), io.BytesIO()
    pq.write_table(table, parquet)
    with pa.ipc.new_file(arrow, table.schema) as writer:
        writer.write_table(table)
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    jsonl = b"".join(_dump({"text": text}) + b"\n" for text in TEXTS)
    rows = "".join(f'"{text}",1\n' for text in TEXTS).encode()
    return {
        "parquet": [parquet.getvalue()],
        "arrow": [arrow.getvalue()],
        "arrows": [stream.getvalue()],
        "jsonl": [jsonl],
        "jsonl.gz": [gzip.compress(jsonl)],
        "jsonl.zst": [zstandard.compress(jsonl)],
        "csv": [b"text,n\n" + rows],
        "csv.gz": [gzip.compress(b"text,n\n" + rows)],
        "txt": ["\n".join(TEXTS).encode()],
    }


def zipped(content: dict[str, bytes]) -> bytes:
    """Pack files into an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in content.items():
            archive.writestr(name, raw)
    return packed.getvalue()


def _media(picture: bytes) -> dict[str, Any]:
    """Put media into a request, in every kind of block."""
    url = media_files.data_url(picture)
    sound = {"data": b64encode(media_files.sound(0.01)).decode(), "format": "wav"}
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": url, "detail": "high"}},
        {"type": "input_audio", "input_audio": sound},
        {"type": "video", "video": [url, url]},
        {"type": "file", "file": {"file_data": media_files.data_url(media_files.pdf(1))}},
    ]
    return {"model": "qwen3-vl-plus", "messages": [{"role": "user", "content": parts}]}


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
