"""What must hold of a notice: it rests on a decision, says what that gave, has its reasons, and is never rewritten."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.pattern import any_word
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.concept.structure import Body
from kic.domain.decisions import Decision
from kic.domain.notices import (
    ADVERSE,
    Instruction,
    Notice,
    NoticeEvent,
    NoticeKind,
    Objection,
)
from kic.domain.notices.decided import Given, last_given, resting
from kic.domain.notices.standing import issued_on, number_of, set_aside_on
from kic.domain.settings import Mandate, Settings


@rule("KIC800", "notice-id")
def notice_id(repository: Snapshot) -> Iterator[Finding]:
    """A notice is named by its application and a number: 2026-1-013-n1; an objection likewise: 2026-1-013-o1.

    Why: Letters, payments and later notices name the notice they rest on. It lies with the call of its
    application.

    Fix: Correct the id with the file's name, or the application or call that it names.

    Source: Data model of kic.
    """
    named: list[tuple[Notice | Objection, str]] = [(each, "n") for each in repository.all(Notice)]
    named += [(each, "o") for each in repository.all(Objection)]
    for each, letter in named:
        stem = f"{each.application}-{letter}"
        application = repository.get(Application, each.application)
        if not each.id.startswith(stem) or f"{stem}{number_of(each.id)}" != each.id:
            yield found(
                each,
                "id",
                text("this is named {id}, expected {expected} and a number", id=each.id, expected=stem),
                help=text("correct the id with the file's name"),
            )
        elif application is not None and application.call != each.call:
            yield found(
                each,
                "call",
                text(
                    "{application} belongs to the call {other}, not to {call}",
                    application=application.id,
                    other=application.call,
                    call=each.call,
                ),
                help=text("correct the call and the folder"),
            )


@rule("KIC801", "notice-without-decision")
def notice_without_decision(repository: Snapshot) -> Iterator[Finding]:
    """An award, and a refusal of what took part, rest on a recorded decision of the committee.

    Why: The committee decides, the administration carries it out. A notice that nobody decided gives money, or
    takes a chance, that was not the office's to give. Only what took no part for a formal reason is refused by
    the office itself.

    Fix: Record the decision (`kic meeting award`), and name it in `decision`.

    Source: § 47(1) GemO RLP (the mayor carries out the resolutions of council and committees).
    """
    for notice in repository.all(Notice):
        if notice.notice not in (NoticeKind.AWARD, NoticeKind.REFUSAL):
            continue
        application = repository.get(Application, notice.application)
        if notice.decision is None:
            if notice.notice is NoticeKind.REFUSAL and application is not None and application.ineligible:
                continue
            yield found(
                notice,
                (),
                text("{kind}, but on no decision of the committee", kind=notice.notice),
                help=text("record the decision, and name it: kic meeting award"),
            )
            continue
        decision = repository.get(Decision, notice.decision)
        if decision is not None and resting(repository, notice) is None:
            yield found(
                notice,
                "decision",
                text(
                    "the decision {decision} says nothing of {application}",
                    decision=decision.id,
                    application=notice.application,
                ),
                help=text("name the decision that dealt with it"),
                related=[Related(repository.place(decision, "awards"), text("what it gives"))],
            )
        elif decision is not None and (issued := issued_on(notice)) is not None and issued < decision.date:
            step = _position(notice, NoticeEvent.ISSUED)
            yield found(
                notice,
                ("steps", step, "date"),
                text("issued on {date}, but decided on {decided}", date=issued, decided=decision.date),
                help=text("correct the date"),
                related=[Related(repository.place(decision, "date"), text("the day of the decision"))],
            )


def _position(notice: Notice, event: NoticeEvent) -> int:
    """Where the last step of a kind stands."""
    return max(number for number, step in enumerate(notice.steps) if step.event is event)


@rule("KIC802", "notice-amount", requires=(notice_without_decision,))
def notice_amount(repository: Snapshot) -> Iterator[Finding]:
    """An award notice gives what the decision gave when it was issued, an amendment at most that.

    Why: The committee determines the money. A cent more was decided by nobody, a cent less is a refusal by
    nobody.

    Fix: Correct the amount; or let the committee change the award first (`kic meeting amend`).

    Source: § 47(1) GemO RLP; press release of 15.02.2022: the committee determines and awards the money.
    """
    for notice in repository.all(Notice):
        if notice.notice not in (NoticeKind.AWARD, NoticeKind.AMENDMENT):
            continue
        if notice.notice is NoticeKind.AWARD and notice.amount is None:
            yield found(
                notice, (), text("an award without an amount"), help=text("enter what the decision gives")
            )
            continue
        issued, rests = issued_on(notice), _rests_on(repository, notice)
        if issued is None or rests is None or notice.amount is None:
            continue
        decision, given = rests[0], rests[1].on(issued)
        if notice.notice is NoticeKind.AWARD:
            fits = notice.amount in given and notice.amount.cents > 0
        else:
            fits = Money(0) <= notice.amount <= max(given)
        if not fits:
            yield found(
                notice,
                "amount",
                text(
                    "{amount}, but the decision {decision} gave {given}",
                    amount=notice.amount,
                    decision=decision.id,
                    given=given[1],
                ),
                help=text(
                    "correct the amount, or let the committee change the award first: kic meeting amend"
                ),
                related=[Related(repository.place(decision, "awards"), text("what the decision gave"))],
            )


def _rests_on(repository: Snapshot, notice: Notice) -> tuple[Decision, Given] | None:
    """The decision that a notice names, and what it gave; of an amendment that names none, the last one."""
    decision, given = repository.get(Decision, notice.decision), resting(repository, notice)
    if decision is not None and given is not None:
        return decision, given
    if notice.notice is NoticeKind.AMENDMENT:
        return last_given(repository, repository.get(Call, notice.call), notice.application)
    return None


@rule("KIC803", "second-award-notice")
def second_award_notice(repository: Snapshot) -> Iterator[Finding]:
    """An application has one award notice; what changes the award is an amending notice.

    Why: Two awards on one project could both be relied on, and both be paid.

    Fix: Take the second draft out, and draft an amendment: kic notice amend.

    Source: § 43(2) VwVfG: a notice stays in effect until it is revoked or otherwise settled.
    """
    first: dict[str, Notice] = {}
    for notice in repository.all(Notice):
        if notice.notice is not NoticeKind.AWARD or set_aside_on(notice) is not None:
            continue
        if notice.application not in first:
            first[notice.application] = notice
            continue
        pair = sorted(
            (first[notice.application], notice),
            key=lambda one: (issued_on(one) or datetime.date.max, number_of(one.id)),
        )
        first[notice.application] = pair[0]
        yield found(
            pair[1],
            "notice",
            text(
                "{application} has an award notice already: {id}",
                application=notice.application,
                id=pair[0].id,
            ),
            help=text("what changes an award is an amending notice: kic notice amend"),
            related=[Related(repository.place(pair[0], "notice"), text("the first award"))],
        )


@rule("KIC804", "refusal-of-an-award", requires=(notice_without_decision,))
def refusal_of_an_award(repository: Snapshot) -> Iterator[Finding]:
    """What the committee gave money is not refused, and a refusal gives none.

    Why: A refusal against the decision takes away what the committee gave. What is to be taken back needs a
    revocation, with a hearing.

    Fix: Draft the award instead; or let the committee change its decision first.

    Source: § 47(1) GemO RLP; §§ 28, 48, 49 VwVfG (taking back).
    """
    for notice in repository.all(Notice):
        if notice.notice is not NoticeKind.REFUSAL:
            continue
        if notice.amount is not None and notice.amount.cents:
            yield found(
                notice,
                "amount",
                text("a refusal that gives {amount}", amount=notice.amount),
                help=text("take the amount out"),
            )
            continue
        issued, given = issued_on(notice), resting(repository, notice)
        decision = repository.get(Decision, notice.decision)
        if issued is None or decision is None or given is None:
            continue
        least = min(given.on(issued))
        if least.cents:
            yield found(
                notice,
                "notice",
                text("refused, but the decision {decision} gave {given}", decision=decision.id, given=least),
                help=text("draft the award instead, or let the committee change its decision first"),
                related=[Related(repository.place(decision, "awards"), text("what the decision gave"))],
            )


@rule("KIC805", "notice-without-reason")
def notice_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """A refusal, an award of less than was requested, and what takes something away, give their reason.

    Why: The refused applicant has a right to every reason, and cannot judge an objection without. A partial
    award is in part a refusal.

    Fix: Enter in `reason` why, in words that would hold for every application.

    Source: § 39 VwVfG (a written notice gives its reasons; not confirmed); equal treatment (Art. 3 GG).
    """
    for notice in repository.all(Notice):
        if notice.reason is not None and notice.reason.strip():
            continue
        message = None
        if notice.notice is NoticeKind.REFUSAL or notice.notice in ADVERSE:
            message = text("{kind} without a reason", kind=notice.notice)
        elif notice.notice is NoticeKind.AWARD and notice.amount is not None:
            application = repository.get(Application, notice.application)
            if application is not None and notice.amount < application.requested:
                message = text(
                    "{amount} of the requested {requested} without a reason",
                    amount=notice.amount,
                    requested=application.requested,
                )
        if message is not None:
            yield found(
                notice,
                "reason" if notice.reason is not None else (),
                message,
                help=text("enter in reason why, in words that would hold for every application"),
            )


@rule("KIC806", "notice-names-another")
def notice_names_another(repository: Snapshot) -> Iterator[Finding]:
    """What a notice says names no other applicant and no other application.

    Why: What others applied for, and how they did, is theirs. A refusal compares with criteria, not with
    competitors.

    Fix: Say the reason by the criteria, the threshold or the order of the assessment alone.

    Source: § 30 VwVfG (secrets of those involved; not confirmed); publisher guidance of 360Giving (individuals).
    """
    by_call: dict[str, list[tuple[Notice, str, str]]] = {}
    for notice in repository.all(Notice):
        for field, words in (("reason", notice.reason), ("note", notice.note)):
            if words:
                by_call.setdefault(notice.call, []).append((notice, field, words))
    if not by_call:
        return
    applications: dict[str, list[Application]] = {}
    for application in repository.all(Application):
        applications.setdefault(application.call, []).append(application)
    for call, said in by_call.items():
        blob = "\n".join(words for _, _, words in said)
        first_words = set(any_word().findall(blob))  # most names do not even begin in any of the notices
        names = [
            (name, each)
            for each in applications.get(call, ())
            for name in _names(repository, each)
            if (found_word := any_word().search(name)) is None or found_word[0] in first_words
            if name in blob
        ]
        for notice, field, words in said:
            own = repository.get(Application, notice.application)
            mine = _names(repository, own) if own is not None else ()
            for name, other in names:
                if other.id == notice.application or name not in words or any(name in one for one in mine):
                    continue
                yield found(
                    notice,
                    field,
                    text(
                        "{name} stands in a notice on {application}",
                        name=name,
                        application=notice.application,
                    ),
                    help=text("say the reason by criteria alone, without naming another"),
                )
                break


def _names(repository: Snapshot, application: Application) -> tuple[str, ...]:
    """By what an application could be named: its id and title, its applicant's name."""
    body = repository.get(Body, application.applicant.body)
    names = [application.id, application.title, application.applicant.person]
    if body is not None:
        names += [body.name, body.short_name]
    return tuple(name for name in names if name is not None and len(name) > _SHORT)


