"""Notices on the command line: which ones are meant, which role acts, and what their next dates are."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import amount_of, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, plural, text
from kic.core.values import Count
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.notices import Instalment, Notice, NoticeEvent
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    import datetime

    from kic.core.snapshot import Snapshot
    from kic.core.values import Money
    from kic.domain.notices import NoticeStep

Targets = Annotated[
    list[str],
    typer.Argument(metavar="ID", help=_("Notices, applications, or a call for all that wait in it.")),
]
OneNotice = Annotated[
    str, typer.Argument(metavar="ID", help=_("The notice; or its application, if only one can be meant."))
]
ApplicationId = Annotated[str, typer.Argument(metavar="ID", help=_("The application, or a notice on it."))]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar=_("TEXT"), help=_("Why, in words that would hold for every applicant.")),
]
Instalments = Annotated[
    list[str] | None,
    typer.Option(
        "--instalment",
        metavar=_("AMOUNT[@DAY]"),
        help=_("An instalment and the day from which on it is paid; may be repeated."),
    ),
]


def waiting(notice: Notice, event: NoticeEvent) -> bool:
    """Whether this step is the next that a notice waits for."""
    issued, aside = notice.has(NoticeEvent.ISSUED), notice.has(NoticeEvent.SET_ASIDE)
    last = notice.steps[-1].event if notice.steps else None
    if event is NoticeEvent.ISSUED:
        return not issued
    if aside or not issued:
        return False
    if event is NoticeEvent.POSTED:
        return not notice.has(NoticeEvent.POSTED) or last is NoticeEvent.RETURNED
    if event in (NoticeEvent.DELIVERED, NoticeEvent.RETURNED):
        return last is NoticeEvent.POSTED
    if event is NoticeEvent.REMEDIES_WAIVED:
        return notice.has(NoticeEvent.POSTED) and not notice.has(NoticeEvent.REMEDIES_WAIVED)
    return True


def notices_meant(session: Session, ids: Iterable[str], event: NoticeEvent) -> tuple[Notice, ...]:
    """The notices that are named: each by its id, or those of an application or a call that wait for this step.

    Raises UsageError for an id of another kind, Refused where nothing of an application or call waits.
    """
    snapshot = session.repository.snapshot
    found: dict[str, Notice] = {}
    for spelling in ids:
        known = session.repository.known(spelling)
        kind = snapshot.kind_of(known)
        if kind == "call":
            session.repository.find(Call, known)
            some = [each for each in snapshot.all(Notice) if each.call == known]
        elif kind == "application":
            session.repository.find(Application, known)
            some = [each for each in snapshot.all(Notice) if each.application == known]
        else:
            one = session.repository.find(Notice, known)
            found[one.id] = one
            continue
        those = [each for each in some if waiting(each, event)]
        if not those:
            raise Refused(
                "No notice of {id} waits for this.",
                help="kic notice list {call} shows where each stands."
                if some
                else "There is none yet: kic notice draft {id}.",
                id=known,
                call=some[0].call if some else known,
            )
        found.update((each.id, each) for each in those)
    return tuple(found.values())


def notice_meant(session: Session, id: str, fits: Callable[[Notice], bool]) -> Notice:  # noqa: A002
    """The one notice that is named: by its id, or by its application if just one of its notices fits."""
    known = session.repository.known(id)
    if session.repository.snapshot.kind_of(known) != "application":
        return session.repository.find(Notice, known)
    session.repository.find(Application, known)
    some = [
        each for each in session.repository.snapshot.all(Notice) if each.application == known and fits(each)
    ]
    if len(some) == 1:
        return some[0]
    if not some:
        raise Refused(
            "No notice of {id} waits for this.",
            help="kic notice list {id} shows where each stands.",
            id=known,
        )
    raise UsageError(
        "{id} has several notices that could be meant: {ids}.", id=known, ids=tuple(each.id for each in some)
    )


def issued(notice: Notice) -> bool:
    """Whether it is out and stands."""
    return notice.has(NoticeEvent.ISSUED) and not notice.has(NoticeEvent.SET_ASIDE)


def award_notice(session: Session, id: str) -> Notice:  # noqa: A002
    """The notice on whose log reports are asked for: the award of an application, or the notice that is named."""
    from kic.domain.notices import NoticeKind  # noqa: PLC0415

    return notice_meant(session, id, lambda each: each.notice is NoticeKind.AWARD and issued(each))


def application_meant(session: Session, id: str) -> Application:  # noqa: A002
    """An application by its id, or by that of a notice on it."""
    known = session.repository.known(id)
    notice = session.repository.snapshot.get(Notice, known)
    return session.repository.find(Application, known if notice is None else notice.application)


def instalments_of(spellings: Sequence[str]) -> tuple[Instalment, ...]:
    """`3.000,00` or `3.000,00@01.02.2027`, numbered in their order; raises UsageError."""
    made = []
    for number, spelling in enumerate(spellings, 1):
        amount, at, day = spelling.partition("@")
        made.append(
            Instalment(
                number=Count(number),
                amount=amount_of(amount.strip(), "--instalment"),
                not_before=day_of(day.strip(), "--instalment") if at else None,
            )
        )
    return tuple(made)


def equal_parts(amount: "Money", parts: int) -> tuple[Instalment, ...]:
    """So many equal instalments; the cents that are left over belong to the first."""
    from kic.core.values import Money  # noqa: PLC0415

    each, rest = divmod(amount.cents, parts)
    return tuple(
        Instalment(number=Count(number), amount=Money(each + rest if number == 1 else each))
        for number in range(1, parts + 1)
    )


def dates_said(snapshot: "Snapshot", notices: Sequence[Notice]) -> Text:
    """When notices with the same dates count as delivered, how long one may object, from when on they are final."""
    from kic.domain.notices.standing import delivery_of, finality_day, remedy_of  # noqa: PLC0415

    notice = notices[0]
    few = tuple(each.id for each in notices)
    ids = few if len(few) <= _FEW else plural("{n} notice", "{n} notices", n=len(few))
    delivery, remedy = delivery_of(snapshot, notice), remedy_of(snapshot, notice)
    if delivery is None or remedy is None:
        return text(
            "{ids}: not delivered; enter the proved day: kic notice deliver {id}", ids=ids, id=notice.id
        )
    final = finality_day(snapshot, notice)
    if notice.has(NoticeEvent.REMEDIES_WAIVED) and final is not None:
        return text("{ids}: remedies waived, final from {final}", ids=ids, final=final)
    if final is None:
        return text("{ids}: contested or set aside; the period ends on {end}", ids=ids, end=remedy.end)
    return text(
        "{ids}: counts as delivered on {delivered} ({source}), objection until {end}, final from {final}",
        ids=ids,
        delivered=delivery.day,
        source=delivery.source,
        end=remedy.end,
        final=final,
    )


_FEW = 3


def say_dates(session: Session, ids: Iterable[str]) -> None:
    """Says the dates of notices as they are after a command has written, those of the same dates together."""
    from kic.domain.notices.standing import delivered_on, finality_day, remedy_of  # noqa: PLC0415

    snapshot = session.reopened().snapshot
    alike: dict[tuple[datetime.date | None, ...], list[Notice]] = {}
    for id_ in ids:
        notice = snapshot.get(Notice, id_)
        if notice is not None:
            remedy = remedy_of(snapshot, notice)
            end = remedy.end if remedy is not None else None
            dates = (delivered_on(snapshot, notice), end, finality_day(snapshot, notice))
            alike.setdefault(dates, []).append(notice)
    for notices in alike.values():
        session.talk(dates_said(snapshot, notices))


def step_taken(
    session: Session,
    notices: Sequence[Notice],
    *steps: "NoticeStep",
    command: str,
    yes: bool,
    dry_run: bool,
    output: str,
    next_step: str | None = None,
    dated: bool = True,
) -> int:
    """The end of a command that takes the same steps of some notices; `dated`: their next dates are said."""
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.notices.moves import take_step  # noqa: PLC0415

    ids = [each.id for each in notices]
    code = conclude(
        session,
        take_step(session.repository.snapshot, notices, *steps),
        command=command,
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"ids": ids},
        next_step=next_step,
        options=STEP_OPTIONS,
    )
    if dated and not dry_run:
        say_dates(session, ids)
    return code


STEP_OPTIONS = {"date": "--on", "role": "--role", "channel": "--by", "due": "--due", "note": "--note"}
"""Which option fills which field of a step."""
