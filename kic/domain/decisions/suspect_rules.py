"""What must hold of applications when the concept's text changes under them."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.decisions import Decision
from kic.domain.revisions.suspects import suspects


@rule("KIC776", "text-changed-under-application", Severity.WARNING)
def text_changed_under_application(repository: Snapshot) -> Iterator[Finding]:
    """When a recommendation or theme changes that an application names, somebody looks at the application.

    Why: It was written, marked or awarded for the old text. Under the new one it may fit no more, or the award may
    serve another purpose than the one that was decided.

    Fix: Look at it and say so: `kic concept review AMENDMENT APPLICATION --result unchanged --note ...`. Where the
    purpose changes, the award has to be amended.

    Source: Suspect links of requirements tools; purpose of the grant: § 49 (3) no. 1 VwVfG.
    """
    awarded: dict[str, set[str]] | None = None
    for amendment, position, reference in suspects(repository, "application"):
        application = reference.entry.record
        if not isinstance(application, Application) or application.ineligible:
            continue
        day = amendment.date.earliest
        if application.received.local.date() > day or application.period.end < day:
            continue  # it was written for the new text, or done under the old one
        call = repository.get(Call, application.call)
        if call is None or call.state is CallState.SETTLED:
            continue
        if awarded is None:
            awarded = _awarded(repository)
        if call.id in awarded and application.id not in awarded[call.id]:
            continue
        yield found(
            application,
            reference.field,
            text(
                "{id} names {element}, whose text changed with {act}",
                id=application.id,
                element=amendment.elements[position].element,
                act=amendment.id,
            ),
            help=text("look at it: kic concept review {act} {id}", act=amendment.id, id=application.id),
            related=[Related(repository.place(amendment, "elements", position), text("changed here"))],
        )


def _awarded(repository: Snapshot) -> dict[str, set[str]]:
    """For each call that was decided, the applications that have an award now."""
    found: dict[str, set[str]] = {}
    for decision in repository.all(Decision):
        standing = decision.standing
        found.setdefault(decision.call, set()).update(id_ for id_, amount in standing.items() if amount)
    return found


RULES: tuple[Rule, ...] = (text_changed_under_application,)
