"""What a change may not do to adopted words and to acts, also in two steps and by a way round."""

import datetime
from collections.abc import Mapping

import pytest

from kic.core.rule import Rule
from kic.core.rule import run as run_rules
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.concept.structure import Theme
from kic.domain.revisions.act_rules import act_changed
from kic.domain.revisions.kept_rules import (
    adopted_place_changed,
    adopted_words_changed,
    id_means_another,
    more_than_editorial,
    rewritten_as_correction,
)
from kic.domain.settings import FORMAT
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

TODAY = datetime.date(2026, 11, 22)
EDITION = """\
kind: edition
id: k2022
title: Konzept 2022
drafted: 2022-01-24
adopted: 2022-03-21
resolution: b-2022
"""
THEME = """\
kind: theme
id: t1
edition: k2022
number: 1
title: Bildung
goals:
  - id: t1-z1
    title: Abschlüsse anerkennen
    text: Abschlüsse werden zügig bewertet.
"""
OTHER_THEME = """\
kind: theme
id: t2
edition: k2022
number: 2
title: Wohnen
"""
RECOMMENDATION = """\
kind: recommendation
id: he-01
edition: k2022
title: Lotsen
text: Geschulte Lotsen beraten.
provenance:
  wording: adopted
"""
NUMBERED = """\
kind: recommendation
id: he-02
edition: k2022
number: 2
title: Sprachcafés
theme: t1
goals: [t1-z1]
provenance:
  wording: adopted
"""
RESOLUTION = """\
kind: resolution
id: b-2022
title: Konzept 2022
body: council
date: 2022-03-21
text: Der Stadtrat beschließt das Konzept.
changes:
  - Titel von Handlungsempfehlung 24.
"""
AMENDMENT = """\
kind: amendment
id: ae-2023
edition: k2022
title: Lotsen
nature: resolved
date: 2023-05-02
resolution: b-2022
reason: Mehr Lotsen.
elements:
  - element: he-01
"""
FILES = {
    "concept/concept.yaml": EDITION,
    "concept/themes/t1.yaml": THEME,
    "concept/themes/t2.yaml": OTHER_THEME,
    "concept/recommendations/he-01.yaml": RECOMMENDATION,
    "concept/resolutions/b-2022.yaml": RESOLUTION,
    "concept/amendments/ae-2023.yaml": AMENDMENT,
}
GOAL = THEME[THEME.index("goals:") :]


def state(files: Mapping[str, str]) -> Snapshot:
    return load(Memory({path: content.encode() for path, content in files.items()}), KINDS, newest=FORMAT)


def places(rule: Rule, before: Snapshot, after: Snapshot) -> list[tuple[str, str]]:
    return [
        (each.place.path, ".".join(map(str, each.place.field)))
        for each in run_rules((rule,), after, TODAY, before=before)
    ]


