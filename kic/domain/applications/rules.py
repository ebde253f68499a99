"""What must hold of applications as papers: who asks, in which call, on which basis, in time."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application, Ineligible, double_rules
from kic.domain.calls import ApplicantKind, Call, CallState
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme


def with_calls(repository: Snapshot) -> Iterator[tuple[Application, Call]]:
    """Every application whose call can be read."""
    calls = {call.id: call for call in repository.all(Call)}
    for each in repository.all(Application):
        call = calls.get(each.call)
        if call is not None:
            yield each, call


@rule("KIC501", "application-in-draft-call")
def application_in_draft_call(repository: Snapshot) -> Iterator[Finding]:
    """Applications come in after the call has opened.

    Why: A call that is still a draft has no terms to apply under.

    Fix: Open the call, or name the right one.

    Source: Press release of the city of Kaiserslautern, 15.02.2022 (applications after a public call).
    """
    for each, call in with_calls(repository):
        if call.state is CallState.DRAFT:
            yield found(
                each,
                "call",
                text("the call {id} is still a draft", id=call.id),
                help=text("open the call, or name the right one"),
                related=[Related(repository.place(call, "state"), text("its state"))],
            )


@rule("KIC502", "application-id")
def application_id(repository: Snapshot) -> Iterator[Finding]:
    """An application is named by its call and number: 2026-1-013.

    Why: The id is its file number on letters, in minutes and in the cash office.

    Fix: Correct the id with the file name, or the number.

    Source: Data model of kic.
    """
    for each in repository.all(Application):
        expected = f"{each.call}-{each.number:03}"
        if each.id != expected:
            yield found(
                each,
                "id",
                text("this application is named {id}, expected {expected}", id=each.id, expected=expected),
                help=text("correct the id with the file name, or the number"),
            )


@rule("KIC503", "applicant-unclear")
def applicant_unclear(repository: Snapshot) -> Iterator[Finding]:
    """An applicant is one organisation, or one private person under a pseudonym.

    Why: Letters, payments and the question of double funding need to know who it is; a private person's
    name never stands here.

    Fix: Name the organisation in `body`, or the pseudonym in `person`, and not both.

    Source: Calls of Kaiserslautern (institutions, carriers, associations or private persons); GDPR, Art. 5.
    """
    for each in repository.all(Application):
        who = each.applicant
        private = who.applicant is ApplicantKind.PRIVATE_PERSON
        if (who.body is None) is private and (who.person is not None) is private:
            continue
        yield found(
            each,
            "applicant",
            text("a private person applies: expected person alone")
            if private
            else text("an organisation applies: expected body alone"),
            help=text("name the organisation in body, or the pseudonym in person, and not both"),
        )


@rule("KIC504", "applicant-not-admitted")
def applicant_not_admitted(repository: Snapshot) -> Iterator[Finding]:
    """The call admits this kind of applicant, or the application is marked as not entitled.

    Why: All are treated by the same terms.

    Fix: Correct the kind of applicant, or add `not_entitled` to `ineligible`.

    Source: Terms of the call; equal treatment (Art. 3 GG).
    """
    for each, call in with_calls(repository):
        kind = each.applicant.applicant
        if call.applicants and kind not in call.applicants and Ineligible.NOT_ENTITLED not in each.ineligible:
            yield found(
                each,
                ("applicant", "applicant"),
                text("the call {id} does not admit {kind}", id=call.id, kind=kind),
                help=text("correct it, or add not_entitled to ineligible"),
                related=[Related(repository.place(call, "applicants"), text("admitted are these"))],
            )


@rule("KIC505", "theme-not-open")
def theme_not_open(repository: Snapshot) -> Iterator[Finding]:
    """An application is on themes that its call names, or is marked as off the theme.

    Why: Applications are possible only on the named themes; one theme at least, several are allowed.

    Fix: Correct the themes, or add `wrong_theme` to `ineligible`.

    Source: Call of 2026 in Kaiserslautern (only the named themes, one or more for each project).
    """
    for each, call in with_calls(repository):
        if Ineligible.WRONG_THEME in each.ineligible:
            continue
        if not each.themes:
            yield found(
                each,
                "themes",
                text("this application is on no theme, expected at least one"),
                help=text("name its themes, or add wrong_theme to ineligible"),
            )
        for position, theme in enumerate(each.themes):
            if call.themes and theme not in call.themes:
                yield found(
                    each,
                    ("themes", position),
                    text("the theme {theme} is not open in the call {id}", theme=theme, id=call.id),
                    help=text("correct the themes, or add wrong_theme to ineligible"),
                    related=[Related(repository.place(call, "themes"), text("open are these"))],
                )


@dated_rule("KIC508", "received-in-future")
def received_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What has been received has been received: its date is not in the future.

    Why: Whether an application is late is read from this date.

    Fix: Correct the date.

    Source: Data model of kic.
    """
    for each in repository.all(Application):
        if each.received.local.date() > today:
            yield found(
                each,
                "received",
                text("received on {received}, and today is {today}", received=each.received, today=today),
                help=text("correct the date"),
            )


