"""Nothing private leaves: secrets are planted wherever records hold what is not public, and no exported byte has one.

The demo city is copied and its records are written anew with a word that occurs nowhere else in place of each text that
must not get out: names, marks, applications that got nothing, items of non-public sitting, grounds, bank data, notes.
"""

import datetime
import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kic.allocation.engine import allocate
from kic.allocation.support import named_voters
from kic.domain.calls import Call
from kic.domain.publishing.grants import public_grants
from kic.repository.allocating import pose_call
from kic.repository.exporting import anonymous
from kic.repository.repository import Repository
from kic.store.writing.emit import emit
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call

DAY = datetime.date.fromisoformat(TODAY)

PUBLIC = (
    ("csv", "-o", "{}/csv"),
    ("csv", "--excel", "-o", "{}/excel"),
    ("jsonl", "-o", "{}/jsonl"),
    ("csv", "-o", "{}/packed.zip"),
    ("360giving", "-o", "{}/360giving.json"),
    ("dcat", "-o", "{}/catalogue.ttl"),
    ("dcat", "-o", "{}/catalogue.jsonld"),
    ("dcat", "-o", "{}/catalogue.rdf"),
)

NEVER = """
    application applicant.person
    application costs.*.item
    application financing.*.item
    application advice.*.note
    application work_in_kind
    application ineligible_note
    application papers.*.papers.*
    application papers.*.note
    application adapted.*.costs.*.item
    body note
    call note
    call terms.lot
    call money.reservation_note
    call intake.words.*
    call accounting.account
    call accounting.product
    consultation description
    contribution proposal
    contribution wording
    contribution reason
    contribution contributor.name
    contribution place
    contribution answers.*.reason
    council groups.*.name
    decision note
    decision basis.lot
    decision ties.*.settled_by
    decision awards.*.deviation
    decision entries.*.reason
    event description
    event reviews.*.note
    examination result
    examination sample.seed
    examination cuts.*.reason
    examination accepted.*.reason
    indicator values.*.note
    meeting note
    meeting items.*.proposal
    meeting items.*.wording
    meeting items.*.reason
    meeting minutes.objections
    notice file
    notice reason
    notice note
    notice conditions.*.text
    notice conditions.*.evidence
    notice steps.*.note
    notice condition_steps.*.evidence
    notice condition_steps.*.reason
    notice register.number
    notice remedies.version
    objection note
    objection steps.*.note
    paper proposal
    paper reasons
    paper title
    payment note
    payment steps.*.voucher
    payment steps.*.note
    payment steps.*.instruction
    recommendation progress.*.evidence.*
    recommendation provenance.source
    report summary
    report note
    report receipts.*.reason
    report costs.*.item
    report requests.*.note
    resolution text
    resolution result
    seat title
    seat expertise
    seat terms.*.holder
    seat terms.*.deputy
    seat disclosures.*.reference
    settings waivers.*.reason
    settings roles.*.title
    settings letterhead.telephone
    settings letterhead.address.*
    settings base_rates.*.source
    * sources.*.title
    * sources.*.reference
    * gaps.*.note
"""
"""Kind and field of what is never public, of whatever record; a star is every place of a list or every key."""


class Secrets:
    """Words that occur nowhere else, and where each was planted."""

    def __init__(self) -> None:
        self.where: dict[str, str] = {}

    def word(self, where: str) -> str:
        word = f"Geheim{len(self.where):04}Zeichen"
        self.where[word] = where
        return word


def planted(value: Any, path: tuple[str, ...], where: str, secrets: Secrets) -> Any:
    """The plain value with a secret in place of every text at this path."""
    if not path:
        if not isinstance(value, str):
            return value
        if where.endswith(("applicant.person", ".holder", ".deputy")):
            return value  # pseudonyms have a form; the test looks for them as they are
        return secrets.word(where)
    step, rest = path[0], path[1:]
    if isinstance(value, list) and step == "*":
        return [planted(each, rest, where, secrets) for each in value]
    if isinstance(value, dict):
        keys = list(value) if step == "*" else [step]
        return value | {key: planted(value[key], rest, where, secrets) for key in keys if key in value}
    return value


def fields() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in NEVER.split("\n"):
        if line.strip():
            kind, field = line.split()
            yield kind, tuple(field.split("."))


