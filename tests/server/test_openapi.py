"""The description of the interface names every route of the application, and nothing else."""

import re

import pytest

from server import create_app, load_config
from server.openapi import make_description
from server.operations import list_operations, load_parameters

APP = create_app(load_config(None, {}))
METHODS = {"GET", "POST", "PUT", "DELETE"}
DESCRIPTION = make_description("http://example.org")


def list_routes():
    """Routes of the application in OpenAPI's notation; an address and the same with a slash are one."""
    found = set()
    for rule in APP.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", re.sub(r"any\([^)]*\)", "any", rule.rule))
        found |= {(path.rstrip("/") or "/", method) for method in (rule.methods or set()) & METHODS}
    return found


def test_every_route_is_described_and_no_other():
    described = {(path, method.upper()) for path, row in DESCRIPTION["paths"].items() for method in row}
    assert described == list_routes()


@pytest.mark.parametrize("row", list_operations(), ids=lambda row: f"{row.method} {row.path}")
def test_a_row_says_what_it_takes_and_sends(row):
    assert row.summary[0].isupper()
    assert set(row.parameters) <= load_parameters().keys()
    assert all("/" in media_type for media_type in (*row.offers, *row.takes))


def test_each_operation_has_a_name_of_its_own_and_its_parameters():
    names = []
    for path, row in DESCRIPTION["paths"].items():
        for operation in row.values():
            names.append(operation["operationId"])
            placed = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert placed == set(re.findall(r"\{(\w+)\}", path))
            keys = [(one["name"], one["in"]) for one in operation["parameters"]]
            assert len(keys) == len(set(keys)), "OpenAPI 3.1, section 4.8.10: no parameter twice"
    assert len(names) == len(set(names)), "OpenAPI 3.1, section 4.8.10: operationId is unique"