@rule("KIC506", "late", requires=(received_in_future,))
def late(repository: Snapshot) -> Iterator[Finding]:
    """An application after the deadline is marked as late, and only such a one.

    Why: The deadline is the same for all. To accept a late application is a decision with a reason, not an
    oversight.

    Fix: Add `late` to `ineligible`, or correct the time of receipt.

    Source: Terms of the call; equal treatment (Art. 3 GG).
    """
    for each, call in with_calls(repository):
        if call.closes is None:
            continue
        is_late = each.received.local > call.closes.local
        if is_late is (Ineligible.LATE in each.ineligible):
            continue
        yield found(
            each,
            "received" if is_late else "ineligible",
            text(
                "received on {received}, after the deadline on {closes}",
                received=each.received,
                closes=call.closes,
            )
            if is_late
            else text("marked as late, but received in time on {received}", received=each.received),
            help=text("add late to ineligible, or correct the time of receipt")
            if is_late
            else text("take late out, or correct the time of receipt"),
            related=[Related(repository.place(call, "closes"), text("the deadline"))],
        )


@rule("KIC507", "received-before-opening", Severity.WARNING)
def received_before_opening(repository: Snapshot) -> Iterator[Finding]:
    """An application comes in after its call has opened.

    Why: An earlier one belongs to another call, or its date is a typing mistake.

    Fix: Correct the date or the call.

    Source: Terms of the call.
    """
    for each, call in with_calls(repository):
        if call.opens is not None and each.received.local.date() < call.opens:
            yield found(
                each,
                "received",
                text(
                    "received on {received}, before the call opened on {opens}",
                    received=each.received,
                    opens=call.opens,
                ),
                help=text("correct the date or the call"),
            )


@rule("KIC509", "period-backwards")
def period_backwards(repository: Snapshot) -> Iterator[Finding]:
    """A project begins before it ends.

    Why: The period decides which costs count.

    Fix: Correct one of the two dates.

    Source: Data model of kic.
    """
    for each in repository.all(Application):
        if each.period.end < each.period.start:
            yield found(
                each,
                ("period", "end"),
                text(
                    "ends on {end}, before it starts on {start}", end=each.period.end, start=each.period.start
                ),
                help=text("correct one of the two dates"),
            )


@rule("KIC510", "period-too-long", requires=(period_backwards,))
def period_too_long(repository: Snapshot) -> Iterator[Finding]:
    """A project ends by the day by which the call's money must be spent.

    Why: Funds are provided year by year; a period that runs past the end of the year needs money of the next
    year or a carry-over.

    Fix: Shorten the period with the applicant, or correct the date.

    Source: Calls of 2019 and 2026 in Kaiserslautern (finished within the year); § 17 GemHVO RLP.
    """
    for each, call in with_calls(repository):
        if call.spend_by is not None and each.period.end > call.spend_by and not each.ineligible:
            yield found(
                each,
                ("period", "end"),
                text(
                    "ends on {end}, but the money must be spent by {limit}",
                    end=each.period.end,
                    limit=call.spend_by,
                ),
                help=text("shorten the period with the applicant, or correct the date"),
                related=[Related(repository.place(call, "spend_by"), text("the call says so"))],
            )


@rule("KIC511", "begun-before-decision", requires=(period_backwards,))
def begun_before_decision(repository: Snapshot) -> Iterator[Finding]:
    """A project begins after the decision, or with prior consent.

    Why: A measure that has already begun is not funded: it evidently does not depend on the money.

    Fix: Move the start, record the consent in `early_start.consented`, or add `already_begun` to
    `ineligible`.

    Source: mffki.rlp.de (a measure already begun is not funded).
    """
    for each, call in with_calls(repository):
        decision = call.decided or call.decision_expected
        start = each.period.start
        if decision is None or start >= decision.earliest or each.ineligible:
            continue
        consent = each.early_start.consented if each.early_start else None
        if consent is None or consent > start:
            yield found(
                each,
                ("period", "start"),
                text(
                    "starts on {start}, before the decision ({decision}) and without consent",
                    start=start,
                    decision=decision,
                ),
                help=text(
                    "agree on a later start, record the consent: kic application examine {id}, "
                    "or put it out: kic application reject {id}",
                    id=each.id,
                ),
            )