_SHORT = 3
"""Shorter names, such as TSG, also stand in other words."""


@rule("KIC807", "instruction-on-remedies", Severity.WARNING)
def instruction_on_remedies(repository: Snapshot) -> Iterator[Finding]:
    """A notice instructs on remedies, and rightly.

    Why: Without a right instruction the recipient has a year for an objection, not a month. The notice becomes
    final that much later.

    Fix: In a draft, take the instruction from the template. One that has been issued cannot be mended: wait the
    year, or have the recipient waive remedies.

    Source: § 58 VwGO (a year without a right instruction; not confirmed).
    """
    for notice in repository.all(Notice):
        if notice.remedies.instruction is Instruction.GIVEN or set_aside_on(notice) is not None:
            continue
        yield found(
            notice,
            ("remedies", "instruction"),
            text(
                "the instruction on remedies is {instruction}: the period is a year",
                instruction=notice.remedies.instruction,
            ),
            help=text("mend it before the notice is issued; afterwards, reckon with a year"),
        )


@rule("KIC837", "instruction-version-without-text", Severity.WARNING)
def instruction_version_without_text(repository: Snapshot) -> Iterator[Finding]:
    """The version of the instruction on remedies that a notice names has a text of its own.

    Why: The version says which words the recipient got. Without a file of that version the letter is set with the
    general text, also if that was changed since: nobody can tell afterwards how the recipient was instructed.

    Fix: Put the text that was sent into `templates/snippets/remedies-VERSION.md.j2`; or take the version out of the
    draft where the general text is meant.

    Source: § 58 VwGO (a year without a right instruction; not confirmed); § 39 VwVfG.
    """
    first: dict[str, Notice] = {}
    for notice in repository.all(Notice):
        if notice.remedies.version is not None:
            first.setdefault(notice.remedies.version, notice)
    for version, notice in first.items():
        path = f"templates/snippets/remedies-{version}.md.j2"
        if not repository.has_file(path):
            yield found(
                notice,
                ("remedies", "version"),
                text("there is no {path}; the general instruction is used in its place", path=path),
                help=text("put the text of this version there"),
            )


