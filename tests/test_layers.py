"""Imports run one way: a module imports lower floors only, and the seven verbs never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "kg.errors": 0,
    "kg.model": 1,
    "kg.terms": 1,
    "kg.resources": 2,
    "kg.iri": 2,
    "kg.formats": 2,
    "kg.client": 2,
    "kg.prefixes": 3,
    "kg.relation_rows": 3,
    "kg.values": 3,
    "kg.read": 4,
    "kg.extract": 4,
    "kg.link": 4,
    "kg.convert": 4,
    "kg.reason": 4,
    "kg.store": 4,
    "kg.export": 4,
    "kg.score": 4,
    "kg.questions": 4,
    "kg.pipeline": 5,
    "kg.materialised": 5,
    "kg.notebook": 6,
    "server": 6,
    "kg.mcp": 7,
    "kg.cli": 8,
    "kg.__main__": 9,
}
# terms reads the ontology, so it needs to know where it lies.
ALLOWED = {("kg.terms", "kg.resources")}


def find_unit(module: str) -> str | None:
    """Return the unit of FLOORS that a dotted module name belongs to."""
    return next((unit for unit in FLOORS if module == unit or module.startswith(unit + ".")), None)


def list_imports(path: Path) -> set[str]:
    """Return the dotted names a file imports, wherever in the file it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor; write the whole name"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


FILES = [path for folder in ("kg", "server") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_down(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    if module == "kg":
        return  # the shop window shows everything
    unit = find_unit(module)
    assert unit, f"{path} is on no floor: give {module} a row in FLOORS"
    for name in list_imports(path):
        other = find_unit(name)
        if other and other != unit and (unit, other) not in ALLOWED:
            assert FLOORS[other] < FLOORS[unit], (
                f"{module} (floor {FLOORS[unit]}) imports {name} (floor {FLOORS[other]})"
            )
