"""`kic render --template`: a template of kic, to be changed in the office's own folder."""

from pathlib import Path

from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.core.near import near
from kic.core.text import text
from kic.errors import UsageError
from kic.present import shipped

_FOLDER = "templates/"
_UNSHOWN = ".docx"


def hand_out(session: Session, spelled: str, destination: str | None) -> int:
    """Prints it or lays it into a new file. `spelled` is its name, also as `--explain` writes it.

    Raises UsageError for a name that there is not, and Unavailable where something lies there already.
    """
    name = spelled.replace("\\", "/").removeprefix("kic:").removeprefix(_FOLDER)
    if name not in shipped.names():
        close = near(name, shipped.names())
        raise UsageError(
            "kic has no template {name}.",
            help="Did you mean {names}?" if close else "Which a document is made with: {command}",
            name=spelled,
            names=close,
            command="kic render concept --explain",
        )
    if destination is not None:
        lay_one(session, Path(destination), shipped.content(name), new=True)
        session.talk(text("Written: {path}", path=destination))
        session.next_step("kic help templates")
        return 0
    if name.endswith(_UNSHOWN):
        raise UsageError(
            "{format} needs a file to go to.",
            help="For example: {command}",
            format=_UNSHOWN[1:].upper(),
            command=f"kic render --template {name} -o {_FOLDER}{name}",
        )
    session.data(shipped.content(name).decode())
    return 0
