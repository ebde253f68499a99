"""What can happen to a call: proposals, without judgement. The rules say what may be."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.plan import CreateFile, Edit, Plain, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count, Moment, Money, PartialDate
from kic.domain.calls import (
    Accounting,
    ApplicantKind,
    Call,
    CallState,
    MoneySource,
    ReportDue,
    Reservation,
    Terms,
    Visibility,
)
from kic.domain.calls.guideline_rules import digest


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What an announcement says of a call, as far as it is given; None leaves what stands in the record."""

    title: str | None = None
    announced: PartialDate | None = None
    place: str | None = None
    gazette: str | None = None
    opens: datetime.date | None = None
    closes: Moment | None = None
    amount: Money | None = None
    themes: tuple[str, ...] | None = None
    applicants: tuple[ApplicantKind, ...] | None = None
    papers: tuple[str, ...] | None = None
    decision_expected: PartialDate | None = None
    spend_by: datetime.date | None = None
    settle_by: datetime.date | None = None
    reports: tuple[ReportDue, ...] | None = None
    accounting: Accounting | None = None
    note: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is given."""
        return not self.fields()

    def fields(self) -> list[tuple[tuple[str, ...], Plain]]:
        """Each given fact with the field of the record that holds it, in the order of the file."""
        reports = None if self.reports is None else [_report(each) for each in self.reports]
        facts: list[tuple[tuple[str, ...], Plain]] = [
            (("title",), self.title),
            (("announcement", "date"), self.announced),
            (("announcement", "place"), self.place),
            (("announcement", "gazette"), self.gazette),
            (("opens",), self.opens),
            (("closes",), self.closes),
            (("money", "amount"), self.amount),
            (("themes",), None if self.themes is None else list(self.themes)),
            (("applicants",), None if self.applicants is None else list(self.applicants)),
            (("papers",), None if self.papers is None else list(self.papers)),
            (("decision_expected",), self.decision_expected),
            (("spend_by",), self.spend_by),
            (("settle_by",), self.settle_by),
            (("reports",), reports),
            (("accounting",), None if self.accounting is None else _booked(self.accounting)),
            (("note",), self.note),
        ]
        return [(field, value) for field, value in facts if value is not None]


def _report(due: ReportDue) -> dict[str, Plain]:
    return {"report": due.report, "due": due.due}


def _booked(accounting: Accounting) -> dict[str, Plain]:
    return {"year": accounting.year, "product": accounting.product, "account": accounting.account}


NOTHING = Facts()


def next_number(repository: Snapshot, year: int) -> int:
    """The number of the next call of a year: one more than the highest here and on other branches.

    Files that cannot be read count.
    """
    taken = [call.number for call in repository.all(Call) if call.year == year]
    return max(repository.highest("call", f"{year}-"), *taken, 0) + 1


def new_call(
    repository: Snapshot,
    year: int,
    facts: Facts,
    *,
    edition: str | None,
    like: Call | None = None,
    remainder_of: str | None = None,
    reservation_note: str | None = None,
) -> Plan:
    """A draft with the next number of the year.

    From `like` come the terms, who may apply, the papers, product and account of the budget and, within one edition,
    the themes. What is fixed anew for each call does not: the day of freezing, the lot's source, the guideline's
    digest, dates and money.
    """
    number = next_number(repository, year)
    id_ = f"{year}-{number}"
    given = dict(facts.fields())
    record: dict[str, Plain] = {
        "kind": "call",
        "id": id_,
        "title": facts.title,
        "year": year,
        "number": number,
        "state": CallState.DRAFT,
        "edition": edition,
        "announcement": {key: given.get(("announcement", key)) for key in ("date", "place", "gazette")},
        "opens": facts.opens,
        "closes": facts.closes,
        "money": {
            "amount": facts.amount,
            "source": MoneySource.FRESH if remainder_of is None else MoneySource.REMAINDER,
            "remainder_of": remainder_of,
            "reservation": Reservation.NONE if reservation_note is None else Reservation.OPEN,
            "reservation_note": reservation_note,
        },
        "themes": given.get(("themes",)) or (list(like.themes) if like and like.edition == edition else None),
        "applicants": given.get(("applicants",)) or (list(like.applicants) if like else None),
        "papers": given.get(("papers",)) or (list(like.papers) if like else None),
        "terms": _terms(repository, like) if like else None,
        "decision_expected": facts.decision_expected,
        "spend_by": facts.spend_by,
        "settle_by": facts.settle_by,
        "reports": given.get(("reports",)),
        "accounting": given.get(("accounting",))
        or (
            _booked(msgspec.structs.replace(like.accounting, year=Count(year)))
            if like and like.accounting
            else None
        ),
        "note": facts.note,
    }
    return Plan(
        text("New call {id}", id=id_), (CreateFile(f"applications/{id_}/call.yaml", _filled(record)),)
    )


def _filled(value: Mapping[str, Plain]) -> dict[str, Plain]:
    """Without what is not given: no key without a value."""
    kept: dict[str, Plain] = {}
    for key, inner in value.items():
        filled = _filled(inner) if isinstance(inner, Mapping) else inner
        if filled not in (None, {}, []):
            kept[key] = filled
    return kept


def _terms(repository: Snapshot, like: Call) -> dict[str, Plain]:
    """The terms as they stand in the other call's file, without what is fixed for each call anew."""
    terms = written_terms(repository, like)
    for anew in ("frozen", "lot"):
        terms.pop(anew, None)
    if isinstance(terms.get("guideline"), dict):
        terms["guideline"].pop("digest", None)
    return terms


