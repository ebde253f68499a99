"""The contents of DECISIONS.md: each question under one topic, and each line leads to a question."""

import re
from collections import Counter
from pathlib import Path

CONTENTS, _, ENTRIES = (Path(__file__).parents[1] / "DECISIONS.md").read_text("utf-8").partition("\n## ")
QUESTIONS = re.findall(r"^## (.*)$", "\n## " + ENTRIES, re.MULTILINE)


def anchor(heading: str) -> str:
    """The address that code hosts give a heading: small letters, hyphens for blanks, no other sign."""
    return "#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_each_question_stands_under_one_topic() -> None:
    assert Counter(re.findall(r"^- \[(.*)\]\(", CONTENTS, re.MULTILINE)) == Counter(QUESTIONS)


def test_each_line_leads_to_its_question() -> None:
    lines = re.findall(r"^- \[(.*)\]\((.*)\)$", CONTENTS, re.MULTILINE)
    assert lines
    assert [address for _, address in lines] == [anchor(question) for question, _ in lines]
