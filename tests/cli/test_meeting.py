"""A sitting from the invitation to the approved minutes, as the officer types it, with mistakes."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call

GOOD = Path(__file__).resolve().parents[1] / "gallery/_good"
RULES = """\
    source: § 39 GemO RLP
  quorum_with_exclusions: {numerator: 1, denominator: 3, source: § 39 GemO RLP}
  second_invitation: {value: 1, source: Geschäftsordnung}
  notice_days: {value: 4, source: Geschäftsordnung}
"""

PACKAGE = GOOD.parent / "KIC737-package-with-exclusion/bad/concept/meetings/m-1.yaml"

Kic = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small city with a committee of three voting seats; s02 is excluded from he-01."""
    folder = tmp_path / "stadt"
    shutil.copytree(GOOD, folder)
    kic = folder / "kic.yaml"
    kic.write_text(kic.read_text("utf-8").replace("    source: § 39 GemO RLP\n", RULES, 1), "utf-8")
    with (folder / "concept/committee/s02.yaml").open("a", encoding="utf-8") as seat:
        seat.write(
            "disclosures:\n  - {date: 2026-11-20, about: he-01, state: excluded, decided_by: member}\n"
        )
    return folder


@pytest.fixture
def kic(folder: Path) -> Kic:
    """`kic meeting ...` on a day, in German unless told otherwise; what writes is answered with --yes."""

    def run(line: str, *words: str, today: str = "2026-11-24", lang: str = "de") -> Ran:
        return call("meeting", *line.split(), *words, folder=folder, today=today, lang=lang)

    return run


def said(ran: Ran) -> list[str]:
    """The codes of what the rules said."""
    return re.findall(r"^(KIC\d{3}) ", ran.err, re.MULTILINE)


def prepared(kic: Kic) -> None:
    """A meeting on 10 December with three items, invited to on 24 November."""
    for line, *words in (
        ("plan --date 10.12.2026 --at 17 --chair s01 --yes --title", "Dezember"),
        ("item 2026-12-10 --about he-01 --yes --proposal", "Ausbau.", "--title", "Patenschaften"),
        (
            "item 2026-12-10 --about he-02,he-03 --yes --proposal",
            "Fortsetzung.",
            "--title",
            "Zwei Empfehlungen",
        ),
        ("item 2026-12-10 --nonpublic --yes --title", "Verschiedenes"),
        ("invite 2026-12-10 --yes",),
    ):
        ran = kic(line, *words)
        assert (ran.code, said(ran)) == (0, []), ran.err


def test_a_whole_sitting(kic, folder):
    prepared(kic)
    ahead = kic("show 2026-12-10")
    assert "muss gehen" in ahead.out
    assert "wäre gegeben: 3 stimmberechtigt, nötig sind 2" in ahead.out

    day = {"today": "2026-12-10"}
    assert kic("attend 2026-12-10 --all --yes", **day).code == 0
    refused = kic("vote 2026-12-10 1 --unanimous --yes", **day)
    assert (refused.code, said(refused)) == (1, ["KIC732"])
    assert kic("exclude 2026-12-10 1 --yes", **day).code == 0
    assert kic("vote 2026-12-10 top-1 --unanimous --yes", **day).code == 0
    assert kic("absent 2026-12-10 2 s03 --yes", **day).code == 0
    tie = kic("vote 2026-12-10 TOP2 --for 1 --against 1 --ballot --yes", **day)
    assert (tie.code, said(tie)) == (0, [])
    early = kic("close 2026-12-10 --yes", **day)
    assert (early.code, said(early)) == (1, ["KIC703"])
    assert kic("result 2026-12-10 3 noted --yes", **day).code == 0
    assert kic("close 2026-12-10 --yes", **day).code == 0
    assert (
        kic("minutes 2026-12-10 --written 11.12.2026 --sent 14.12.2026 --yes", today="2026-12-14").code == 0
    )

    shown = json.loads(kic("show 2026-12-10 --format json", today="2026-12-14").out)["data"]
    first, second, third = shown["items"]
    assert shown["state"] == "held"
    assert (first["result"], first["voting"], first["out"], first["needed"]) == ("carried", 2, ["s02"], 1)
    assert (second["result"], second["vote"]["form"], second["absent"]) == ("rejected", "ballot", ["s03"])
    assert (third["result"], third["public"]) == ("noted", False)
    assert call("check", folder=folder, today="2026-12-14").code == 0


