"""The forms for reports on a funded project: interim and final report, and the proof of use with its figures."""

from collections.abc import Iterator

from kic.core.text import Text, text
from kic.domain.applications import FundKind
from kic.domain.calls import ReportKind
from kic.domain.concept.structure import Body
from kic.domain.reporting.standing import period_of, plan_of
from kic.present.forms.model import Ask, Facts, Part, Section, Table
from kic.repository.forms.parts import COST_ROWS, FUND_ROWS, MORE_ROWS, RECEIPT_ROWS, Asking, flag_key
from kic.repository.intake.proof import HEADINGS


class ReportAsking(Asking):
    """Asks for a report on a project, and for its figures."""

    def report_form(self, report: ReportKind) -> tuple[Text, Iterator[Section]]:
        """The title and the sections of the form for a report."""
        return text("{report} on a funded project", report=report), self._report_sections(report)

    def _report_sections(self, report: ReportKind) -> Iterator[Section]:
        yield self.section(text("About this form"), self._about_report(report))
        yield self.section(text("The project"), self._reported())
        yield self.section(text("What was done"), self._done(report))
        if report is ReportKind.PROOF_OF_USE:
            yield self.section(text("Costs and financing"), self._figures())
            yield self.section(text("Receipts"), self._receipts())
            yield self.section(text("Declarations and papers"), self._proved())

    def _about_report(self, report: ReportKind) -> Iterator[Part]:
        yield from self.invented()
        due = next((each.due for each in self.call.reports if each.report is report), None)
        if due is not None:
            yield from self.words(text("It is due on {day}, unless your notice names another day.", day=due))
        yield from self.words(
            text("Fields with * are needed. Please keep this file's format and send it back by e-mail."),
            text("No names, addresses or bank accounts of persons: what was bought is enough."),
        )

    def _reported(self) -> Iterator[Part]:
        held = self.application
        yield self.field(
            "application",
            text("Number of the application"),
            value=held.id if held is not None else None,
            needed=True,
            hint=text("It stands in the notice, such as {example}.", example=f"{self.call.id}-001"),
        )
        if held is not None:
            heading = (self.language.label("field", "title"), self.language.label("kind", "body"))
            body = self.snapshot.get(Body, held.applicant.body)
            yield Facts(
                label=self.say(text("The project")),
                headings=heading,
                rows=((held.title, body.name if body is not None else "-"),),
            )

    def _done(self, report: ReportKind) -> Iterator[Part]:
        held = self.application
        period = period_of(self.snapshot, held) if held is not None else None
        whole = period if report is not ReportKind.INTERIM else None
        yield self.field("from", text("First day reported on"), Ask.DAY, value=whole.start if whole else None)
        yield self.field("to", text("Last day reported on"), Ask.DAY, value=whole.end if whole else None)
        yield self.field("participants", text("People who took part"), Ask.NUMBER)
        yield self.field(
            "summary",
            text("What was done and what came of it"),
            Ask.TEXT,
            needed=True,
            hint=text("Also what went otherwise than planned, and why."),
        )

    def _figures(self) -> Iterator[Part]:
        held = self.application
        plan = plan_of(held) if held is not None else None
        flags = self.flags()
        costs = plan.costs if plan is not None else ()
        yield Table(
            name="costs",
            label=self.say(text("Costs")),
            columns=(
                self.field("item", HEADINGS["item"], needed=True),
                self.field("planned", HEADINGS["planned"], Ask.MONEY),
                self.field("actual", HEADINGS["actual"], Ask.MONEY, needed=True),
                self.field("eligible", HEADINGS["eligible"], Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.amount, None, flag_key(each.eligible)) for each in costs),
            blank=MORE_ROWS if costs else COST_ROWS,
            fixed=frozenset(("item", "planned", "eligible")),
            hint=self.say(
                text("Enter what was really spent on each item of the plan. Further items go below.")
            ),
        )
        kinds = self.funds()
        funds = (
            [each for each in plan.financing if each.fund is not FundKind.REQUESTED]
            if plan is not None
            else []
        )
        yield Table(
            name="financing",
            label=self.say(text("Financing without the grant")),
            columns=(
                self.field("item", HEADINGS["item"], needed=True),
                self.field("fund", HEADINGS["fund"], Ask.CHOICE, options=kinds, needed=True),
                self.field("planned", HEADINGS["planned"], Ask.MONEY),
                self.field("actual", HEADINGS["actual"], Ask.MONEY, needed=True),
            ),
            rows=tuple((each.item, each.fund.value, each.amount, None) for each in funds),
            blank=MORE_ROWS if funds else FUND_ROWS,
            fixed=frozenset(("item", "fund", "planned")),
        )

    def _receipts(self) -> Iterator[Part]:
        held = self.application
        if held is not None:
            period = period_of(self.snapshot, held)
            said = text(
                "One line for each receipt, paid from {start} to {end}; those of an item add up to its costs.",
                start=period.start,
                end=period.end,
            )
            yield from self.words(said)
        yield Table(
            name="receipts",
            label=self.say(text("Receipts")),
            columns=(
                self.field("number", HEADINGS["number"], Ask.NUMBER, needed=True),
                self.field("date", HEADINGS["date"], Ask.DAY, needed=True),
                self.field("item", HEADINGS["item"], needed=True),
                self.field("amount", HEADINGS["amount"], Ask.MONEY, needed=True),
                self.field("reason", HEADINGS["reason"]),
            ),
            blank=RECEIPT_ROWS,
        )

    def _proved(self) -> Iterator[Part]:
        yield self.field(
            "declared.true",
            text(
                "The expenses were necessary, the money was used economically, and the figures agree with the books."
            ),
            Ask.TICK,
            needed=True,
        )
