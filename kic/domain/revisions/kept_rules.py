"""What must hold of a change: adopted words stay, nothing vanishes, and ids keep their meaning.

The state before is the committed one, or that of `check --base`; of it only what differs has been read.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec

from kic.core.coherence import log_changed
from kic.core.diagnostic import Severity
from kic.core.place import Field, Place
from kic.core.record import Entry, Part, Record, kind_of
from kic.core.rule import Finding, Rule, change_rule, found
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.domain.concept.edition import Edition, Resolution, Term
from kic.domain.concept.indicator import Indicator
from kic.domain.concept.recommendation import Event, Recommendation, WordingKind
from kic.domain.concept.structure import Body, Goal, Theme
from kic.domain.participation import Consultation, Contribution
from kic.domain.revisions import TEXT_FIELDS, Amendment, Nature
from kic.domain.revisions.aligning import align
from kic.domain.revisions.typography import plain

_KEPT: tuple[type[Record], ...] = (
    Edition, Theme, Recommendation, Resolution, Amendment, Term, Indicator, Event, Body, Consultation, Contribution,
)  # fmt: skip
"""Records that stay once they have been committed; other chapters have rules of their own about theirs."""
_MUCH = 0.2
"""An editorial correction of which a greater part of the words is another says more than it should."""


class _Words(msgspec.Struct, frozen=True):
    """A text of an adopted edition: the element that it belongs to, and its words."""

    element: str
    field: Field
    words: str


def _adopted(edition: Edition | None) -> bool:
    return edition is not None and not edition.is_draft


def _edition_of(record: Record, before: Snapshot, after: Snapshot) -> Edition | None:
    """The edition of a record as it was; one that did not change has not been read again."""
    if isinstance(record, Edition):
        return record
    id_ = record.edition if isinstance(record, Theme | Recommendation) else ""
    return before.get(Edition, id_) or after.get(Edition, id_)


def _texts(record: Record) -> Iterator[_Words]:
    """The words of a record that are the concept's own, as far as they are said to be the adopted ones."""
    if isinstance(record, Recommendation) and record.provenance.wording is not WordingKind.ADOPTED:
        return
    for field in TEXT_FIELDS[kind_of(type(record))]:
        words = getattr(record, field)
        if words is not None:
            yield _Words(record.id, (field,), words)
    for position, goal in enumerate(record.goals if isinstance(record, Theme) else ()):
        for field in TEXT_FIELDS["goal"]:
            words = getattr(goal, field)
            if words is not None:
                yield _Words(goal.id, ("goals", position, field), words)


def _changed_words(before: Snapshot, after: Snapshot) -> Iterator[tuple[Entry, _Words, str, Field]]:
    """Adopted words that are others now: the new record's entry, the old words, the new ones and their place."""
    for entry in before:
        was = entry.record
        if not isinstance(was, Edition | Theme | Recommendation) or not _adopted(
            _edition_of(was, before, after)
        ):
            continue
        now = next((each for each in after.entries_with(was.id) if type(each.record) is type(was)), None)
        if now is None or now.record is None or now.source == entry.source:
            continue
        there = {(each.element, each.field[-1]): each for each in _all_texts(now.record)}
        for old in _texts(was):
            new = there.get((old.element, old.field[-1]))
            if new is None and old.element != was.id and not _part(now.record, old.element):
                yield from _changed_elsewhere(after, old)
            elif new is not None and new.words != old.words:
                yield now, old, new.words, new.field
            elif new is None:
                yield now, old, "", (old.field[0],)
        yield from _words_added(was, now)


def _words_added(
    was: Edition | Theme | Recommendation, now: Entry
) -> Iterator[tuple[Entry, _Words, str, Field]]:
    """Words where an adopted element had none; what was said to be unknown may become known."""
    if now.record is None or next(_texts(was), None) is None:
        return
    had = {(each.element, each.field[-1]) for each in _all_texts(was)}
    elements = {was.id, *(goal.id for goal in was.goals)} if isinstance(was, Theme) else {was.id}
    for new in _all_texts(now.record):
        name = str(new.field[-1])
        told = was.tells(name if new.element == was.id else "goals")
        if new.element in elements and (new.element, name) not in had and not told:
            yield now, msgspec.structs.replace(new, words=""), new.words, new.field


