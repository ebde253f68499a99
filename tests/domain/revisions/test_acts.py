"""Why a text changed: amendments, adoptions, entries of the log and contributions that lie between two states."""

from typing import Any

import pytest
import yaml

from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import ResolutionBody
from kic.domain.concept.recommendation import Status
from kic.domain.participation import AnswerKind, ContributorKind
from kic.domain.revisions.acts import ActKind, Mover, Reason, acts
from kic.domain.revisions.comparing import compare
from tests.domain.revisions import pairs

State = dict[str, Any]
OTHERS = {
    "bodies": {
        "v-bruecke": {"kind": "body", "name": "Brücke e. V.", "body": "association"},
        "beirat": {"kind": "body", "name": "Beirat für Migration", "body": "advisory_council"},
    },
    "resolutions": {
        "b-1": {
            "kind": "resolution",
            "title": "Änderung",
            "body": "council",
            "date": "2024-05-13",
            "number": "2024/117",
        },
        "b-0": {"kind": "resolution", "title": "Konzept", "body": "council", "date": "2022-02-14"},
    },
}
AMENDMENT = {
    "kind": "amendment",
    "edition": "k2022",
    "title": "Änderung im Mai",
    "nature": "resolved",
    "date": "2024-05-13",
    "published": "2024-05-20",
    "effective": "2024-06-01",
    "resolution": "b-1",
    "mover": {"contributor": "committee", "body": "beirat"},
    "reason": "Der Bedarf ist gestiegen.",
    "elements": [{"element": "he-01"}],
}
CONTRIBUTION = {
    "kind": "contribution",
    "edition": "k2022",
    "received": "2024-03-01",
    "contributor": {"contributor": "organisation", "body": "v-bruecke"},
    "element": "he-01",
    "proposal": "Auch für Erwachsene.",
    "named": True,
}
OLD: State = {"he-01": {"text": "Alt."}, "he-02": {"text": "Alt."}}
NEW: State = {"he-01": {"text": "Neu."}, "he-02": {"text": "Neu."}}


def state(records: State, **more: dict[str, State]) -> Snapshot:
    """A repository with these records of the concept, and with others by folder and id."""
    files = pairs.files(records)
    for folder, content in [*OTHERS.items(), *more.items()]:
        for id_, value in content.items():
            files[f"concept/{folder}/{id_}.yaml"] = yaml.safe_dump({**value, "id": id_}, allow_unicode=True)
    return pairs.snapshot(files)


def reasons(before: Snapshot, after: Snapshot, editions: tuple[str, str] | None = None) -> dict[str, Reason]:
    """What explains each pairing, by its id."""
    found = compare(before, after, editions)
    return {
        pairing.id: reason
        for pairing, reason in zip(found, acts(before, after, found, editions), strict=True)
    }


def test_an_amendment_tells_reason_mover_resolution_and_its_three_dates() -> None:
    found = reasons(state(OLD), state(NEW, amendments={"ae-1": AMENDMENT}))["he-01"]
    (act,) = found.acts
    assert (act.kind, act.id, act.reason) == (ActKind.AMENDMENT, "ae-1", "Der Bedarf ist gestiegen.")
    assert (str(act.date), str(act.published), str(act.effective)) == (
        "2024-05-13",
        "2024-05-20",
        "2024-06-01",
    )
    assert act.resolution is not None
    assert (act.resolution.number, act.resolution.body) == ("2024/117", ResolutionBody.COUNCIL)
    assert found.movers == (Mover(ContributorKind.COMMITTEE, "Beirat für Migration"),)
    assert found.resolutions == (act.resolution,)


def test_an_element_has_its_own_reason_and_mover_where_they_differ() -> None:
    own = {
        "element": "he-01",
        "reason": "Plätze fehlen.",
        "mover": {"contributor": "council_group", "name": "Fraktion Neue Wege"},
    }
    amendment = {**AMENDMENT, "elements": [own, {"element": "he-02"}]}
    found = reasons(state(OLD), state(NEW, amendments={"ae-1": amendment}))
    assert found["he-01"].reasons == ("Plätze fehlen.",)
    assert found["he-01"].movers == (Mover(ContributorKind.COUNCIL_GROUP, "Fraktion Neue Wege"),)
    assert found["he-02"].reasons == ("Der Bedarf ist gestiegen.",)


def test_what_the_first_state_knew_explains_nothing() -> None:
    known = {"amendments": {"ae-1": AMENDMENT}}
    assert reasons(state(OLD, **known), state(NEW, **known))["he-01"] == Reason()


