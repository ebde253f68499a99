"""`kic export`: open data in every format, into files and folders, with mistakes."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kic.domain.publishing.tables import SHOWN
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

SHOWN_TABLES = {name for each in SHOWN.values() for name in each}
STATED = """\
open_data:
  licence:
    name: dl-de/by-2-0
    url: http://dcat-ap.de/def/licenses/dl-by-de/2.0
    attribution: Stadt Neuenlauter
  address: https://www.neuenlauter.example/daten
  publisher: https://www.neuenlauter.example/
  contributor: http://dcat-ap.de/def/contributors/neuenlauter
  grant_prefix: 360G-neuenlauter
  organisation: DE-AGS-99999
"""


def export(city: Path, *words: str, lang: str = "de", code: int = 0) -> Ran:
    done = call("export", *words, folder=city, lang=lang)
    assert done.code == code, done.err
    return done


def stated(city: Path) -> None:
    settings = city / "kic.yaml"
    settings.write_text(settings.read_text("utf-8") + STATED, "utf-8")


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))


def tree(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


# -- tables ----------------------------------------------------------------------------------------------


def test_csv_is_a_file_a_table_with_a_data_package(built_city: Path, tmp_path: Path) -> None:
    done = export(built_city, "csv", "-o", str(tmp_path / "out"))
    assert f"{len(SHOWN_TABLES) + 1} Dateien" in done.err
    assert done.out == ""
    grants = rows(tmp_path / "out/grants.csv")
    assert len(grants) == 19
    assert grants[0] | {"summary": ""} == {
        "id": "2024-1-001", "call": "2024-1", "individual": "false", "recipient": "v-lernbruecke", "person": "",
        "title": "Lernpatenschaften an drei Grundschulen", "summary": "", "start": "2024-06-01", "end": "2024-12-20",
        "requested": "9600.00", "awarded": "9600.00", "paid": "9600.00", "final": "9600.00", "decided": "2024-05-16",
        "noticed": "2024-05-31",
    }  # fmt: skip
    package = json.loads((tmp_path / "out/datapackage.json").read_text("utf-8"))
    assert {each["path"] for each in package["resources"]} == {
        each.name for each in (tmp_path / "out").glob("*.csv")
    }


def test_a_private_person_is_a_running_id_and_nothing_else(built_city: Path, tmp_path: Path) -> None:
    export(built_city, "csv", "-o", str(tmp_path / "out"))
    (person,) = [each for each in rows(tmp_path / "out/grants.csv") if each["individual"] == "true"]
    shown = {key: value for key, value in person.items() if value}
    assert shown == {
        "id": "2025-2-006", "call": "2025-2", "individual": "true", "person": "person-2025-2-006",
        "awarded": "1100.00", "paid": "1100.00", "final": shown["final"], "decided": "2025-07-03",
        "noticed": shown["noticed"],
    }  # fmt: skip


def test_a_spreadsheet_program_reads_german_numbers(built_city: Path, tmp_path: Path) -> None:
    export(built_city, "csv", "--excel", "-o", str(tmp_path / "de"))
    content = (tmp_path / "de/calls.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfKennung;Titel;Jahr;")
    assert ";50000,00;" in content.decode()
    assert "abgerechnet" in content.decode()
    export(built_city, "csv", "--excel", "-o", str(tmp_path / "en"), lang="en")
    assert ",50000.00," in (tmp_path / "en/calls.csv").read_text("utf-8-sig")


def test_headings_are_told_apart_in_both_languages(built_city: Path, tmp_path: Path) -> None:
    for lang in ("de", "en"):
        for more in ((), ("--all",)):
            folder = tmp_path / lang / str(len(more))
            export(built_city, "csv", "--excel", *more, "-o", str(folder), lang=lang)
            for file in folder.glob("*.csv"):
                head = file.read_text("utf-8-sig").splitlines()[0]
                headings = next(csv.reader([head], delimiter=";" if lang == "de" else ","))
                assert len(set(headings)) == len(headings), (file, headings)


def test_json_lines_have_every_key_and_exact_amounts(built_city: Path, tmp_path: Path) -> None:
    export(built_city, "jsonl", "-o", str(tmp_path / "out"))
    lines = [json.loads(each) for each in (tmp_path / "out/calls.jsonl").read_text("utf-8").splitlines()]
    assert {tuple(each) for each in lines} == {tuple(lines[0])}
    assert lines[0]["amount"] == "50000.00"
    assert (lines[0]["applications"], lines[0]["funded"]) == (13, 7)
    assert lines[-1]["state"] == "closed"
    assert lines[-1]["applications"] is None, "not decided yet"


@pytest.mark.parametrize(
    "words",
    [("csv",), ("csv", "--excel"), ("jsonl",), ("csv", "--all"), ("360giving",), ("dcat",), ("dcat", "--to", "rdf"),
     ("dcat", "--to", "jsonld"), ("pabulib", "--call", "2025-1")],
    ids=" ".join,
)  # fmt: skip
def test_the_same_records_give_the_same_bytes(
    built_city: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """In another process with another seed of hashes, and over an earlier export."""
    found = []
    (tmp_path / "out").mkdir()
    for seed in ("1", "2"):
        line = ["-C", str(built_city), "--today", "2026-11-22", "export", *words, "-o", str(tmp_path / "out")]
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        subprocess.run([sys.executable, "-m", "kic", *line], check=True, capture_output=True, env=environment)
        found.append(tree(tmp_path / "out"))
    assert found[0]
    assert found[0] == found[1]


def test_a_past_day_shows_what_was_public_then(built_city: Path, tmp_path: Path) -> None:
    export(built_city, "csv", "--as-of", "2025-01-15", "-o", str(tmp_path / "out"))
    grants = rows(tmp_path / "out/grants.csv")
    assert {each["call"] for each in grants} == {"2024-1"}
    assert all(max(each["decided"], each["noticed"]) <= "2025-01-15" for each in grants)
    assert max(each["date"] for each in rows(tmp_path / "out/progress.csv")) <= "2025-01-15"


def test_an_award_without_a_notice_is_not_public_yet(built_city: Path, tmp_path: Path) -> None:
    """Decided on 16 May 2024, the first notice on 31 May."""
    for day, expected in (("2024-05-30", 0), ("2024-05-31", 1)):
        export(built_city, "csv", "--as-of", day, "-o", str(tmp_path / day))
        grants = rows(tmp_path / day / "grants.csv")
        assert bool(grants) is bool(expected), day


# -- folders ---------------------------------------------------------------------------------------------


def test_a_folder_with_other_files_is_refused_and_stays(built_city: Path, tmp_path: Path) -> None:
    """An export that is not for the public never lies among one that is, nor the other way round."""
    folder = tmp_path / "out"
    export(built_city, "csv", "--all", "-o", str(folder))
    before = tree(folder)
    done = export(built_city, "csv", "-o", str(folder), code=2)
    assert "not-public-amendment.csv" in done.err
    assert tree(folder) == before
    export(built_city, "csv", "--all", "-o", str(folder))


def test_all_records_leave_in_files_that_say_what_they_are(built_city: Path, tmp_path: Path) -> None:
    done = export(built_city, "jsonl", "--all", "-o", str(tmp_path / "out"))
    assert "Nicht öffentlich" in done.err
    assert all(each.startswith("not-public-") for each in tree(tmp_path / "out"))
    listed = (tmp_path / "out/not-public-application.jsonl").read_text("utf-8").splitlines()
    assert len(listed) == len(list((built_city / "applications").glob("*/2*-*.yaml")))
    first = json.loads(listed[0])
    assert first["record_file"] == "applications/2024-1/2024-1-001.yaml"
    assert (
        first["costs"][0]["amount"]
        == re.search(r"amount: (\S+)", (built_city / first["record_file"]).read_text())[1]
    )  # type: ignore[index]


def test_a_record_that_cannot_be_read_ends_the_export(city: Path, tmp_path: Path) -> None:
    (city / "concept/themes/t1.yaml").write_text("kind: theme\nid: t1\nnumber: [\n", "utf-8")
    for words in (("csv",), ("jsonl", "--all"), ("360giving",), ("dcat",)):
        done = export(city, *words, "-o", str(tmp_path / "out"), code=1)
        assert "concept/themes/t1.yaml" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["csv"], "-o open-data"),
        (["jsonl", "--excel", "-o", "x"], "--excel gibt es nur für csv"),
        (["360giving", "--all"], "--all gibt es nur für csv und jsonl"),
        (["csv", "--year", "2025", "-o", "x"], "--year gibt es nur für hledger"),
        (["dcat", "--to", "n3"], "ttl, jsonld und rdf"),
        (["pabulib"], "--call"),
        (["exel"], "hledger"),
        (["360givng"], "Meinten Sie 360giving"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_mistakes_are_usage_errors_that_say_what_there_is(
    built_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = export(built_city, *words, code=2)
    assert said in re.sub(r"\s+", " ", done.err)
    assert list(tmp_path.iterdir()) == []


# -- 360Giving -------------------------------------------------------------------------------------------


def packaged(city: Path, lang: str = "de") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export(city, "360giving", lang=lang).out)
    return found


@pytest.mark.corpora
@pytest.mark.parametrize("known", [False, True], ids=["unknown prefix", "known prefix"])
def test_360giving_passes_the_official_schema(city: Path, known: bool) -> None:
    corpora = Path(os.environ["KIC_CORPORA"])
    package = json.loads((corpora / "360-giving-package-schema.json").read_text("utf-8"))
    grant = json.loads((corpora / "360-giving-schema.json").read_text("utf-8"))
    package["$defs"] = grant["$defs"]
    package["properties"]["grants"]["items"] = grant
    if known:
        stated(city)
    for lang in ("de", "en"):
        judge = jsonschema_rs.validator_for(package, validate_formats=True)
        assert [each.message for each in judge.iter_errors(packaged(city, lang))] == []


def test_360giving_passes_what_the_quality_checks_ask(city: Path) -> None:
    """What 360Giving's Data Quality Tool looks at beyond the schema, as far as it concerns such grants."""
    stated(city)
    package = packaged(city)
    grants = package["grants"]
    assert len({each["id"] for each in grants}) == len(grants)
    for each in grants:
        assert each["id"].startswith("360G-neuenlauter-")
        assert each["amountAwarded"] > 0
        assert 0 <= each["amountDisbursed"] <= each["amountAwarded"]
        assert each["awardDate"] <= "2026-11-22"
        assert len(each["title"]) < 140
        assert each["title"] != each["description"]
        assert each["grantProgramme"]
        assert each["fundingOrganization"][0]["id"] == "DE-AGS-99999"
        assert ("recipientOrganization" in each) != ("recipientIndividual" in each)
        for recipient in each.get("recipientOrganization", []):
            assert recipient["id"].startswith("360G-neuenlauter-org-")
            assert recipient["id"] != each["fundingOrganization"][0]["id"]
            assert recipient["name"] != each["title"]
        for dates in each.get("plannedDates", []):
            assert dates["startDate"] <= dates["endDate"]
        words = each["title"] + each["description"]
        assert re.search(r"\S@\S|\d{5,}", words) is None
    assert package["license"] == "http://dcat-ap.de/def/licenses/dl-by-de/2.0"