def _changed_elsewhere(after: Snapshot, old: _Words) -> Iterator[tuple[Entry, _Words, str, Field]]:
    """The words of a goal that another theme has now, where they are others; a goal that is gone has none."""
    name = str(old.field[-1])
    for entry, field, goal in after.owned(old.element):
        if isinstance(goal, Goal):
            words = getattr(goal, name) or ""
            if words != old.words:
                yield entry, old, words, (*field, name) if words else field
            return


def _unlocked(before: Snapshot, after: Snapshot) -> Iterator[tuple[Entry, str, Field, Text]]:
    """What would be adopted no more, so that the next change could rewrite it: entry, element, place, sentence."""
    for entry in before:
        was = entry.record
        if isinstance(was, Edition) and not was.is_draft:
            edition = after.get(Edition, was.id)
            if edition is not None and edition.is_draft:
                said = text("{id} was adopted and is a draft now", id=was.id)
                yield after.entry(edition), was.id, ("drafted",), said
        elif isinstance(was, Recommendation) and was.provenance.wording is WordingKind.ADOPTED:
            now = after.get(Recommendation, was.id)
            if (
                now is not None
                and now.provenance.wording is not WordingKind.ADOPTED
                and _adopted(_edition_of(was, before, after))
                and all(getattr(now, field) == getattr(was, field) for field in TEXT_FIELDS["recommendation"])
            ):
                said = text("the words of {id} were adopted ones and are said to be others now", id=was.id)
                yield after.entry(now), was.id, ("provenance", "wording"), said


def _all_texts(record: Record) -> Iterator[_Words]:
    if isinstance(record, Recommendation):
        provenance = msgspec.structs.replace(record.provenance, wording=WordingKind.ADOPTED)
        record = msgspec.structs.replace(record, provenance=provenance)
    return _texts(record)


def _part(record: Record, id: str) -> Part | None:  # noqa: A002
    return next((goal for goal in record.goals if goal.id == id), None) if isinstance(record, Theme) else None


def _acts(before: Snapshot, after: Snapshot) -> dict[str, list[Amendment]]:
    """The amendments of this change by the elements that they name: new ones, and those that came to name more."""
    known = set(before.files)
    named: dict[str, list[Amendment]] = {}
    for entry in after.entries_of(kind_of(Amendment)):
        amendment = entry.record
        if not isinstance(amendment, Amendment):
            continue
        was = before.get(Amendment, amendment.id)
        if was is None and entry.path in known:
            continue  # it is as it was
        had = {each.element for each in was.elements} if was is not None else set()
        for each in amendment.elements:
            if each.element not in had:
                named.setdefault(each.element, []).append(amendment)
    return named


@change_rule("KIC245", "adopted-words-changed")
def adopted_words_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """Adopted words change only by a resolution, or as a declared editorial correction.

    Why: What the council adopted is not the office's to rewrite. A changed word that nobody resolved makes the
    published text another one than the adopted text, and nobody can say since when and why. So does an adopted text
    that is first called a draft or an excerpt, and rewritten afterwards.

    Fix: Record the act with the words, in one change: `kic concept edit ID --text ... --amendment ID`, with the
    resolution; or, where only a slip was corrected, an amendment of the nature `editorial`. Else restore the words.

    Source: Practice of consolidated texts: each change names its act.
    """
    acts = _acts(before, after)
    for entry, old, _new, field in _changed_words(before, after):
        named = acts.get(old.element, [])
        if all(each.nature is Nature.DRAFTING for each in named):
            yield found(
                entry,
                field,
                text("the adopted words of {id} are changed without an act", id=old.element),
                help=text(
                    "record the act with the words: kic concept edit {id} with --resolution and --reason, or for a "
                    "slip with --nature editorial and --reason; or bring them back with kic undo FILE",
                    id=old.element,
                ),
            )
    for entry, element, field, said in _unlocked(before, after):
        if all(each.nature is Nature.DRAFTING for each in acts.get(element, [])):
            yield found(
                entry,
                field,
                said,
                help=text("restore it by hand or with kic undo FILE, or record the act that says so"),
            )