def test_an_item_gets_other_words_until_it_is_decided(kic, folder):
    prepared(kic)
    path = folder / "concept/meetings/2026-12-10.yaml"
    before = path.read_text("utf-8")
    assert kic("item 2026-12-10 --number 1 --yes --proposal", "Ausbau um zehn Plätze.").code == 0
    assert path.read_text("utf-8") == before.replace("proposal: Ausbau.", "proposal: Ausbau um zehn Plätze.")
    assert kic("item 2026-12-10 --number TOP3 --yes --proposal", "Keiner.", "--title", "Sonstiges").code == 0
    item = path.read_text("utf-8").partition("  - id: top-3\n")[2]
    assert "title: Sonstiges\n" in item
    assert "proposal: Keiner.\n" in item
    assert "public: false\n" in item, "what nobody named stays"
    same = kic("item 2026-12-10 --number 3 --yes --title", "Sonstiges")
    assert (same.code, "nichts zu ändern" in same.err) == (0, True)


def test_a_quorum_is_missing_and_the_second_invitation_helps(kic, folder):
    prepared(kic)
    day, later = {"today": "2026-12-10"}, {"today": "2026-12-21"}
    assert kic("attend 2026-12-10 s01 --yes", **day).code == 0
    alone = kic("vote 2026-12-10 2 --for 1 --against 0 --yes", **day)
    assert (alone.code, said(alone)) == (1, ["KIC720"])
    assert kic("result 2026-12-10 3 noted --yes", **day).code == 0
    assert kic("close 2026-12-10 --no-quorum --yes", **day).code == 1, (
        "with s02 excluded, one is a third of three"
    )
    assert kic("vote 2026-12-10 1 --unanimous --yes", **day).code == 0
    assert kic("close 2026-12-10 --no-quorum --yes", **day).code == 0

    short = kic("second 2026-12-10 --date 14.12.2026 --dry-run", **day)
    assert (short.code, said(short)) == (0, ["KIC707"])
    assert kic("second 2026-12-10 --date 21.12.2026 --yes", **day).code == 0
    carried_over = json.loads(kic("show 2026-12-21 --format json", **day).out)["data"]
    assert [(each["number"], each["title"]) for each in carried_over["items"]] == [(1, "Zwei Empfehlungen")]
    assert carried_over["items"][0]["rule"] == "second_invitation"

    assert kic("attend 2026-12-21 s01 --yes", **later).code == 0
    amended = kic("vote 2026-12-21 1 --unanimous --yes --wording", "Fortsetzung bis 2028.", **later)
    assert amended.code == 0, amended.err
    assert kic("close 2026-12-21 --yes", **later).code == 0
    text = (folder / "concept/meetings/2026-12-21.yaml").read_text("utf-8")
    assert "says_small_quorum: true" in text
    assert "result: amended" in text
    assert "proposal: Fortsetzung.\n" in text, "the proposal stays beside what was resolved"


def test_approved_minutes_close_a_meeting(kic, folder):
    prepared(kic)
    day, later = {"today": "2026-12-10"}, {"today": "2026-12-21"}
    for line in (
        "attend 2026-12-10 --all-but s03 --yes",
        "exclude 2026-12-10 1 s02 --yes",
        "vote 2026-12-10 1 --without-vote --yes",
        "vote 2026-12-10 2 --for 2 --against 0 --yes",
        "result 2026-12-10 3 vertagt --reason Zeit --yes",
        "close 2026-12-10 --yes",
        "minutes 2026-12-10 --written 10.12.2026 --sent 10.12.2026 --yes",
        "plan --date 21.12.2026 --at 17:00 --title Zwei --yes",
        "invite 2026-12-21 --yes",
    ):
        assert kic(line, **day).code == 0, line
    assert kic("attend 2026-12-21 --all --yes", **later).code == 0
    assert kic("close 2026-12-21 --yes", **later).code == 0
    assert kic("minutes 2026-12-10 --approved 21.12.2026 --yes", **later).code == 0
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=folder, check=True)
    changed = kic("vote 2026-12-10 2 --for 0 --against 2 --yes", **later)
    assert (changed.code, said(changed)) == (1, ["KIC718"])
    assert kic("minutes 2026-12-10 --objections Einwand --yes", **later).code == 0


