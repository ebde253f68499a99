"""What must hold of the settings, and of the findings that they accept."""

import datetime
from collections.abc import Collection, Iterator

from kic.core.diagnostic import Fix, Related, Severity
from kic.core.layout import SETTINGS
from kic.core.near import near
from kic.core.pattern import pattern
from kic.core.place import Place
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.settings import Level, Mandate, Settings, choosable, of_signature, waivable

_YEARS = range(1990, 2100)


@rule("KIC101", "settings-missing")
def settings_missing(repository: Snapshot) -> Iterator[Finding]:
    """A repository has its settings in kic.yaml.

    Why: Without them kic knows neither the municipality nor the Land, and so neither the rules to apply.

    Fix: Write the file (`kic init` writes one).

    Source: Layout of a repository (kic).
    """
    if not repository.entries_of("settings") and SETTINGS not in repository.entries:
        yield found(
            Place(SETTINGS),
            (),
            text("the settings are missing: there is no {path}", path=SETTINGS),
            help=text("write it, or let kic init do so"),
        )


@rule("KIC102", "unknown-time-zone")
def unknown_time_zone(repository: Snapshot) -> Iterator[Finding]:
    """The time zone is one that the world's time zone list knows.

    Why: Deadlines are days and times on the municipality's clock; an unknown zone makes them ambiguous.

    Fix: Name the zone as `Europe/Berlin`.

    Source: IANA time zone database.
    """
    settings = repository.only(Settings)
    if settings is not None and not _zone_exists(settings.time_zone):
        yield found(
            settings,
            "time_zone",
            text("{zone} is no time zone, expected a name such as Europe/Berlin", zone=settings.time_zone),
            help=text("in Germany it is Europe/Berlin"),
        )


def _zone_exists(name: str) -> bool:
    if name in ("Europe/Berlin", "UTC"):
        return True
    import zoneinfo  # noqa: PLC0415  # only for zones other than the usual one

    known = zoneinfo.available_timezones()
    return name in known or not known  # Windows may have no list: then nothing is claimed


@rule("KIC103", "implausible-setting")
def implausible_setting(repository: Snapshot) -> Iterator[Finding]:
    """Legal values and periods can be true.

    Why: Quorum, majority, retention and overdue updates are computed from them. A share above one or a
    period of zero would make every vote void or every recommendation overdue.

    Fix: Compare the value with its source and correct it.

    Source: §§ 39, 40 GemO RLP for the committee's values; the municipality's own rules for the others.
    """
    settings = repository.only(Settings)
    if settings is None:
        return
    help_ = text("compare it with its source and correct it")
    if settings.reporting.update_after_months == 0:
        yield found(
            settings,
            ("reporting", "update_after_months"),
            text("an update after 0 months is always overdue, expected at least 1"),
            help=help_,
        )
    for position, year in enumerate(settings.budget):
        if year.year not in _YEARS or year.amount.cents < 0:
            yield found(
                settings,
                ("budget", position, "amount" if year.year in _YEARS else "year"),
                text("{amount} for the year {year} cannot be true", amount=year.amount, year=str(year.year)),
                help=help_,
            )
    rules = settings.committee
    if rules is None:
        return
    if rules.seats == 0:
        yield found(
            settings, ("committee", "seats"), text("a committee of 0 seats cannot decide"), help=help_
        )
    for name in ("quorum", "quorum_with_exclusions"):
        share = getattr(rules, name)
        if share is not None and not 0 < share.numerator <= share.denominator:
            yield found(
                settings,
                ("committee", name),
                text(
                    "a quorum of {numerator}/{denominator}, expected more than 0 and at most 1",
                    numerator=share.numerator,
                    denominator=share.denominator,
                ),
                help=help_,
            )
    invited = rules.second_invitation
    if invited is not None and not 0 < invited.value <= (rules.seats or invited.value):
        yield found(
            settings,
            ("committee", "second_invitation", "value"),
            text("{n} members at a second invitation cannot be right", n=invited.value),
            help=help_,
        )


