"""`kic allocate` on a call and on a problem file."""

import json
import re
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest

from kic.allocation import vote_margins
from tests.cli.inprocess import call, run

PROBLEM = """\
budget: 100.00
grid: 10.00
threshold: 5
applications:
  - {id: a, requested: 60.00, score: 9}
  - {id: b, requested: 60.00, minimum: 30.00, score: 8}
  - {id: c, requested: 10.00, score: 4}
"""


def test_a_problem_file_needs_no_repository(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PROBLEM)
    done = run("allocate", "--problem", "p.yaml", "--format", "json", cwd=tmp_path)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert data["awards"] == {"a": "60.00", "b": "40.00"}
    assert data["applications"]["b"]["outcome"] == "partial"
    assert data["applications"]["c"]["cause"] == "threshold"
    assert data["unallocated"] == "0.00"


def test_a_problem_file_may_be_json(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(
        '{"budget": "100.00", "applications": [{"id": "a", "requested": 60.00, "score": 9}]}\n'
    )
    done = run("allocate", "--problem", "p.json", "--format", "json", cwd=tmp_path)
    assert done.code == 0, done.err
    assert json.loads(done.out)["data"]["awards"] == {"a": "60.00"}


def test_faults_of_a_problem_file_have_their_place(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PROBLEM.replace("id: c", "id: a").replace("threshold: 5", "treshold: 5"))
    done = run("allocate", "--problem", "p.yaml", cwd=tmp_path)
    assert done.code == 1
    assert "p.yaml:3:1" in done.err
    assert "threshold" in done.err


def test_a_broken_problem_file_is_said_in_json_too(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("budget: [\n")
    done = run("allocate", "--problem", "p.yaml", "--format", "json", cwd=tmp_path)
    assert done.code == 1
    assert json.loads(done.out)["findings"]


def test_the_emitted_problem_gives_the_same_proposal(built_city: Path, tmp_path: Path) -> None:
    emitted = run("allocate", "2026-1", "--emit-problem", cwd=built_city)
    assert emitted.code == 0, emitted.err
    (tmp_path / "p.yaml").write_text(emitted.out)
    from_call = json.loads(run("allocate", "2026-1", "--format", "json", cwd=built_city).out)["data"]
    from_file = json.loads(run("allocate", "--problem", "p.yaml", "--format", "json", cwd=tmp_path).out)[
        "data"
    ]
    assert from_call == from_file


def test_sums_add_up_to_the_cent(built_city: Path) -> None:
    for round_ in ("2024-1", "2025-1", "2025-2", "2026-1"):
        data = json.loads(run("allocate", round_, "--format", "json", cwd=built_city).out)["data"]
        parts = sum(Decimal(data[part]) for part in ("awarded", "reserve", "fixed", "unallocated"))
        assert parts == Decimal(data["budget"])
        assert sum(map(Decimal, data["awards"].values())) == Decimal(data["awarded"])


def test_the_round_of_2024_funds_seven_of_thirteen(built_city: Path) -> None:
    data = json.loads(run("allocate", "2024-1", "--format", "json", cwd=built_city).out)["data"]
    assert len(data["applications"]) == 13
    assert len(data["awards"]) == 7


def test_who_asks_about_an_application_that_came_too_late_is_told_where_it_says_why(built_city: Path) -> None:
    done = run("allocate", "2026-1", "--explain", "2026-1-014", cwd=built_city, lang="en")
    assert done.code == 2
    assert "2026-1-014 is not part of this proposal." in done.err
    assert "kic render allocation-paper 2026-1 says why." in done.err
    done = run("allocate", "2026-1", "--explain", "2026-1-04x", cwd=built_city, lang="en")
    assert "2026-1-04x is no application that takes part. Did you mean" in " ".join(done.err.split())


def test_an_application_is_known_by_its_number_within_the_call(built_city: Path) -> None:
    """As it stands in the table for marks."""
    whole = call("allocate", "2026-1", "--explain", "2026-1-009", folder=built_city)
    assert whole.code == 0, whole.err
    for spelled in ("009", "9", "2026-1-9", "1-009"):
        assert call("allocate", "2026-1", "--explain", spelled, folder=built_city).out == whole.out, spelled
    for spelled in ("14", "99"):
        done = call("allocate", "2026-1", "--explain", spelled, folder=built_city, lang="en")
        assert done.code == 2
    said = " ".join(done.err.split())
    assert (
        "99 is no application that takes part. Those that take part lie between 2026-1-001 and 2026-1-0"
        in said
    )


def test_where_only_the_end_of_an_id_is_given_those_that_end_so_are_named(built_city: Path) -> None:
    done = call("show", "009", folder=built_city)
    assert (done.code, "Meinten Sie 2026-1-009, 2025-1-009 oder 2024-1-009?" in done.err) == (2, True), (
        done.err
    )


def test_each_application_is_explained_in_both_languages(built_city: Path) -> None:
    for lang in ("de", "en"):
        done = run("allocate", "2026-1", "--explain", "2026-1-004", cwd=built_city, lang=lang)
        assert done.code == 0, done.err
        assert done.out.count(".") >= 2


def test_the_tables_of_one_application_stand_below_its_reasons(built_city: Path) -> None:
    asked = ("allocate", "2026-1", "--explain", "2026-1-004", "--compare", "--sensitivity")
    shown = run(*asked, cwd=built_city, lang="en").out
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("2026-1-")] == [
        "2026-1-004"
    ] * 2
    assert "Other rules" in shown


def test_who_asks_for_one_application_is_not_told_to_ask_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vote_margins, "SWEPT_FOR_ONE", 100_000)
    monkeypatch.setattr(vote_margins, "ABOVE", 0)  # nor is the nearest larger one found
    file = tmp_path / "problem.yaml"
    file.write_text(
        "budget: 1000000000000.00\nrule: equal-shares\nseats: [a, b, c, d, e, f, g]\napplications:\n"
        "  - {id: p, requested: 0.01, approvals: [a]}\n"
        "  - {id: q, requested: 999999999999.99, approvals: [a, b, c, d, e, f, g]}\n"
        "  - {id: r, requested: 333333333333.33, approvals: [b, c]}\n",
        "utf-8",
    )
    for id_ in ("p", "r"):
        done = run(
            "allocate", "--problem", str(file), "--explain", id_, "--sensitivity", cwd=tmp_path, lang="en"
        )
        page = " ".join(done.out.split())
        assert page.count("was not found within the fixed number of steps") == 1
        assert "kic allocate with --explain" not in page


