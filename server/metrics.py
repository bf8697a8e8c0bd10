"""What the server counts, for Prometheus at `/metrics`; nothing where prometheus-client is not installed."""

import importlib.util

from flask import Blueprint, Response

from server.backend import get_backend
from server.errors import NotFoundError

blueprint = Blueprint("metrics", __name__)
INSTALLED = importlib.util.find_spec("prometheus_client") is not None

if INSTALLED:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

    _registry = CollectorRegistry()
    _requests = Counter("polity_requests", "Requests answered", ["method", "place", "status"], registry=_registry)
    _seconds = Histogram("polity_request_seconds", "Time to answer a request", ["place"], registry=_registry)
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


def count_request(method: str, path: str, status: int, seconds: float, *, cached: bool) -> None:
    """Count one request; whatever is not known is counted as "other", so that nobody can make up new series."""
    if not INSTALLED:
        return
    first = path.split("/", 2)[1] if "/" in path else ""
    place = first if first in _PLACES else "home" if path == "/" else "other"
    _requests.labels(method if method in _METHODS else "other", place, str(status)).inc()
    _seconds.labels(place).observe(seconds)
    if cached:
        _cached.inc()


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
