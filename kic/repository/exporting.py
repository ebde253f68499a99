"""Exports: a repository's records in the formats of other programs, as files with their bytes. Nothing is written.

What is public decides `kic.domain.publishing` alone; `complete` exports are for the office, and every file of one says
so in its name. Files that cannot be read end an export: a table without their records would look complete.
"""

import datetime
from collections.abc import Mapping

import msgspec

from kic.allocation.problem import Problem
from kic.core.diagnostic import Severity
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.calls import Call
from kic.domain.chapters import RECORDS
from kic.domain.publishing.tables import public_tables
from kic.domain.settings import Settings
from kic.errors import Refused
from kic.present.language import Language
from kic.present.open_data import datapackage
from kic.present.open_data.sheets import Sheet, as_csv, as_lines

GRANTS = "360giving.json"
CATALOGUE = "catalogue"


class Exported(msgspec.Struct, frozen=True):
    """The files of an export by name, and what has to be said of them."""

    files: Mapping[str, bytes]
    remarks: tuple[Text, ...] = ()


def settings_of(repository: Snapshot) -> Settings:
    """The settings of a repository of which every record can be read; else raises Refused."""
    found = {each.place.path for each in repository.diagnostics if each.severity is Severity.ERROR}
    unread = [each.path for each in repository if each.record is None and each.path in found]
    settings = repository.only(Settings)
    if unread or settings is None:
        raise Refused(
            "{path} cannot be read, so the export would lack it.",
            help="kic check says what is wrong with it.",
            path=unread[0] if unread else "kic.yaml",
        )
    return settings


def tables(repository: Snapshot, language: Language, day: datetime.date, sheet: Sheet | None) -> Exported:
    """The public tables as CSV, or JSON lines (`sheet` None), with their data package."""
    settings = settings_of(repository)
    shown = public_tables(repository, day)
    written = {each.name: as_lines(each) if sheet is None else as_csv(each, sheet) for each in shown}
    package = datapackage.described(shown, written, settings, language, day=day, sheet=sheet)
    files = {f"{name}.{_suffix(sheet)}": content for name, content in written.items()}
    remarks: tuple[Text, ...] = ()
    if settings.open_data.licence is None:
        remarks = (
            text(
                "The licence of the open data is not known (open_data.licence in kic.yaml): the package says so."
            ),
        )
    return Exported(files | {datapackage.NAME: package.encode()}, remarks)


def complete(repository: Snapshot, language: Language, day: datetime.date, sheet: Sheet | None) -> Exported:
    """All records of all kinds, not for the public."""
    from kic.domain.publishing.everything import all_tables  # noqa: PLC0415

    settings = settings_of(repository)
    everything = all_tables(repository, RECORDS)
    written = {
        each.name: as_lines(each) if sheet is None else as_csv(each, sheet) for each in everything.tables
    }
    package = datapackage.described(
        everything.tables, written, settings, language, day=day, sheet=sheet, public=False
    )
    files = {f"{datapackage.BEFORE}{name}.{_suffix(sheet)}": content for name, content in written.items()}
    remarks = [
        text(
            "Not for the public: these files hold every record. The private overlay is not among them; it is the "
            "folder private/."
        )
    ]
    if everything.withheld:
        remarks.append(
            plural(
                "The marks of {n} file are left out, as nobody may see them yet: {paths}.",
                "The marks of {n} files are left out, as nobody may see them yet: {paths}.",
                n=len(everything.withheld),
                paths=everything.withheld,
            )
        )
    return Exported(files | {datapackage.BEFORE + datapackage.NAME: package.encode()}, tuple(remarks))


def _suffix(sheet: Sheet | None) -> str:
    return "jsonl" if sheet is None else "csv"


def grants(repository: Snapshot, language: Language, day: datetime.date) -> Exported:
    """The public grants as 360Giving JSON; raises Refused where there is none, as the standard needs one."""
    from kic.domain.publishing.grants import public_grants  # noqa: PLC0415
    from kic.present.open_data.grants_360 import as_360giving, unknown  # noqa: PLC0415

    settings = settings_of(repository)
    if not public_grants(repository, day):
        raise Refused(
            "There is no public grant yet, and a file of 360Giving needs one.",
            help="A grant is public once its award notice has been issued.",
        )
    return Exported({GRANTS: as_360giving(repository, settings, language, day).encode()}, unknown(settings))


