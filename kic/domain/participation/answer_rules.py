"""What must hold of answers: everyone gets one, with a reason, in time; what was answered stays as it was said."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.domain.concept.edition import Edition
from kic.domain.participation import AnswerKind, Consultation, Contribution
from kic.domain.participation.rules import consultation_of_another_edition, contribution_on_another_edition


@rule("KIC275", "answer-without-reason")
def answer_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """Whoever is not followed, or only in part, is told why.

    Why: "Not taken over" without a reason is what keeps people from coming to the next workshop, and it is the first
    question in the council.

    Fix: Enter `reason` in the answer. Only `taken_over` does without.

    Source: Announcement of the city of Kaiserslautern, 15.02.2022 ("the result of a broad communication process").
    """
    for each in repository.all(Contribution):
        for position, answer in enumerate(each.answers):
            if answer.answer is not AnswerKind.TAKEN_OVER and not (answer.reason or "").strip():
                yield found(
                    each,
                    ("answers", position, "reason"),
                    text("the answer {answer} has no reason", answer=answer.answer),
                    help=text("say why; only taken_over does without a reason"),
                )


@rule("KIC276", "answers-order")
def answers_order(repository: Snapshot) -> Iterator[Finding]:
    """Answers follow one another, and the first is not before the contribution came in.

    Why: The last answer counts. An older one behind it would overrule what was decided later.

    Fix: Correct the day. An answer that was wrong is followed by a new one.

    Source: Data model of kic: answers are a log.
    """
    for each in repository.all(Contribution):
        last = each.received
        for position, answer in enumerate(each.answers):
            if answer.date < last:
                yield found(
                    each,
                    ("answers", position, "date"),
                    text("answered on {date}, expected {last} or later", date=answer.date, last=last)
                    if position
                    else text("answered on {date}, received on {last}", date=answer.date, last=last),
                    help=text("correct the day that does not fit"),
                )
                break
            last = answer.date


@dated_rule("KIC277", "contribution-in-the-future")
def contribution_in_the_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """No contribution was received, and none answered, on a day to come.

    Why: What is recorded has happened. A day to come is a typing error that puts the contribution out of every report
    on a date.

    Fix: Correct the day.

    Source: Data model of kic.
    """
    for each in repository.all(Contribution):
        days = [(("received",), each.received)]
        days += [(("answers", n, "date"), answer.date) for n, answer in enumerate(each.answers)]  # type: ignore[misc]
        late = next(((field, day) for field, day in days if day > today), None)
        if late is not None:
            yield found(
                each,
                late[0],
                text("{day} is in the future, expected {today} or earlier", day=late[1], today=today),
                help=text("correct the day"),
            )


@rule("KIC278", "unanswered-at-adoption", Severity.WARNING)
def unanswered_at_adoption(repository: Snapshot) -> Iterator[Finding]:
    """When an edition is adopted, every contribution to its draft has an answer.

    Why: After the adoption nothing of it can come into the text any more. A contribution that nobody answered was
    not weighed, and the council was told that it was.

    Fix: Answer it: `kic contribution answer ID taken_over|in_part|not_taken_over|noted`. What is for a later
    revision is `noted`, with this as the reason. A repository that wants this to stand in the way sets it to `error` in
    `severities` of kic.yaml.

    Source: Announcement of the city of Kaiserslautern, 15.02.2022 ("the result of a broad communication process").
    """
    for each in repository.all(Contribution):
        edition = repository.get(Edition, each.edition)
        if each.answers or edition is None or edition.adopted is None:
            continue
        if each.received <= edition.adopted.latest:
            yield found(
                each,
                "answers",
                text(
                    "it has no answer, and {edition} was adopted on {date}",
                    edition=edition.id,
                    date=edition.adopted,
                ),
                help=text("answer it: kic contribution answer {id} noted --reason ...", id=each.id),
                related=[Related(repository.place(edition, "adopted"), text("adopted here"))],
            )


@rule("KIC279", "contribution-after-adoption", Severity.WARNING)
def contribution_after_adoption(repository: Snapshot) -> Iterator[Finding]:
    """What was said at a consultation on a draft came in before the draft was adopted.

    Why: It could not be weighed in this edition any more. Counted with the others, it makes the process larger than
    it was; on its own, it is the first contribution to the next revision.

    Fix: Correct the day, or take `consultation` out: then it stands for the next revision.

    Source: Consultation report of kic; § 32 GemO RLP (the council decides on what it has before it).
    """
    for each in repository.all(Contribution):
        edition = repository.get(Edition, each.edition)
        consultation = repository.get(Consultation, each.consultation)
        if edition is None or edition.adopted is None or consultation is None:
            continue
        if consultation.date.earliest <= edition.adopted.latest < each.received:
            yield found(
                each,
                "received",
                text(
                    "received on {received}, after {edition} was adopted on {date}",
                    received=each.received,
                    edition=edition.id,
                    date=edition.adopted,
                ),
                help=text("correct the day, or take the consultation out"),
                related=[Related(repository.place(edition, "adopted"), text("adopted here"))],
            )


@rule(
    "KIC280",
    "contribution-to-old-edition",
    Severity.WARNING,
    requires=(contribution_on_another_edition, consultation_of_another_edition),
)
def contribution_to_old_edition(repository: Snapshot) -> Iterator[Finding]:
    """A contribution is to an edition that was not superseded yet when it came in.

    Why: What is said about an edition that has been replaced changes nothing, unless somebody carries it to the one in
    force.

    Fix: Name the edition in force, and its element.

    Source: Revision (Fortschreibung) of the concept.
    """
    for each in repository.all(Contribution):
        edition = repository.get(Edition, each.edition)
        if (
            edition is not None
            and edition.superseded is not None
            and each.received > edition.superseded.latest
        ):
            yield found(
                each,
                "edition",
                text(
                    "received on {received}, after {edition} was superseded on {date}",
                    received=each.received,
                    edition=edition.id,
                    date=edition.superseded,
                ),
                help=text("name the edition in force"),
                related=[Related(repository.place(edition, "superseded"), text("superseded here"))],
            )


@change_rule("KIC287", "answered-proposal-changed")
def answered_proposal_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What was proposed, by whom and on what, stays as it was when it was answered.

    Why: An answer is to what stood there. Whoever changes the proposal afterwards puts other words into the mouth of
    its author, and makes the answer one to a question that nobody asked.

    Fix: Restore the text. If it was recorded wrongly, answer anew, with the reason, and record the right one as a
    contribution of its own.

    Source: Data model of kic: answers are a log; § 41 GemO RLP for the same thought on minutes.
    """
    for each in after.all(Contribution):
        old = before.get(Contribution, each.id)
        if old is None or not old.answers:
            continue
        for field in ("proposal", "wording", "contributor", "element", "edition"):
            was, is_ = getattr(old, field), getattr(each, field)
            if was != is_ and _words(was) != _words(is_):
                yield found(
                    each,
                    field,
                    text(
                        "{field} was changed after the answer of {date}",
                        field=Label("field", field),
                        date=old.answers[-1].date,
                    ),
                    help=text("restore it by hand or with kic undo FILE"),
                )


def _words(value: object) -> object:
    """A text without what makes no difference in a file: where its lines break."""
    return " ".join(value.split()) if isinstance(value, str) else value


RULES: tuple[Rule, ...] = (
    answer_without_reason,
    answers_order,
    contribution_in_the_future,
    unanswered_at_adoption,
    contribution_after_adoption,
    contribution_to_old_edition,
    answered_proposal_changed,
)