@change_rule("KIC246", "more-than-editorial", Severity.WARNING)
def more_than_editorial(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """An editorial correction changes no meaning.

    Why: Whoever may correct slips without a resolution could rewrite the concept step by step. Numbers, a "nicht"
    and a fifth of the words are seldom slips, so somebody has to look. A text that was exchanged is refused (KIC255).

    Fix: Let the change be resolved and give the amendment the resolution; or correct less. Where the old words were
    an evident slip, waive the finding with that reason.

    Source: Practice of editorial corrections (offenbare Unrichtigkeit), as in § 42 VwVfG for administrative acts.
    """
    acts = _acts(before, after)
    for entry, old, new, field in _changed_words(before, after):
        named = acts.get(old.element, [])
        if not named or any(each.nature is not Nature.EDITORIAL for each in named):
            continue
        if _weighty(old.words, new) and not _exchanged(old.words, new):
            yield found(
                entry,
                field,
                text("the editorial correction of {id} may change the meaning", id=old.element),
                help=text("let it be resolved, or correct only the slip"),
            )


@change_rule("KIC255", "rewritten-as-correction")
def rewritten_as_correction(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A text of which less than half is left was not corrected but written anew.

    Why: An adopted text changes by a resolution. If any change could be declared an editorial correction, a word in
    the amendment would stand in for the council's vote. Whether a single number was a slip is for a person to say
    (KIC246); that a text was exchanged is not.

    Fix: Let the new text be resolved, and give the amendment the nature `resolved` and the resolution; or restore the
    text and correct only the slip.

    Source: Practice of editorial corrections (offenbare Unrichtigkeit), as in § 42 VwVfG for administrative acts.
    """
    acts = _acts(before, after)
    for entry, old, new, field in _changed_words(before, after):
        named = acts.get(old.element, [])
        if named and all(each.nature is Nature.EDITORIAL for each in named) and _exchanged(old.words, new):
            yield found(
                entry,
                field,
                text(
                    "less than half of the text of {id} is left, which is no editorial correction",
                    id=old.element,
                ),
                help=text(
                    "let it be resolved, or bring the text back with kic undo FILE and correct only the slip"
                ),
            )


_FEW = 8
"""Of so few words one alone is a great part, so their letters are compared, three or more at a time."""


def _exchanged(old: str, new: str) -> bool:
    """Whether less than half of a text is left, in its order. A text where none was is no exchange."""
    if not old.strip():
        return False
    was, now = plain(old).lower(), plain(new).lower()
    few = len(was.split()) <= _FEW
    before, after = (list(was), list(now)) if few else (was.split(), now.split())
    left = (length for _, _, length in align(before, after) if length >= (3 if few else 1))
    return 2 * sum(left) < len(before)


_TELLING = frozenset(
    {"nicht", "kein", "keine", "keinen", "keiner", "keinem", "nur", "soll", "muss", "kann", "darf"}
)


def _weighty(old: str, new: str) -> bool:
    """Whether numbers or words that turn a sentence are others, or many words are."""
    was, now = ([each.strip(".,;:()„“\"'»«").lower() for each in words.split()] for words in (old, new))
    other = (Counter(was) - Counter(now)) + (Counter(now) - Counter(was))
    if any(each in _TELLING or any(char.isdigit() for char in each) for each in other):
        return True
    return other.total() > max(4, _MUCH * 2 * len(was))


@change_rule("KIC247", "record-gone", requires=(log_changed,))
def record_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What was recorded stays, or names what it became.

    Why: Applications, resolutions, reports and links of years name the id. A recommendation, goal or act that is
    simply deleted takes its history with it, and what refers to it hangs in the air.

    Fix: Restore the file. A recommendation that ends gets a status (`kic status ID dropped --note ...`), or a successor
    continues it.

    Source: Practice of monitoring: ids survive mergers (Landau 2015), dropped measures stay with their reason.
    """
    for entry in before:
        was = entry.record
        if not isinstance(was, _KEPT):
            continue
        if isinstance(was, Theme | Recommendation | Edition) and not _adopted(
            _edition_of(was, before, after)
        ):
            continue  # a draft may lose elements again
        if after.kind_of(was.id) is None:
            if not isinstance(was, Recommendation):
                yield found(
                    Place(entry.path),
                    (),
                    text("{id} is gone", id=was.id),
                    help=text("bring the file back with kic undo FILE"),
                )
            elif not _continued(was.id, after):
                yield found(
                    Place(entry.path),
                    (),
                    text("{id} is gone, and nothing continues it", id=was.id),
                    help=text(
                        "bring the file back with kic undo FILE; give it a last status, or name it in "
                        "continues of what follows"
                    ),
                )
        elif isinstance(was, Theme):
            now = after.get(Theme, was.id)
            for goal in was.goals if now is not None else ():
                if after.kind_of(goal.id) is None:
                    yield found(
                        now or entry,
                        "goals",
                        text("{id} is gone", id=goal.id),
                        help=text(
                            "restore the goal by hand or with kic undo FILE; projects and recommendations of years "
                            "name it"
                        ),
                    )


def _continued(id: str, after: Snapshot) -> bool:  # noqa: A002
    return any(id in each.continues for each in after.all(Recommendation))


@change_rule("KIC248", "id-means-another")
def id_means_another(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """An id means the same for ever.

    Why: An id that is given to something else makes every older reference to it a false one, and nothing shows it.

    Fix: Give the new record an id of its own, and restore the old one.

    Source: Layout of a repository (kic): ids are never reused.
    """
    for entry in before:
        was = entry.record
        if was is None or entry.id is None:
            continue
        kind = after.kind_of(entry.id)
        now = next((each for each in after.entries_with(entry.id)), None)
        if (
            kind is not None
            and kind != entry.kind
            and not any(each.kind == entry.kind for each in after.entries_with(entry.id))
        ):
            yield found(
                now or Place(entry.path),
                "id" if now is not None else (),
                text(
                    "{id} was a {old} and is a {new} now",
                    id=entry.id,
                    old=Label("kind", entry.kind or ""),
                    new=Label("kind", kind),
                ),
                help=text("choose another id for the new record"),
            )
        elif isinstance(was, Indicator):
            measured = after.get(Indicator, was.id)
            if was.values and measured is not None and measured.unit != was.unit:
                yield found(
                    measured,
                    "unit",
                    text(
                        "the values of {id} were in {old} and are in {new} now",
                        id=was.id,
                        old=was.unit,
                        new=measured.unit,
                    ),
                    help=text("an indicator with another unit is another one, with an id of its own"),
                )
        elif isinstance(was, Theme | Recommendation):
            same = after.get(type(was), was.id)
            if same is not None and same.edition != was.edition:
                yield found(
                    same,
                    "edition",
                    text(
                        "{id} belonged to {old} and belongs to {new} now",
                        id=was.id,
                        old=was.edition,
                        new=same.edition,
                    ),
                    help=text("a new edition has elements of its own that continue the old ones"),
                )


_PLACES = {Recommendation: ("number", "theme", "goals"), Theme: ("number",)}
"""What says where an element stands in the concept: its number, and above it its theme and goals."""


@change_rule("KIC253", "adopted-place-changed")
def adopted_place_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """Number, theme and goals of an adopted element change only by an act that names it.

    Why: "Recommendation 7" stands in resolutions, applications and reports of years. Where it belongs is part of what
    the council adopted, as its words are.

    Fix: Record the act in the same change: `kic concept amend` with the resolution, naming the element; for a slip an
    amendment of the nature `editorial`. Else restore what was there.

    Source: Practice of consolidated texts: each change names its act.
    """
    acts = _acts(before, after)
    for entry in before:
        was = entry.record
        if not isinstance(was, Theme | Recommendation) or not _adopted(_edition_of(was, before, after)):
            continue
        now = after.get(type(was), was.id)
        if now is None or any(each.nature is not Nature.DRAFTING for each in acts.get(was.id, [])):
            continue
        for field in _PLACES[type(was)]:
            old, new = getattr(was, field), getattr(now, field)
            if old != new and old not in (None, ()) and not was.tells(field):
                yield found(
                    now,
                    field if new not in (None, ()) else (),
                    text(
                        "{field} of {id} was {old} and is {new}, without an act",
                        id=was.id,
                        field=Label("field", field),
                        old=_shown(old),
                        new=_shown(new),
                    ),
                    help=text(
                        "record the act that moves it (kic concept amend), or bring back what was there with kic "
                        "undo FILE"
                    ),
                )


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else "–" if value is None else str(value)


RULES: tuple[Rule, ...] = (
    adopted_words_changed,
    more_than_editorial,
    rewritten_as_correction,
    record_gone,
    id_means_another,
    adopted_place_changed,
)
