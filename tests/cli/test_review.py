"""`kic review`: the comment for a pull request."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.inprocess import call
from tests.cli.test_gate import HE_07, change, commit, git, write
from tests.cli.test_gate import pull as pull  # noqa: PLC0414  # the fixture

LIMIT = 65_536
"""Characters of a comment on GitHub."""


def reviewed(folder: Path, *words: str, lang: str = "de") -> str:
    done = call("review", *words, folder=folder, lang=lang)
    assert done.code == 0, done.err
    assert done.out == call("review", *words, folder=folder, lang=lang).out
    return done.out


def test_a_change_without_faults_waits_for_nobody(pull: Path) -> None:
    change(pull, "concept/bodies/a-bildung.yaml", "kind: body", "# Anmerkung\nkind: body")
    commit(pull)
    comment = reviewed(pull, "--base", "main", lang="en")
    assert "The rules let this change pass." in comment
    assert "Nobody in particular" in comment
    assert "26 findings elsewhere were there before this change" in comment


def test_errors_texts_and_who_acts_stand_in_the_comment(pull: Path) -> None:
    change(pull, HE_07, "Die Stadtverwaltung wirbt", "Die Verwaltung wirbt")
    write(pull, ".github/workflows/kic.yml", "on: push\n")
    commit(pull)
    comment = reviewed(pull, "main", lang="en")
    assert "The rules refuse this change: it brings 1 error." in comment
    assert "Who wrote the change mends the errors" in comment
    assert "Somebody who answers for settings, templates and workflows agrees" in comment
    assert re.search(
        r"^- \*\*error KIC245\*\* concept/recommendations/he-07\.yaml:7: ", comment, re.MULTILINE
    )
    assert "<del>Stadtverwaltung</del><ins>Verwaltung</ins>" in comment
    assert comment == reviewed(pull, "main..pull", lang="en").replace(
        "where main and pull parted", "where it parted from main"
    ).replace(_after(pull, "main..pull"), _after(pull, "main"))


def _after(folder: Path, span: str) -> str:
    lines = reviewed(folder, span, lang="en").splitlines()
    return next(line for line in lines if line.startswith("- After: "))


def test_a_change_of_money_and_dates_is_told(pull: Path) -> None:
    """The budget of a year grows, a meeting moves."""
    change(pull, "kic.yaml", "    amount: 50000.00", "    amount: 51000.00")
    change(pull, "concept/meetings/2026-12-03.yaml", "starts: 2026-12-03", "starts: 2026-12-04")
    commit(pull)
    comment = reviewed(pull, "main", lang="en")
    assert "€50,000.00 | €51,000.00" in comment
    assert (
        "- committee: meeting: Förderentscheidung 2026, 4\N{NO-BREAK SPACE}December 2026 (2026-12-03)\n"
        in comment
    )
    assert (
        "- No longer due: meeting: Förderentscheidung 2026, 3\N{NO-BREAK SPACE}December 2026 (2026-12-03)\n"
        in comment
    )


def test_no_words_of_a_record_become_markup_or_a_mention(pull: Path) -> None:
    hostile = "<img src=x onerror=alert(1)> @office #12 </details> | [x](javascript:1) ::error::x"
    change(pull, HE_07, "\ntitle: ", f"\ntitle: >-\n  {hostile}\n# ")
    write(pull, "templates/@office <b>.md.j2", "{{ x }}\n")
    commit(pull)
    comment = reviewed(pull, "main")
    shown = comment.replace("&lt;", "<")
    assert "<img src=x onerror" in shown
    for tag in re.findall(r"(?<!\\)<(?!!--)/?([a-z]+)", comment):
        assert tag in {"details", "summary", "del", "ins"}
    markdown = "\n".join(line for line in comment.splitlines() if not line.startswith("<details>"))  # HTML
    assert not re.search(r"(?<!\\)\]\(", markdown)
    assert not re.search(r"[@#]\w", comment.replace("\n#", "\n"))
    opened, closed = (re.findall(rf"(?<!\\)<{tag}>", comment) for tag in ("details", "/details"))
    assert len(opened) == len(closed) == 1


@pytest.mark.parametrize("most", [None, 12_000])
def test_it_is_no_longer_than_a_forge_takes_and_says_what_is_missing(most: int | None, pull: Path) -> None:
    """A thousand new records, each with faults of its own."""
    for number in range(1500):
        body = f"kind: body\nid: v-{number}\nname: Verein {'x' * 90}\nbody: association\n"
        write(pull, f"concept/bodies/w-{number}.yaml", body)
    commit(pull)
    comment = reviewed(pull, "main", *(("--most", str(most)) if most else ()))
    assert len(comment) <= (most or LIMIT)
    assert re.search(r"\d+ Befunde sind weggelassen, weil der Text zu lang würde", comment)
    assert re.search(r"\d+ geänderte Datensätze sind weggelassen", comment)


def test_marks_that_nobody_may_see_are_in_no_review(pull: Path) -> None:
    """The call shows them to nobody, and a sheet is changed so that it is found fault with."""
    change(pull, "applications/2026-1/call.yaml", "marks_visible: office", "marks_visible: nobody")
    commit(pull)
    git(pull, "branch", "-f", "main")
    sheet = min((pull / "applications/2026-1/scores").glob("*.yaml"))
    content = sheet.read_text("utf-8")
    sheet.write_text(re.sub(r"(k26-[a-z]+): \d+", r"\1: 98765", content), "utf-8")
    commit(pull)
    done = call("review", "main", folder=pull)
    answer = call("review", "main", "--format", "json", folder=pull)
    assert "98765" not in done.out + answer.out
    assert json.loads(answer.out)["data"]["hidden"] == 1


def test_a_span_names_commits_and_needs_only_one_base(pull: Path) -> None:
    assert call("review", "main..pull", "--base", "main", folder=pull).code == 2
    assert call("review", "nirgends", folder=pull).code == 2
    assert "main" in reviewed(pull, "main..pull")


def test_an_empty_base_is_none(pull: Path) -> None:
    """A variable of a workflow that is not set must not look like a change without faults."""
    for words in (("--base", ""), ("",)):
        done = call("review", *words, folder=pull)
        assert done.code == 2, done.out
