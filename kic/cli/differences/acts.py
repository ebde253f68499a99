"""The words of an act that changed a text, which history, blame and diff share."""

from typing import TYPE_CHECKING

from kic.core.text import Text, text
from kic.domain.revisions.acts import ActKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kic.domain.revisions.acts import Act, Resolved


def act_lines(act: "Act") -> "Iterator[Text]":
    """An act in words: what it is, its resolution, who moved it and why."""
    if act.kind is ActKind.EDITION:
        yield text(
            "Adopted with the edition {id}, {title}, on {date}", id=act.id, title=act.title, date=act.date
        )
    else:
        yield text("Amendment {id} of {date}: {title}", id=act.id, title=act.title, date=act.date)
    if act.resolution is not None:
        yield _cited(act.resolution)
    if act.mover is not None:
        yield text("Moved by: {mover}", mover=act.mover.shown)
    if act.reason:
        yield text("Reason: {reason}", reason=act.reason)


def _cited(resolution: "Resolved") -> Text:
    body = resolution.body_name or resolution.body
    return text(
        "Resolution {number} of {date} ({body}): {title}",
        number=resolution.number or resolution.id,
        date=resolution.date,
        body=body,
        title=resolution.title,
    )
