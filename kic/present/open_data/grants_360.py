"""Public grants as 360Giving JSON (standard 1.4): the official schema, and what its quality checks ask for.

Identifiers begin with the prefix that 360Giving registers for a publisher. Where the settings have none they begin with
a placeholder that nobody can take for one, and `unknown` says so: a prefix is never made up. The same holds for the
city's identifier as an organisation. A recipient's is built from the prefix and the id of its record, as the standard
says for organisations without a number in a register that is known.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.calls import Call
from kic.domain.concept.edition import Edition
from kic.domain.concept.structure import Body, Theme
from kic.domain.publishing.grants import PublicGrant, public_grants
from kic.domain.settings import Settings
from kic.present.envelope import dumped
from kic.present.language import Language

VERSION = "1.4"
PLACEHOLDER = "PREFIX-NOT-REGISTERED"
LONGEST_TITLE = 140
"""360Giving: a title should be under 140 characters."""


def unknown(settings: Settings) -> tuple[Text, ...]:
    """What of the identifiers is not known and stands as a placeholder."""
    stated = settings.open_data
    found = []
    if stated.grant_prefix is None:
        found.append(
            text(
                "The prefix of 360Giving is not known: identifiers begin with {placeholder}. "
                "360Giving registers one; it belongs in open_data.grant_prefix of kic.yaml.",
                placeholder=PLACEHOLDER,
            )
        )
    if stated.organisation is None:
        found.append(
            text(
                "The identifier of the city as an organisation is not known (open_data.organisation in kic.yaml): "
                "it is built from the prefix."
            )
        )
    return tuple(found)


def as_360giving(repository: Snapshot, settings: Settings, language: Language, day: datetime.date) -> str:
    """The package of all public grants at the end of a day; same grants, same bytes."""
    given = public_grants(repository, day)
    stated = settings.open_data
    prefix = stated.grant_prefix or PLACEHOLDER
    funder = {
        "id": stated.organisation or f"{prefix}-{settings.id}",
        "name": settings.municipality.name,
    }
    if settings.municipality.website is not None:
        funder["url"] = settings.municipality.website
    package: dict[str, Any] = {
        "version": VERSION,
        "title": language.say(
            text("Grants on the integration concept: {name}", name=settings.municipality.name)
        ),
        "description": " ".join(language.say(each) for each in _sentences(settings)),
        "issued": day.isoformat(),
        "publisher": {"name": settings.municipality.name},
    }
    if stated.organisation is not None:
        package["publisher"]["identifier"] = stated.organisation
    if settings.municipality.website is not None:
        package["publisher"]["website"] = settings.municipality.website
    if stated.licence is not None and stated.licence.url is not None:
        package["license"] = stated.licence.url
    package["grants"] = [_grant(repository, each, prefix, funder, language) for each in given.values()]
    return dumped(package)


def _sentences(settings: Settings) -> tuple[Text, ...]:
    licence = settings.open_data.licence
    return (
        text(
            "Grants of which the notice has gone out. Private persons appear without their name, under a running id."
        ),
        text("The licence is not known: the city has not said it yet.")
        if licence is None
        else text("Licence: {name}.", name=licence.name),
        *unknown(settings),
    )


def _grant(
    repository: Snapshot, grant: PublicGrant, prefix: str, funder: Mapping[str, str], language: Language
) -> dict[str, Any]:
    call = repository.get(Call, grant.call)
    found: dict[str, Any] = {"id": f"{prefix}-{grant.id}"}
    if grant.individual:
        found["title"] = language.say(text("Project of a private person"))
        found["description"] = language.say(
            text("Grant to a private person for a project in the field of integration.")
        )
    else:
        found["title"] = shortened(grant.title or grant.id)
        found["description"] = grant.summary or grant.title or grant.id
    found["currency"] = "EUR"
    if grant.requested is not None:
        found["amountAppliedFor"] = amount(grant.requested)
    found["amountAwarded"] = amount(grant.awarded)
    found["amountDisbursed"] = amount(grant.paid)
    found["awardDate"] = grant.decided.isoformat()
    if grant.period is not None:
        found["plannedDates"] = [
            {"startDate": grant.period.start.isoformat(), "endDate": grant.period.end.isoformat()}
        ]
    body = repository.get(Body, grant.recipient)
    if grant.individual or body is None:
        found["recipientIndividual"] = {
            "id": f"{prefix}-{grant.running_id}",
            "name": language.say(text("Private person")),
        }
    else:
        recipient = {"id": f"{prefix}-org-{body.id}", "name": body.name}
        if body.short_name is not None:
            recipient["alternateName"] = body.short_name
        found["recipientOrganization"] = [recipient]
    found["fundingOrganization"] = [dict(funder)]
    if call is not None:
        found["grantProgramme"] = [{"code": call.id, "title": call.title}]
    found["fromOpenCall"] = "Yes"
    if themes := [theme for each in grant.themes if (theme := repository.get(Theme, each)) is not None]:
        found["classifications"] = [_classification(repository, each) for each in themes]
    return found


def _classification(repository: Snapshot, theme: Theme) -> dict[str, str]:
    edition = repository.get(Edition, theme.edition)
    return {
        "vocabulary": edition.title if edition is not None else theme.edition,
        "code": theme.id,
        "title": theme.title,
    }


def amount(money: Money) -> int | float:
    """A number of JSON that reads as the amount to the cent; amounts up to 13 digits have an exact spelling."""
    return money.cents // 100 if money.cents % 100 == 0 else float(str(money))


def shortened(title: str) -> str:
    """The title, cut at a word so that it stays under 140 characters."""
    if len(title) < LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 2].rpartition(" ")[0].rstrip(" ,;:") + "…"
