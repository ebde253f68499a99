"""What the forms of a call ask: its application form, its report forms and its proof of use, as values.

    form_of(snapshot, kind, call, application, language, on=day) -> Form
    mark_of(spelling) -> Mark | None                                which form a file says it is

Names of persons, addresses and accounts are asked for in fields that are marked as private: what comes back in them
goes into the private overlay alone.
"""

import datetime
import enum
from collections.abc import Iterable, Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.applications import Application, FundKind
from kic.domain.calls import ApplicantKind, Call, ReportKind
from kic.domain.concept.recommendation import SUCCEEDED, Recommendation, Status
from kic.domain.concept.structure import Body, Theme
from kic.domain.reporting.standing import period_of, plan_of
from kic.domain.settings import Settings
from kic.errors import UsageError
from kic.present.forms.model import Ask, Facts, Field, Form, Part, Point, Section, Table, Words
from kic.present.language import Language
from kic.repository.intake.proof import HEADINGS

VERSION = "1"
COST_ROWS, FUND_ROWS, RECEIPT_ROWS = 10, 6, 25
"""Blank rows of the tables in a form on which nothing stands yet."""
_MORE = 3
"""Blank rows below those that are filled already."""


class FormKind(enum.Enum):
    """The forms of a call."""

    APPLICATION = "application"
    INTERIM = "interim"
    FINAL = "final"
    PROOF_OF_USE = "proof_of_use"

    @property
    def report(self) -> ReportKind | None:
        """The report that is handed in with it; None for the application."""
        return None if self is FormKind.APPLICATION else ReportKind(self.value)


class Mark(msgspec.Struct, frozen=True):
    """What a form says of itself: its kind, the call, the application where it is made for one, and its language."""

    kind: FormKind
    call: str
    application: str | None
    language: str

    def __str__(self) -> str:
        return ";".join((VERSION, self.kind.value, self.call, self.application or "", self.language))


def mark_of(spelling: str) -> Mark | None:
    """The mark that is spelled so; None for one that no version of kic wrote."""
    parts = spelling.split(";")
    if len(parts) != 5 or parts[0] != VERSION or parts[4] not in ("de", "en"):  # noqa: PLR2004  # its parts
        return None
    try:
        kind = FormKind(parts[1])
    except ValueError:
        return None
    return Mark(kind, parts[2], parts[3] or None, parts[4])


def form_of(
    snapshot: Snapshot,
    kind: FormKind,
    call: Call,
    application: Application | None,
    language: Language,
    *,
    on: datetime.date,
) -> Form:
    """The form in a language; made for an application, what is known of it stands there already."""
    asking = _Asking(snapshot, call, application, language)
    title, sections = (
        asking.application_form()
        if kind is FormKind.APPLICATION
        else asking.report_form(ReportKind(kind.value))
    )
    return Form(
        title=language.say(title),
        subject=call.title,
        language=language.code,
        mark=str(Mark(kind, call.id, application.id if application is not None else None, language.code)),
        on=on,
        sections=tuple(sections),
    )


