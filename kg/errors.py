"""The error tree: every error Polity raises on purpose, with what was wrong, where, and what to do next."""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path


class KgError(Exception):
    """Root of the tree. The command line prints it and exits with 1; the server answers it as problem JSON."""

    status = 500
    """The HTTP status (RFC 9110) the server answers with when this error reaches it."""


class InputError(KgError):
    """What the user gave cannot be used."""

    status = 400


class SourceError(InputError):
    """A file of input is missing, empty, unreadable or malformed."""

    def __init__(self, message: str, *, path: Path | str, line: int | None = None, hint: str) -> None:
        """Take what was wrong, the file, the line (from 1) where one is known, and the next step."""
        self.path, self.line, self.hint = path, line, hint
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {message} {hint}")


class UnknownKeyError(SourceError):
    """A file of settings has a key that its reader does not know."""

    def __init__(self, key: str, *, known: Collection[str], path: Path | str, line: int | None) -> None:
        """Take the key, the keys that exist in its place, the file, and the line of the key (from 1)."""
        self.key = key
        self.nearest = get_close_matches(key, known, n=1, cutoff=0.5)
        hint = f"Write {self.nearest[0]!r}." if self.nearest else f"The keys are: {', '.join(sorted(known))}."
        super().__init__(f"the key {key!r} is not known.", path=path, line=line, hint=hint)


class EncodingError(SourceError):
    """A file is not text in UTF-8, or holds characters that no article needs (NUL, control, bidirectional override)."""


class SizeError(SourceError):
    """A file, a record, a line or what a compressed file expands to is larger than the limit."""

    status = 413


class LanguageError(SourceError):
    """A text is not in English, the only language the rules of extraction know."""

    status = 422


class ModelError(SourceError):
    """A trained model is absent, damaged, or made for other features than this version's."""


class GazetteerError(SourceError):
    """A row of the gazetteer breaks its form or points to what is not there."""

    @classmethod
    def for_row(cls, row_id: str, column: str, *, known: Collection[str], path: Path, line: int) -> "GazetteerError":
        """Return the error for a column that names a row that does not exist."""
        nearest = get_close_matches(row_id, known, n=2)
        hint = f"Did you mean {' or '.join(nearest)}?" if nearest else "Add the row, or leave the cell empty."
        return cls(f"the {column} {row_id!r} is no row of the gazetteer.", path=path, line=line, hint=hint)

    @classmethod
    def for_term(cls, term: str, *, known: Collection[str], path: Path, line: int) -> "GazetteerError":
        """Return the error for a type or property that the ontology does not declare."""
        nearest = get_close_matches(term, known, n=2)
        hint = f"Did you mean {' or '.join(nearest)}?" if nearest else "Declare it there, or change the row."
        return cls(f"{term!r} is not in ontology/polity.ttl.", path=path, line=line, hint=hint)


class VocabularyError(KgError):
    """A term is used that the ontology does not declare."""

    def __init__(self, term: str, *, known: Collection[str], where: str) -> None:
        """Take the undeclared term, all declared ones, and the place that used it."""
        self.term, self.where = term, where
        self.nearest = get_close_matches(term, known, n=2)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"{where}: {term} is not in ontology/polity.ttl.{hint} Declare it there, or change the rule.")


class UnknownNameError(InputError):
    """A name given by the user (a question, a format, an engine) is not among those that exist."""

    status = 404

    def __init__(self, kind: str, name: str, *, known: Collection[str]) -> None:
        """Take the kind of thing ("question"), the name given, and the names that exist."""
        self.kind, self.name = kind, name
        self.nearest = get_close_matches(name, known, n=2)
        listed = (
            f"Did you mean {' or '.join(self.nearest)}?" if self.nearest else f"There are: {', '.join(sorted(known))}."
        )
        super().__init__(f"There is no {kind} named {name!r}. {listed}")


class ProfileError(InputError):
    """An ontology has axioms that OWL 2 RL does not, and the user asked for none to be passed over."""

    def __init__(self, messages: Collection[str]) -> None:
        """Take what is wrong with each axiom."""
        self.messages = tuple(messages)
        listed = "\n".join(self.messages)
        super().__init__(
            f"{len(self.messages)} axioms cannot be used:\n{listed}\nRewrite them, or reason without --strict."
        )


class StoreError(KgError):
    """The store cannot be opened, read or written; what it held before is unharmed."""


class StoreBusyError(StoreError):
    """Another process has the store open for writing."""

    status = 503


class QueryError(InputError):
    """A query or update is not SPARQL, or asks for something that cannot be done."""


class GraphError(InputError):
    """An update drops a graph that is not there, or makes one that is; nothing of it was carried out."""

    status = 409


class LoadError(InputError):
    """RDF that was to be loaded is malformed; none of it was kept."""


class ShapeError(InputError):
    """A write breaks a shape of ontology/shapes.ttl; nothing of it was kept."""

    status = 422

    @classmethod
    def for_results(cls, messages: Collection[str], *, shown: int = 5) -> "ShapeError":
        """Return the error for what each new result of the check says; the first `shown` are told."""
        told = "; ".join(list(messages)[:shown])
        more = f"; and {len(messages) - shown} more" if len(messages) > shown else ""
        return cls(f"The write breaks a shape, so nothing was changed: {told}{more}. Mend the data, and send it again.")


class LexiconError(KgError):
    """A row of data/lexicon is malformed, or contradicts its own examples."""

    def __init__(self, message: str, *, file: str, row: str, hint: str) -> None:
        """Take what was wrong, the file's name, the row's id, and the next step."""
        self.file, self.row, self.hint = file, row, hint
        super().__init__(f"data/lexicon/{file}.toml, row {row!r}: {message} {hint}")


class ExportError(InputError):
    """The graph cannot be written in the format asked for; the message names a format that can hold it."""

    status = 406


class OutputError(KgError):
    """A file or folder cannot be written; what it held before is unharmed."""


class MissingExtraError(KgError):
    """Something needs a package that only an extra installs."""

    def __init__(self, extra: str, what: str) -> None:
        """Take the name of the extra in pyproject.toml, and what it is needed for."""
        self.extra = extra
        super().__init__(f"{what[:1].upper()}{what[1:]} needs another package: pip install 'polity-kg[{extra}]'")


class AuthorityError(KgError):
    """Another server, asked for links or for proposals, gave no answer, or one that cannot be used."""

    status = 502

    def __init__(self, url: str, problem: str) -> None:
        """Take its address, and what it did."""
        self.url = url
        super().__init__(
            f"{url} {problem} What was answered before is kept: run the same command again to go on from there."
        )