@rule("KIC104", "budget-year-twice")
def budget_year_twice(repository: Snapshot) -> Iterator[Finding]:
    """The budget names each year once.

    Why: Calls are checked against the money of their year; two sums leave open which one holds.

    Fix: Take one of the two out, or add them up if the second is a supplementary budget.

    Source: GemHVO RLP: money is provided year by year.
    """
    settings = repository.only(Settings)
    first: dict[int, int] = {}
    for position, year in enumerate(settings.budget if settings else ()):
        earlier = first.setdefault(year.year, position)
        if earlier != position:
            assert settings is not None
            yield found(
                settings,
                ("budget", position, "year"),
                text("the year {year} stands in the budget twice", year=str(year.year)),
                help=text("take one of the two out, or add them up"),
                related=[Related(repository.place(settings, "budget", earlier), text("first named here"))],
            )


@rule("KIC105", "unclear-mandate")
def unclear_mandate(repository: Snapshot) -> Iterator[Finding]:
    """A committee that recommends says to whom; one that decides recommends to nobody.

    Why: Letters and minutes name who decided. Whether a body that is mostly outsiders may decide finally is
    open in law (VV no. 1 to § 44 GemO RLP), so each repository says it.

    Fix: Set `recommends_to` to the body that decides, or `mandate` to `decides`.

    Source: § 44 GemO RLP with VV; practice elsewhere: Wetterau (the committee only recommends).
    """
    settings = repository.only(Settings)
    rules = settings.committee if settings else None
    if settings is None or rules is None or rules.mandate is None:
        return
    if rules.mandate is Mandate.RECOMMENDS and not rules.recommends_to:
        yield found(
            settings,
            ("committee", "mandate"),
            text("the committee recommends, but it is not said to whom"),
            help=text("add recommends_to with the body that decides"),
        )
    if rules.mandate is Mandate.DECIDES and rules.recommends_to:
        yield found(
            settings,
            ("committee", "recommends_to"),
            text("the committee decides, so it recommends to nobody"),
            help=text("take recommends_to out, or set the mandate to recommends"),
        )


@rule("KIC106", "report-dates")
def report_dates(repository: Snapshot) -> Iterator[Finding]:
    """The next report comes after the last one.

    Why: The agenda counts down to the next report, and a report says what changed since the last one.

    Fix: Correct one of the two dates.

    Source: Municipal practice: yearly short report, full report every few years (Frankfurt, Haan).
    """
    settings = repository.only(Settings)
    if settings is None or settings.reporting.last_report is None or settings.reporting.next_report is None:
        return
    if settings.reporting.next_report <= settings.reporting.last_report:
        yield found(
            settings,
            ("reporting", "next_report"),
            text(
                "the next report is on {next}, expected after the last one on {last}",
                next=settings.reporting.next_report,
                last=settings.reporting.last_report,
            ),
            help=text("correct one of the two dates"),
        )


# -- accepted findings ---------------------------------------------------------------------------------

_ELSEWHERE = pattern(r"KIC0(?:[0-5]|9)[0-9]\Z")
"""Codes of reading and of allocation problems: their laws lie on other floors."""


def unknown_code(codes: Collection[str]) -> Rule:
    """The rule about codes that no finding has, for the codes of this kic (reading's are known by number)."""

    @rule("KIC107", "unknown-code")
    def unknown_code(repository: Snapshot) -> Iterator[Finding]:
        """Severities and waivers name codes that kic has.

        Why: A misspelled code accepts nothing, and a finding that was meant to be accepted comes again.

        Fix: Correct the code; `kic explain CODE` says what a code means.

        Source: List of findings (kic): codes are never reused.
        """
        settings = repository.only(Settings)
        if settings is None:
            return
        for list_ in ("severities", "waivers"):
            for position, choice in enumerate(getattr(settings, list_)):
                if choice.code in codes or _ELSEWHERE().match(choice.code):
                    continue
                guesses = near(choice.code, codes)
                yield found(
                    settings,
                    (list_, position, "code"),
                    text("there is no finding {code}", code=choice.code),
                    help=text(
                        "near it are {guesses}; kic explain says what a code means",
                        guesses=", ".join(guesses),
                    )
                    if guesses
                    else text("a code is KIC and three digits, such as KIC242"),
                )

    return unknown_code