class _Asking:
    """Puts the parts of a form together."""

    def __init__(
        self, snapshot: Snapshot, call: Call, application: Application | None, language: Language
    ) -> None:
        self._snapshot, self._call, self._application = snapshot, call, application
        self._language = language
        self._settings = snapshot.only(Settings)

    def _say(self, sentence: Text) -> str:
        return self._language.say(sentence)

    def _field(self, name: str, label: Text, ask: Ask = Ask.LINE, **more: object) -> Field:
        hint = more.pop("hint", None)
        said = self._say(hint) if isinstance(hint, Text) else ""
        return Field(name=name, label=self._say(label), ask=ask, hint=said, **more)  # type: ignore[arg-type]

    def _words(self, *sentences: Text) -> Iterator[Part]:
        return (Words(self._say(each)) for each in sentences)

    def _section(self, title: Text, parts: Iterable[Part]) -> Section:
        return Section(title=self._say(title), parts=tuple(parts))

    # -- the application -----------------------------------------------------------------------------------

    def application_form(self) -> tuple[Text, Iterator[Section]]:
        """The title and the sections of the application form."""
        return text("Application for a grant"), self._application_sections()

    def _application_sections(self) -> Iterator[Section]:
        yield self._section(text("About this form"), self._about())
        yield self._section(text("Who applies"), self._applicant())
        yield self._section(text("Contact and bank account"), self._private())
        yield self._section(text("The project"), self._project())
        yield self._section(text("Themes and recommendations"), self._served())
        yield self._section(text("Costs and financing"), self._money())
        if self._call.terms.criteria:
            yield self._section(text("How applications are judged"), self._criteria())
        yield self._section(text("Declarations and papers"), self._declared())
        yield self._section(text("Data protection"), self._privacy())

    def _about(self) -> Iterator[Part]:
        yield from self._invented()
        call = self._call
        if call.closes is not None:
            yield from self._words(
                text("The application has to reach the office by {closes}.", closes=call.closes)
            )
        yield from self._words(
            text("Fields with * are needed. Please keep this file's format and send it back by e-mail.")
        )

    def _invented(self) -> Iterator[Part]:
        if self._call.invented:
            yield from self._words(
                text("This city, this call and everything in this form are invented; nobody can apply.")
            )

    def _applicant(self) -> Iterator[Part]:
        held = self._application
        kinds = self._call.applicants or tuple(ApplicantKind)
        yield self._field(
            "applicant_kind",
            text("Kind of applicant"),
            Ask.CHOICE,
            options=tuple((each.value, self._language.word(each)) for each in kinds),
            value=held.applicant.applicant.value if held is not None else None,
            needed=True,
        )
        body = self._snapshot.get(Body, held.applicant.body) if held is not None else None
        if kinds != (ApplicantKind.PRIVATE_PERSON,):
            yield self._field(
                "body",
                text("Name of the organisation"),
                value=body.name if body is not None else None,
                hint=text("Private persons leave this out."),
            )

    def _private(self) -> Iterator[Part]:
        yield from self._words(
            text("The office keeps these entries apart from the application; they are not made public.")
        )
        fields = (
            ("name", text("First and last name")),
            ("position", text("Position in the organisation")),
            ("street", text("Street and number")),
            ("postcode", text("Postcode")),
            ("city", text("City")),
            ("email", text("E-mail address")),
            ("telephone", text("Telephone number")),
            ("iban", text("IBAN")),
            ("holder", text("Account holder, if another")),
        )
        for name, label in fields:
            yield self._field(f"private.{name}", label, private=True, needed=name == "name")

    def _project(self) -> Iterator[Part]:
        held = self._application
        yield self._field(
            "title", text("Title of the project"), value=held.title if held else None, needed=True
        )
        yield self._field(
            "summary",
            text("What is to be done"),
            Ask.TEXT,
            value=held.summary if held else None,
            needed=True,
            hint=text("In a few sentences, without names of persons; more can be attached."),
        )
        start = held.period.start if held else None
        yield self._field("start", text("Begins on"), Ask.DAY, value=start, needed=True)
        spend = self._call.spend_by
        yield self._field(
            "end",
            text("Ends on"),
            Ask.DAY,
            value=held.period.end if held else None,
            needed=True,
            hint=text("The money has to be spent by {day}.", day=spend) if spend is not None else None,
        )

    def _served(self) -> Iterator[Part]:
        held = self._application
        yield from self._words(
            text("Tick at least one theme, and the recommendations that the project serves.")
        )
        wanted = [self._snapshot.get(Theme, each) for each in self._call.themes]
        themes = [each for each in wanted if each is not None] or [
            each for each in self._snapshot.all(Theme) if self._call.edition in (None, each.edition)
        ]
        for theme in sorted(themes, key=lambda each: int(each.number)):
            label = text("Theme {number}: {title}", number=theme.number, title=theme.title)
            ticked = held is not None and theme.id in held.themes
            yield self._field(f"themes.{theme.id}", label, Ask.TICK, value=ticked)
            for each in self._open(theme):
                name = text(
                    "Recommendation {number} {title}",
                    number=each.number if each.number is not None else each.id,
                    title=each.title or "",
                )
                ticked = held is not None and each.id in held.recommendations
                yield self._field(f"recommendations.{each.id}", name, Ask.TICK, value=ticked, level=1)

    def _open(self, theme: Theme) -> list[Recommendation]:
        """The recommendations of a theme that still stand, or that the application names."""
        named = self._application.recommendations if self._application is not None else ()
        found = [
            each
            for each in self._snapshot.all(Recommendation)
            if each.theme == theme.id
            and (
                each.latest is None
                or each.latest.status not in (*SUCCEEDED, Status.DROPPED)
                or each.id in named
            )
        ]
        return sorted(found, key=lambda each: (each.number is None, int(each.number or 0), each.id))

    def _money(self) -> Iterator[Part]:
        held, terms = self._application, self._call.terms
        yield from self._words(
            text("Costs and financing, with the grant applied for, have to be equal to the cent.")
        )
        if terms.max_rate is not None:
            yield Point(
                self._say(text("At most {rate} of the eligible costs are funded.", rate=terms.max_rate))
            )
        if terms.own_share is not None:
            yield Point(self._say(text("Own share at least {share}.", share=terms.own_share)))
        if terms.caps.applicant is not None:
            cap = text("At most {amount} for one applicant.", amount=terms.caps.applicant)
            yield Point(self._say(cap))
        flags = self._flags()
        costs = held.costs if held is not None else ()
        yield Table(
            name="costs",
            label=self._say(text("Costs")),
            columns=(
                self._field("item", text("Item"), needed=True),
                self._field("amount", text("Amount"), Ask.MONEY, needed=True),
                self._field("eligible", text("Funded (yes or no)"), Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.amount, _flag(each.eligible)) for each in costs),
            blank=_MORE if costs else COST_ROWS,
            hint=self._say(
                text("One line for each kind of cost; costs that are no part of the grant say no.")
            ),
        )
        kinds = tuple(
            (each.value, self._language.word(each)) for each in FundKind if each is not FundKind.REQUESTED
        )
        funds = (
            [each for each in held.financing if each.fund is not FundKind.REQUESTED]
            if held is not None
            else []
        )
        yield Table(
            name="financing",
            label=self._say(text("Financing without the grant")),
            columns=(
                self._field("item", text("Item"), needed=True),
                self._field("fund", text("Kind of money"), Ask.CHOICE, options=kinds, needed=True),
                self._field("amount", text("Amount"), Ask.MONEY, needed=True),
                self._field("secured", text("Promised (yes or no)"), Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.fund.value, each.amount, _flag(each.secured)) for each in funds),
            blank=_MORE if funds else FUND_ROWS,
        )
        requested = held.requested if held else None
        yield self._field("requested", text("Grant applied for"), Ask.MONEY, value=requested, needed=True)
        yield self._field(
            "minimum",
            text("Least grant with which the project can be done"),
            value=self._least(held) if held else None,
            hint=text("An amount, or a share such as 75 %; empty if a smaller grant does not help."),
        )
        yield self._field(
            "deducts_vat",
            text("Does the applicant deduct input tax?"),
            Ask.CHOICE,
            options=flags,
            value=_flag(held.deducts_vat) if held else None,
            needed=True,
            hint=text("Then all costs are net of VAT."),
        )
        yield self._field(
            "work_in_kind",
            text("Unpaid work and things, in words"),
            Ask.TEXT,
            value=held.work_in_kind if held else None,
        )

    def _least(self, held: Application) -> str | None:
        least = held.minimum
        value = None if least is None else least.amount or least.share
        return None if value is None else self._language.word(value)

    def _flags(self) -> tuple[tuple[str, str], ...]:
        return (("yes", self._say(text("yes"))), ("no", self._say(text("no"))))

    def _criteria(self) -> Iterator[Part]:
        criteria = self._call.terms.criteria
        yield from self._words(text("The committee marks every application by these criteria."))
        yield Facts(
            label=self._say(text("Criteria and weights")),
            headings=(self._say(text("Criterion")), self._say(text("Weight")), self._say(text("Question"))),
            rows=tuple(
                (each.title, self._language.word(each.weight), each.question or "-") for each in criteria
            ),
        )

    def _declared(self) -> Iterator[Part]:
        yield self._field(
            "declared.not_begun",
            text("The project has not begun, and will not begin before the award without consent."),
            Ask.TICK,
            needed=True,
        )
        yield self._field(
            "declared.complete",
            text("The statements are complete and true; changes will be told at once."),
            Ask.TICK,
            needed=True,
        )
        if self._call.papers:
            yield from self._words(text("These papers are part of the application. Tick what is attached."))
            for number, paper in enumerate(self._call.papers, 1):
                yield Field(name=f"papers.{number}", label=paper, ask=Ask.TICK)

    def _privacy(self) -> Iterator[Part]:
        settings = self._settings
        owner = settings.municipality if settings is not None else None
        if owner is not None:
            yield from self._words(
                text(
                    "Responsible for these data: {name}.",
                    name=", ".join(filter(None, (owner.name, owner.office))),
                )
            )
        yield from self._words(
            text(
                "The data are used to examine the application, to decide on it, to pay the grant and to audit its use. "
                "The committee and the auditors see what they need for that; names, addresses and bank accounts of "
                "persons are kept apart and not made public."
            )
        )
        if settings is not None and settings.retention is not None:
            yield from self._words(
                plural(
                    "Closed files are kept for {n} year ({begins}).",
                    "Closed files are kept for {n} years ({begins}).",
                    n=int(settings.retention.years),
                    begins=settings.retention.begins,
                )
            )
        yield from self._words(
            text(
                "You may ask what is kept of you, have it corrected and, where the law allows it, erased, and "
                "complain to the data protection authority (Art. 13, 15 to 18 and 77 GDPR)."
            )
        )

    # -- reports -------------------------------------------------------------------------------------------

    def report_form(self, report: ReportKind) -> tuple[Text, Iterator[Section]]:
        """The title and the sections of the form for a report."""
        return text("{report} on a funded project", report=report), self._report_sections(report)

    def _report_sections(self, report: ReportKind) -> Iterator[Section]:
        yield self._section(text("About this form"), self._about_report(report))
        yield self._section(text("The project"), self._reported())
        yield self._section(text("What was done"), self._done(report))
        if report is ReportKind.PROOF_OF_USE:
            yield self._section(text("Costs and financing"), self._figures())
            yield self._section(text("Receipts"), self._receipts())
            yield self._section(text("Declarations and papers"), self._proved())

    def _about_report(self, report: ReportKind) -> Iterator[Part]:
        yield from self._invented()
        due = next((each.due for each in self._call.reports if each.report is report), None)
        if due is not None:
            yield from self._words(text("It is due on {day}, unless your notice names another day.", day=due))
        yield from self._words(
            text("Fields with * are needed. Please keep this file's format and send it back by e-mail."),
            text("No names, addresses or bank accounts of persons: what was bought is enough."),
        )

    def _reported(self) -> Iterator[Part]:
        held = self._application
        yield self._field(
            "application",
            text("Number of the application"),
            value=held.id if held is not None else None,
            needed=True,
            hint=text("It stands in the notice, such as {example}.", example=f"{self._call.id}-001"),
        )
        if held is not None:
            heading = (self._language.label("field", "title"), self._language.label("kind", "body"))
            body = self._snapshot.get(Body, held.applicant.body)
            yield Facts(
                label=self._say(text("The project")),
                headings=heading,
                rows=((held.title, body.name if body is not None else "-"),),
            )

    def _done(self, report: ReportKind) -> Iterator[Part]:
        held = self._application
        period = period_of(self._snapshot, held) if held is not None else None
        whole = period if report is not ReportKind.INTERIM else None
        yield self._field(
            "from", text("First day reported on"), Ask.DAY, value=whole.start if whole else None
        )
        yield self._field("to", text("Last day reported on"), Ask.DAY, value=whole.end if whole else None)
        yield self._field("participants", text("People who took part"), Ask.NUMBER)
        yield self._field(
            "summary",
            text("What was done and what came of it"),
            Ask.TEXT,
            needed=True,
            hint=text("Also what went otherwise than planned, and why."),
        )

    def _figures(self) -> Iterator[Part]:
        held = self._application
        plan = plan_of(held) if held is not None else None
        flags = self._flags()
        costs = plan.costs if plan is not None else ()
        yield Table(
            name="costs",
            label=self._say(text("Costs")),
            columns=(
                self._field("item", HEADINGS["item"], needed=True),
                self._field("planned", HEADINGS["planned"], Ask.MONEY),
                self._field("actual", HEADINGS["actual"], Ask.MONEY, needed=True),
                self._field("eligible", HEADINGS["eligible"], Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.amount, None, _flag(each.eligible)) for each in costs),
            blank=_MORE if costs else COST_ROWS,
            fixed=frozenset(("item", "planned", "eligible")),
            hint=self._say(
                text("Enter what was really spent on each item of the plan. Further items go below.")
            ),
        )
        kinds = tuple(
            (each.value, self._language.word(each)) for each in FundKind if each is not FundKind.REQUESTED
        )
        funds = (
            [each for each in plan.financing if each.fund is not FundKind.REQUESTED]
            if plan is not None
            else []
        )
        yield Table(
            name="financing",
            label=self._say(text("Financing without the grant")),
            columns=(
                self._field("item", HEADINGS["item"], needed=True),
                self._field("fund", HEADINGS["fund"], Ask.CHOICE, options=kinds, needed=True),
                self._field("planned", HEADINGS["planned"], Ask.MONEY),
                self._field("actual", HEADINGS["actual"], Ask.MONEY, needed=True),
            ),
            rows=tuple((each.item, each.fund.value, each.amount, None) for each in funds),
            blank=_MORE if funds else FUND_ROWS,
            fixed=frozenset(("item", "fund", "planned")),
        )

    def _receipts(self) -> Iterator[Part]:
        held = self._application
        if held is not None:
            period = period_of(self._snapshot, held)
            said = text(
                "One line for each receipt, paid from {start} to {end}; those of an item add up to its costs.",
                start=period.start,
                end=period.end,
            )
            yield from self._words(said)
        yield Table(
            name="receipts",
            label=self._say(text("Receipts")),
            columns=(
                self._field("number", HEADINGS["number"], Ask.NUMBER, needed=True),
                self._field("date", HEADINGS["date"], Ask.DAY, needed=True),
                self._field("item", HEADINGS["item"], needed=True),
                self._field("amount", HEADINGS["amount"], Ask.MONEY, needed=True),
                self._field("reason", HEADINGS["reason"]),
            ),
            blank=RECEIPT_ROWS,
        )

    def _proved(self) -> Iterator[Part]:
        yield self._field(
            "declared.true",
            text(
                "The expenses were necessary, the money was used economically, and the figures agree with the books."
            ),
            Ask.TICK,
            needed=True,
        )


def _flag(value: bool) -> str:  # it is the thing itself
    return "yes" if value else "no"


def wanted_kind(word: str) -> FormKind:
    """The form that is meant by `application`, `interim`, `final`, `proof` or `proof_of_use`. Raises UsageError."""
    spelled = word.strip().casefold().replace("-", "_")
    found = FormKind.PROOF_OF_USE if spelled == "proof" else None
    for each in FormKind:
        if each.value == spelled:
            found = each
    if found is None:
        raise UsageError(
            "There is no form {name}; the forms are {names}.",
            name=word,
            names=tuple(each.value for each in FormKind),
        )
    return found
