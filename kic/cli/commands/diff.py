"""`kic diff`: what changed between two states, record by record."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.differences.order import say_backwards
from kic.cli.kinds import known_kind
from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.documents.money_effects import Effects
    from kic.documents.record_diff import Differences, RecordDifference
    from kic.repository.comparing import States

_FOLDERS = {"scores": "scores", "decision": "decisions"}
"""Where records lie that a call may show to nobody yet, by kind."""

EXAMPLES = """
kic diff
kic diff 29.05.2024..14.06.2024
kic diff b-2022-03..HEAD he-07 --format json
kic diff k2013..k2022 --stat
kic diff HEAD~3 --kind recommendation --markdown
"""


def command(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A[..B]] [ID|PATH]...",
            help=_(
                "The states: revisions, dates, editions or resolutions; one alone is compared with the files as they "
                "are now, none with what was recorded last. Then the records or folders to look at."
            ),
        ),
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar=_("KIND"), help=_("Only records of this kind."))
    ] = None,
    stat: Annotated[bool, typer.Option("--stat", help=_("Only the numbers."))] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help=_("As Markdown, for the text of a pull request."))
    ] = False,
    most: Annotated[
        int | None,
        typer.Option("--most", metavar="N", min=5000, help=_("At most this many characters of Markdown.")),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    if markdown and (stat or output == "json"):
        raise UsageError("--markdown goes without --stat and without --format json.")
    if most is not None and not markdown:
        raise UsageError("--most goes with --markdown.")
    states, only = _states(session, list(what or ()))
    if states.backwards:
        say_backwards(session, "kic diff", states.span.before.name, states.span.after.name)
    found, money = _found(states)
    found, money = _narrowed(session, states, found, money, only, _kinds(session, kind or []))
    if output == "json":
        session.json("diff", _data(states, found, money))
        return 0
    titles = {each.theme: _title(states, each.theme) for each in found.records if each.theme}
    if markdown:
        from kic.cli.differences.markdown import MOST, markdown_of  # noqa: PLC0415

        session.data(markdown_of(session.language, states.span, found, money, titles, most=most or MOST))
        return 0
    from kic.cli.differences.page import show_counts, show_difference  # noqa: PLC0415

    if stat:
        session.out(show_counts(session, states.span, found, money))
    else:
        session.out(show_difference(session, states.span, found, money, titles))
    session.next_step(_next(what or [], states, found))
    return 0


def _states(session: Session, words: list[str]) -> "tuple[States, list[str]]":
    """The states and what to look at in them; a single word may be either, as with git."""
    if not words:
        return session.repository.compare(None), []
    from kic.repository.naming_revisions import UnknownName  # noqa: PLC0415

    try:
        return session.repository.compare(words[0]), words[1:]
    except UsageError as unknown:
        states = None if ".." in words[0] else _last(session, words[0])
        if states is not None:
            return states, words
        if isinstance(unknown, UnknownName) and ".." not in words[0]:
            _suggest(session.repository.compare(None), words[0])
        raise


def _last(session: Session, word: str) -> "States | None":
    """What changed since what was recorded last, if the word is a record or a path in it; None if it is not."""
    try:
        states = session.repository.compare(None)
        _place(session, states, word)
    except UsageError:
        return None
    return states


def _place(session: Session, states: "States", word: str) -> str | None:
    """The path that a word means; None for the id of a record. Raises UsageError for what is neither."""
    if any(
        state.entries_with(word.lower()) or state.owned(word.lower())
        for state in (states.before, states.after)
    ):
        return None
    below = word.rstrip("/")
    if any(path == below or path.startswith(f"{below}/") for path in states.changed):
        return below
    try:
        return session.repository.relative(word)
    except UsageError:
        _suggest(states, word)
        raise


def _suggest(states: "States", word: str) -> None:
    """Raises UsageError with the records that are near a word; nothing where there are none."""
    from kic.core.near import near  # noqa: PLC0415

    names = {each.rpartition("/")[2].removesuffix(".yaml") for each in states.after.files}
    if close := near(word.lower(), names):
        raise UsageError(
            "There is no revision, record or path {id}.", help="Did you mean {names}?", id=word, names=close
        ) from None


def _kinds(session: Session, kinds: list[str]) -> list[str]:
    from kic.domain.chapters import KINDS  # noqa: PLC0415

    return [known_kind(session, each, (*KINDS, "goal")) for each in kinds]


def _found(states: "States") -> "tuple[Differences, Effects]":
    from kic.documents.money_effects import Effects, effects  # noqa: PLC0415
    from kic.documents.record_diff import diff_editions, diff_states  # noqa: PLC0415
    from kic.repository.comparing import read_money  # noqa: PLC0415

    if states.span.editions is not None:
        return diff_editions(states.after, states.span.editions), Effects()
    found = diff_states(
        states.before,
        states.after,
        states.changed,
        states.unchanged,
        current=states.now,
        backwards=states.backwards,
    )
    read_money(states)
    return found, effects(states.before, states.after, states.changed, current=states.now)


def _narrowed(
    session: Session,
    states: "States",
    found: "Differences",
    money: "Effects",
    words: list[str],
    kinds: list[str],
) -> "tuple[Differences, Effects]":
    """Only what was asked for; numbers of what is unchanged, and sums, are said of the whole only."""
    if not words and not kinds:
        return found, money
    import msgspec  # noqa: PLC0415

    from kic.documents.money_effects import Effects  # noqa: PLC0415

    places = [(word.lower(), _place(session, states, word)) for word in words]

    def wanted(each: "RecordDifference") -> bool:
        if kinds and each.kind not in kinds:
            return False
        related = (each.id, *each.origins, *each.successors)
        return not places or any(
            id_ in related if place is None else _below(place, each.path, each.path_before)
            for id_, place in places
        )

    files = tuple(
        each
        for each in found.files
        if not kinds and any(place is not None and _below(place, each.path, None) for _, place in places)
    )
    records = tuple(each for each in found.records if wanted(each))
    hidden = tuple(
        path
        for path in found.hidden_paths
        if (not kinds or any(f"/{_FOLDERS.get(kind)}/" in path for kind in kinds))
        and (not places or any(place is None or _below(place, path, None) for _, place in places))
    )
    return msgspec.structs.replace(
        found, records=records, files=files, unchanged=None, hidden_paths=hidden
    ), Effects()


def _below(place: str, *paths: str | None) -> bool:
    return any(
        path is not None and (not place or path == place or path.startswith(f"{place}/")) for path in paths
    )


def _title(states: "States", id: str) -> str:
    from kic.documents.naming import known_title  # noqa: PLC0415

    return known_title(states.after, id) or known_title(states.before, id) or ""


def _data(states: "States", found: "Differences", money: "Effects") -> dict[str, Any]:
    span = states.span
    return {
        "before": span.before,
        "after": span.after,
        "editions": span.editions,
        "backwards": states.backwards,
        "counts": {cls.value: n for cls, n in found.counts.items()},
        "hidden": found.hidden,
        "records": found.records,
        "files": found.files,
        **money.data,
    }


def _next(words: list[str], states: "States", found: "Differences") -> str:
    concept = any(each.kind in ("edition", "theme", "goal", "recommendation") for each in found.records)
    if (concept and states.span.before.revision != states.span.after.revision) or states.span.editions:
        return f"kic synopsis {words[0] if words and '..' in words[0] else states.span.before.name}"
    return f"kic history {found.records[0].id}" if found.records else "kic check"
