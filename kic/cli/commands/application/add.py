"""`kic application add`: an application as it came in; what is not given is asked for."""

from typing import Annotated

import typer

from kic.cli.groups.applications import End, Minimum, Recommendations, Start, Summary, Title
from kic.cli.groups.plans import (
    OPTIONS,
    Cost,
    Given,
    Income,
    NotEligible,
    NotSecured,
    Own,
    Public,
    Requested,
    ThirdParty,
    plans_of,
)
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import Text, text
from kic.domain.calls import ApplicantKind, Call
from kic.errors import Refused, UsageError

EXAMPLES = (
    "kic application add 2026-1 --applicant association --body v-radio --title 'Radio der Nachbarn' "
    "--summary 'Zehn Sendungen von und mit Menschen aus der Nachbarschaft.' --themes t3 --recommendation he-15 "
    "--start 10.01.2027 --end 30.06.2027 --received '16.10.2026, 11:30' --cost 'Technik=800,00' "
    "--cost 'Honorare=400,00' --own 'Vereinsmittel=240,00' --requested 960,00\n"
    "kic application add 2026-1 --applicant private_person --person p-0090 --title Lesekreis "
    "--summary 'Ein Lesekreis am Abend.' --themes t2 --start 01.02.2027 --end 30.04.2027 "
    "--received 2026-10-15T09:00 --cost 'Bücher=300' --own 'Eigene Mittel=60' --requested 240 --dry-run\n"
    "kic application add 2026-1 --applicant institution --body v-radio --title Sprachmittlung "
    "--summary 'Sprachmittlung in Kitas.' --themes t2 --start 01.02.2027 --end 31.07.2027 "
    "--received 2026-10-16T10:00 --cost 'Honorare=900' --own 'Eigenmittel=180' --requested 720 --dry-run"
)

OF_BODY = {
    ApplicantKind.ASSOCIATION: "ASSOCIATION",
    ApplicantKind.INSTITUTION: "INSTITUTION",
    ApplicantKind.CARRIER: "INSTITUTION",
}
"""What sort of body a new one becomes, by the kind of applicant."""


