"""The shape of `data/encodings.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tokest.documents.kinds import (
    SELF,
    URL,
    Choice,
    Count,
    Day,
    Flag,
    Many,
    Number,
    Record,
    Text,
)
from tokest.tokens.counters import (
    Catalog,
    Encoding,
    Findable,
    HubPlace,
    KnownFile,
    PackagePlace,
    Proxy,
    Sought,
    UrlPlace,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

    from tokest.documents.kinds import Kind
    from tokest.tokens.counters import Place

    Problems = Iterator[tuple[yaml.Node, str]]

_SHAPES: Final = ({"package", "path"}, {"hub", "revision", "path"}, {"url"})


def _place(
    package: str = "", hub: str = "", revision: str = "", path: str = "", url: str = ""
) -> Place:
    if package:
        return PackagePlace(package, path)
    return HubPlace(hub, revision, path) if hub else UrlPlace(url)


def _encoding(
    vocabulary: Any = None,  # noqa: ANN401  # `_check_encoding` sees that one of the two is there
    found: Any = None,  # noqa: ANN401
    **fields: Any,  # noqa: ANN401
) -> Encoding | Findable:
    if vocabulary is not None:
        return Encoding(vocabulary=vocabulary, **fields)
    return Findable(found=found, **fields)


def _catalog(
    version: int, encodings: tuple[Encoding | Findable, ...], proxies: tuple[Proxy, ...]
) -> Catalog:
    return Catalog(
        version=version,
        encodings=tuple(one for one in encodings if isinstance(one, Encoding)),
        findable=tuple(one for one in encodings if isinstance(one, Findable)),
        proxies=proxies,
    )


def _check_place(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    if set(values) not in _SHAPES:
        yield nodes[SELF], "expected package and path; hub, revision and path; or url"


def _check_encoding(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    if ("vocabulary" in values) == ("found" in values):
        yield nodes[SELF], "expected either vocabulary (it ships) or found (it does not)"


def _check(values: dict[str, Any], nodes: dict[str, yaml.Node]) -> Problems:
    seen: set[str] = set()
    shipped = {one.name for one in values["encodings"] if isinstance(one, Encoding)}
    for part in ("encodings", "proxies"):
        for counter in values[part]:
            for rule in (*counter.models, *counter.assumed):
                if rule in seen:
                    yield nodes[part], f"model family {rule!r} stands in two places"
                seen.add(rule)
            if isinstance(counter, Proxy) and counter.encoding not in shipped:
                yield nodes[part], f"{counter.name}: no encoding {counter.encoding!r} ships"


_NAMES: Final = Many(Text(pattern=r"[a-z0-9.-]+", example="a lower-case model name"))
_SHA256: Final = Text(pattern="[0-9a-f]{64}", example="a SHA-256 in hex")
_PATH: Final = Text(pattern=r"[\w.-]+(/[\w.-]+)*", example="a path with forward slashes")
_FACTOR: Final = Number(maximum=10)
_FAMILY: Final[dict[str, Kind]] = {
    "name": Text(),
    "source": URL,
    "checked": Day(),
    "models": _NAMES,
    "assumed": _NAMES,
}
_PLACE: Final = Record(
    _place,
    {},
    {"package": Text(), "hub": _PATH, "revision": Text(), "path": _PATH, "url": URL},
    check=_check_place,
)
_FILE: Final = Record(
    KnownFile,
    {"sha256": _SHA256, "bytes": Count(minimum=1), "places": Many(_PLACE, at_least=1)},
)
_FOUND: Final = Record(
    Sought,
    {
        "size": Count(minimum=256),
        "counted_by": Choice(("ranks", "tokenizers")),
        "reason": Text(),
        "licence": Text(),
        "files": Many(_FILE, at_least=1),
    },
    {"table": Text(), "assumed_because": Text()},
)
_VOCABULARY: Final = Record(
    Vocabulary,
    {
        "file": Text(),
        "size": Count(minimum=1),
        "sha256": _SHA256,
        "source": URL,
        "licence": Text(),
    },
)
_ENCODING: Final = Record(
    _encoding,
    {
        **_FAMILY,
        "normalize": Choice(("NFC", "NFKC", "sentencepiece", "none")),
        "pattern": Text(),
        "whole_pieces": Flag(),
        "special": Many(Text(), at_least=1),
    },
    {"vocabulary": _VOCABULARY, "found": _FOUND},
    check=_check_encoding,
)
_PROXY: Final = Record(
    Proxy,
    {
        **_FAMILY,
        "encoding": Text(),
        "ratio": _FACTOR,
        "low": _FACTOR,
        "high": _FACTOR,
        "reason": Text(),
        "basis": Text(),
    },
)
CATALOG: Final = Record(
    _catalog,
    {
        "version": Count(minimum=1, maximum=1),
        "encodings": Many(_ENCODING),
        "proxies": Many(_PROXY),
    },
    check=_check,
)
