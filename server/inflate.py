"""Read request bodies that a client compressed (RFC 9110, section 8.4): gzip, deflate, and br and zstd where installed.

A body is inflated piece by piece, so that what it becomes is counted before it is kept: a kilobyte can stand for a
gigabyte.
"""

import importlib.util
import io
import zlib
from collections.abc import Iterator
from functools import cache
from typing import IO, Protocol

from server.errors import MediaTypeError, RequestError

_CHUNK = 64 * 1024
_GZIP, _ZLIB = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS


class _Inflater(Protocol):
    def inflate(self, data: bytes) -> Iterator[bytes]:
        """Give what some more bytes become, in pieces of a bounded size."""

    def is_whole(self) -> bool:
        """Say whether the end was reached."""


class _Zlib:
    def __init__(self, bits: int) -> None:
        self._bits, self._engine = bits, zlib.decompressobj(bits)

    def inflate(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._engine.eof:  # gzip may have several members (RFC 1952, section 2.2)
                self._engine = zlib.decompressobj(self._bits)
            yield self._engine.decompress(data, _CHUNK)
            data = self._engine.unconsumed_tail or self._engine.unused_data

    def is_whole(self) -> bool:
        return self._engine.eof


class _Brotli:
    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]

        self._engine, self._error = brotli.Decompressor(), brotli.error

    def inflate(self, data: bytes) -> Iterator[bytes]:
        try:
            piece = self._engine.process(data, output_buffer_limit=_CHUNK)
            while piece:
                yield piece
                piece = self._engine.process(b"", output_buffer_limit=_CHUNK)
        except self._error as error:
            raise ValueError(str(error)) from error

    def is_whole(self) -> bool:
        return bool(self._engine.is_finished())


class _Zstd:
    def __init__(self) -> None:
        import zstandard

        self._engine, self._error = (
            zstandard.ZstdDecompressor(max_window_size=2**27).decompressobj(),
            zstandard.ZstdError,
        )

    def inflate(self, data: bytes) -> Iterator[bytes]:
        try:
            for start in range(0, len(data), _PIECE):
                yield self._engine.decompress(data[start : start + _PIECE])
        except self._error as error:
            raise ValueError(str(error)) from error

    def is_whole(self) -> bool:
        return self._engine.eof


_PIECE = 64
"""So many bytes of zstd become at the most about 64 blocks of 128 KiB (RFC 8878, section 3.1.1.2)."""


@cache
def list_inflatable() -> tuple[str, ...]:
    """Return the codings that can be read here."""
    more = [name for name, module in (("br", "brotli"), ("zstd", "zstandard")) if importlib.util.find_spec(module)]
    return ("gzip", "deflate", *more)


class InflatedStream(io.RawIOBase):
    """A stream of what a compressed stream becomes."""

    def __init__(self, stream: IO[bytes], coding: str) -> None:
        """Take the compressed stream and a coding of `list_inflatable`."""
        self._stream, self._coding = stream, coding
        self._pieces = self._inflate()

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 -- pieces come as large as they come
        """Return the next piece, empty at the end.

        Raises:
            RequestError: The body is not in the coding, or breaks off.
        """
        return next(self._pieces, b"")

    def _inflate(self) -> Iterator[bytes]:
        engine: _Inflater | None = None
        try:
            while data := self._stream.read(_CHUNK):
                engine = engine or _make_inflater(self._coding, data)
                yield from (piece for piece in engine.inflate(data) if piece)
        except (ValueError, zlib.error) as error:
            raise RequestError(f"The body is not {self._coding}: {error}.") from error
        if engine is not None and not engine.is_whole():
            raise RequestError(f"The body breaks off: its {self._coding} has no end.")


def _make_inflater(coding: str, first: bytes) -> _Inflater:
    if coding == "br":
        return _Brotli()
    if coding == "zstd":
        return _Zstd()
    if coding == "gzip":
        return _Zlib(_GZIP)
    # "deflate" means zlib (RFC 9110, 8.4.1.2), but some clients send it bare
    return _Zlib(_ZLIB if len(first) > 1 and first[0] & 15 == 8 and (first[0] * 256 + first[1]) % 31 == 0 else -_ZLIB)


def read_coding(header: str) -> str:
    """Return the one coding that a Content-Encoding header names, "" for none.

    Raises:
        MediaTypeError: It cannot be read here, or there are several.

    >>> read_coding("X-GZIP"), read_coding("identity")
    ('gzip', '')
    """
    coding = header.strip().lower().removeprefix("x-")
    if coding in ("", "identity"):
        return ""
    if coding not in list_inflatable():
        raise MediaTypeError(
            f"The Content-Encoding {header[:100]!r} is not read here. Send the body as it is, or in one of: "
            f"{', '.join(list_inflatable())}.",
            codings=list_inflatable(),
        )
    return coding
