"""From bytes to text: UTF-8 only, no characters that hide or break, every refusal with its line.

A plain text is stored as it stands, so it is refused rather than mended. What other readers extract is mended by
`clean_extracted`, since the extracted text is what is stored.
"""

import re
import zlib
from pathlib import Path

from kg.errors import EncodingError, SizeError, SourceError
from kg.read.limits import Limits

# Explicit embeddings, overrides and isolates (Unicode Standard Annex 9, section 2): they can show one text and store
# another. The plain marks U+200E, U+200F and U+061C only steer neutral characters and may stay.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CHUNK = 1 << 20


def _line_of(text: str | bytes, offset: int) -> int:
    newline = "\n" if isinstance(text, str) else b"\n"
    return text.count(newline, 0, offset) + 1  # type: ignore[arg-type]


def decode_text(data: bytes, *, path: Path | str) -> str:
    """Decode UTF-8 strictly, keeping every character, a byte order mark and both kinds of line end among them.

    Raises:
        EncodingError: The bytes are binary, in another encoding, or end in the middle of a character.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "Convert it: iconv -f UTF-16 -t UTF-8."
        raise EncodingError("is in UTF-16, not in UTF-8.", path=path, line=1, hint=hint)
    nul = data.find(b"\0")
    if nul >= 0:
        hint = "Give the article as text or HTML."
        raise EncodingError("is binary: it holds a NUL byte.", path=path, line=_line_of(data, nul), hint=hint)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        if error.end >= len(data) and len(data) - error.start < 4 and error.reason == "unexpected end of data":
            hint = "It was only half written; copy it again."
            raise EncodingError("ends in the middle of a character.", path=path, line=line, hint=hint) from None
        hint = "Convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8."
        message = f"is not in UTF-8: byte 0x{data[error.start]:02x}."
        raise EncodingError(message, path=path, line=line, hint=hint) from None


def check_text(text: str, *, path: Path | str, limits: Limits, line: int | None = None) -> None:
    """Refuse a text that cannot be an article.

    Args:
        text: The text as it would be stored.
        path: The file, for the message.
        limits: The bounds in force.
        line: Where the text begins in the file, where it is one of many; then the message names this line.

    Raises:
        SourceError: It is empty.
        SizeError: It is longer than `limits.text`, or one of its lines than `limits.line`.
        EncodingError: It holds control or bidirectional characters, or ones that UTF-8 cannot store.
    """
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise SourceError("is empty.", path=path, line=line, hint="Give a file with an article in it, or remove it.")
    if len(text) > limits.text or len(text.encode("utf-8", "surrogatepass")) > limits.text:
        message = f"is longer than {limits.text:,} bytes."
        hint = "Give one article a file, or raise the limit of a text."
        raise SizeError(message, path=path, line=line, hint=hint)
    checks = (
        (_BIDI, "overrides the direction of its text", "Remove the character: it can make a reader see other words."),
        (_CONTROL, "holds a control character", "Remove it: tr -d '\\000-\\010\\013\\014\\016-\\037'."),
        (_UNSTORABLE, "holds half a character", "Write the file again in UTF-8."),
    )
    for pattern, what, hint in checks:
        if match := pattern.search(text):
            where = line or _line_of(text, match.start())
            raise EncodingError(f"{what} (U+{ord(match.group()):04X}).", path=path, line=where, hint=hint)
    start = 0
    while len(text) - start > limits.line:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > limits.line:
            where = line or _line_of(text, start)
            message = f"has a line of {end - start:,} characters."
            raise SizeError(
                message, path=path, line=where, hint="That is no article; break its lines, or raise the limit."
            )
        start = end + 1


def clean_extracted(text: str) -> str:
    """Return extracted text without control and bidirectional characters, line ends as newlines, no blank ends.

    >>> clean_extracted("One.\\r\\n\\x08Two.\\u202e ")
    'One.\\nTwo.'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern in (_BIDI, _CONTROL, _UNSTORABLE):
        text = pattern.sub("", text)
    return text.strip("\ufeff \t\n\u00a0")


def expand_gzip(data: bytes, *, path: Path | str, limits: Limits) -> bytes:
    """Expand a gzip file of one or more members (RFC 1952), never beyond `limits.container`.

    Raises:
        SizeError: It would expand beyond the limit.
        SourceError: It is damaged or cut off.
    """
    parts: list[bytes] = []
    total, rest = 0, data
    try:
        while rest.startswith(b"\x1f\x8b"):
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                part = member.decompress(rest, _CHUNK)
                rest = member.unconsumed_tail
                total += len(part)
                if total > limits.container:
                    message = f"expands to more than {limits.container:,} bytes."
                    raise SizeError(message, path=path, hint="Split it, or raise the limit of a container.")
                if not part and not rest and not member.eof:
                    hint = "It was only half written; copy it again."
                    raise SourceError("is a gzip file that is cut off.", path=path, hint=hint)
                parts.append(part)
            rest = member.unused_data
    except zlib.error as error:
        raise SourceError(f"is a damaged gzip file ({error}).", path=path, hint="Copy it again.") from None
    return b"".join(parts)
