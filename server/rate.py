"""How often one client may ask: a bucket of tokens each (a token bucket)."""

import threading
import time
from collections import OrderedDict

_BURST = 10
_CLIENTS = 10_000


class RateLimit:
    """Counts requests by client. Safe to use from any thread."""

    def __init__(self, rate: float) -> None:
        """Take the requests a second that a client may make; 0 for no limit. Ten seconds' worth may come at once."""
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, client: str) -> float:
        """Count a request; return 0 if it may go on, else the seconds until the next one may."""
        if not self._rate:
            return 0.0
        now = time.monotonic()
        with self._lock:
            full = self._rate * _BURST
            tokens, then = self._buckets.pop(client, (full, now))
            tokens = min(full, tokens + (now - then) * self._rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
            self._buckets[client] = (tokens - (wait == 0), now)
            if len(self._buckets) > _CLIENTS:
                self._buckets.popitem(last=False)
            return wait
