"""Filled-in forms of all kinds as one plan, and what of them belongs into the private overlay.

taken(snapshot, filled, answers) -> Taken                       nothing is written
"""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from kic.core.diagnostic import Diagnostic, Severity, diagnose
from kic.core.place import START, Place
from kic.core.plan import Edit, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.core.values import Moment
from kic.domain.calls import Call
from kic.domain.privacy.overlay import Bank
from kic.domain.reporting.moves import LETTERS, next_id, receive
from kic.repository.forms.applications import Private, entries_of, import_forms
from kic.repository.forms.asking import FormKind
from kic.repository.forms.reading import Filled
from kic.repository.forms.reports import report_of
from kic.repository.intake.marks import Take
from kic.repository.intake.outcome import Changed
from kic.repository.overlay import account_mistake, plain_account
from kic.sheets.laws import CHANGED_BY_HAND, DOUBLE_ROW, MISREAD, MISSING_CELL
from kic.sheets.text_laws import NO_FORM, OUTSIDE

_EMAIL, _IBAN, _POSITION = "private.email", "private.iban", "private.position"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms leave open. `received` is when applications came, `on` the day on which reports came."""

    received: Moment | None = None
    on: datetime.date
    people: Mapping[str, tuple[str, str | None]] = {}
    new_bodies: bool = False
    only_readable: bool = False
    take: Take = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What the forms would do. `plan` is None where it is refused; the findings say why.

    `waiting` are files that are not taken; `asked` tells that only `take` is missing.
    """

    plan: Plan | None = None
    findings: tuple[Diagnostic, ...] = ()
    created: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    private: tuple[Private, ...] = ()
    waiting: tuple[str, ...] = ()
    asked: bool = False


def has_applications(filled: Sequence[Filled]) -> bool:
    """Whether a moment of receipt is needed."""
    return any(each.mark is not None and each.mark.kind is FormKind.APPLICATION for each in filled)


def taken(snapshot: Snapshot, filled: Sequence[Filled], answers: Answers) -> Taken:
    """The forms as one plan. Bad content never raises."""
    return _Taking(snapshot, answers).of(filled)


class _Taking:
    """Gathers the edits of forms."""

    def __init__(self, snapshot: Snapshot, answers: Answers) -> None:
        self._snapshot, self._answers = snapshot, answers
        self._findings: list[Diagnostic] = []
        self._edits: list[Edit] = []
        self._waiting: list[str] = []

    def of(self, filled: Sequence[Filled]) -> Taken:
        """All of them."""
        judged = [msgspec.structs.replace(each, findings=(*each.findings, *_unfit(each))) for each in filled]
        good = [each for each in judged if not each.broken]
        for each in judged:
            if each.broken:
                self._refuse(each.file, each.findings)
        by_call: dict[str, list[Filled]] = {}
        reports = []
        for each in good:
            assert each.mark is not None
            if each.mark.kind is FormKind.APPLICATION:
                by_call.setdefault(each.mark.call, []).append(each)
            else:
                reports.append(each)
        found = Taken()
        for call, forms in by_call.items():
            found = self._applications(found, call, forms)
        made = self._reports(reports)
        errors = [each for each in self._findings if each.severity is Severity.ERROR]
        count = len(found.created) + len(found.changed) + len(found.unchanged) + len(made)
        refused = bool(errors) or not count
        title = plural("Take in {n} form", "Take in {n} forms", n=count)
        return msgspec.structs.replace(
            found,
            plan=None if refused else Plan(title, tuple(self._edits)),
            findings=tuple(self._findings),
            reports=tuple(made),
            private=() if refused else found.private,
            waiting=tuple(dict.fromkeys(self._waiting)),
            asked=found.asked and len(errors) == sum(each.law is CHANGED_BY_HAND for each in errors),
        )

    def _refuse(self, file: str, findings: Sequence[Diagnostic]) -> None:
        """A form that waits: its findings are errors, or warnings where the others are taken without it."""
        self._waiting.append(file)
        light = self._answers.only_readable
        self._findings += [
            msgspec.structs.replace(each, severity=Severity.WARNING)
            if light and each.severity is Severity.ERROR
            else each
            for each in findings
        ]

    def _applications(self, found: Taken, call: str, forms: list[Filled]) -> Taken:
        record = self._snapshot.get(Call, call)
        assert record is not None
        assert self._answers.received is not None
        imported = import_forms(
            self._snapshot,
            record,
            forms,
            received=self._answers.received,
            people=self._answers.people,
            new_bodies=self._answers.new_bodies,
            only_readable=self._answers.only_readable,
            take=self._answers.take,
        )
        outcome = imported.outcome
        self._findings += outcome.findings
        self._waiting += [forms[row - 2].file for row in outcome.waiting]
        if outcome.plan is not None:
            self._edits += outcome.plan.edits
        kept = [each for each in forms if each.file not in self._waiting]
        return msgspec.structs.replace(
            found,
            created=(*found.created, *outcome.created),
            changed=(*found.changed, *outcome.changed),
            unchanged=(*found.unchanged, *outcome.unchanged),
            bodies=(*found.bodies, *imported.bodies),
            private=(*found.private, *entries_of(kept, imported.applicants)),
            asked=found.asked or outcome.asked,
        )

    def _reports(self, forms: Sequence[Filled]) -> list[str]:
        made: dict[str, str] = {}
        for form in forms:
            read = report_of(self._snapshot, form, on=self._answers.on)
            if read.received is None:
                self._refuse(form.file, read.findings)
                continue
            came = read.received
            id_ = next_id(self._snapshot, came.application.id, LETTERS[came.report])
            if id_ in made:
                said = text("this and {file} are the same report", file=made[id_])
                self._refuse(form.file, (form.finding(DOUBLE_ROW, "application", said),))
                continue
            made[id_] = form.file
            self._findings += read.findings
            self._edits += receive(self._snapshot, came).edits
        return list(made)


def _unfit(form: Filled) -> list[Diagnostic]:
    """What cannot be right in private fields; what stands there is not repeated."""
    found = []
    if form.form is not None and not form.filled_in:
        return [diagnose(NO_FORM, text("nobody has filled in this form"), Place(form.file, span=START))]
    iban = plain_account(form.words(_IBAN))
    if iban and (wrong := account_mistake(Bank(iban=iban))) is not None:
        found.append(form.finding(MISREAD, _IBAN, wrong))
    email = form.words(_EMAIL)
    if email and "@" not in email:
        found.append(form.finding(MISREAD, _EMAIL, text("an address with an @ is expected")))
    if form.cell("applicant_kind").value == "private_person":
        unread = [name for name in (_POSITION, "body") if form.words(name)]
        found += [
            form.finding(OUTSIDE, name, text("of a private person, this is not read")) for name in unread
        ]
    told = [name for name in form.values if name.startswith("private.") and form.words(name)]
    if told and not form.words("private.name"):
        found.append(form.finding(MISSING_CELL, "private.name", text("nothing stands here")))
    for name, cell in form.values.items():
        if name.startswith("private.") and not cell.empty and not form.words(name):
            found.append(form.finding(MISREAD, name, text("expected words")))
    return found