def test_an_unknown_prefix_is_a_placeholder_and_a_warning(built_city: Path) -> None:
    done = export(built_city, "360giving", lang="en")
    package = json.loads(done.out)
    assert all(each["id"].startswith("PREFIX-NOT-REGISTERED-") for each in package["grants"])
    assert "PREFIX-NOT-REGISTERED" in package["description"]
    assert "The licence is not known" in package["description"]
    assert "open_data.grant_prefix" in done.err
    assert "license" not in package


def test_without_a_public_grant_there_is_no_file(built_city: Path) -> None:
    done = export(built_city, "360giving", "--as-of", "2024-03-01", lang="en", code=1)
    assert "no public grant yet" in done.err
    assert done.out == ""


# -- other implementations -------------------------------------------------------------------------------


@pytest.mark.oracles
@pytest.mark.parametrize(
    "words",
    [
        ("csv",),
        ("csv", "--excel"),
        ("jsonl",),
        ("csv", "--all"),
        ("jsonl", "--all"),
        ("csv", "--all", "--excel"),
    ],
    ids=" ".join,
)
def test_frictionless_finds_every_table_valid(city: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    stated(city)
    for lang in ("de", "en"):
        folder = tmp_path / lang
        export(city, *words, "-o", str(folder), lang=lang)
        (package,) = folder.glob("*datapackage.json")
        done = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", package.name, "--json"],
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
        report = json.loads(done.stdout)
        assert [each["errors"] for each in report["tasks"] if not each["valid"]] == []
        assert report["valid"]
        assert report["stats"]["tasks"] == len(list(folder.iterdir())) - 1


@pytest.mark.oracles
def test_frictionless_finds_the_tables_of_a_beginner_valid(tmp_path: Path) -> None:
    """A repository in which there is hardly anything: tables without rows, and JSON lines without lines."""
    folder = tmp_path / "new"
    folder.mkdir()
    assert call("init", str(folder), "--name", "Stadt X", "--land", "RP", "--yes", folder=None).code == 0
    for name in ("csv", "jsonl"):
        export(folder, name, "-o", str(tmp_path / name))
        done = subprocess.run(
            [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
            cwd=tmp_path / name, capture_output=True, check=False,
        )  # fmt: skip
        report = json.loads(done.stdout)
        assert [each["errors"] for each in (report, *report["tasks"]) if each["errors"]] == []


@pytest.mark.oracles
def test_frictionless_would_see_a_changed_file(built_city: Path, tmp_path: Path) -> None:
    export(built_city, "csv", "-o", str(tmp_path))
    file = tmp_path / "grants.csv"
    file.write_text(file.read_text("utf-8").replace("9600.00", "9600.0x", 1), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert not json.loads(done.stdout)["valid"]


MANDATORY = {
    "http://www.w3.org/ns/dcat#Catalog": "dct:title dct:description dct:publisher dcat:dataset",
    "http://www.w3.org/ns/dcat#Dataset": (
        "dct:title dct:description dcatde:contributorID dct:publisher dcat:theme dcat:contactPoint dcat:distribution"
    ),
    "http://www.w3.org/ns/dcat#Distribution": "dcat:accessURL dct:license dct:format spdx:checksum dcat:byteSize",
    "http://xmlns.com/foaf/0.1/Agent": "foaf:name",
    "http://www.w3.org/2006/vcard/ns#Kind": "vcard:fn",
    "http://spdx.org/rdf/terms#Checksum": "spdx:algorithm spdx:checksumValue",
}
"""What the shapes of DCAT-AP.de demand, and what kic promises besides."""


@pytest.mark.oracles
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib itself uses it
@pytest.mark.parametrize("known", [False, True], ids=["unknown", "known"])
def test_rdflib_reads_one_graph_from_all_spellings(city: Path, tmp_path: Path, known: bool) -> None:
    import rdflib

    from kic.present.open_data.graph import PREFIXES

    if known:
        stated(city)
    graphs = []
    for suffix, name in (("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")):
        done = export(city, "dcat", "-o", str(tmp_path / f"c.{suffix}"))
        assert ("nicht bekannt" in done.err) is not known
        graph = rdflib.Graph()
        graph.parse(tmp_path / f"c.{suffix}", format=name)
        graphs.append(graph)
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])
    graph = graphs[0]
    for of, names in MANDATORY.items():
        found = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(of)))
        assert found, of
        for about in found:
            for name in names.split():
                prefix, _, local = name.partition(":")
                assert (about, rdflib.URIRef(PREFIXES[prefix] + local), None) in graph, (about, name)
    words = (tmp_path / "c.ttl").read_text("utf-8")
    assert ("urn:kic:unknown:" in words) is not known


