"""Reading a gazetteer: good rows, and rows that break its form, each with an error naming file and line."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kg.errors import GazetteerError, UnknownNameError
from kg.link.gazetteer import Gazetteer, load_gazetteer

HEAD = "id,label,aliases,type,parent,valid_from,valid_to,same_as,source\n"
PLACES = (
    HEAD + "place/aa,Alderland,,Country,,,,iso3166:XA|wikidata:Q0,invented\n"
    "place/aa-north,Northmark,N.M.,State,place/aa,,,,invented\n"
    "place/aa-south,Southmark,,State,place/aa,,,,invented\n"
    "place/aa-north-elmstead,Elmstead,,City,place/aa-north,,,,invented\n"
    "place/aa-south-elmstead,Elmstead,,City,place/aa-south,,,,invented\n"
)
PEOPLE = (
    HEAD + "post/mayor,Mayor of Elmstead,,Post,,,,,invented\n"
    "person/ada,Ada Thorn,Adelaide Thorn,Person,,2018-01-01,2021-12-31,,invented\n"
    "government/elmstead,City of Elmstead,,LocalGovernment,,,,,invented\n"
)
FACTS = (
    "subject,property,object,source\n"
    "government/elmstead,governs,place/aa-north-elmstead,invented\n"
    "post/mayor,postIn,government/elmstead,invented\n"
)
TENURES = "person,post,start,end,source\nperson/ada,post/mayor,2018-01-01,,invented\n"
DEMONYMS = "id,demonym,source\nplace/aa,Aldish,invented\n"


def write_gazetteer(folder: Path, **files: str) -> Path:
    texts = {"places": PLACES, "people": PEOPLE, "facts": FACTS, "tenures": TENURES, "demonyms": DEMONYMS} | files
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def gazetteer(tmp_path: Path) -> Gazetteer:
    return load_gazetteer(write_gazetteer(tmp_path))


def test_rows_facts_and_tenures(gazetteer: Gazetteer) -> None:
    row = gazetteer.get_row("person/ada")
    assert (row.label, row.aliases, row.valid_to) == ("Ada Thorn", ("Adelaide Thorn",), date(2021, 12, 31))
    assert gazetteer.get_row("place/aa").same_as == (("iso3166", "XA"), ("wikidata", "Q0"))
    assert gazetteer.get_row("government/elmstead").facts == (("governs", "place/aa-north-elmstead"),)
    assert gazetteer.list_tenures("person/ada")[0].post == "post/mayor"
    assert gazetteer.list_governments("place/aa-north-elmstead") == ("government/elmstead",)
    assert gazetteer.list_parents("place/aa-north-elmstead") == ("place/aa-north", "place/aa")
    assert gazetteer.demonyms["Aldish"] == ("place/aa",)
    assert gazetteer.fact_sources["post/mayor", "postIn", "government/elmstead"] == "invented"


def test_names_are_found_without_case_dots_or_article(gazetteer: Gazetteer) -> None:
    assert gazetteer.find_rows("the CITY of elmstead") == ("government/elmstead",)
    assert gazetteer.find_rows("Elmstead") == ("place/aa-north-elmstead", "place/aa-south-elmstead")
    assert gazetteer.find_rows("Nowhere") == ()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("in Elmstead, Southmark, on Monday", ("place/aa-south-elmstead",)),
        ("in Elmstead, N.M.", ("place/aa-north-elmstead",)),
        ("in Elmstead and Southmark", ("place/aa-north-elmstead", "place/aa-south-elmstead")),
    ],
)
def test_a_state_after_a_comma_rules_others_out(gazetteer: Gazetteer, text: str, rows: tuple[str, ...]) -> None:
    assert gazetteer.scan(text)[0].row_ids == rows


def test_posts_are_not_scanned_for(gazetteer: Gazetteer) -> None:
    assert "post/mayor" not in {row for hit in gazetteer.scan("Mayor of Elmstead") for row in hit.row_ids}


def test_an_unknown_row_is_named(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean person/ada"):
        gazetteer.get_row("person/adda")


@dataclass(frozen=True)
class Bad:
    why: str
    file: str
    text: str
    line: int | None
    says: str


BAD = [
    Bad("unknown parent", "more", HEAD + "agency/x,X Y,,Agency,agency/nowhere,,,,own\n", 2, "agency/nowhere"),
    Bad("near parent is proposed", "more", HEAD + "agency/x,X,,Agency,place/aa-nort,,,,own\n", 2, "place/aa-north"),
    Bad("id in two files", "more", HEAD + "place/aa,Again,,Country,,,,,own\n", 2, "taken by more.csv:2"),
    Bad("id twice in one file", "more", HEAD + "x/a,A,,City,,,,,own\nx/a,B,,City,,,,,own\n", 3, "more.csv:2"),
    Bad("unknown type", "more", HEAD + "x/a,A,,Citty,,,,,own\n", 2, "Did you mean City"),
    Bad("not a date", "more", HEAD + "x/a,A,,Person,,2020-13-01,,,own\n", 2, "'2020-13-01' is not a date"),
    Bad("wrong column", "more", HEAD.replace("label", "name") + "x/a,A,,City,,,,,own\n", 1, "must be"),
    Bad("a cell too few", "more", HEAD + "x/a,A,,City,,,,own\n", 2, "8 cells"),
    Bad("no source", "more", HEAD + "x/a,A,,City,,,,,\n", 2, "source is empty"),
    Bad("same_as without a scheme", "more", HEAD + "x/a,A,,City,,,,Q42,own\n", 2, "scheme:identifier"),
    Bad("an open quotation mark", "more", HEAD + 'x/a,"A,,City,,,,,own\n', None, "not CSV"),
    Bad("fact of nobody", "facts", FACTS + "x/none,governs,place/aa,own\n", 4, "x/none"),
    Bad("fact with an unknown property", "facts", FACTS + "place/aa,govern,place/aa,own\n", 4, "governs"),
    Bad("fact about nothing", "facts", FACTS + "place/aa,within,place/zz,own\n", 4, "place/zz"),
    Bad("tenure of nobody", "tenures", TENURES + "person/bob,post/mayor,,,own\n", 3, "person/bob"),
    Bad("tenure with a bad date", "tenures", TENURES + "person/ada,post/mayor,2018,,own\n", 3, "'2018'"),
    Bad("demonym of nowhere", "demonyms", DEMONYMS + "place/zz,Zedish,own\n", 3, "place/zz"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.why)
def test_bad_rows(bad: Bad, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        load_gazetteer(write_gazetteer(tmp_path, **{bad.file: bad.text}))
    if bad.why != "id in two files":
        assert bad.says in str(caught.value)
        assert caught.value.line == bad.line
        assert Path(caught.value.path).name == f"{bad.file}.csv"
    else:
        assert "place/aa is taken" in str(caught.value)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    write_gazetteer(tmp_path)
    (tmp_path / "more.csv").write_bytes(HEAD.encode() + b"x/a,\xff\xfe,,City,,,,,own\n")
    with pytest.raises(GazetteerError, match="not UTF-8"):
        load_gazetteer(tmp_path)


def test_an_empty_folder_is_an_empty_gazetteer(tmp_path: Path) -> None:
    assert load_gazetteer(tmp_path).rows == {}
