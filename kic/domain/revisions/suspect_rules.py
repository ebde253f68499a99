"""What must hold when a text changes: what was made from it, or refers to it, has been looked at."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.revisions import Amendment
from kic.domain.revisions.rendition import Rendition, stale
from kic.domain.revisions.suspects import SUSPECT, suspects


@rule("KIC223", "rendition-in-doubt", Severity.WARNING)
def rendition_in_doubt(repository: Snapshot) -> Iterator[Finding]:
    """A summary, a translation or a version in easy language says what the text says now.

    Why: Whoever reads the translation relies on it as others do on the text. When that changes, the other form goes on
    saying what no longer holds, and nobody notices.

    Fix: Compare the two. If it still fits, or has been made anew: `kic rendition seen ID --note ...`.

    Source: Suspect links of requirements tools, used for translations and easy language.
    """
    for each in stale(repository):
        yield found(
            each,
            "seen",
            text("{id} has other words than those that this was made from", id=each.element),
            help=text("compare, and say so: kic rendition seen {id}", id=each.id),
        )


@rule("KIC224", "rendition-without-content")
def rendition_without_content(repository: Snapshot) -> Iterator[Finding]:
    """Another form of a text has words, or an address where they are.

    Why: An empty form is shown as if there were one.

    Fix: Enter the text, or a link to it.

    Source: Data model of kic.
    """
    for each in repository.all(Rendition):
        if each.text is None and each.url is None:
            yield found(
                each, (), text("neither words nor an address"), help=text("enter the text, or a link to it")
            )
        elif each.url is not None and not each.url.startswith(("https://", "http://")):
            yield found(
                each,
                "url",
                text("{url} is no address of the web", url=each.url),
                help=text("begin with https://"),
            )


@rule("KIC225", "rendition-twice", Severity.WARNING)
def rendition_twice(repository: Snapshot) -> Iterator[Finding]:
    """Of one text there is one form of a kind in a language.

    Why: Of two translations nobody knows which one counts.

    Fix: Keep one of the two.

    Source: Data model of kic.
    """
    seen: dict[tuple[str, str, str], Rendition] = {}
    for each in repository.all(Rendition):
        first = seen.setdefault((each.element, each.rendition.value, each.language), each)
        if first is not each:
            yield found(
                each,
                "rendition",
                text("{id} is such a form of {element} already", id=first.id, element=each.element),
                help=text("keep one of the two"),
                related=[Related(repository.place(first), text("the first one"))],
            )


@rule("KIC226", "text-changed-under-indicator", Severity.WARNING)
def text_changed_under_indicator(repository: Snapshot) -> Iterator[Finding]:
    """When the text changes that an indicator gives context to, somebody looks at the indicator.

    Why: A figure that was chosen for a goal may say nothing about the new one, and goes on standing beside it.

    Fix: Look at it and say so: `kic concept review AMENDMENT INDICATOR --result unchanged --note ...`.

    Source: Suspect links of requirements tools; Aachen 2014 (which measures contributed to which goal).
    """
    for amendment, position, reference in suspects(repository, "indicator"):
        entry = reference.entry
        element = amendment.elements[position].element
        yield found(
            entry,
            reference.field,
            text(
                "{id} gives context to {element}, whose text changed with {act}",
                id=entry.id,
                element=element,
                act=amendment.id,
            ),
            help=text("look at it: kic concept review {act} {id}", act=amendment.id, id=entry.id),
            related=[Related(repository.place(amendment, "elements", position), text("changed here"))],
        )


@rule("KIC227", "review-of-unconcerned")
def review_of_unconcerned(repository: Snapshot) -> Iterator[Finding]:
    """A review at an amendment is about a record that refers to what it changed, and comes after it.

    Why: A review under the wrong id leaves the right one in doubt, and nobody can have looked at a change that was
    still to come.

    Fix: Correct the id or the date.

    Source: Data model of kic.
    """
    for amendment in repository.all(Amendment):
        if not amendment.reviews:
            continue
        concerned = {
            reference.entry.id
            for each in amendment.elements
            for reference in repository.incoming(each.element)
            if reference.entry.kind in SUSPECT
        }
        for position, review in enumerate(amendment.reviews):
            if review.record not in concerned:
                yield found(
                    amendment,
                    ("reviews", position, "record"),
                    text("{id} refers to nothing that this amendment changes", id=review.record),
                    help=text("correct the id"),
                )
            elif review.date < amendment.date.earliest:
                yield found(
                    amendment,
                    ("reviews", position, "date"),
                    text(
                        "looked at on {date}, before the act on {act}", date=review.date, act=amendment.date
                    ),
                    help=text("correct one of the two dates"),
                )


RULES: tuple[Rule, ...] = (
    rendition_in_doubt,
    rendition_without_content,
    rendition_twice,
    text_changed_under_indicator,
    review_of_unconcerned,
)
