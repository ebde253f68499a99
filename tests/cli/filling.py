"""Forms as somebody filled them in: the values go into the fields, and the file is written as it would come back."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.present.forms.model import Field, Form, Part, Table
from kic.present.language import speak
from kic.repository.forms.asking import FormKind, form_of
from kic.repository.forms.writing import form_file
from kic.repository.repository import Repository

ON = datetime.date(2026, 11, 22)

APPLICATION: Mapping[str, Any] = {
    "applicant_kind": "association",
    "body": "Radio Neuenlauter e. V.",
    "private.name": "Erika Muster",
    "private.position": "Vorsitz",
    "private.street": "Lindenweg 3",
    "private.postcode": "99999",
    "private.city": "Neuenlauter",
    "private.email": "post@radio.example",
    "private.iban": "DE02 1203 0000 0000 2020 51",
    "title": "Sendungen der Nachbarschaft",
    "summary": "Zehn Sendungen von und mit Menschen aus der Nachbarschaft.",
    "start": datetime.date(2027, 1, 10),
    "end": datetime.date(2027, 6, 30),
    "themes.t3": True,
    "recommendations.he-15": True,
    "costs": [("Technik", Money.parse("800.00"), "yes"), ("Honorare", Money.parse("400.00"), "yes")],
    "financing": [("Vereinsmittel", "own", Money.parse("240.00"), "yes")],
    "requested": Money.parse("960.00"),
    "deducts_vat": "no",
    "declared.not_begun": True,
    "declared.complete": True,
}
"""An application of an association that is not recorded yet."""

PROOF: Mapping[str, Any] = {
    "summary": "Zwölf Familien fanden eine Wohnung.",
    "participants": "12",
    "declared.true": True,
}
"""A proof of use; the figures are those of its plan."""


def filled(form: Form, values: Mapping[str, Any]) -> Form:
    """The form with these values; those of a table are lists of rows."""
    unknown = set(values) - {each.name for each in form.fields} - {each.name for each in form.tables}
    assert not unknown, unknown
    sections = tuple(
        replace(section, parts=tuple(_part(each, values) for each in section.parts))
        for section in form.sections
    )
    return replace(form, sections=sections)


def _part(part: Part, values: Mapping[str, Any]) -> Part:
    if isinstance(part, Field) and part.name in values:
        return replace(part, value=values[part.name])
    if isinstance(part, Table) and part.name in values:
        rows = tuple(values[part.name])
        return replace(part, rows=rows, blank=max(0, part.length - len(rows)), fixed=frozenset())
    return part


def came_back(
    snapshot: Snapshot,
    kind: FormKind,
    about: str,
    values: Mapping[str, Any],
    *,
    to: str = "docx",
    lang: str = "de",
) -> bytes:
    """The file of a form for a call or an application, as somebody sends it back."""
    application = snapshot.get(Application, about)
    call = snapshot.get(Call, about if application is None else application.call)
    assert call is not None
    form = form_of(snapshot, kind, call, application, speak(lang), on=ON)
    return form_file(filled(form, values), "xlsx" if to == "xlsx" else "docx")


def accounted(snapshot: Snapshot, id: str) -> Mapping[str, Any]:
    """A proof of use in which everything went as planned, with one receipt for each item."""
    from kic.domain.applications import FundKind
    from kic.domain.reporting.standing import period_of, plan_of

    application = snapshot.get(Application, id)
    assert application is not None
    plan, day = plan_of(application), period_of(snapshot, application).start
    costs = [(each.item, each.amount, each.amount, "yes" if each.eligible else "no") for each in plan.costs]
    funds = [
        (each.item, each.fund.value, each.amount, each.amount)
        for each in plan.financing
        if each.fund is not FundKind.REQUESTED
    ]
    receipts = [(str(n), day, each.item, each.amount, "Rechnung") for n, each in enumerate(plan.costs, 1)]
    return {**PROOF, "costs": costs, "financing": funds, "receipts": receipts}


def write_samples(folder: Path) -> None:
    """The files that the examples of `kic form in` name."""
    snapshot = Repository(folder, today=ON).snapshot
    content = came_back(
        snapshot, FormKind.APPLICATION, "2026-1", {**APPLICATION, "body": "Mieterhilfe Neuenlauter e. V."}
    )
    (folder / "Projektantrag.docx").write_bytes(content)
    (folder / "Posteingang").mkdir(exist_ok=True)
    content = came_back(snapshot, FormKind.APPLICATION, "2026-1", APPLICATION, to="xlsx")
    (folder / "Posteingang" / "Antrag (2).xlsx").write_bytes(content)
    values = accounted(snapshot, "2025-2-003")
    content = came_back(snapshot, FormKind.PROOF_OF_USE, "2025-2-003", values, to="xlsx")
    (folder / "Verwendungsnachweis.xlsx").write_bytes(content)