def test_an_amendment_of_another_element_explains_nothing() -> None:
    assert reasons(state(OLD), state(NEW, amendments={"ae-1": AMENDMENT}))["he-02"] == Reason()


def test_an_unchanged_element_has_no_reason() -> None:
    assert reasons(state(OLD), state(OLD, amendments={"ae-1": AMENDMENT}))["he-01"] == Reason()


@pytest.mark.parametrize(
    ("contributor", "named", "shown"),
    [
        ({"contributor": "organisation", "body": "v-bruecke"}, True, "Brücke e. V."),
        ({"contributor": "organisation", "body": "v-bruecke"}, False, None),
        ({"contributor": "organisation", "name": "Elternverein"}, True, "Elternverein"),
        ({"contributor": "council_group", "name": "Fraktion Neue Wege"}, True, "Fraktion Neue Wege"),
        ({"contributor": "person", "person": "p-0007"}, False, None),
        ({"contributor": "person", "person": "p-0007"}, True, None),
    ],
)
def test_contributors_are_named_as_they_agreed_and_persons_never(
    contributor: State, named: bool, shown: str | None
) -> None:
    answer = {"date": "2024-05-14", "answer": "taken_over", "carried_by": "ae-1"}
    contribution = {**CONTRIBUTION, "contributor": contributor, "named": named, "answers": [answer]}
    after = state(NEW, amendments={"ae-1": AMENDMENT}, contributions={"bt-1": contribution})
    found = reasons(state(OLD), after)["he-01"]
    (carried,) = found.contributions
    assert carried.mover.name == shown
    assert "p-0007" not in repr(found)
    assert (carried.answer, carried.proposal) == (AnswerKind.TAKEN_OVER, "Auch für Erwachsene.")
    assert carried.mover in found.movers


def test_a_private_person_who_moves_is_shown_as_one() -> None:
    amendment = {**AMENDMENT, "mover": {"contributor": "person", "person": "p-0007"}}
    (mover,) = reasons(state(OLD), state(NEW, amendments={"ae-1": amendment}))["he-01"].movers
    assert str(mover.shown) == "a private person"


def test_a_contribution_is_found_from_the_amendment_too() -> None:
    amendment = {**AMENDMENT, "elements": [{"element": "he-02", "contributions": ["bt-1"]}]}
    after = state(NEW, amendments={"ae-1": amendment}, contributions={"bt-1": CONTRIBUTION})
    found = reasons(state(OLD), after)
    assert [each.id for each in found["he-02"].contributions] == ["bt-1"]
    assert found["he-02"].movers == (Mover(ContributorKind.COMMITTEE, "Beirat für Migration"),), (
        "not answered yet"
    )


def test_an_answer_that_was_taken_back_explains_nothing() -> None:
    answers = [
        {"date": "2024-05-14", "answer": "taken_over", "carried_by": "ae-1"},
        {"date": "2024-05-15", "answer": "not_taken_over", "reason": "Irrtum"},
    ]
    contribution = {**CONTRIBUTION, "answers": answers}
    after = state(NEW, amendments={"ae-1": AMENDMENT}, contributions={"bt-1": contribution})
    assert reasons(state(OLD), after)["he-01"].contributions == ()


def test_the_log_tells_why_something_is_gone() -> None:
    after = state({**OLD, "he-02": {"text": "Alt.", "dropped": "Alle Schulen haben es."}})
    (act,) = reasons(state(OLD), after)["he-02"].acts
    assert (act.kind, act.status, act.reason) == (ActKind.PROGRESS, Status.DROPPED, "Alle Schulen haben es.")


def test_every_part_of_a_merge_gives_its_reason() -> None:
    after = state({
        "he-01": {"text": "Alt.", "merged": "he-03"},
        "he-02": {"text": "Alt.", "merged": "he-03"},
        "he-03": {"text": "Neu."},
    })  # fmt: skip
    found = reasons(state(OLD), after)["he-03"]
    assert [(act.id, act.status) for act in found.acts] == [
        ("he-01", Status.MERGED),
        ("he-02", Status.MERGED),
    ]
    assert found.reasons == ("Beschluss des Stadtrats",)


def test_entries_that_the_first_state_had_are_not_told_again() -> None:
    gone = {"he-02": {"text": "Alt.", "replaced": "he-01"}, "he-01": {"text": "Alt."}}
    after = {**gone, "he-01": {"text": "Neu."}}
    assert reasons(state(gone), state(after))["he-01"] == Reason()