def test_nothing_is_written(city: Path) -> None:
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    assert run("allocate", "2026-1", cwd=city).code == 0
    assert {path: path.read_bytes() for path in city.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("command", [("allocate", "2026-1"), ("render", "allocation-paper", "2026-1")])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"received: ", b"received: someday "),
        (b"2026-1-004:", b"2026-1-400:"),
    ],
    ids=["a sheet that cannot be read", "marks under a misspelled id"],
)
def test_no_proposal_is_made_from_a_part_of_the_marks(
    city: Path, command: tuple[str, ...], old: bytes, new: bytes
) -> None:
    sheet = min((city / "applications/2026-1/scores").iterdir())
    assert old in sheet.read_bytes()
    sheet.write_bytes(sheet.read_bytes().replace(old, new, 1))
    done = run(*command, cwd=city)
    assert done.code == 1
    assert done.out == ""
    assert (sheet.name if b"received" in old else "2026-1-400") in done.err


def test_what_cannot_be_read_in_a_call_is_shown_as_findings(city: Path) -> None:
    sheet = min((city / "applications/2026-1/scores").iterdir())
    sheet.write_bytes(sheet.read_bytes().replace(b"received: ", b"received: someday ", 1))
    (city / "concept/bodies/broken.yaml").write_text("kind: [\n")  # is not asked for here
    told = run("allocate", "2026-1", cwd=city, lang="en")
    assert (told.code, told.out) == (1, "")
    assert f"{sheet.relative_to(city).as_posix()}:" in told.err
    assert "KIC034" in told.err
    assert "broken.yaml" not in told.err
    assert "cannot be read, so the allocation would be wrong" in told.err
    answer = json.loads(run("allocate", "2026-1", "--format", "json", cwd=city).out)
    assert (answer["command"], [each["code"] for each in answer["findings"]]) == ("allocate", ["KIC034"])
    schema = json.loads(run("schema", "allocate", cwd=city).out)
    assert jsonschema_rs.validator_for(schema).is_valid(answer)


def test_a_call_whose_amount_is_not_known_is_no_slip_of_the_command_line(city: Path) -> None:
    call = city / "applications/2026-1/call.yaml"
    call.write_text(re.sub(r"(?m)^  amount: .*\n", "", call.read_text("utf-8"), count=1), "utf-8")
    done = run("allocate", "2026-1", "--format", "json", cwd=city, lang="en")
    assert done.code == 1
    assert json.loads(done.out)["error"]["code"] == 1
    assert "The amount of the call 2026-1 is not known" in done.err


# -- beside the proposal -----------------------------------------------------------------------------------


