"""The ranges in which times are counted."""

from bisect import bisect_left

RANGES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""The upper ends, in seconds; there is one range more, without end."""


def find_range(seconds: float) -> int:
    """Return the number of the range that a time falls into.

    >>> find_range(0.0002), find_range(100)
    (1, 12)
    """
    return bisect_left(RANGES, seconds)
