"""Files and folders to documents: a folder's source.toml speaks for its files; a bad file never stops the others."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import SizeError, SourceError
from kg.model import Document, Interval
from kg.read.limits import DEFAULT_LIMITS, Limits
from kg.read.registry import detect_reader, read_data
from kg.read.source import Source, load_source

SOURCE_FILE = "source.toml"
_HEAD = 65_536


def _load_content(path: Path, limits: Limits) -> bytes:
    """Return a file's content; one that is too large is refused by its size, before it is read."""
    try:
        if not path.exists():
            raise SourceError("is not there.", path=path, hint="Check the path.")
        if not path.is_file():
            raise SourceError("is not a regular file.", path=path, hint="Give a file or a folder of files.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
            single = not head.startswith(b"\x1f\x8b") and detect_reader(head, path.name) in ("text", "web", "feed")
            limit = max(limits.page, 4 * limits.text) if single else limits.container
            if size > limit:
                hint = "Give one article a file, or raise the limit."
                raise SizeError(f"has {size:,} bytes, more than the {limit:,} allowed.", path=path, hint=hint)
            return head + file.read(limit + 1 - len(head))
    except OSError as error:
        hint = "Check the path and its permissions."
        raise SourceError(f"cannot be read ({error.strerror or error}).", path=path, hint=hint) from None


def _list_files(folder: Path) -> list[Path]:
    """Return the files below a folder, sorted, without hidden ones and without following linked folders."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")) or path.name == SOURCE_FILE:
            continue
        if path.is_dir():
            found.extend([] if path.is_symlink() else _list_files(path))
        else:
            found.append(path)
    return found


def _find_source(path: Path, loaded: dict[Path, Source | SourceError]) -> Source | SourceError:
    """Return what the source.toml beside a file says, or the error it has."""
    folder = path.parent
    if folder not in loaded:
        file = folder / SOURCE_FILE
        try:
            loaded[folder] = load_source(file) if file.is_file() else Source()
        except SourceError as error:
            loaded[folder] = error
    return loaded[folder]


def _check_expected(source: Source, documents: list[Document]) -> Iterator[SourceError]:
    """Report a folder that does not hold what its source.toml says."""
    path = source.path or SOURCE_FILE
    if source.expected is not None and len(documents) != source.expected:
        message = f"expects {source.expected} articles, and {len(documents)} were read."
        yield SourceError(message, path=path, hint="Add what is missing, or correct [expect].")
    for document in documents:
        day = document.published
        early = day and source.earliest and day.latest < source.earliest
        if early or (day and source.latest and day.earliest > source.latest):
            message = f"{document.id} was published {day.norm if day else ''}, outside what [expect] says."
            yield SourceError(message, path=path, hint="Correct the date, or the bounds.")


def read_paths(
    paths: Iterable[Path | str],
    *,
    source: Source | None = None,
    published: Interval | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Document | SourceError]:
    """Read every article in files and folders.

    Args:
        paths: Files, or folders that are read with all below them. Sorted within a folder, so that the order is stable.
        source: Speaks for all files instead of the source.toml beside each.
        published: When they were published, known from outside.
        limits: Bounds of time and memory.

    Yields:
        A Document, or a SourceError in place of what could not be read; the rest goes on. The same article given
        twice is read once; two different articles of one id are an error.

    >>> from kg.resources import find_resource
    >>> [one.id for one in read_paths([find_resource("data", "articles", "seed")])]
    ['000_a54dc87872dcdfdd', '002_f8b803e74bdc5656']
    """
    loaded: dict[Path, Source | SourceError] = {}
    seen: dict[str, str] = {}
    whole: dict[Path, list[Document]] = {}
    reported: set[Path] = set()
    for given in map(Path, paths):
        try:
            files = _list_files(given) if given.is_dir() else [given]
        except OSError as error:
            yield SourceError(f"cannot be listed ({error.strerror}).", path=given, hint="Check its permissions.")
            continue
        if given.is_dir() and not files:
            yield SourceError("is a folder without articles.", path=given, hint="Add an article, or name another.")
        for path in files:
            mine = source or _find_source(path, loaded)
            if isinstance(mine, SourceError):
                if path.parent not in reported:
                    reported.add(path.parent)
                    yield mine
                continue
            for one in _read_file(path, mine, published, limits):
                if isinstance(one, SourceError):
                    yield one
                elif one.id not in seen:
                    seen[one.id] = one.sha256
                    whole.setdefault(path.parent, []).append(one)
                    yield one
                elif seen[one.id] != one.sha256:
                    message = f"is a second, different article with the id {one.id!r}."
                    yield SourceError(message, path=path, hint="Rename the file: its name is the article's id.")
        beside = loaded.get(given)
        if isinstance(beside, Source):
            yield from _check_expected(beside, whole.get(given, []))


def _read_file(
    path: Path, source: Source, published: Interval | None, limits: Limits
) -> Iterator[Document | SourceError]:
    try:
        data = _load_content(path, limits)
    except SourceError as error:
        yield error
        return
    yield from read_data(data, name=path.name, source=source, published=published, limits=limits, path=path)
