"""Recommendations that a text tells twice: in a row of an overview, and under a heading of their own."""

from collections.abc import Collection, Sequence

from kic.repository.concept_text.said import Left, Said
from kic.repository.intake.headings import folded


def joined(elements: Sequence[Said], rows: Collection[int], left: list[Left]) -> frozenset[int]:
    """The places of rows that say once more what is told elsewhere. What is new of them goes there.

    What such a row has in other words is added to what is left. Rows of two tables are joined as well.
    """
    in_rows = frozenset(rows)
    others = [each for at, each in enumerate(elements) if each.kind == "recommendation" and at not in in_rows]
    titled = {folded(each.title): each for each in reversed(others) if each.title}
    gone = set()
    for at in sorted(rows):
        row = elements[at]
        twin = titled.setdefault(folded(row.title), row) if row.title else row
        if twin is row or (row.number and twin.number and row.number != twin.number):
            continue
        gone.add(at)
        words, held = row.texts.get("text", ""), twin.texts.get("text", "")
        if words and not held:
            twin.texts["text"] = words
        elif " ".join(words.split()) not in " ".join(held.split()):
            left.append(Left(row.place, row.heading, words))
        if row.responsible and twin.responsible and folded(row.responsible) != folded(twin.responsible):
            left.append(Left(row.place, row.heading, row.responsible))
        left += [
            Left(row.place, row.heading, each) for each in row.goals if twin.goals and each not in twin.goals
        ]
        twin.number = twin.number or row.number
        twin.responsible = twin.responsible or row.responsible
        twin.goals = twin.goals or row.goals
        twin.theme = row.theme if twin.theme is None else twin.theme
    return frozenset(gone)