EDITIONS: State = {
    "k2022": {"predecessor": "k2013", "adopted": "2022-02-14", "published": "2022-06", "resolution": "b-0"},
    "m-01": {"text": "Alt."},
    "he-01": {"text": "Neu.", "continues": ["m-01"]},
}


def test_between_two_editions_the_adoption_explains() -> None:
    both = state(EDITIONS)
    (act,) = reasons(both, both, ("k2013", "k2022"))["he-01"].acts
    assert (act.kind, act.id, str(act.date), str(act.published)) == (
        ActKind.EDITION,
        "k2022",
        "2022-02-14",
        "2022-06",
    )
    assert act.resolution is not None
    assert act.resolution.id == "b-0"


def test_between_two_editions_their_drafting_and_later_amendments_explain_too() -> None:
    drafting = {
        **AMENDMENT,
        "nature": "drafting",
        "date": "2022-01-20",
        "resolution": None,
        "reason": "Anhörung.",
    }
    drafting = {key: value for key, value in drafting.items() if value is not None}
    both = state(EDITIONS, amendments={"ae-0": drafting, "ae-1": AMENDMENT})
    found = reasons(both, both, ("k2013", "k2022"))["he-01"]
    assert [act.id for act in found.acts] == ["ae-0", "k2022", "ae-1"]
    assert found.reasons == ("Anhörung.", "Der Bedarf ist gestiegen.")


def test_read_backwards_nothing_explains_it() -> None:
    both = state(EDITIONS, amendments={"ae-1": AMENDMENT})
    assert set(reasons(both, both, ("k2022", "k2013")).values()) == {Reason()}


def test_a_theme_that_came_later_was_not_adopted() -> None:
    later = {**EDITIONS, "t6": {"title": "Gesundheit", "added": "2023-05-22"}}
    later["he-29"] = {"text": "Neu.", "theme": "t6"}
    amendment = {**AMENDMENT, "elements": [{"element": "t6"}]}
    both = state(later, amendments={"ae-1": amendment})
    found = reasons(both, both, ("k2013", "k2022"))
    assert [act.id for act in found["t6"].acts] == ["ae-1"]
    assert found["he-29"] == Reason()


def test_a_draft_that_was_adopted_between_two_revisions() -> None:
    draft = state({"k2022": {"adopted": None, "drafted": "2022-01-10"}, "he-01": {"text": "Alt."}})
    adopted = state({"k2022": {"drafted": "2022-01-10", "resolution": "b-0"}, "he-01": {"text": "Neu."}})
    (act,) = reasons(draft, adopted)["he-01"].acts
    assert (act.kind, act.id) == (ActKind.EDITION, "k2022")


def test_what_was_implemented_tells_why_a_new_edition_leaves_it_out() -> None:
    done = {
        "kind": "recommendation",
        "id": "m-02",
        "number": 2,
        "title": "Treffpunkt",
        "text": "Ein Treffpunkt wird eröffnet.",
        "edition": "k2013",
        "provenance": {"wording": "adopted", "source": "Erfundenes Beispiel"},
        "progress": [{"date": "2017-05-09", "status": "implemented", "note": "Er ist eröffnet."}],
    }
    both = state(EDITIONS, **{"editions/k2013/recommendations": {"m-02": done}})
    (act, adoption) = reasons(both, both, ("k2013", "k2022"))["m-02"].acts
    assert (act.status, act.reason) == (Status.IMPLEMENTED, "Er ist eröffnet.")
    assert adoption.id == "k2022"


def test_what_a_draft_had_taken_up_before_explains_nothing_of_its_adoption() -> None:
    draft = {"adopted": None, "drafted": "2024-02-01"}
    answer = {"date": "2024-03-02", "answer": "taken_over", "carried_by": "k2022"}
    answered = {"contributions": {"bt-1": {**CONTRIBUTION, "answers": [answer]}}}
    before = {**OLD, "k2022": draft}
    after = {**NEW, "k2022": {"adopted": "2024-06-01", "drafted": "2024-02-01", "resolution": "b-0"}}
    known = reasons(state(before, **answered), state(after, **answered))["he-01"]
    assert ([act.id for act in known.acts], known.contributions) == (["k2022"], ())
    since = reasons(state(before, contributions={"bt-1": CONTRIBUTION}), state(after, **answered))["he-01"]
    assert [each.id for each in since.contributions] == ["bt-1"]
