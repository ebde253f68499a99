"""Which role of the office acts: who signs a notice, who certifies, orders, releases or books a payment."""

from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kic.domain.settings import Duty, Role


def role_of(
    session: Session, given: str | None, duty: "Duty", option: str = "--role", without: "Iterable[str]" = ()
) -> str:
    """The role that is meant: as given, the only one with this duty, or the one that the person names.

    A role that is given is taken even without the duty: the rules say what is wrong with that. `without` are roles
    that have acted already. Raises UsageError.
    """
    from kic.cli.asking import ask_one_of, one_of  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    settings = session.repository.snapshot.only(Settings)
    roles = settings.roles if settings is not None else ()
    if given is not None:
        titles = {role.title.casefold(): role.id for role in roles}
        return titles.get(given.strip().casefold()) or one_of(
            session, given, [role.id for role in roles], option
        )
    able = [role.id for role in roles if duty in role.duties and role.id not in tuple(without)]
    if len(able) == 1:
        session.talk(text("{option} is {role}.", option=option, role=_titled(roles, able[0])))
        return able[0]
    if not able:
        raise UsageError(
            "No role has the duty {duty}; roles stand in kic.yaml.",
            help="Name the one who did it all the same with {option}." if roles else "",
            duty=duty,
            option=option,
        )
    if not session.can_ask:
        raise UsageError(
            "This needs an answer: {option} is missing.",
            help="The duty {duty} have: {roles}.",
            option=option,
            duty=duty,
            roles=tuple(able),
        )
    return ask_one_of(session, None, able, option=option, question=text("Which role did it?"))


def _titled(roles: "Iterable[Role]", id: str) -> str:  # noqa: A002
    return next((f"{role.title} ({role.id})" for role in roles if role.id == id), id)
