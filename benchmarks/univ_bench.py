"""A university world after the Univ-Bench ontology (LUBM: Guo, Pan, Heflin, 2005), of any size, always the same.

`python benchmarks/univ_bench.py 100000 > data.nt` writes about that many triples, the schema among them.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

UB = "http://swat.cse.lehigh.edu/onto/univ-bench.owl#"
SCHEMA = Path(__file__).with_suffix(".ttl")


def write_schema() -> str:
    """Return the schema in N-Triples, blank nodes named in a fixed order."""
    graph = Graph().parse(SCHEMA, format="turtle")
    names: dict[str, str] = {}
    lines = sorted(graph.serialize(format="nt").splitlines())
    text = "\n".join(line for line in lines if line.strip())
    for word in text.replace(".", " . ").split():
        if word.startswith("_:"):
            names.setdefault(word, f"_:schema{len(names)}")
    for old, new in names.items():
        text = text.replace(old, new)
    return text + "\n"


def generate_lines(triples: int, seed: int = 0) -> Iterator[str]:
    """Yield N-Triples lines of departments, whole ones, until there are as many as asked for."""
    rng = random.Random(seed)
    count, university = 0, 0
    while count < triples:
        for department in range(rng.randint(15, 25)):
            lines = _generate_department(rng, university, department, universities=max(university + 1, 20))
            count += len(lines)
            yield from lines
            if count >= triples:
                break
        university += 1


def _generate_department(rng: random.Random, university: int, department: int, universities: int) -> list[str]:
    lines: list[str] = []
    top = f"<http://www.University{university}.edu>"
    home = f"http://www.Department{department}.University{university}.edu"

    def say(s: str, p: str, o: str) -> None:
        if p == "a":
            lines.append(f"{s} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{UB}{o}> .\n")
        else:
            lines.append(f"{s} <{UB}{p}> {o} .\n")

    def thing(name: str) -> str:
        return f"<{home}/{name}>"

    def school() -> str:
        return f"<http://www.University{rng.randrange(universities)}.edu>"

    def person(name: str, kind: str) -> str:
        who = thing(name)
        say(who, "a", kind)
        say(who, "name", f'"{name}"')
        say(who, "emailAddress", f'"{name}@Department{department}.University{university}.edu"')
        say(who, "telephone", f'"xxx-xxx-{rng.randrange(10_000):04}"')
        return who

    say(top, "a", "University")
    say(top, "name", f'"University{university}"')
    say(f"<{home}>", "a", "Department")
    say(f"<{home}>", "name", f'"Department{department}"')
    say(f"<{home}>", "subOrganizationOf", top)
    groups = [thing(f"ResearchGroup{i}") for i in range(rng.randint(10, 20))]
    for group in groups:
        say(group, "a", "ResearchGroup")
        say(group, "subOrganizationOf", f"<{home}>")
    courses: list[str] = []
    graduate_courses: list[str] = []
    professors: list[str] = []
    ranks = (
        ("FullProfessor", 7, 10),
        ("AssociateProfessor", 10, 14),
        ("AssistantProfessor", 8, 11),
        ("Lecturer", 5, 7),
    )
    for kind, least, most in ranks:
        for i in range(rng.randint(least, most)):
            who = person(f"{kind}{i}", kind)
            say(who, "worksFor", f"<{home}>")
            for degree in ("undergraduate", "masters", "doctoral"):
                say(who, f"{degree}DegreeFrom", school())
            say(who, "researchInterest", f'"Research{rng.randrange(30)}"')
            if kind != "Lecturer":
                professors.append(who)
            if kind == "FullProfessor" and i == 0:
                say(who, "headOf", f"<{home}>")
            for store, label in ((courses, "Course"), (graduate_courses, "GraduateCourse")):
                for _ in range(rng.randint(1, 2)):
                    course = thing(f"{label}{len(store)}")
                    store.append(course)
                    say(course, "a", label)
                    say(course, "name", f'"{label}{len(store) - 1}"')
                    say(who, "teacherOf", course)
            for n in range(rng.randint(0, 12)):
                paper = thing(f"{kind}{i}/Publication{n}")
                say(paper, "a", "Publication")
                say(paper, "name", f'"Publication{n}"')
                say(paper, "publicationAuthor", who)
    staff = len(professors)
    for i in range(staff * rng.randint(8, 14)):
        who = person(f"UndergraduateStudent{i}", "UndergraduateStudent")
        say(who, "memberOf", f"<{home}>")
        for course in rng.sample(courses, rng.randint(2, 4)):
            say(who, "takesCourse", course)
        if not i % 5:
            say(who, "advisor", rng.choice(professors))
    for i in range(staff * rng.randint(3, 4)):
        who = person(f"GraduateStudent{i}", "GraduateStudent")
        say(who, "memberOf", f"<{home}>")
        say(who, "undergraduateDegreeFrom", school())
        say(who, "advisor", rng.choice(professors))
        for course in rng.sample(graduate_courses, rng.randint(1, 3)):
            say(who, "takesCourse", course)
        if not i % 5:
            say(who, "teachingAssistantOf", rng.choice(courses))
        elif not i % 4:
            say(who, "a", "ResearchAssistant")
            say(who, "worksFor", rng.choice(groups))
    return lines


if __name__ == "__main__":
    sys.stdout.write(write_schema())
    sys.stdout.writelines(generate_lines(int(sys.argv[1])))
