"""Fuzz the readers and the extractor, guided by coverage: `python benchmarks/fuzz.py corpus/ -max_total_time=3600`.

Needs `pip install atheris`. Bytes of any kind may end in a typed error or in documents; each document's extraction must
hold to its offsets. What is found becomes a row of tests/read/test_bad_input.py or tests/extract/test_bad_text.py.
"""

import random
import re
import sys

import atheris

with atheris.instrument_imports(include=["kg"]):
    from kg.errors import KgError
    from kg.extract import extract_document
    from kg.link.gazetteer import load_gazetteer
    from kg.model import Document
    from kg.read import read_document


def check(data: bytes) -> None:
    """Read the bytes and extract what they say; anything but a KgError is a finding."""
    try:
        documents = read_document(data, name="fuzz")
    except KgError:
        text = data.decode("utf-8", "ignore")
        documents = [Document("fuzz", text, "", "fuzz")]
    for document in documents[:3]:
        extraction = extract_document(document, load_gazetteer())
        for mention in extraction.mentions:
            assert mention.span.of(document.text) == mention.text, mention
        known = {entity.id for entity in extraction.entities}
        assert all(mention.entity in known for mention in extraction.mentions)
        assert all(claim.evidence.holds(claim.span) for claim in extraction.claims)


PIECES = (
    *"“”‘’\"'()[]—–-.,;:?!$%§\n\t",
    *(
        "\n\n",
        " said ",
        " told ",
        "according to ",
        "did not ",
        "who ",
        "which ",
        "that ",
        "accused of ",
        " v. ",
        " of the ",
    ),
    *("Section 0", "No. ", "Jan. 32", "2020-13-01", "the city", "U.S. ", "Mr. ", "he ", "it ", "-year-old "),
    *("\u00a0", "\u200b", "\u202e", "\u0301", "\ufeff", "İ", "ß", "ﬁ", "𝔸", "中", "é", "٣"),
)


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change words where it is text, as a careless editor would; bytes otherwise."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return bytes(atheris.Mutate(data, max_size))
    parts = re.split(r"(\W+)", data.decode("utf-8", "replace"))
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        step = chance.choice(("insert", "drop", "copy", "swap", "cut"))
        if step == "insert":
            parts.insert(at, chance.choice(PIECES))
        elif step == "drop":
            parts[at] = ""
        elif step == "copy":
            parts[at:at] = parts[other : other + chance.randint(1, 12)] * chance.randint(1, 3)
        elif step == "swap":
            parts[at], parts[other] = parts[other], parts[at]
        else:
            del parts[at : at + chance.randint(1, 12)]
        parts = parts or [""]
    return "".join(parts).encode("utf-8", "replace")[:max_size]


if __name__ == "__main__":
    load_gazetteer()
    atheris.Setup(sys.argv, check, custom_mutator=mutate)
    atheris.Fuzz()