@rule("KIC512", "consent-before-request")
def consent_before_request(repository: Snapshot) -> Iterator[Finding]:
    """Consent to an early start follows a request.

    Why: The consent answers a request, and its date decides which costs count.

    Fix: Correct one of the two dates.

    Source: Practice of § 44 LHO with VV: consent to an early start before the measure begins.
    """
    for each in repository.all(Application):
        early = each.early_start
        if early is not None and early.consented is not None and early.consented < early.requested:
            yield found(
                each,
                ("early_start", "consented"),
                text(
                    "consented on {consented}, before the request of {requested}",
                    consented=early.consented,
                    requested=early.requested,
                ),
                help=text("correct one of the two dates"),
            )


@rule("KIC513", "no-recommendation", Severity.WARNING)
def no_recommendation(repository: Snapshot) -> Iterator[Finding]:
    """An application names the recommendations that it serves.

    Why: The recommendations of the concept are the orientation and the basis of any funding.

    Fix: Name at least one recommendation of the call's edition.

    Source: Calls of Kaiserslautern since 2023.
    """
    for each, call in with_calls(repository):
        if (
            call.edition is not None
            and not each.recommendations
            and not each.ineligible
            and not each.tells("recommendations")
        ):
            yield found(
                each,
                "recommendations",
                text("this application names no recommendation"),
                help=text("name at least one recommendation of the edition {edition}", edition=call.edition),
            )


@rule("KIC514", "recommendation-not-in-call")
def recommendation_not_in_call(repository: Snapshot) -> Iterator[Finding]:
    """The recommendations of an application belong to its call's edition.

    Why: Money is shown for each recommendation; a link to an old edition moves it out of sight.

    Fix: Name the recommendation of the call's edition.

    Source: Calls of Kaiserslautern since 2023 (the recommendations are the basis of any funding).
    """
    for each, call in with_calls(repository):
        for position, id_ in enumerate(each.recommendations):
            serves = repository.get(Recommendation, id_)
            if serves is None:
                continue
            if call.edition is not None and serves.edition != call.edition:
                message = text(
                    "{id} belongs to the edition {other}, expected {edition}",
                    id=id_,
                    other=serves.edition,
                    edition=call.edition,
                )
            else:
                continue
            yield found(
                each,
                ("recommendations", position),
                message,
                help=text("name recommendations of the call's edition"),
            )


@rule("KIC516", "recommendation-off-theme", Severity.WARNING, requires=(recommendation_not_in_call,))
def recommendation_off_theme(repository: Snapshot) -> Iterator[Finding]:
    """The recommendations of an application belong to the themes that it names.

    Why: Caps and floors count the money of an application for its themes, reports for its recommendations;
    the two should not tell different stories.

    Fix: Add the theme to the application, or take the recommendation out.

    Source: Call of 2026 in Kaiserslautern (one or more themes for each project).
    """
    for each, _ in with_calls(repository):
        for position, id_ in enumerate(each.recommendations):
            serves = repository.get(Recommendation, id_)
            if serves is None or repository.get(Theme, serves.theme) is None:
                continue
            if serves.theme not in each.themes:
                yield found(
                    each,
                    ("recommendations", position),
                    text(
                        "{id} belongs to the theme {theme}, which the application does not name",
                        id=id_,
                        theme=serves.theme,
                    ),
                    help=text("add the theme, or take the recommendation out"),
                )


@rule("KIC554", "named-twice")
def named_twice(repository: Snapshot) -> Iterator[Finding]:
    """A theme or recommendation stands once in an application, and a theme once in a call.

    Why: An application counts in full in each of its themes. One that stands there twice makes every reader ask
    whether it counts twice, and which other one was meant.

    Fix: Take the second one out, or name the one that was meant.

    Source: Allocation rules of kic (an application counts fully against each of its themes).
    """
    for record in (*repository.all(Call), *repository.all(Application)):
        for field in ("themes", "recommendations"):
            ids: tuple[str, ...] = getattr(record, field, ())
            if len(set(ids)) == len(ids):
                continue
            for position, id_ in enumerate(ids):
                if id_ in ids[:position]:
                    yield found(
                        record,
                        (field, position),
                        text("{id} stands here twice", id=id_),
                        help=text("take the second one out, or name the one that was meant"),
                    )


RULES: tuple[Rule, ...] = (
    application_in_draft_call,
    application_id,
    applicant_unclear,
    applicant_not_admitted,
    theme_not_open,
    received_in_future,
    late,
    received_before_opening,
    period_backwards,
    period_too_long,
    begun_before_decision,
    consent_before_request,
    no_recommendation,
    recommendation_not_in_call,
    recommendation_off_theme,
    *double_rules.RULES,
    named_twice,
)
