"""Checksums of files, as sha256sum writes and checks them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def write_checksums(paths: Iterable[Path], target: Path) -> None:
    """Write the SHA-256 of files into a list beside them, by name, for `sha256sum --check`."""
    lines = []
    for path in sorted(paths, key=lambda path: path.name):
        with path.open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n")
    target.write_text("".join(lines), encoding="utf-8")
