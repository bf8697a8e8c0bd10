"""Compress answers as the client accepts (RFC 9110, section 12.5.3): zstd and br where installed, else gzip."""

import gzip
import importlib.util
from collections.abc import Callable
from functools import cache, lru_cache

_LEAST = 860  # below this a packet holds the answer anyway
_TYPES = ("text/", "application/sparql-results", "application/json", "application/ld+json", "application/rdf+xml")
_MORE_TYPES = ("application/n-", "application/trig", "application/problem+json", "image/svg+xml")


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=5, mtime=0)


def _brotli(data: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]

    return bytes(brotli.compress(data, quality=4))


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(data)


@cache
def list_codings() -> dict[str, Callable[[bytes], bytes]]:
    """Return the codings that can be made here, best first."""
    found: dict[str, Callable[[bytes], bytes]] = {}
    if importlib.util.find_spec("zstandard"):
        found["zstd"] = _zstd
    if importlib.util.find_spec("brotli"):
        found["br"] = _brotli
    found["gzip"] = _gzip
    return found


@lru_cache(256)
def choose_coding(accept: str) -> str:
    """Return the coding to send, "" for none; of those the client likes alike the best.

    >>> choose_coding("gzip;q=0.5, deflate"), choose_coding("gzip;q=0"), choose_coding("")
    ('gzip', '', '')
    """
    wishes: dict[str, float] = {}
    for part in accept.lower()[:500].split(","):
        name, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        try:
            wishes[name.strip()] = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            wishes[name.strip()] = 0.0
    rest = wishes.get("*", 0.0)
    ranked = [(wishes.get(name, rest), -number, name) for number, name in enumerate(list_codings())]
    quality, _, name = max(ranked)
    return name if quality > 0 and quality >= wishes.get("identity", 0.0) else ""


def is_compressible(content_type: str, size: int) -> bool:
    """Say whether a body of this type and size is worth compressing."""
    return size >= _LEAST and content_type.startswith(_TYPES + _MORE_TYPES)


def encode(data: bytes, coding: str) -> bytes:
    """Return bytes in a coding of `list_codings`."""
    return list_codings()[coding](data)
