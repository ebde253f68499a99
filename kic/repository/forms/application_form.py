"""The application form of a call: its own criteria, plan lines, papers and terms.

Names of persons, addresses and accounts are asked for in fields that are marked as private: what comes back in them
goes into the private overlay alone.
"""

from collections.abc import Iterator

from kic.core.text import Text, plural, text
from kic.domain.applications import Application, FundKind
from kic.domain.calls import ApplicantKind
from kic.domain.concept.recommendation import SUCCEEDED, Recommendation, Status
from kic.domain.concept.structure import Body, Theme
from kic.present.forms.model import Ask, Facts, Field, Part, Point, Section, Table
from kic.repository.forms.parts import COST_ROWS, FUND_ROWS, MORE_ROWS, Asking, flag_key


class ApplicationAsking(Asking):
    """Asks for a project: who, what, for which recommendations, with which money."""

    def application_form(self) -> tuple[Text, Iterator[Section]]:
        """The title and the sections of the application form."""
        return text("Application for a grant"), self._application_sections()

    def _application_sections(self) -> Iterator[Section]:
        yield self.section(text("About this form"), self._about())
        yield self.section(text("Who applies"), self._applicant())
        yield self.section(text("Contact and bank account"), self._private())
        yield self.section(text("The project"), self._project())
        yield self.section(text("Themes and recommendations"), self._served())
        yield self.section(text("Costs and financing"), self._money())
        if self.call.terms.criteria:
            yield self.section(text("How applications are judged"), self._criteria())
        yield self.section(text("Declarations and papers"), self._declared())
        yield self.section(text("Data protection"), self._privacy())

    def _about(self) -> Iterator[Part]:
        yield from self.invented()
        call = self.call
        if call.closes is not None:
            yield from self.words(
                text("The application has to reach the office by {closes}.", closes=call.closes)
            )
        yield from self.words(
            text("Fields with * are needed. Please keep this file's format and send it back by e-mail.")
        )

    def _applicant(self) -> Iterator[Part]:
        held = self.application
        kinds = self.call.applicants or tuple(ApplicantKind)
        yield self.field(
            "applicant_kind",
            text("Kind of applicant"),
            Ask.CHOICE,
            options=tuple((each.value, self.language.word(each)) for each in kinds),
            value=held.applicant.applicant.value if held is not None else None,
            needed=True,
        )
        body = self.snapshot.get(Body, held.applicant.body) if held is not None else None
        if kinds != (ApplicantKind.PRIVATE_PERSON,):
            yield self.field(
                "body",
                text("Name of the organisation"),
                value=body.name if body is not None else None,
                hint=text("Private persons leave this out."),
            )

    def _private(self) -> Iterator[Part]:
        yield from self.words(
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
            yield self.field(f"private.{name}", label, private=True, needed=name == "name")

    def _project(self) -> Iterator[Part]:
        held = self.application
        yield self.field(
            "title", text("Title of the project"), value=held.title if held else None, needed=True
        )
        yield self.field(
            "summary",
            text("What is to be done"),
            Ask.TEXT,
            value=held.summary if held else None,
            needed=True,
            hint=text("In a few sentences, without names of persons; more can be attached."),
        )
        start = held.period.start if held else None
        yield self.field("start", text("Begins on"), Ask.DAY, value=start, needed=True)
        spend = self.call.spend_by
        yield self.field(
            "end",
            text("Ends on"),
            Ask.DAY,
            value=held.period.end if held else None,
            needed=True,
            hint=text("The money has to be spent by {day}.", day=spend) if spend is not None else None,
        )

    def _served(self) -> Iterator[Part]:
        held = self.application
        yield from self.words(
            text("Tick at least one theme, and the recommendations that the project serves.")
        )
        wanted = [self.snapshot.get(Theme, each) for each in self.call.themes]
        themes = [each for each in wanted if each is not None] or [
            each for each in self.snapshot.all(Theme) if self.call.edition in (None, each.edition)
        ]
        for theme in sorted(themes, key=lambda each: int(each.number)):
            label = text("Theme {number}: {title}", number=theme.number, title=theme.title)
            ticked = held is not None and theme.id in held.themes
            yield self.field(f"themes.{theme.id}", label, Ask.TICK, value=ticked)
            for each in self._open(theme):
                name = text(
                    "Recommendation {number} {title}",
                    number=each.number if each.number is not None else each.id,
                    title=each.title or "",
                )
                ticked = held is not None and each.id in held.recommendations
                yield self.field(f"recommendations.{each.id}", name, Ask.TICK, value=ticked, level=1)

    def _open(self, theme: Theme) -> list[Recommendation]:
        """The recommendations of a theme that still stand, or that the application names."""
        named = self.application.recommendations if self.application is not None else ()
        found = [
            each
            for each in self.snapshot.all(Recommendation)
            if each.theme == theme.id
            and (
                each.latest is None
                or each.latest.status not in (*SUCCEEDED, Status.DROPPED)
                or each.id in named
            )
        ]
        return sorted(found, key=lambda each: (each.number is None, int(each.number or 0), each.id))

    def _money(self) -> Iterator[Part]:
        held, terms = self.application, self.call.terms
        yield from self.words(
            text("Costs and financing, with the grant applied for, have to be equal to the cent.")
        )
        if terms.max_rate is not None:
            yield Point(
                self.say(text("At most {rate} of the eligible costs are funded.", rate=terms.max_rate))
            )
        if terms.own_share is not None:
            yield Point(self.say(text("Own share at least {share}.", share=terms.own_share)))
        if terms.caps.applicant is not None:
            cap = text("At most {amount} for one applicant.", amount=terms.caps.applicant)
            yield Point(self.say(cap))
        flags = self.flags()
        costs = held.costs if held is not None else ()
        yield Table(
            name="costs",
            label=self.say(text("Costs")),
            columns=(
                self.field("item", text("Item"), needed=True),
                self.field("amount", text("Amount"), Ask.MONEY, needed=True),
                self.field("eligible", text("Funded (yes or no)"), Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.amount, flag_key(each.eligible)) for each in costs),
            blank=MORE_ROWS if costs else COST_ROWS,
            hint=self.say(
                text("One line for each kind of cost; costs that are no part of the grant say no.")
            ),
        )
        kinds = self.funds()
        funds = (
            [each for each in held.financing if each.fund is not FundKind.REQUESTED]
            if held is not None
            else []
        )
        yield Table(
            name="financing",
            label=self.say(text("Financing without the grant")),
            columns=(
                self.field("item", text("Item"), needed=True),
                self.field("fund", text("Kind of money"), Ask.CHOICE, options=kinds, needed=True),
                self.field("amount", text("Amount"), Ask.MONEY, needed=True),
                self.field("secured", text("Promised (yes or no)"), Ask.CHOICE, options=flags),
            ),
            rows=tuple((each.item, each.fund.value, each.amount, flag_key(each.secured)) for each in funds),
            blank=MORE_ROWS if funds else FUND_ROWS,
        )
        requested = held.requested if held else None
        yield self.field("requested", text("Grant applied for"), Ask.MONEY, value=requested, needed=True)
        yield self.field(
            "minimum",
            text("Least grant with which the project can be done"),
            value=self._least(held) if held else None,
            hint=text("An amount, or a share such as 75 %; empty if a smaller grant does not help."),
        )
        yield self.field(
            "deducts_vat",
            text("Does the applicant deduct input tax?"),
            Ask.CHOICE,
            options=flags,
            value=flag_key(held.deducts_vat) if held else None,
            needed=True,
            hint=text("Then all costs are net of VAT."),
        )
        yield self.field(
            "work_in_kind",
            text("Unpaid work and things, in words"),
            Ask.TEXT,
            value=held.work_in_kind if held else None,
        )

    def _least(self, held: Application) -> str | None:
        least = held.minimum
        value = None if least is None else least.amount or least.share
        return None if value is None else self.language.word(value)

    def _criteria(self) -> Iterator[Part]:
        criteria = self.call.terms.criteria
        yield from self.words(text("The committee marks every application by these criteria."))
        yield Facts(
            label=self.say(text("Criteria and weights")),
            headings=(self.say(text("Criterion")), self.say(text("Weight")), self.say(text("Question"))),
            rows=tuple(
                (each.title, self.language.word(each.weight), each.question or "-") for each in criteria
            ),
        )

    def _declared(self) -> Iterator[Part]:
        yield self.field(
            "declared.not_begun",
            text("The project has not begun, and will not begin before the award without consent."),
            Ask.TICK,
            needed=True,
        )
        yield self.field(
            "declared.complete",
            text("The statements are complete and true; changes will be told at once."),
            Ask.TICK,
            needed=True,
        )
        if self.call.papers:
            yield from self.words(text("These papers are part of the application. Tick what is attached."))
            for number, paper in enumerate(self.call.papers, 1):
                yield Field(name=f"papers.{number}", label=paper, ask=Ask.TICK)

    def _privacy(self) -> Iterator[Part]:
        settings = self.settings
        owner = settings.municipality if settings is not None else None
        if owner is not None:
            yield from self.words(
                text(
                    "Responsible for these data: {name}.",
                    name=", ".join(filter(None, (owner.name, owner.office))),
                )
            )
        yield from self.words(
            text(
                "The data are used to examine the application, to decide on it, to pay the grant and to audit its use. "
                "The committee and the auditors see what they need for that; names, addresses and bank accounts of "
                "persons are kept apart and not made public."
            )
        )
        if settings is not None and settings.retention is not None:
            yield from self.words(
                plural(
                    "Closed files are kept for {n} year ({begins}).",
                    "Closed files are kept for {n} years ({begins}).",
                    n=int(settings.retention.years),
                    begins=settings.retention.begins,
                )
            )
        yield from self.words(
            text(
                "You may ask what is kept of you, have it corrected and, where the law allows it, erased, and "
                "complain to the data protection authority (Art. 13, 15 to 18 and 77 GDPR)."
            )
        )
