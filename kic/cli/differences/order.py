"""What is said where two states or editions are compared backwards."""

from kic.cli.session import Session
from kic.core.text import text


def say_backwards(session: Session, command: str, newer: str, older: str) -> None:
    """Tells that what was named first came later, so that nobody has resolved what is shown.

    `command` is the command without the two names, such as `kic diff`.
    """
    session.talk(
        text(
            "{newer} came after {older}, so this reads backwards: what is struck is the later text, and no reasons are"
            " told. In the order of time: {command}",
            newer=newer,
            older=older,
            command=f"{command} {older}..{newer}",
        )
    )
