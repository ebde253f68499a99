"""`kic help`: longer help on a topic."""

from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic help exit-codes
kic help files
kic help findings
"""


def command(
    context: typer.Context,
    topic: Annotated[
        str | None, typer.Argument(metavar=_("TOPIC"), help=_("The topic; without it, all of them."))
    ] = None,
) -> int:
    session: Session = context.obj
    from kic.cli.topics import TOPICS  # noqa: PLC0415

    if topic is None:
        width = max(map(len, TOPICS))
        session.out(session.language.say(text("Topics, to be read with kic help TOPIC:")) + "\n")
        session.out("\n".join(f"{name:{width}}  {_(page.title)}" for name, page in TOPICS.items()))
        return 0
    if topic not in TOPICS:
        close = near(topic, TOPICS)
        raise UsageError(
            "There is no topic {name}.",
            help="Did you mean {names}?" if close else "The topics are {topics}.",
            name=topic,
            names=close,
            topics=tuple(TOPICS),
        )
    session.out(TOPICS[topic].shown(_))
    return 0