def spoiled(folder: Path) -> tuple[Secrets, set[str]]:
    """Plants secrets in the records of this copy; gives them, and the pseudonyms that must not get out either."""
    secrets = Secrets()
    marks = itertools.count(11111, 7)
    snapshot = Repository(folder, today=DAY).snapshot
    pseudonyms: set[str] = set()

    given = public_grants(snapshot, DAY)
    for entry in snapshot:
        if entry.kind is None or not isinstance(entry.declared, dict):
            continue
        plain: dict[str, Any] = dict(entry.declared)
        for kind, field in fields():
            if kind in ("*", entry.kind):
                plain = planted(plain, field, f"{entry.path} {'.'.join(field)}", secrets)
        if entry.kind == "application" and (entry.id not in given or given[entry.id].individual):
            for field in ("title", "summary"):
                plain[field] = secrets.word(f"{entry.path} {field}")
            if person := plain["applicant"].get("person"):
                pseudonyms.add(person)
        if entry.kind == "meeting":
            plain["items"] = [
                item
                if item.get("public") is not False
                else item | {"title": secrets.word(f"{entry.path} title")}
                for item in plain.get("items", [])
            ]
        if entry.kind == "scores":
            plain["marks"] = {
                application: marked
                if isinstance(marked, str)
                else {key: f"73.{next(marks)}" for key in marked}
                for application, marked in plain["marks"].items()
            }
        if entry.kind == "seat":
            for term in plain.get("terms", []):
                pseudonyms |= {term[each] for each in ("holder", "deputy") if each in term}
        if plain != entry.declared:
            (folder / entry.path).write_bytes(emit(plain))
    for n in range(41, 44):
        secrets.where[f"73.{11111 + 7 * n}"] = "a mark"
    return secrets, pseudonyms


def only_applied(folder: Path, secrets: Secrets) -> str:
    """The name of an organisation that applied and got nothing, made a secret; nothing else names it."""
    body = folder / "concept/bodies/v-stille.yaml"
    name = secrets.word("the name of an organisation that only applied")
    body.write_text(f"kind: body\nid: v-stille\nname: {name}\nbody: association\n", "utf-8")
    refused = folder / "applications/2026-1/2026-1-014.yaml"
    text = refused.read_text("utf-8")
    refused.write_text(re.sub(r"body: [a-z-]+", "body: v-stille", text), "utf-8")
    return name


def overlay(folder: Path, secrets: Secrets) -> None:
    """People, members and bank data in the private overlay."""
    for n, (id_, iban) in enumerate(
        [("p-0007", "DE89370400440532013000"), ("v-familienzentrum", "GB29NWBK60161331926819")]
    ):
        name = secrets.word(f"overlay {id_} name")
        words = [
            "--name",
            name,
            "--street",
            secrets.word("street"),
            "--iban",
            iban,
            "--email",
            f"e{n}@web.example",
        ]
        done = call("person", "add", id_, *words, "--yes", folder=folder)
        assert done.code == 0, done.err
        secrets.where |= {iban: "overlay iban", f"e{n}@web.example": "overlay email"}


def exported(folder: Path, into: Path, lines: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, str]]:
    """Every file and every word on the screen of these exports, with their names."""
    for lang in ("de", "en"):
        place = into / lang
        place.mkdir(parents=True)
        for line in lines:
            done = call("export", *(each.format(place) for each in line), folder=folder, lang=lang)
            assert done.code == 0, (line, done.err)
            yield " ".join(line), done.out + done.err
    for path in sorted(into.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path}/{name}", archive.read(name).decode("utf-8")
        elif path.is_file():
            yield str(path), path.read_text("utf-8")


def published(folder: Path, into: Path) -> Iterator[tuple[str, str]]:
    """Every file of the public site and every word on the screen, and the paths, which are told too."""
    done = call("publish", "-o", str(into), folder=folder, lang="de")
    assert done.code == 0, done.err
    yield "publish", done.out + done.err
    for path in sorted(each for each in into.rglob("*") if each.is_file()):
        yield f"{path} (its path)", path.relative_to(into).as_posix()
        yield str(path), path.read_text("utf-8")


@pytest.fixture
def spoiled_city(city: Path) -> tuple[Path, Secrets, set[str]]:
    secrets, pseudonyms = spoiled(city)
    only_applied(city, secrets)
    overlay(city, secrets)
    return city, secrets, pseudonyms