@rule("KIC822", "notice-on-a-recommendation", requires=(notice_without_decision,))
def notice_on_a_recommendation(repository: Snapshot) -> Iterator[Finding]:
    """Where the committee only recommends, no notice goes out before the body that decides has decided.

    Why: A recommendation binds nobody. What is issued on it alone was decided by nobody.

    Fix: Name in the decision's note the resolution of that body, or correct the mandate in kic.yaml.

    Source: § 44 GemO RLP with VV no. 1 (kommunalbrevier.de); whether the committee may decide is a setting.
    """
    settings = repository.only(Settings)
    committee = settings.committee if settings is not None else None
    if committee is None or committee.mandate is not Mandate.RECOMMENDS:
        return
    for notice in repository.all(Notice):
        decision = repository.get(Decision, notice.decision)
        if decision is None or decision.note is not None or issued_on(notice) is None:
            continue
        yield found(
            notice,
            ("steps", _position(notice, NoticeEvent.ISSUED)),
            text(
                "issued, but the committee only recommends to {body}, and nothing tells what that body decided",
                body=committee.recommends_to or "?",
            ),
            help=text("name its resolution in the decision's note"),
            related=[Related(repository.place(decision, "awards"), text("the recommendation"))],
        )


RULES: tuple[Rule, ...] = (
    notice_id,
    notice_without_decision,
    notice_amount,
    second_award_notice,
    refusal_of_an_award,
    notice_without_reason,
    notice_names_another,
    instruction_on_remedies,
    instruction_version_without_text,
    notice_on_a_recommendation,
)
