"""`kic publication verify`: make a publication once more from the state of then, and compare the bytes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.options import Format
from kic.cli.outgoing import lay_all
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, plural, text

if TYPE_CHECKING:
    from kic.repository.freezing import Verified

EXAMPLES = """
kic publication verify
kic publication verify pub-2025-1
kic publication verify pub-2025-1 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("The publication; without it, all of them."))
    ] = None,
    destination: Annotated[
        str | None,
        typer.Option("-o", metavar=_("FOLDER"), help=_("Write what came out this time to this folder.")),
    ] = None,
    output: Format = "text",
) -> int:
    from kic.domain.publications import Publication  # noqa: PLC0415
    from kic.repository.freezing import Remade, verify  # noqa: PLC0415

    session: Session = context.obj
    repository = session.repository
    snapshot = repository.snapshot
    wanted = (repository.find(Publication, id),) if id is not None else snapshot.all(Publication)
    found = [verify(repository.root, snapshot, each) for each in wanted]
    if destination is not None:
        for each in found:
            _write(session, Path(destination) / each.publication.id, each)
    if output == "json":
        session.json("publication verify", [_data(session, each) for each in found])
    elif not found:
        session.talk(text("Nothing has been kept yet."))
    else:
        for each in found:
            for line in _lines(each):
                session.out(session.language.say(line) + "\n")
    sound = (Remade.SAME, Remade.OTHER_PROGRAMS)
    return 0 if all(each.outcome in sound for each in found) else 1


def _lines(found: "Verified") -> list[Text]:
    from kic.repository.freezing import Remade  # noqa: PLC0415

    publication = found.publication
    said = {
        Remade.SAME: text("{id}: the same bytes again, from the recorded state {commit}"),
        Remade.DIFFERS: text(
            "{id}: the kept files are whole; other bytes came out of the recorded state {commit}, "
            "although the programs bear the same version numbers"
        ),
        Remade.OTHER_PROGRAMS: text(
            "{id}: the kept files are whole; other bytes came out of the recorded state {commit}, "
            "as the programs are others now"
        ),
        Remade.DAMAGED: text("{id}: the kept files are not what the manifest says"),
        Remade.NOT_POSSIBLE: text("{id}: it cannot be made once more here"),
    }[found.outcome]
    lines = [Text(said.id, {"id": publication.id, "commit": publication.revision[:10]})]
    if found.error is not None:
        lines.append(Text(found.error.sentence, found.error.values))
    lines += [text("  changed or missing: {path}", path=publication.folder + each) for each in found.damaged]
    lines += [text("  differs: {path}", path=publication.folder + each) for each in found.differing]
    if found.error is None and not found.reachable:
        lines.append(
            text(
                "  The recorded state is not in the history of what is checked out; other clones may lack it."
            )
        )
    for name, then, now in () if found.outcome is Remade.SAME else found.programs:
        lines.append(
            text("  {program} {then} is not installed", program=name, then=then)
            if now is None
            else text("  {program} was {then} then, and is {now} now", program=name, then=then, now=now)
        )
    if found.outcome is Remade.DIFFERS:
        lines += [
            text("  Nothing has to be mended: what was published is what is kept."),
            text(
                "  Two builds of kic can bear one number. Verify once more with the kic of {day}; if other bytes come "
                "out there too, tell whoever looks after kic.",
                day=publication.published,
            ),
            text("  To compare: kic publication verify {id} -o FOLDER", id=publication.id),
        ]
    if found.outcome is Remade.OTHER_PROGRAMS:
        lines.append(
            plural(
                "  With this version the same bytes come out.",
                "  With these versions the same bytes come out.",
                n=len(found.programs),
            )
        )
    return lines


def _data(session: Session, found: "Verified") -> dict[str, Any]:
    error = found.error
    return {
        "id": found.publication.id,
        "outcome": found.outcome,
        "revision": found.publication.revision,
        "damaged": found.damaged,
        "differing": found.differing,
        "programs": [{"name": name, "then": then, "now": now} for name, then, now in found.programs],
        "reachable": found.reachable,
        "error": None if error is None else session.language.say(Text(error.sentence, error.values)),
    }


def _write(session: Session, folder: Path, found: "Verified") -> None:
    lay_all(session, {folder / name: content for name, content in found.files.items()})
    for name in found.files:
        session.talk(text("Written: {path}", path=folder / name))
