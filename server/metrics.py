"""What the server counts, for Prometheus at `/metrics`; nothing where prometheus-client is not installed."""

import importlib.util
import threading
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response

from server.backend import get_backend
from server.errors import NotFoundError
from server.ranges import RANGES, find_range

blueprint = Blueprint("metrics", __name__)
INSTALLED = importlib.util.find_spec("prometheus_client") is not None

if INSTALLED:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
    from prometheus_client.core import HistogramMetricFamily
    from prometheus_client.registry import Collector

    _registry = CollectorRegistry()
    _requests = Counter("polity_requests", "Requests answered", ["method", "place", "status"], registry=_registry)
    _cached = Counter("polity_cache_hits", "Requests answered from the cache", registry=_registry)
    _version = Gauge("polity_dataset_version", "Version of the dataset", registry=_registry)
    _workers = Gauge("polity_workers", "Processes that run queries", ["state"], registry=_registry)

_PLACES = (
    "sparql",
    "graphs",
    "id",
    "page",
    "data",
    "ask",
    "search",
    "article",
    "why",
    "reconcile",
    "static",
    "healthz",
)
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


class Times:
    """How long requests took, by place and range. Safe to use from any thread."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._rows: dict[str, tuple[list[int], float]] = {}

    def add(self, place: str, counts: Sequence[int], total: float) -> None:
        """Add as many requests to each range, that took so many seconds together."""
        with self._lock:
            known, seconds = self._rows.get(place, ([0] * (len(RANGES) + 1), 0.0))
            self._rows[place] = ([old + new for old, new in zip(known, counts, strict=True)], seconds + total)

    def list_rows(self) -> list[tuple[str, list[int], float]]:
        """Return what was counted: the place, the number in each range, the seconds together."""
        with self._lock:
            return [(place, counts, total) for place, (counts, total) in self._rows.items()]


_times = Times()

if INSTALLED:

    class _TimesCollector(Collector):
        """Shows the times as a histogram; the library's own takes one time at a time, and lanes send thousands."""

        def collect(self) -> Iterator[HistogramMetricFamily]:
            family = HistogramMetricFamily("polity_request_seconds", "Time to answer a request", labels=["place"])
            for place, counts, total in _times.list_rows():
                ends = [*map(str, RANGES), "+Inf"]
                sums = [sum(counts[: number + 1]) for number in range(len(counts))]
                family.add_metric([place], buckets=list(zip(ends, sums, strict=True)), sum_value=total)
            yield family

    _registry.register(_TimesCollector())


def count_request(method: str, path: str, status: int, seconds: float, *, cached: bool) -> None:
    """Count one request; whatever is not known is counted as "other", so that nobody can make up new series."""
    if not INSTALLED:
        return
    first = path.split("/", 2)[1] if "/" in path else ""
    place = first if first in _PLACES else "home" if path == "/" else "other"
    counts = [0] * (len(RANGES) + 1)
    counts[find_range(seconds)] = 1
    _times.add(place, counts, seconds)
    _requests.labels(method if method in _METHODS else "other", place, str(status)).inc()
    if cached:
        _cached.inc()


def count_queries(statuses: Sequence[tuple[int, int]], counts: Sequence[int], total: float, cached: int) -> None:
    """Count what a lane answered: pairs of a status and how often, the times by range, how many from its cache."""
    if not INSTALLED:
        return
    for status, number in statuses:
        _requests.labels("GET", "sparql", str(status)).inc(number)
    _times.add("sparql", counts, total)
    _cached.inc(cached)


@blueprint.get("/metrics")
def show_metrics() -> Response:
    """Show all that is counted."""
    if not INSTALLED:
        raise NotFoundError("Nothing is counted here: install polity-kg[metrics].")
    backend = get_backend()
    _version.set(backend.version)
    for state, number in backend.pool.count().items():
        _workers.labels(state).set(number)
    return Response(generate_latest(_registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})
