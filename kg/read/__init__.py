"""Read: turn what a publisher gives (text, HTML, feeds, archives) into documents."""

from kg.read.limits import DEFAULT_LIMITS, Limits
from kg.read.paths import read_paths
from kg.read.registry import detect_reader, read_data, read_document
from kg.read.source import Source, load_source

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "Source",
    "detect_reader",
    "load_source",
    "read_data",
    "read_document",
    "read_paths",
]
