"""What the server can be told: one frozen record, read from a TOML file and from `KG_*` variables, which win."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import InputError, SourceError


class ConfigError(InputError):
    """A setting is unknown or has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one server.

    Times are seconds, sizes bytes unless the name says `mb` (2**20 bytes). `store` is the folder of an embedded
    store, or None for an empty one that lives as long as the server. Without a `token` nothing can be written.
    """

    store: Path | None = None
    token: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    base: str = ""
    """The address the server is reached at from outside ("https://kg.example.org"); "" takes it from the request."""
    union_default_graph: bool = True
    """Whether a query without FROM sees all graphs as one, or the default graph alone."""
    reason: str = "auto"
    """The profile of kg/reason/rules.toml by which each write keeps the inferred graph; "off": it is left as it is;
    "auto": "polity" for a store that has an inferred graph when the server starts, "off" for any other."""
    shapes: bool = False
    """Whether a write that breaks a shape of ontology/shapes.ttl is refused; the whole dataset is checked each time."""
    engine: str = "waitress"
    """The WSGI server: "waitress" or "granian"."""
    lanes: int = 2
    """Processes beside it that answer cheap queries by themselves, one for each core that is to spare; 0 for none.
    There are none under granian, nor where a rate limit is set, nor for stores larger than `replica_quads`."""
    threads: int = 16
    """Requests answered side by side."""
    workers: int = 2
    """Processes that run queries."""
    long_queries: int = 8
    """How many queries may run on beyond `short_time`, each in a process of its own with lowered priority."""
    short_time: float = 0.25
    deadline: float = 30.0
    """What a query or an update may take."""
    memory_mb: int = 1024
    """What a query may take beyond what its worker needs when idle."""
    replica_quads: int = 2_000_000
    """Stores up to this size are held in memory by each worker; larger ones are read from disk."""
    column_quads: int = 2_000_000
    """Stores up to this size get columns as well, by which queries that read much are answered; 0 for none."""
    proof_quads: int = 2_000_000
    """Stores up to this size can be asked for proofs on /why; the process that proves takes about 1 kB a statement."""
    result_mb: int = 512
    """How long an answer may be."""
    remote_hosts: str = ""
    """Hosts that SERVICE, LOAD and contexts of JSON-LD may be fetched from, separated by commas: "query.wikidata.org",
    or "localhost:3030" for a port that is not the scheme's own. An address that is not public must be listed itself
    besides ("127.0.0.1"). "" is for none."""
    remote_seconds: float = 10.0
    """What such a fetch may take."""
    remote_mb: int = 16
    """How long the answer may be."""
    query_bytes: int = 100_000
    """How long a query may be."""
    upload_mb: int = 256
    """How long any request's body may be."""
    nesting: int = 100
    """How deep brackets may nest in a query."""
    patterns: int = 200
    """How many triple patterns one query may have."""
    optionals: int = 100
    """How many OPTIONAL parts one query may have."""
    reconcile_batch: int = 1000
    """How many names one request to the reconciliation service may hold."""
    cache_mb: int = 64
    """What all kept answers together may take; 0 turns the cache off."""
    rate: float = 0.0
    """Requests a second that one client may make, in bursts up to ten times as many; 0 for no limit."""
    proxies: int = 0
    """How many trusted proxies stand in front, each adding to X-Forwarded-For."""
    cors_origin: str = "*"
    """Which site's scripts may read answers: "*", one origin, or "" for none."""
    log: bool = True
    """Whether each request is logged, one JSON object a line, on standard error."""


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read the settings: defaults, then the `[server]` table of a TOML file, then variables such as `KG_DEADLINE`.

    Raises:
        SourceError: The file is missing or is not TOML.
        ConfigError: A setting in the file is unknown, or a value has the wrong type.

    >>> load_config(None, {"KG_PORT": "8080", "KG_UNION_DEFAULT_GRAPH": "no"}).port
    8080
    """
    found: dict[str, Any] = {}
    if path is not None:
        found.update(_read_table(path))
    known = {row.name: row.type.__name__ if isinstance(row.type, type) else str(row.type) for row in fields(Config)}
    for name in known:
        text = environment.get(f"KG_{name.upper()}")
        if text is not None:
            found[name] = text
    for name in found:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ConfigError(f"There is no setting named {name!r}.{hint} See `kg config --show`.")
    return replace(Config(), **{name: _convert(name, known[name], value) for name, value in found.items()})


def _read_table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error}).", path=path, hint="Give an existing UTF-8 TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"is not TOML: {error}.", path=path, hint="Mend it, or leave the option out.") from error
    server = table.get("server", {})
    if not isinstance(server, dict):
        raise ConfigError(f"{path}: `server` must be a table.")
    return server


def _convert(name: str, kind: str, value: Any) -> Any:  # noqa: ANN401 -- TOML and the environment hold anything
    wrong = ConfigError(f"The setting {name} cannot be {value!r}: it must be {kind}.")
    if "Path" in kind:
        return Path(str(value)).expanduser() if value else None
    if kind == "bool":
        words = {
            "1": True,
            "true": True,
            "yes": True,
            "on": True,
            "0": False,
            "false": False,
            "no": False,
            "off": False,
        }
        try:
            return words[str(value).strip().lower()]
        except KeyError:
            raise wrong from None
    if kind in ("int", "float"):
        try:
            number = int(value) if kind == "int" else float(value)
        except (TypeError, ValueError):
            raise wrong from None
        if number < 0:
            raise wrong
        return number
    return str(value) or None if "None" in kind else str(value)
