"""How well and how fast the reconciliation service finds misspelt names.

    python benchmarks/reconcile.py [--shared ../shared] [--entities 100000] [--names 10000]

Starts the server's application over a store with made-up people, so that with the gazetteer there are as many things
as `--entities` says, and sends it batches of 1,000 names over the 1.0-draft protocol. The names are those of mayors and
federal courts in the reference files, each with one or two deliberate misspellings: a letter left out, doubled, put in
the wrong place or replaced. An answer is right where the first candidate is the very person or court of the row; a name
that several mayors bear can only be right by chance, so those are counted apart.
"""

import argparse
import csv
import json
import platform
import random
import time
from collections import Counter
from pathlib import Path

from kg.link.gazetteer import load_gazetteer
from kg.resources import find_resource
from server import Config, create_app

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspell(name: str, dice: random.Random, times: int) -> str:
    """Return a name with so many mistakes in it, none in its first letter."""
    letters = list(name)
    for _ in range(times):
        at = dice.randrange(1, max(2, len(letters) - 1))
        mistake = dice.choice(("leave out", "double", "swap", "replace"))
        if mistake == "leave out" and len(letters) > 3:
            del letters[at]
        elif mistake == "double":
            letters.insert(at, letters[at])
        elif mistake == "swap" and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = dice.choice(_LETTERS)
    return "".join(letters)


def read_mayors(folder: Path) -> list[tuple[str, str]]:
    """Return names and ids of mayors."""
    with (folder / "ocd-mayors.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], f"ocd:{row['ocd_person']}") for row in csv.DictReader(file)]
    return _find_ids(rows)


def read_courts(folder: Path) -> list[tuple[str, str]]:
    """Return names and ids of federal courts."""
    with (folder / "ocd-us-federal-courts.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row[1], f"ocd:{row[0]}") for row in csv.reader(file) if len(row) > 1]
    return _find_ids(rows)


def _find_ids(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give the rows that the gazetteer has their ids in it; the rest cannot be found by anyone."""
    ids = {f"{scheme}:{value}": row.id for row in load_gazetteer().rows.values() for scheme, value in row.same_as}
    return [(name, ids[key]) for name, key in rows if key in ids]


def make_people(count: int, dice: random.Random) -> str:
    """Return Turtle of made-up people: a given name, an initial, and a surname of the gazetteer's people."""
    lines = find_resource("data", "lexicon", "given_names.txt").read_text(encoding="utf-8").splitlines()
    given = [line.strip().title() for line in lines if line.strip() and not line.startswith("#")]
    people = [row.label.split()[-1] for row in load_gazetteer().rows.values() if row.id.startswith("person/")]
    head = (
        "PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "BASE <https://w3id.org/polity/id/>\n"
    )
    return head + "\n".join(
        f"<person/made-up-{number}> a :Person ; rdfs:label "
        + json.dumps(f"{dice.choice(given)} {dice.choice(_LETTERS).upper()}. {dice.choice(people)}")
        + " ."
        for number in range(count)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--names", type=int, default=10_000)
    options = parser.parse_args()
    dice = random.Random(20)
    folder = options.shared / "reference"
    groups = {"mayors": (read_mayors(folder), "Person"), "courts": (read_courts(folder), "Court")}
    app = create_app(Config(token="benchmark", log=False, cache_mb=0))
    client = app.test_client()
    try:
        known = len(load_gazetteer().rows)
        data = make_people(max(0, options.entities - known), dice)
        headers = {"Authorization": "Bearer benchmark", "Content-Type": "text/turtle"}
        assert client.put("/graphs?graph=urn:made-up", data=data, headers=headers).status_code in (200, 201, 204)
        begun = time.perf_counter()
        ask(client, [("Denver", None)])
        print(f"index of {max(known, options.entities):,} things made in {time.perf_counter() - begun:.1f} s")
        for group, (rows, kind) in groups.items():
            bearers = Counter(name for name, _ in rows)
            alone = [row for row in rows if bearers[row[0]] == 1]
            for times in (0, 1, 2):
                found = ask(client, [(misspell(name, dice, times), kind) for name, _ in alone])
                right = sum(bool(got) and got[0] == row[1] for got, row in zip(found, alone, strict=True))
                five = sum(row[1] in got[:5] for got, row in zip(found, alone, strict=True))
                print(
                    f"{group}, {times} mistakes: {len(alone)} names, precision@1 {right / len(alone):.3f}, "
                    f"among the first five {five / len(alone):.3f}"
                )
            print(f"{group}: {len(rows) - len(alone)} rows share a name with another and were left out")
        everyone = [row for rows, _ in groups.values() for row in rows]
        names = [(misspell(dice.choice(everyone)[0], dice, 1), None) for _ in range(options.names)]
        begun = time.perf_counter()
        ask(client, names)
        took = time.perf_counter() - begun
        print(f"{len(names):,} misspelt names in {took:.1f} s: {took / len(names) * 1000:.2f} ms a name")
        print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    finally:
        app.extensions["polity"].close()


def ask(client, names: list[tuple[str, str | None]]) -> list[list[str]]:  # noqa: ANN001 -- Flask's test client
    """Return the ids of the candidates of each name, best first."""
    found: list[list[str]] = []
    for begin in range(0, len(names), 1000):
        queries = [
            {
                "conditions": [{"matchType": "name", "propertyValue": name}],
                "limit": 5,
                **({"type": kind} if kind else {}),
            }
            for name, kind in names[begin : begin + 1000]
        ]
        reply = client.post("/reconcile/1.0/match", json={"queries": queries})
        assert reply.status_code == 200, reply.text
        found += [[row["id"] for row in result["candidates"]] for result in reply.json["results"]]
    return found


if __name__ == "__main__":
    main()