def test_a_corrected_vote_takes_the_wording_back(kic, folder):
    prepared(kic)
    day = {"today": "2026-12-10"}
    path = folder / "concept/meetings/2026-12-10.yaml"
    assert kic("attend 2026-12-10 --all-but s02 --yes", **day).code == 0
    assert kic("vote 2026-12-10 2 --unanimous --yes --wording", "Fortsetzung bis 2028.", **day).code == 0
    assert "result: amended\n    wording: Fortsetzung bis 2028.\n" in path.read_text("utf-8")
    assert kic("vote 2026-12-10 2 --for 0 --against 2 --yes", **day).code == 0
    text = path.read_text("utf-8")
    assert "result: rejected\n" in text
    assert "wording" not in text
    assert kic("result 2026-12-10 2 referred --yes --reason", "an den Stadtrat", **day).code == 0
    assert "vote:" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ("plan --date 3.12. --at 17 --title x", 2, "3.12."),
        ("plan --date 3.12.2026 --at 25 --title x", 2, "--at"),
        ("plan --date 3.12.2026 --at 17 --title x --chair s99", 2, "s99"),
        ("plan --date 3.12.2026 --at 17", 2, "--title"),
        ("show 2026-12-11", 2, "2026-12-11"),
        ("item 2026-12-10 --title x --about he-99 --yes", 2, "he-99"),
        ("item 2026-12-10 --yes", 2, "--title"),
        ("item 2026-12-10 --number 1 --yes", 2, "--proposal"),
        ("item 2026-12-10 --number 7 --title x --yes", 2, "1, 2 und 3"),
        ("item 2026-12-10 --number 1 --each-of 2026-1 --yes", 2, "--each-of"),
        ("vote 2026-12-10 7 --for 1 --against 0", 2, "1, 2 und 3"),
        ("vote 2026-12-10 1 --against 0", 2, "--for"),
        ("vote 2026-12-10 1 --for eins --against 0", 2, "eins"),
        ("vote 2026-12-10 1 --for 1 --against -1", 2, "-1"),
        ("vote 2026-12-10 1 --unanimous --for 3", 2, "--unanimous"),
        ("vote 2026-12-10 1 --unanimous --without-vote", 2, "--unanimous"),
        ("result 2026-12-10 1 angenommen", 2, "kic meeting vote 2026-12-10 1"),
        ("result 2026-12-10 1 vertag", 2, "postponed"),
        ("attend 2026-12-10", 2, "--all-but"),
        ("attend 2026-12-10 s01,s44", 2, "s44"),
        ("exclude 2026-12-10 2", 1, "kic meeting disclose"),
        ("exclude 2026-12-10 1 --left haus", 2, "haus"),
        ("second 2026-12-10 --date 20.12.2026", 1, "no_quorum"),
        ("minutes 2026-12-10", 2, "--written"),
        ("minutes 2026-12-10 --sent 12.12.2026", 2, "--written"),
        ("cancel 2026-12-10 --yes", 2, "--reason"),
        ("attend 2026-12-10 --all --yes", 1, "KIC704"),
        ("vote 2026-12-10 1 --for 1 --against 0 --yes", 1, "KIC704"),
        ("plan --date 10.12.2026 --at 17 --title x --yes", 1, "2026-12-10"),
    ],
)
def test_mistakes_are_said(kic, line, code, part):
    prepared(kic)
    ran = kic(line)
    assert (ran.code, ran.out) == (code, "")
    assert part in ran.err


def test_a_cancelled_meeting_says_why(kic, folder):
    prepared(kic)
    assert kic("cancel 2026-12-10 --yes --reason", "Der Saal ist gesperrt.").code == 0
    text = (folder / "concept/meetings/2026-12-10.yaml").read_text("utf-8")
    assert "state: cancelled\n" in text
    assert "note: Der Saal ist gesperrt.\n" in text
    assert kic("attend 2026-12-10 --all --yes", today="2026-12-10").code == 1


def test_attendance_is_added_replaced_and_taken_back(kic, folder):
    prepared(kic)
    day = {"today": "2026-12-10"}

    def present() -> list[str]:
        text = (folder / "concept/meetings/2026-12-10.yaml").read_text("utf-8")
        return re.findall(r"^  - seat: (s\d\d)$", text, re.MULTILINE)

    assert kic("attend 2026-12-10 s01 --yes", **day).code == 0
    assert kic("attend 2026-12-10 s03 --yes", **day).code == 0
    assert present() == ["s01", "s03"]
    assert kic("attend 2026-12-10 --not s03 --yes", **day).code == 0
    assert present() == ["s01"]
    assert kic("attend 2026-12-10 --all-but s03 --yes", **day).code == 0
    assert present() == ["s01", "s02"]
    deputy = kic("attend 2026-12-10 --deputy s03 --yes", **day)
    assert (deputy.code, said(deputy)) == (1, ["KIC711"])


def test_english(kic):
    prepared(kic)
    shown = kic("show 2026-12-10", lang="en")
    assert "would stand: 2 voting members, it takes 1" in shown.out
    assert "must leave" in shown.out


def test_who_is_excluded_from_one_application_leaves_the_vote_on_its_whole_call(kic, folder):
    """s03 is excluded from 2026-1-001; nobody disclosed anything about the call itself."""
    record = folder / "concept/meetings/m-1.yaml"
    record.parent.mkdir(exist_ok=True)
    head, _, rest = PACKAGE.read_text("utf-8").partition("    vote:")
    record.write_text(head + rest[rest.index("minutes:") :], "utf-8")
    assert kic("exclude m-1 1 --yes").code == 0
    assert "exclusions:\n      - seat: s03\n        left: table\n" in record.read_text("utf-8")
    assert kic("vote m-1 1 --for 2 --against 0 --yes").code == 0
    assert "KIC737" not in call("check", folder=folder, today="2026-11-24").out
