"""Which format is sent: the client's Accept header against what can be offered (RFC 9110, section 12.5.1)."""

from dataclasses import dataclass

from kg.errors import UnknownNameError
from kg.formats import Format
from server.errors import NotAcceptableError


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header, with its quality from 0 to 1."""

    media_type: str
    quality: float

    def matches(self, media_type: str) -> int:
        """Return how precisely the range names a media type: 0 not at all, 1 by ``*/*``, 2 by its kind, 3 by name."""
        if self.media_type == media_type:
            return 3
        if self.media_type == "*/*":
            return 1
        return 2 if self.media_type == media_type.partition("/")[0] + "/*" else 0


def parse_accept(header: str) -> list[Range]:
    """Return the media ranges of an Accept header; what is malformed in it is left out.

    >>> parse_accept("text/turtle, */*;q=0.1")
    [Range(media_type='text/turtle', quality=1.0), Range(media_type='*/*', quality=0.1)]
    """
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if "/" in name:
            found.append(Range(name, quality))
    return found


def choose_format(accept: str | None, offers: tuple[Format, ...], *, named: str | None = None) -> Format:
    """Return the format to send: the one the client likes best, and of those it likes alike the first offered.

    `named` is a format's name, given in the address instead of a header, and wins.

    Raises:
        NotAcceptableError: The client accepts none of `offers`.
        UnknownNameError: There is no offer of that name.
    """
    if named:
        for offer in offers:
            if named in (offer.name, offer.extension, offer.media_type):
                return offer
        raise UnknownNameError("format here", named, known=[offer.name for offer in offers])
    if not accept or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    best, best_quality = None, 0.0
    for offer in offers:
        # Another name of the format counts only where it is named in full: a range speaks of the proper one.
        fitting = [(row.matches(offer.media_type), row.quality) for row in ranges]
        fitting += [(3, row.quality) for row in ranges if row.media_type in offer.also]
        precision, quality = max(fitting, default=(0, 0.0))
        if precision and quality > best_quality:
            best, best_quality = offer, quality
    if best is None:
        known = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptableError(f"Nothing that `Accept: {accept[:200]}` allows can be sent here. There are: {known}.")
    return best
