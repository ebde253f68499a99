"""Letters while applications come in and are decided: acknowledgement, missing papers, waiting list."""

from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.letters import Writing
from kic.documents.letters.head import head
from kic.domain.applications import Application, PapersEvent
from kic.domain.calls import Call
from kic.domain.decisions.of_call import waiting_of
from kic.errors import UsageError


def applications(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of a call's applications."""
    return tuple(sorted(each.id for each in repository.all(Application) if each.call == call))


def asked(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of a call's applications for which papers are asked for and have not come."""
    return tuple(
        sorted(
            each.id
            for each in repository.all(Application)
            if each.call == call and each.papers and each.papers[-1].event is PapersEvent.ASKED
        )
    )


def waiting(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of the applications that wait to move up, in their order."""
    found = repository.get(Call, call)
    return waiting_of(repository, found) if found is not None else ()


def _found(writing: Writing, id: str) -> tuple[Application, Call]:  # noqa: A002
    application = writing.repository.get(Application, id)
    call = writing.repository.get(Call, application.call) if application is not None else None
    if application is None or call is None:
        raise UsageError("There is no application {id}.", id=id)
    return application, call


def acknowledgement(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """That an application arrived: when, its number, and what happens next."""
    application, call = _found(writing, id)
    data = head(writing, application, title=text("Acknowledgement"))
    data["call"] = {"title": call.title, "decision": call.decision_expected, "closes": call.closes}
    return data


def papers_request(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """Which papers are missing, and until when they can come."""
    application, call = _found(writing, id)
    step = next((each for each in reversed(application.papers) if each.event is PapersEvent.ASKED), None)
    if step is None:
        raise UsageError(
            "No papers were asked for with {id}.", help="Ask for them: kic application ask {id}", id=id
        )
    data = head(writing, application, title=text("Missing papers"))
    data["letter"]["date"] = step.date
    data["call"] = {"title": call.title}
    data["papers"] = list(step.papers)
    data["due"] = step.due
    return data


def waiting_list(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """That an application stands on the waiting list, at which place, and what that means."""
    application, call = _found(writing, id)
    order = waiting_of(writing.repository, call)
    if id not in order:
        raise UsageError("{id} is not on the waiting list of its call.", id=id)
    data = head(writing, application, title=text("Waiting list"))
    data["call"] = {"title": call.title}
    data["place"] = order.index(id) + 1
    data["spend_by"] = call.spend_by
    return data
