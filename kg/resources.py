"""Where data/ and ontology/ are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

from kg.errors import SourceError

_PACKAGE = Path(__file__).resolve().parent


def find_resource(*parts: str) -> Path:
    """Return the path of a shipped file or folder, such as ``find_resource("ontology", "polity.ttl")``.

    Raises:
        SourceError: It is in neither place, so the installation is damaged.

    >>> find_resource("ontology", "polity.ttl").name
    'polity.ttl'
    """
    for root in (_PACKAGE.parent, _PACKAGE / "_share"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise SourceError(
        "is not part of this installation.",
        path="/".join(parts),
        hint="Reinstall polity-kg, or run from a complete checkout.",
    )