def test_the_catalogue_knows_the_digests_of_the_exported_files(city: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    stated(city)
    export(city, "csv", "-o", str(tmp_path / "csv"))
    export(city, "jsonl", "-o", str(tmp_path / "jsonl"))
    export(city, "360giving", "-o", str(tmp_path / "360giving.json"))
    words = export(city, "dcat").out
    files = [*tmp_path.glob("csv/*.csv"), *tmp_path.glob("jsonl/*.jsonl"), tmp_path / "360giving.json"]
    assert len(files) == 2 * len(SHOWN_TABLES) + 1
    for file in files:
        block = words.partition(f"<https://www.neuenlauter.example/daten/#{file.name}.sha256>\n")[2]
        assert sha256(file.read_bytes()).hexdigest() in block.partition("\n\n")[0], file


# -- a spreadsheet program -------------------------------------------------------------------------------


@pytest.mark.system
def test_libreoffice_reads_german_numbers_as_numbers_and_no_text_as_a_formula(
    city: Path, tmp_path: Path
) -> None:
    """Opened as a German user does: semicolons, UTF-8, German numbers (locale 1031)."""
    import openpyxl

    theme = city / "concept/themes/t1.yaml"
    theme.write_text(
        re.sub("^title: .*", 'title: "=1+1"', theme.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    export(city, "csv", "--excel", "-o", str(tmp_path / "out"))
    files = [str(tmp_path / "out" / name) for name in ("grants.csv", "themes.csv")]
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    line = ["soffice", home, "--headless", "--infilter=CSV:59,34,76,1,,1031", "--convert-to", "xlsx"]
    subprocess.run([*line, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=120)
    (head, first, *_rest) = openpyxl.load_workbook(tmp_path / "grants.xlsx").active.iter_rows(
        values_only=True
    )
    grant = dict(zip(head, first, strict=True))
    assert grant["Kennung"] == "2024-1-001"
    assert (grant["Beantragt"], grant["Bewilligt"]) == (9600, 9600)
    sheet = openpyxl.load_workbook(tmp_path / "themes.xlsx").active
    titles = [each for row in sheet.iter_rows() for each in row if "=1+1" in str(each.value)]
    assert [(each.data_type, each.value) for each in titles] == [("s", "'=1+1")]