def written_terms(repository: Snapshot, call: Call) -> dict[str, Plain]:
    """The terms that the call's file says, as typed values in the shape of the file: without what is usual."""
    declared: Any = repository.entry(call).declared
    written = declared.get("terms") or {}
    return {key: _typed(call.terms, key, value) for key, value in written.items()}


def _typed(terms: Terms, key: str, written: Any) -> Plain:
    """A value of the terms as a plan holds it: a nested structure of typed values where the file has text."""
    value = getattr(terms, key, written)
    return _plain(value, written)


def _plain(value: Any, written: Any) -> Plain:
    """The typed value in the shape of what was written, so that defaults which nobody wrote stay out."""
    if isinstance(written, Mapping):
        return {
            key: _plain(value[key] if isinstance(value, Mapping) else getattr(value, key), inner)
            for key, inner in written.items()
        }
    if isinstance(written, Sequence) and not isinstance(written, str):
        return [_plain(each, inner) for each, inner in zip(value, written, strict=True)]
    return value


def change_facts(repository: Snapshot, call: Call, facts: Facts) -> Plan:
    """What an announcement says of a call, entered or changed."""
    path = repository.entry(call).path
    return Plan(
        text("Call {id}: changed", id=call.id),
        tuple(SetField(path, field, value) for field, value in facts.fields()),
    )


def change_terms(repository: Snapshot, call: Call, terms: Mapping[str, Plain]) -> Plan:
    """The given terms as they are to stand in the file, in the shape of `written_terms`; what is empty goes."""
    path = repository.entry(call).path
    held = written_terms(repository, call)
    title = text("Call {id}: terms changed", id=call.id)
    if held and not _filled({**held, **terms}):
        return Plan(title, (RemoveField(path, ("terms",)),))
    edits: list[Edit] = []
    for key, given in terms.items():
        value = _titled(repository, given) if key == "guideline" else given
        edits += _differing(path, ("terms", key), held.get(key), _filled({key: value}).get(key))
    return Plan(title, tuple(edits))


def _titled(repository: Snapshot, guideline: Plain) -> Plain:
    """A guideline of which only the file is named is called what its file calls itself."""
    if guideline and guideline.get("file") and not guideline.get("title"):
        return {
            "title": _heading(repository, guideline["file"]),
            **{k: v for k, v in guideline.items() if k != "title"},
        }
    return guideline


