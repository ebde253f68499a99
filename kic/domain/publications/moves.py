"""What can happen to publications: one is frozen. A proposal, without judgement."""

from collections.abc import Mapping

from kic.core.fingerprint import fingerprint
from kic.core.plan import CreateFile, Edit, Plain, Plan, WriteFile
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count
from kic.domain.publications import MANIFEST, FrozenFile, Publication

ATTRIBUTES = b"# What was published stays byte for byte: git changes no line ends here.\n* -text\n"


def next_id(repository: Snapshot, year: int) -> str:
    """The id of a new publication of a year: `pub-2026-1`."""
    begin = f"pub-{year}-"
    return f"{begin}{repository.highest('publication', begin) + 1}"


def frozen_files(contents: Mapping[str, bytes]) -> tuple[FrozenFile, ...]:
    """The manifest's lines for files by their paths."""
    return tuple(
        FrozenFile(path=path, size=Count(len(content)), sha256=fingerprint(content))
        for path, content in sorted(contents.items())
    )


def freeze(publication: Publication, contents: Mapping[str, bytes], *, attributes: str | None) -> Plan:
    """The publication's files and its manifest; `attributes` is a file to add that keeps git from changing bytes."""
    edits: list[Edit] = [CreateFile(publication.folder + MANIFEST, _plain(publication))]
    edits += [WriteFile(publication.folder + path, content) for path, content in sorted(contents.items())]
    if attributes is not None:
        edits.append(WriteFile(attributes, ATTRIBUTES))
    return Plan(
        text("Publication {id} kept: {title}", id=publication.id, title=publication.title), tuple(edits)
    )


_ORDER = (
    "invented", "title", "published", "resolved_by", "corrects", "reason", "document", "about", "since", "as_of",
    "form", "language", "made", "revision",
)  # fmt: skip


def _plain(publication: Publication) -> dict[str, Plain]:
    """The manifest as it stands in the file."""
    said: dict[str, Plain] = {"kind": "publication", "id": publication.id}
    for name in _ORDER:
        value = getattr(publication, name)
        if value is not None and value is not False:
            said[name] = value
    said["made_with"] = [{"name": each.name, "release": each.release} for each in publication.made_with]
    said["files"] = [
        {"path": each.path, "size": each.size, "sha256": each.sha256} for each in publication.files
    ]
    return said