def changed(**contents: str) -> dict[str, str]:
    """The files with other contents, named by their ids."""
    names = {path.rpartition("/")[2].removesuffix(".yaml").replace("-", "_"): path for path in FILES}
    return FILES | {names[name]: content for name, content in contents.items()}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (changed(), []),
        # the first of two steps: what is not adopted may be rewritten by the next change
        (
            changed(he_01=RECOMMENDATION.replace("wording: adopted", "wording: reported")),
            [("concept/recommendations/he-01.yaml", "provenance.wording")],
        ),
        (changed(concept=EDITION.replace("adopted: 2022-03-21\n", "")), [("concept/concept.yaml", "drafted")]),
        # both steps at once are one fault
        (
            changed(he_01=RECOMMENDATION.replace("adopted", "reported").replace("Geschulte", "Andere")),
            [("concept/recommendations/he-01.yaml", "text")],
        ),
        # a goal that moves may not be rewritten on the way
        (changed(t1=THEME.replace(GOAL, ""), t2=OTHER_THEME + GOAL), []),
        (
            changed(t1=THEME.replace(GOAL, ""), t2=OTHER_THEME + GOAL.replace("zügig", "nie")),
            [("concept/themes/t2.yaml", "goals.0.text")],
        ),
        (
            changed(
                t1=THEME.replace(GOAL, ""), t2=OTHER_THEME + GOAL[: GOAL.index("    text:")]
            ),
            [("concept/themes/t2.yaml", "goals.0")],
        ),
        # words where the adopted text had none
        (
            changed(t1=THEME.replace("goals:", "vision: Alle lernen.\ngoals:")),
            [("concept/themes/t1.yaml", "vision")],
        ),
    ],
)  # fmt: skip
def test_adopted_words_are_not_unlocked_on_the_quiet(
    after: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert places(adopted_words_changed, state(FILES), state(after)) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (changed(b_2022=RESOLUTION + "number: 2022/043\n"), []),
        (changed(b_2022=RESOLUTION + "  - Noch eine Änderung.\n"), []),
        (
            changed(b_2022=RESOLUTION.replace("2022-03-21", "2023-03-21")),
            [("concept/resolutions/b-2022.yaml", "date")],
        ),
        (
            changed(b_2022=RESOLUTION.replace("das Konzept", "nichts")),
            [("concept/resolutions/b-2022.yaml", "text")],
        ),
        (
            changed(b_2022=RESOLUTION.replace("empfehlung 24", "empfehlung 12")),
            [("concept/resolutions/b-2022.yaml", "changes")],
        ),
        (changed(ae_2023=AMENDMENT + "  - element: t1\n"), []),
        (changed(concept=EDITION + "published: 2022-07\n"), []),
        (
            changed(concept=EDITION.replace("adopted: 2022-03-21", "adopted: 2022-03-12")),
            [("concept/concept.yaml", "adopted")],
        ),
        (
            changed(concept=EDITION.replace("b-2022", "b-2023")),
            [("concept/concept.yaml", "resolution")],
        ),
        (
            changed(ae_2023=AMENDMENT.replace("element: he-01", "element: t1")),
            [("concept/amendments/ae-2023.yaml", "elements")],
        ),
        (
            changed(ae_2023=AMENDMENT.replace("2023-05-02", "2024-05-02")),
            [("concept/amendments/ae-2023.yaml", "date")],
        ),
    ],
)
def test_an_act_is_filled_in_and_not_written_anew(
    after: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert places(act_changed, state(FILES), state(after)) == expected


def test_a_date_of_an_act_may_become_more_exact() -> None:
    year = changed(b_2022=RESOLUTION.replace("2022-03-21", "2022"))
    month = changed(b_2022=RESOLUTION.replace("2022-03-21", "2022-03"))
    assert places(act_changed, state(year), state(month)) == []
    assert places(act_changed, state(month), state(FILES)) == []
    assert places(act_changed, state(FILES), state(month)) == [("concept/resolutions/b-2022.yaml", "date")]


UNKNOWN = "gaps:\n  - field: vision\n    state: unknown\n    note: Der Wortlaut liegt nicht vor.\n"


def test_words_that_were_not_known_may_become_known() -> None:
    """The adopted text had them; only this repository did not."""
    before = state(changed(t1=THEME + UNKNOWN))
    assert before.get(Theme, "t1").gaps, "it is said to be unknown"
    after = state(changed(t1=THEME.replace("goals:", "vision: Alle lernen.\ngoals:")))
    assert places(adopted_words_changed, before, after) == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"he_01": RECOMMENDATION.replace("title", "number: 2\ntitle", 1)}, []),
        ({"he_02": NUMBERED.replace("number: 2", "number: 3")}, ["number"]),
        ({"he_02": NUMBERED.replace("theme: t1", "theme: t2")}, ["theme"]),
        ({"he_02": NUMBERED.replace("goals: [t1-z1]\n", "")}, [""]),
        ({"t1": THEME.replace("number: 1", "number: 3")}, ["number"]),
        ({"he_02": NUMBERED.replace("number: 2", "number: 3"), "ae_2023": AMENDMENT + "  - element: he-02\n"}, []),
        (
            {
                "he_02": NUMBERED.replace("number: 2", "number: 3"),
                "ae_2023": (AMENDMENT + "  - element: he-02\n").replace("resolved", "drafting"),
            },
            ["number"],
        ),
    ],
)  # fmt: skip
def test_an_adopted_element_is_moved_by_an_act(after: dict[str, str], expected: list[str]) -> None:
    more = {"concept/recommendations/he-02.yaml": NUMBERED}
    edited = changed(**{name: each for name, each in after.items() if name != "he_02"}) | {
        "concept/recommendations/he-02.yaml": after.get("he_02", NUMBERED)
    }
    found = places(adopted_place_changed, state(FILES | more), state(edited))
    assert [field for _path, field in found] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            "values:\n  - date: 2022-12-31\n    value: 31.6\n    source: Statistik\n",
            [("concept/indicators/i-1.yaml", "unit")],
        ),
        ("", []),
    ],
)
def test_measured_values_keep_their_unit(values: str, expected: list[tuple[str, str]]) -> None:
    indicator = (
        'kind: indicator\nid: i-1\ntitle: Kursplätze\nunit: "%"\ndefinition: Plätze.\npurpose: Zeigt es.\n'
        + values
    )
    before, after = (
        state(FILES | {"concept/indicators/i-1.yaml": each})
        for each in (indicator, indicator.replace('"%"', "Plätze"))
    )
    assert places(id_means_another, before, after) == expected


CORRECTION = """\
kind: amendment
id: ae-2024
edition: k2022
title: Schreibfehler
nature: editorial
date: 2024-05-02
reason: Duden.
elements:
  - element: he-01
"""
LONG = "Geschulte Lotsinnen und Lotsen beraten Familien in allen Schulen der Stadt kostenlos und vertraulich."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Lotsen", "Lotse", None),
        ("Lotsen", "lotsen", None),
        ("Sprahckurse", "Sprachkurse", None),
        ("Vielfalt leben", "Grenzen ziehen", rewritten_as_correction),
        ("Lotsen", "Kurse", rewritten_as_correction),
        (LONG, LONG.replace("beraten", "berieten"), None),
        (LONG, LONG.replace("kostenlos", "nicht kostenlos"), more_than_editorial),
        (LONG, "Wer einen Kurs besucht, erhält dafür einen Gutschein.", rewritten_as_correction),
        (LONG, "Geschulte Lotsen beraten.", rewritten_as_correction),
        (LONG, LONG + " " + LONG.replace("beraten", "suchen"), more_than_editorial),
        (LONG, LONG.replace(" ", "\u00a0"), None),
    ],
)
def test_a_correction_corrects_and_exchanges_nothing(old: str, new: str, said: Rule | None) -> None:
    """A person looks at numbers, at what turns a sentence and at many words; of an exchanged text nothing is to see."""
    before = changed(he_01=RECOMMENDATION.replace("Geschulte Lotsen beraten.", old))
    after = changed(he_01=RECOMMENDATION.replace("Geschulte Lotsen beraten.", new))
    after["concept/amendments/ae-2024.yaml"] = CORRECTION
    rules = (adopted_words_changed, more_than_editorial, rewritten_as_correction)
    found = [each for each in rules if places(each, state(before), state(after))]
    assert found == ([] if said is None else [said])