def catalogue(repository: Snapshot, language: Language, day: datetime.date, to: str) -> Exported:
    """The DCAT-AP.de metadata of the public files; `to` is the suffix: ttl, jsonld or rdf."""
    from kic.domain.publishing.grants import public_grants  # noqa: PLC0415
    from kic.present.envelope import dumped  # noqa: PLC0415
    from kic.present.open_data import dcat  # noqa: PLC0415
    from kic.present.open_data.graph import json_ld, rdf_xml, turtle  # noqa: PLC0415

    settings = settings_of(repository)
    offered = []
    for each in public_tables(repository, day):
        files = [
            dcat.File(f"{each.name}.csv", as_csv(each, Sheet())),
            dcat.File(f"{each.name}.jsonl", as_lines(each)),
        ]
        if each.name == "grants" and public_grants(repository, day):
            files.append(dcat.File(GRANTS, grants(repository, language, day).files[GRANTS]))
        offered.append(dcat.Offered(each, tuple(files)))
    said = dcat.statements(offered, settings, language, day)
    spelled = dumped(json_ld(said)) if to == "jsonld" else (turtle if to == "ttl" else rdf_xml)(said)
    return Exported({f"{CATALOGUE}.{to}": spelled.encode()}, dcat.unknown(settings))


def ballots(repository: Snapshot, call: Call) -> Exported:
    """The marks of a call as a Pabulib file without seats; raises Refused as long as nobody may see marks.

    Voters are numbered in the order of what they gave, not of the seats. Whoever knows who was excluded from what may
    still recognise a ballot, so the file is not among the open data, and the remark says so.
    """
    from kic.allocation.pabulib_writing import as_pabulib  # noqa: PLC0415
    from kic.domain.scoring.visibility import shows_marks  # noqa: PLC0415
    from kic.repository.allocating import pose_call  # noqa: PLC0415

    if not shows_marks(repository, call.id):
        raise Refused(
            "The marks of the call {id} are shown to nobody yet, and this would tell of them.",
            help="kic call stage {id} office shows them to the office, from then on.",
            id=call.id,
        )
    settings = settings_of(repository)
    posed = pose_call(repository, call)
    errors = [each for each in posed.findings if each.severity is Severity.ERROR]
    if posed.problem is None or errors:
        raise Refused(
            "The call {id} cannot be written as a problem of votes.",
            help="kic allocate {id} says what is missing.",
            id=call.id,
        )
    meta = {"description": call.title, "unit": settings.municipality.name, "instance": call.id}
    return Exported(
        {f"not-public-{call.id}.pb": as_pabulib(anonymous(posed.problem), meta).encode()},
        (
            text(
                "Not for the public: the file names no seat, but whoever knows who was excluded from what may "
                "recognise a ballot."
            ),
        ),
    )


def anonymous(problem: Problem) -> Problem:
    """The problem with numbers in place of seats, in the order of what they gave."""
    from kic.allocation.support import named_voters  # noqa: PLC0415

    seats = named_voters(problem)
    given = {
        seat: tuple(
            (str(each.marks.get(seat, "")), seat in (each.approvals or ())) for each in problem.applications
        )
        for seat in seats
    }
    width = len(str(len(seats)))
    number = {seat: f"{n:0{width}}" for n, seat in enumerate(sorted(seats, key=given.__getitem__), 1)}
    replace = msgspec.structs.replace
    applications = tuple(
        replace(
            each,
            marks={
                number[seat]: mark
                for seat, mark in sorted(each.marks.items(), key=lambda one: number[one[0]])
            },
            approvals=None
            if each.approvals is None
            else tuple(sorted(number[seat] for seat in each.approvals)),
        )
        for each in problem.applications
    )
    return replace(
        problem,
        seats=None if problem.seats is None else tuple(sorted(number[seat] for seat in problem.seats)),
        applications=applications,
    )