@rule("KIC108", "severity-not-free")
def severity_not_free(repository: Snapshot) -> Iterator[Finding]:
    """What makes records unreadable, or personal data public, keeps its severity, and so does a missing signature.

    Why: A record that cannot be read would silently be missing from every sum, and personal data can never
    be taken back. Neither may be switched off for a whole repository. And who could switch off a missing signature
    would need none.

    Fix: Take the choice out. A false alarm about personal data is waived for the single record.

    Source: Rule of kic: nothing is lost or dropped silently.
    """
    settings = repository.only(Settings)
    for position, choice in enumerate(settings.severities if settings else ()):
        if not choosable(choice.code) and choice.severity is not Level.ERROR:
            assert settings is not None
            yield found(
                settings,
                ("severities", position, "severity"),
                text("{code} stays an error", code=choice.code),
                help=text("take this choice out; signatures are asked for as long as kic.yaml has signatures")
                if of_signature(choice.code)
                else text("take this choice out; a false alarm is waived for the single record"),
            )
    for position, waiver in enumerate(settings.waivers if settings else ()):
        if not waivable(waiver.code):
            assert settings is not None
            yield found(
                settings,
                ("waivers", position, "code"),
                text("{code} cannot be waived: a signature is missing or not allowed", code=waiver.code)
                if of_signature(waiver.code)
                else text("{code} cannot be waived: the record could not be read", code=waiver.code),
                help=text("let the change be signed instead")
                if of_signature(waiver.code)
                else text("mend the record instead"),
            )


@rule("KIC109", "severity-twice")
def severity_twice(repository: Snapshot) -> Iterator[Finding]:
    """A finding gets another severity once.

    Why: Of two choices for one code nobody can say which holds.

    Fix: Take one of the two out.

    Source: Data model of kic.
    """
    settings = repository.only(Settings)
    first: dict[str, int] = {}
    for position, choice in enumerate(settings.severities if settings else ()):
        earlier = first.setdefault(choice.code, position)
        if earlier != position:
            assert settings is not None
            yield found(
                settings,
                ("severities", position, "code"),
                text("the severity of {code} is chosen twice", code=choice.code),
                help=text("take one of the two out"),
                related=[
                    Related(repository.place(settings, "severities", earlier), text("first chosen here"))
                ],
            )


@rule("KIC110", "waiver-for-nothing")
def waiver_for_nothing(repository: Snapshot) -> Iterator[Finding]:
    """A waiver names a record or a file that is there.

    Why: A waiver for a record that was renamed accepts nothing and hides the intention.

    Fix: Correct the id or path, or take the waiver out.

    Source: Data model of kic.
    """
    settings = repository.only(Settings)
    files: set[str] = set()
    for position, waiver in enumerate(settings.waivers if settings else ()):
        files = files or {*repository.files, *repository.entries}
        if repository.entries_with(waiver.record) or waiver.record in files:
            continue
        if waiver.record in repository.beside:
            continue
        assert settings is not None
        guesses = near(waiver.record, repository.ids())
        yield found(
            settings,
            ("waivers", position, "record"),
            text("there is no record or file {id}", id=waiver.record),
            help=_did_you_mean(guesses),
            fix=Fix(guesses[0]) if len(guesses) == 1 else None,
        )


def _did_you_mean(guesses: tuple[str, ...]) -> Text:
    if guesses:
        return text("did you mean {names}?", names=guesses)
    return text("correct it, or take the waiver out")


@dated_rule("KIC111", "waiver-expired", Severity.WARNING)
def waiver_expired(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A waiver ends, and then is looked at again.

    Why: An exception was accepted for a while and with a reason. When the time is over, someone decides
    anew; the finding itself comes back on its own.

    Fix: Mend what the waiver was for and take it out, or give it a new date with a reason that still holds.

    Source: Equal treatment (Art. 3 GG): an exception needs a recorded reason.
    """
    settings = repository.only(Settings)
    for position, waiver in enumerate(settings.waivers if settings else ()):
        if waiver.until < today:
            assert settings is not None
            yield found(
                settings,
                ("waivers", position, "until"),
                text(
                    "the waiver of {code} for {id} ended on {until}",
                    code=waiver.code,
                    id=waiver.record,
                    until=waiver.until,
                ),
                help=text("mend what it was for and take it out, or decide anew with a later date"),
            )


RULES: tuple[Rule, ...] = (
    settings_missing,
    unknown_time_zone,
    implausible_setting,
    budget_year_twice,
    unclear_mandate,
    report_dates,
    severity_not_free,
    severity_twice,
    waiver_for_nothing,
    waiver_expired,
)