def _differing(path: str, field: Field, old: Plain, new: Plain) -> Iterator[Edit]:
    """The least edits: of a map key by key, of a list of parts by their ids, so that all else keeps its place."""
    if new is None:
        if old is not None:
            yield RemoveField(path, field)
    elif isinstance(old, Mapping) and isinstance(new, Mapping) and old:
        gone = [key for key in old if key not in new]
        if [*new][: len(old) - len(gone)] != [key for key in old if key in new]:
            yield RemoveField(path, field)  # the order of floors has a meaning
            yield SetField(path, field, new)
            return
        for key in gone:
            yield RemoveField(path, (*field, key))
        for key, value in new.items():
            if key not in old or old[key] != value or isinstance(value, Mapping):
                yield from _differing(path, (*field, key), old.get(key), value)
    elif isinstance(old, list) and isinstance(new, list) and (kept := _kept_parts(old, new)):
        yield SetField(path, field, kept)
        yield SetField(path, field, new)
    elif old != new:
        yield SetField(path, field, new)


def _kept_parts(old: list[Plain], new: list[Plain]) -> list[Plain]:
    """The items of a list, as they were, of which the ids stay."""
    ids = {each.get("id") for each in new} - {None}
    return [each for each in old if each.get("id") in ids]


def set_state(repository: Snapshot, call: Call, state: CallState, facts: Facts = NOTHING) -> Plan:
    """Another state, with what else is entered at this step."""
    path = repository.entry(call).path
    edits: list[Edit] = [SetField(path, field, value) for field, value in facts.fields()]
    if call.state is not state:
        edits.insert(0, SetField(path, ("state",), state))
    return Plan(text("Call {id}: {state}", id=call.id, state=state), tuple(edits))


def freeze(
    repository: Snapshot,
    call: Call,
    day: datetime.date,
    *,
    guideline: str | None = None,
    lot: str | None = None,
) -> Plan:
    """Fixes the terms on a day, with the digest of the guideline's file; `guideline` names that file."""
    path = repository.entry(call).path
    edits: list[Edit] = [SetField(path, ("terms", "frozen"), day)]
    if lot is not None:
        edits.append(SetField(path, ("terms", "lot"), lot))
    held = call.terms.guideline
    file = guideline or (held.file if held else None)
    if guideline is not None and held is None:
        edits.append(SetField(path, ("terms", "guideline", "title"), _heading(repository, guideline)))
    if guideline is not None:
        edits.append(SetField(path, ("terms", "guideline", "file"), guideline))
    content = repository.content(file) if file is not None else None
    if content is not None and (held is None or held.digest is None or guideline is not None):
        edits.append(SetField(path, ("terms", "guideline", "digest"), digest(content)))
    return Plan(text("Call {id}: terms fixed on {date}", id=call.id, date=day), tuple(edits))


def _heading(repository: Snapshot, path: str) -> str:
    """What a guideline calls itself: its first heading or line, else its file name."""
    content = repository.content(path) or b""
    first = content.lstrip(b"\xef\xbb\xbf# \t\r\n").split(b"\n", 1)[0].strip()
    try:
        words = first.decode()
    except UnicodeDecodeError:
        words = ""
    return words if words and words.isprintable() else path.rpartition("/")[2]


def show_marks(repository: Snapshot, call: Call, stage: Visibility) -> Plan:
    """Who may see the marks from now on."""
    return Plan(
        text("Call {id}: marks shown to: {stage}", id=call.id, stage=stage),
        (SetField(repository.entry(call).path, ("marks_visible",), stage),),
    )


def reserve(
    repository: Snapshot,
    call: Call,
    reservation: Reservation,
    *,
    day: datetime.date | None = None,
    note: str | None = None,
) -> Plan:
    """Whether the money stands under reservation; a fulfilled one has its day."""
    path = repository.entry(call).path
    edits: list[Edit] = [SetField(path, ("money", "reservation"), reservation)]
    if note is not None:
        edits.append(SetField(path, ("money", "reservation_note"), note))
    if reservation is Reservation.FULFILLED:
        edits.append(SetField(path, ("money", "reservation_fulfilled"), day))
    elif call.money.reservation_fulfilled is not None:
        edits.append(RemoveField(path, ("money", "reservation_fulfilled")))
    return Plan(
        text("Call {id}: reservation {reservation}", id=call.id, reservation=reservation), tuple(edits)
    )