def test_other_rules_and_firmness_stand_beside_the_proposal_in_json(built_city: Path) -> None:
    words = ("allocate", "2026-1", "--compare", "--sensitivity", "--format", "json")
    answer = json.loads(run(*words, cwd=built_city).out)
    data = answer["data"]
    assert data["rules"]["ranked"] == data["awards"]
    assert set(data["rules"]) >= {"score-per-euro", "optimum", "equal-shares", "greedy", "phragmen"}
    for name, each in data["applications"].items():
        assert each["funded_under"] == sum(name in awards for awards in data["rules"].values())
    firm = data["sensitivity"]
    assert firm["applications"].keys() == data["applications"].keys()
    assert {each["result"] for each in firm["applications"].values()} == {"stable", "one-seat"}
    assert firm["applications"]["2026-1-010"]["funded_budgets"][-1][1] is None
    schema = json.loads(run("schema", "allocate", cwd=built_city).out)
    assert jsonschema_rs.validator_for(schema).is_valid(answer)


@pytest.mark.parametrize(
    "rule", ["score-per-euro", "optimum", "equal-shares", "greedy", "phragmen", "proportional-cut"]
)
def test_every_rule_answers_by_its_schema_and_in_both_languages(built_city: Path, rule: str) -> None:
    answer = json.loads(run("allocate", "2026-1", "--rule", rule, "--format", "json", cwd=built_city).out)
    schema = json.loads(run("schema", "allocate", cwd=built_city).out)
    assert jsonschema_rs.validator_for(schema).is_valid(answer)
    assert answer["data"]["rule"] == rule
    for lang in ("de", "en"):
        done = run("allocate", "2026-1", "--rule", rule, cwd=built_city, lang=lang)
        assert done.code == 0, done.err
        assert "2026-1-004" in done.out


def test_deciding_seats_are_letters_unless_they_are_to_be_named(built_city: Path) -> None:
    seats = {path.stem for path in (built_city / "applications/2026-1/scores").iterdir()}
    shown = run("allocate", "2026-1", "--sensitivity", cwd=built_city, lang="en").out
    assert "decided by one" in shown
    assert not any(re.search(rf"\b{seat}\b", shown) for seat in seats)
    words = ("allocate", "2026-1", "--sensitivity", "--name-seats", "--format", "json")
    firm = json.loads(run(*words, cwd=built_city).out)["data"]["sensitivity"]["applications"]
    assert firm["2026-1-010"]["seats"]
    assert set(firm["2026-1-010"]["seats"]) <= seats


def test_firmness_tells_nothing_of_marks_that_nobody_may_see(city: Path) -> None:
    call = city / "applications/2026-1/call.yaml"
    call.write_text(
        re.sub(r"(?m)^marks_visible: .*\n", "marks_visible: nobody\n", call.read_text("utf-8")), "utf-8"
    )
    done = run("allocate", "2026-1", "--compare", "--sensitivity", cwd=city, lang="en")
    assert (done.code != 0, done.out) == (True, "")
    assert "shown to nobody yet" in done.err


TIERS = """\
terms:
  utility: cardinality
  completion: none
  objective: score-euro
  tiers:
    - {score: 75, rate: 100%}
    - {score: 60, rate: 50%}
"""


def test_a_call_can_fix_every_setting_of_every_rule(city: Path) -> None:
    call = city / "applications/2026-1/call.yaml"
    call.write_text(call.read_text("utf-8").replace("terms:\n", TIERS, 1), "utf-8")
    answer = run("allocate", "2026-1", "--rule", "tiered-cut", "--format", "json", cwd=city)
    data = json.loads(answer.out)["data"]
    settings = data["settings"]
    assert settings["tiers"] == {"75": "100%", "60": "50%"}
    chosen = (settings["utility"], settings["completion"], settings["objective"])
    assert chosen == ("cardinality", "none", "score-euro")
    cut = data["applications"]["2026-1-005"]
    assert cut["reductions"][-1] == {"by": "tier", "from": "7350.00", "to": cut["admissible"]}
    schema = json.loads(run("schema", "allocate", cwd=city).out)
    assert jsonschema_rs.validator_for(schema).is_valid(json.loads(answer.out))


def test_two_tiers_from_the_same_score_on_are_refused(city: Path) -> None:
    call = city / "applications/2026-1/call.yaml"
    twice = TIERS.replace("score: 60", "score: 75.0")
    call.write_text(call.read_text("utf-8").replace("terms:\n", twice, 1), "utf-8")
    done = run("allocate", "2026-1", cwd=city, lang="en")
    assert done.code == 1
    assert "Two tiers of the call 2026-1 begin at the same score." in done.err