def test_no_secret_is_in_any_exported_or_published_byte(
    spoiled_city: tuple[Path, Secrets, set[str]], tmp_path: Path
) -> None:
    city, secrets, pseudonyms = spoiled_city
    places = {re.sub(r"^\S*/", "", each).partition(" ")[2] for each in secrets.where.values()}
    assert len(secrets.where) > 1000
    assert len(places) >= 50, sorted(places)
    assert pseudonyms
    sought = re.compile("|".join(map(re.escape, secrets.where)))
    named = re.compile(r"\bp-[0-9]{4}\b|" + "|".join(rf"\b{each}\b" for each in sorted(pseudonyms)))
    found = {
        name: {secrets.where.get(each, each) for each in (*sought.findall(content), *named.findall(content))}
        for name, content in (
            *exported(city, tmp_path / "out", PUBLIC),
            *published(city, tmp_path / "site"),
        )
    }
    assert len(found) > 1000
    assert {name: seen for name, seen in found.items() if seen} == {}


def test_the_same_search_finds_them_in_what_is_not_for_the_public(
    spoiled_city: tuple[Path, Secrets, set[str]], tmp_path: Path
) -> None:
    """All records leave with `--all`, in files that say what they are; the private overlay never does."""
    city, secrets, _pseudonyms = spoiled_city
    lines = (("csv", "--all", "-o", "{}/csv"), ("jsonl", "--all", "-o", "{}/jsonl"))
    everything = dict(exported(city, tmp_path / "out", lines))
    files = [Path(name).name for name in everything if name.startswith(str(tmp_path))]
    assert all(each.startswith("not-public-") for each in files)
    for suffix in ("csv", "jsonl"):
        content = "".join(words for name, words in everything.items() if name.endswith(f".{suffix}"))
        kept = {word for word in secrets.where if word in content}
        assert {where for word, where in secrets.where.items() if word not in kept} == {
            where for where in secrets.where.values() if where.startswith(("overlay", "street"))
        }


def test_marks_that_nobody_may_see_yet_leave_with_nothing(city: Path, tmp_path: Path) -> None:
    path = city / "applications/2026-1/call.yaml"
    path.write_text(
        path.read_text("utf-8").replace("marks_visible: office", "marks_visible: nobody"), "utf-8"
    )
    sheet = city / "applications/2026-1/scores/s01.yaml"
    sheet.write_text(re.sub(r"(k26-wirkung: )\d+", r"\g<1>73", sheet.read_text("utf-8")), "utf-8")
    done = call("export", "jsonl", "--all", "-o", str(tmp_path / "all"), folder=city, lang="en")
    assert "nobody may see them yet: applications/2026-1/scores/s01.yaml" in done.err
    lines = (tmp_path / "all/not-public-scores.jsonl").read_text("utf-8").splitlines()
    assert [each for each in lines if '"2026-1-s01"' in each and "73" in each.partition("marks")[2]] == []
    refused = call("export", "pabulib", "--call", "2026-1", folder=city)
    assert (refused.code, refused.out) == (1, "")


def test_a_pabulib_file_names_no_seat(city: Path) -> None:
    done = call("export", "pabulib", "--call", "2025-1", folder=city)
    assert done.code == 0
    votes = done.out.partition("VOTES\n")[2]
    assert re.search(r"\bs[0-9]{2}\b", votes) is None
    ballots = [line.partition(";")[2] for line in votes.splitlines()[1:]]
    assert len(ballots) == 20


@pytest.mark.parametrize("call_id", ["2024-1", "2025-1", "2025-2", "2026-1"])
def test_numbers_in_place_of_seats_change_no_award(built_city: Path, call_id: str) -> None:
    snapshot = Repository(built_city, today=DAY).snapshot
    call_ = snapshot.get(Call, call_id)
    assert call_ is not None
    problem = pose_call(snapshot, call_).problem
    assert problem is not None
    nameless = anonymous(problem)
    assert set(named_voters(nameless)).isdisjoint(named_voters(problem))
    awards = {id_: each.award for id_, each in allocate(problem).standings.items()}
    assert {id_: each.award for id_, each in allocate(nameless).standings.items()} == awards