def command(  # as many options as the form has fields
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call."))],
    applicant: Annotated[
        str | None,
        typer.Option(
            "--applicant",
            metavar="institution|carrier|association|private_person",
            help=choice(_("Who applies."), ApplicantKind),
        ),
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar="ID", help=_("The organisation that applies."))
    ] = None,
    body_name: Annotated[
        str | None,
        typer.Option(
            "--body-name", metavar=_("NAME"), help=_("Its name, where it has no record yet: one is made.")
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="p-0001",
            help=_("The pseudonym of a private person; names stay in the private overlay."),
        ),
    ] = None,
    title: Title = None,
    summary: Summary = None,
    themes: Annotated[
        list[str] | None, typer.Option("--themes", metavar="ID,ID", help=_("The themes that it serves."))
    ] = None,
    recommendation: Recommendations = None,
    start: Start = None,
    end: End = None,
    received: Annotated[
        str | None,
        typer.Option("--received", metavar=_("YYYY-MM-DDTHH:MM"), help=_("Day and time when it came in.")),
    ] = None,
    cost: Cost = None,
    cost_not_eligible: NotEligible = None,
    own: Own = None,
    income: Income = None,
    third_party: ThirdParty = None,
    public: Public = None,
    not_secured: NotSecured = None,
    requested: Requested = None,
    minimum: Minimum = None,
    deducts_vat: Annotated[
        bool | None,
        typer.Option("--deducts-vat/--no-deducts-vat", help=_("Whether the applicant deducts input tax.")),
    ] = None,
    work_in_kind: Annotated[
        str | None,
        typer.Option("--work-in-kind", metavar=_("TEXT"), help=_("Unpaid work and things, in words.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask, ask_one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import new_body_of, person_of, recommendations_of, themes_of  # noqa: PLC0415
    from kic.cli.reading import ask_optional, least_of, moment_of  # noqa: PLC0415
    from kic.documents.naming import called  # noqa: PLC0415
    from kic.domain.applications.moves import (  # noqa: PLC0415
        Received,
        add_application,
        came_late,
        next_number,
        next_pseudonym,
    )
    from kic.domain.concept.structure import BodyKind  # noqa: PLC0415

    repository = session.repository
    found = repository.find(Call, call)
    if applicant is None and (body or body_name or person) and not session.can_ask:
        raise UsageError("This needs an answer: {option} is missing.", option="--applicant")
    who = (
        ask_one_of(
            session,
            applicant,
            found.applicants or tuple(ApplicantKind),
            option="--applicant",
            question=text("Who applies:"),
        )
        if applicant is None
        else ask_one_of(
            session, applicant, ApplicantKind, option="--applicant", question=text("Who applies:")
        )
    )
    new: tuple[str, BodyKind] | None = None
    if who is ApplicantKind.PRIVATE_PERSON:
        person = ask(
            session,
            person,
            option="--person",
            question=text("Pseudonym of the person:"),
            parse=person_of,
            default=next_pseudonym(repository.snapshot),
        )
    elif body_name is not None:
        body = new_body_of(session, body, body_name)
        new = (words_of(body_name, "--body-name"), BodyKind[OF_BODY[who]])
    else:
        body = ask(
            session,
            body,
            option="--body",
            question=text("Organisation (id or a part of its name):"),
            parse=lambda spelling, option: _body_or_name(session, spelling, option, new=body is None),
        )
        if isinstance(body, NewBody):
            new = (str(body), BodyKind[OF_BODY[who]])
            body = new_body_of(session, None, str(body))
    title = ask(session, title, option="--title", question=text("Title:"), parse=words_of)
    summary = ask(session, summary, option="--summary", question=text("Summary:"), parse=words_of)
    if not themes and session.can_ask:
        for each in found.themes:
            session.talk(f"  {each}  {called(repository.snapshot, each)}")
    chosen = ask(
        session,
        ",".join(themes) if themes else None,
        option="--themes",
        question=text("Themes, of {ids}:", ids=found.themes),
        parse=lambda spelling, option: themes_of(session, spelling, option),
    )
    serves = ask_optional(
        session,
        ",".join(recommendation) if recommendation else None,
        option="--recommendation",
        question=text("Recommendations:"),
        parse=lambda spelling, option: recommendations_of(session, spelling, option),
        nothing=text("none"),
    )
    begins = ask(session, start, option="--start", question=text("Begins on:"), parse=day_of)
    ends = ask(session, end, option="--end", question=text("Ends on:"), parse=day_of, default=found.spend_by)
    came = ask(
        session, received, option="--received", question=text("Came in, day and time:"), parse=moment_of
    )
    if came_late(found, came):
        session.talk(
            text(
                "It came after the deadline on {closes}, so it is recorded as late and takes no part.",
                closes=found.closes,
            )
        )
    plans = plans_of(
        session,
        Given(cost, cost_not_eligible, own, income, third_party, public, not_secured, requested),
    )
    least = ask_optional(
        session,
        minimum,
        option="--minimum",
        question=text("Least award with which it can be done (amount or share):"),
        parse=least_of,
        nothing=text("none"),
    )
    if deducts_vat is None and session.can_ask:
        deducts_vat = _agreed(session, text("Does the applicant deduct input tax?"))
    if deducts_vat:
        session.talk(text("Who deducts input tax applies with net costs."))
    number = next_number(repository.snapshot, found.id)
    id_ = f"{found.id}-{number:03}"
    return conclude(
        session,
        add_application(
            repository.snapshot,
            found.id,
            Received(
                title=title,
                summary=summary,
                applicant=who,
                body=body,
                person=person,
                themes=chosen,
                recommendations=serves or (),
                start=begins,
                end=ends,
                received=came,
                costs=plans.costs,
                financing=plans.financing,
                requested=plans.requested,
                minimum=least,
                deducts_vat=bool(deducts_vat),
                work_in_kind=work_in_kind,
            ),
            new_body=new,
        ),
        command="application add",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id_},
        next_step=f"kic show {id_}" if came_late(found, came) else f"kic application complete {id_}",
        options={
            **OPTIONS,
            "received": "--received",
            "start": "--start",
            "end": "--end",
            "themes": "--themes",
            "recommendations": "--recommendation",
            "minimum": "--minimum",
            "applicant": "--applicant",
            "body": "--body",
            "title": "--title",
        },
    )


class NewBody(str):
    """The name of an organisation that is not recorded yet, and is to be."""

    __slots__ = ()


def _body_or_name(session: Session, spelling: str, option: str, *, new: bool) -> str:
    """The id of an organisation; on a terminal also the name of one to be recorded, if the person says so."""
    from kic.cli.groups.applications import body_of  # noqa: PLC0415

    try:
        return body_of(session, spelling, option)
    except UsageError as error:
        if not new or error.values.get("names"):
            raise
        question = text("There is no organisation {name}. Record it as a new one?", name=spelling)
        if not session.can_ask or not _agreed(session, question):
            raise
        return NewBody(words_of(spelling, option))


def _agreed(session: Session, question: Text) -> bool:
    try:
        session.confirm(question, yes=False)
    except Refused:
        return False
    return True
