"""Which edition of the concept was in force on a day.

An edition is in force from the day on which it takes effect, else from its adoption. It is in force no more from the
day on which it is superseded, or on which the edition that names it as its predecessor is in force. A draft is not in
force. Where the day is known only in part, or not at all, that is said with the answer.
"""

import datetime

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import PartialDate, certainly_after
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors


class EditionInForce(msgspec.Struct, frozen=True, kw_only=True):
    """An edition and since when it is in force; None where that day is not known.

    `adopted_only`: no day of effect is known, and that of the adoption is taken. `perhaps`: the day is known only in
    part, and may lie after the day that is asked for.
    """

    edition: Edition
    since: PartialDate | None
    adopted_only: bool
    perhaps: bool


def edition_on(repository: Snapshot, day: datetime.date) -> EditionInForce | None:
    """The edition in force on a day; None if there was none, or only a draft."""
    begun = [each for each in repository.all(Edition) if _begun(each, day)]
    older = {before for each in begun for before in ancestors(repository, each)}
    standing = [each for each in begun if each.id not in older]
    chosen = max(standing, key=_since, default=None)
    if chosen is None or (chosen.superseded is not None and not certainly_after(chosen.superseded, day)):
        return None
    since = chosen.effective or chosen.adopted
    return EditionInForce(
        edition=chosen,
        since=since,
        adopted_only=chosen.effective is None and since is not None,
        perhaps=since is not None and since.latest > day,
    )


def _begun(edition: Edition, day: datetime.date) -> bool:
    since = edition.effective or edition.adopted
    if since is not None:
        return not certainly_after(since, day)
    if edition.is_draft:
        return False
    known = edition.published or edition.drafted
    return known is None or not certainly_after(known, day)


def _since(edition: Edition) -> tuple[datetime.date, str]:
    since = edition.effective or edition.adopted
    return (since.earliest if since is not None else datetime.date.min, edition.id)
