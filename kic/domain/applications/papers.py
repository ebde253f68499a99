"""Where making an application complete stands: what was asked for, until when, and what is still missing."""

import datetime

import msgspec

from kic.domain.applications import Application, PapersEntry, PapersEvent


class Standing(msgspec.Struct, frozen=True):
    """After some entries of `papers`: what is missing, until when it may come, and how it ended if it did.

    `missing` are the papers as they were asked for. `ended` is `complete`, `lapsed` or None.
    """

    missing: tuple[str, ...] = ()
    due: datetime.date | None = None
    ended: PapersEvent | None = None

    def after(self, entry: PapersEntry) -> "Standing":
        """What stands after one more entry."""
        if entry.event is PapersEvent.ASKED:
            named = {plain(paper): paper for paper in (*entry.papers, *self.missing)}
            order = dict.fromkeys(plain(paper) for paper in (*self.missing, *entry.papers))
            return Standing(tuple(named[each] for each in order), entry.due or self.due)
        if entry.event is PapersEvent.RECEIVED:
            come = {plain(paper) for paper in entry.papers}
            missing = tuple(paper for paper in self.missing if plain(paper) not in come)
            return Standing(missing, self.due if missing else None, self.ended)
        return Standing(self.missing, self.due, entry.event)


def plain(paper: str) -> str:
    """A paper's name as it is compared: capitals and blanks do not count."""
    return " ".join(paper.casefold().split())


def standing(application: Application) -> Standing:
    """What stands after all entries."""
    now = Standing()
    for entry in application.papers:
        now = now.after(entry)
    return now
