"""What is said where two editions are compared backwards."""

from kic.cli.session import Session
from kic.core.snapshot import Snapshot
from kic.core.text import text


def say_order(session: Session, command: str, state: Snapshot, before: str, after: str) -> None:
    """Tells that the edition named first came later, so that what is shown has never been resolved.

    `command` is the command without its editions, such as `kic diff`.
    """
    from kic.domain.revisions.comparing import is_backwards  # noqa: PLC0415

    if is_backwards(state, state, (before, after)):
        session.talk(
            text(
                "{newer} came after {older}, so this reads backwards: what is struck is the later text, and no reasons"
                " are told. In the order of time: {command}",
                newer=before,
                older=after,
                command=f"{command} {after}..{before}",
            )
        )
