"""Pabulib files: what each type of ballot means, what odd files still say, and what is wrong with bad ones."""

from textwrap import dedent

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation.engine import allocate
from kic.allocation.faults import faults
from kic.allocation.pabulib import read_pabulib
from kic.allocation.pabulib_writing import as_pabulib
from kic.allocation.problem import Application, Marks, PartialAward, Problem
from kic.core.values import Money, Number
from kic.repository.allocating import pose_file
from tests.allocation.samples import EXAMPLES, fit
from tests.allocation.voting_samples import BY_VOTES, voted

APPROVAL = """\
META
key;value
description;Sommer in der Stadt
budget;1000.50
vote_type;approval
num_projects;3
num_votes;3
PROJECTS
project_id;cost;name
p1;600;Bänke
p2;400.5;"Baum; Strauch ""und"" Hecke"
p3;99,99;Rad
VOTES
voter_id;age;vote
a;30;p1,p2
b;;
c;71;p2
"""


def read(text: str | bytes) -> Problem:
    """The problem of a file without findings."""
    problem, findings = read_pabulib(text if isinstance(text, bytes) else text.encode(), "x.pb")
    assert not findings, [str(each.message) for each in findings]
    assert problem is not None
    assert not faults(problem)
    return problem


def found(text: str | bytes) -> list[tuple[str, int, int, int, str]]:
    """Code, line, columns and sentence of each finding."""
    problem, findings = read_pabulib(text if isinstance(text, bytes) else text.encode(), "x.pb")
    assert (problem is None) == any(each.severity.value == "error" for each in findings)
    return [
        (each.law.code, span.line, span.column, span.end_column, str(each.message))
        for each in findings
        if (span := each.place.span)
    ]


def told(problem: Problem) -> dict[str, tuple]:
    """Cost, score, approvals and points by project."""
    return {
        each.id: (
            str(each.requested),
            str(each.score),
            " ".join(each.approvals),
            {voter: str(marks.value) for voter, marks in each.marks.items()},
        )
        for each in problem.applications
    }


def file(type_: str, votes: str, *, projects: str = "p;10\nq;20\nr;30", meta: str = "") -> str:
    """A file with three projects."""
    return f"META\nkey;value\nvote_type;{type_}\nbudget;50\n{meta}PROJECTS\nproject_id;cost\n{projects}\nVOTES\n{votes}\n"


# -- what ballots mean -------------------------------------------------------------------------------------


def test_approvals():
    problem = read(APPROVAL)
    assert problem.budget == Money(100050)
    assert problem.seats == ("a", "b", "c")  # b voted for nobody and is a voter all the same
    assert problem.partial is PartialAward.NONE
    assert told(problem) == {
        "p1": ("600.00", "1", "a", {}),
        "p2": ("400.50", "2", "a c", {}),
        "p3": ("99.99", "0", "", {}),
    }


def test_choose_1_approves():
    problem = read(file("choose-1", "voter_id;vote\na;p\nb;q\nc;p"))
    assert told(problem)["p"] == ("10.00", "2", "a c", {})


@pytest.mark.parametrize("type_", ["cumulative", "scoring"])
def test_points_above_0_approve_and_add_up(type_):
    problem = read(file(type_, "voter_id;vote;points\na;p,q;3,0\nb;p,r;2.5,-1\nc;;"))
    assert told(problem) == {
        "p": ("10.00", "5.5", "a b", {"a": "3", "b": "2.5"}),
        "q": ("20.00", "0", "", {"a": "0"}),
        "r": ("30.00", "-1", "", {"b": "-1"}),
    }


def test_in_ordinal_ballots_the_last_one_listed_has_1_point():
    problem = read(file("ordinal", "voter_id;vote\na;q,r,p\nb;r"))
    assert told(problem) == {
        "p": ("10.00", "1", "a", {"a": "1"}),
        "q": ("20.00", "3", "a", {"a": "3"}),
        "r": ("30.00", "3", "a b", {"a": "2", "b": "1"}),
    }


def test_points_of_whatever_a_scoring_ballot_does_not_list():
    problem = read(file("scoring", "voter_id;vote;points\na;p;3\nb;;", meta="default_score;0.5\n"))
    assert told(problem)["p"] == ("10.00", "3.5", "a b", {"a": "3", "b": "0.5"})
    assert told(problem)["q"] == ("20.00", "1", "a b", {"a": "0.5", "b": "0.5"})


@pytest.mark.parametrize("rule", BY_VOTES, ids=lambda rule: rule.value)
def test_its_problem_can_be_allocated(rule):
    proposal = allocate(replace(read(APPROVAL), rule=rule))
    assert set(proposal.awards) == {"p1", "p2"}


# -- odd files that say the same ---------------------------------------------------------------------------


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\n"], ids=["CRLF", "CR", "empty lines"])
def test_line_ends(line_end):
    assert read(APPROVAL.replace("\n", line_end)) == read(APPROVAL)


def test_mixed_line_ends():
    first, second, rest = APPROVAL.split("\n", 2)
    assert read(f"{first}\r\n{second}\r{rest}") == read(APPROVAL)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding):
    assert read(APPROVAL.encode(encoding)) == read(APPROVAL)
    assert read(("\ufeff" + APPROVAL).encode(encoding)) == read(APPROVAL), "converted with its mark"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_older_encodings_are_read_and_told(encoding):
    problem, findings = read_pabulib(APPROVAL.encode(encoding), "x.pb")
    assert problem == read(APPROVAL)
    assert [str(each.message) for each in findings] == ["the file is not UTF-8; it was read as cp1252"]


def test_bytes_that_windows_1252_does_not_have_are_latin_1():
    problem, findings = read_pabulib(APPROVAL.encode("latin-1").replace(b"Rad", b"R\x81d"), "x.pb")
    assert problem == read(APPROVAL)
    assert "latin-1" in str(findings[0].message)


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        ("voter_id;age;vote\na;30;p1,p2\nb;;\nc;71;p2", "vote;voter_id\np1,p2;a\n;b\np2;c"),
        ("voter_id;age;vote\na;30;p1,p2\nb;;\nc;71;p2", "Voter_ID ; Vote\n a ; p1 , p2 \nb\nc;p2,"),
        ("voter_id;age;vote\na;30;p1,p2\nb;;\nc;71;p2", "voter_id;vote\na;p1,p2\nb;None\nc;p2"),
        ("project_id;cost;name\np1;600;Bänke", "project_id;cost;name\np1;0600.000;Bänke"),
        ("PROJECTS\nproject_id;cost;name", "projects\nid;cost;Name"),
        ("PROJECTS\nproject_id;cost;name", "PROJECTS;;\nname;cost;title"),
        ("budget;1000.50", '"budget";"1000,5"'),
        ("99,99;Rad", '99,99;"Rad\nund Weg"'),
        ("99,99;Rad", '99,99;Rad "Blitz"'),
        ("99,99;Rad", '99,99;"Rad" Blitz'),
    ],
)
def test_columns_cells_and_numbers_written_otherwise(written, odd):
    assert written in APPROVAL
    assert read(APPROVAL.replace(written, odd)) == read(APPROVAL)


def test_voters_without_ids_are_numbered():
    assert read(file("approval", "vote\np\nq")).seats == ("1", "2")


def test_sections_in_another_order():
    meta, rest = APPROVAL.split("PROJECTS\n")
    projects, votes = rest.split("VOTES\n")
    assert read(f"{meta}VOTES\n{votes}PROJECTS\n{projects}") == read(APPROVAL)


# -- bad files ---------------------------------------------------------------------------------------------

BAD = {
    "nothing": ("", [("KIC070", 1, 1, 1, "the section META is missing"), ("KIC070", 1, 1, 1, "the section PROJECTS is missing"), ("KIC070", 1, 1, 1, "the section VOTES is missing")]),
    "something else": ("a: 1\n", [
        ("KIC070", 1, 1, 5, "a Pabulib file begins with a line META"),
    ]),
    "a section twice": (file("approval", "vote\np") + "VOTES\nvote\np\n", [("KIC070", 13, 1, 6, "the section VOTES stands twice")]),
    "a section without columns": (file("approval", "vote\np") + "META\n", [("KIC070", 13, 1, 5, "the section META stands twice")]),
    "a column is missing": (file("approval", "voter_id;votes\na;p"), [("KIC070", 10, 1, 6, "the section VOTES has no column vote")]),
    "a column twice": (file("approval", "vote;Vote\np;p"), [("KIC070", 11, 6, 10, "the column vote stands twice")]),
    "points are missing": (file("scoring", "vote\np"), [("KIC070", 10, 1, 6, "the section VOTES has no column points")]),
    "an open quotation mark": (file("approval", 'vote\n "p'), [("KIC070", 12, 2, 3, "a quotation mark is never closed")]),
    "no budget": (file("approval", "vote\np").replace("budget;50\n", ""), [("KIC070", 1, 1, 5, "META has no budget")]),
    "a budget twice": (file("approval", "vote\np", meta="budget;60\n"), [("KIC070", 5, 1, 7, "the key budget stands twice")]),
    "no vote type": (file("approval", "vote\np").replace("vote_type;approval\n", ""), [("KIC070", 1, 1, 5, "META has no vote_type")]),
    "an unknown vote type": (file("aproval", "vote\np"), [("KIC071", 3, 11, 18, "aproval is none of the vote types approval, choose-1, cumulative, scoring, ordinal")]),
    "thousands": (file("approval", "vote\np").replace("budget;50", "budget; 1.000.000"), [("KIC071", 4, 9, 18, "expected an amount such as 1234.50 (at most two decimals, no separators)")]),
    "tenths of a cent": (file("approval", "vote\np", projects="p;0.001"), [("KIC071", 7, 3, 8, "expected an amount such as 1234.50 (at most two decimals, no separators)")]),
    "a negative cost": (file("approval", "vote\np", projects="p;-1"), [("KIC071", 7, 3, 5, "expected an amount such as 1234.50 (at most two decimals, no separators)")]),
    "no cost": (file("approval", "vote\np", projects="p"), [("KIC071", 7, 2, 2, "expected an amount such as 1234.50 (at most two decimals, no separators)")]),
    "an id with a blank": (file("approval", "vote\np", projects="p;1\nq q;2"), [("KIC071", 8, 1, 4, "expected an id without blanks")]),
    "a project twice": (file("approval", "vote\np", projects="p;1\np;2"), [("KIC073", 8, 1, 2, "the project p stands twice")]),
    "an unknown project": (file("approval", "voter_id;vote\na;p, s ,q"), [("KIC072", 12, 6, 7, "there is no project s")]),
    "an empty place in a ballot": (file("approval", "voter_id;vote\na;p,,q"), [("KIC072", 12, 5, 6, "there is no project ")]),
    "a project twice in a ballot": (file("ordinal", "voter_id;vote\na;p,q,p"), [("KIC072", 12, 7, 8, "the ballot names the project p twice")]),
    "too few points": (file("scoring", "vote;points\np,q;1"), [("KIC072", 12, 5, 6, "the ballot names 2 projects, but has points for 1")]),
    "points that are none": (file("scoring", "vote;points\np,q;1,x"), [("KIC071", 12, 7, 8, "expected points such as 3 or 2.5")]),
    "default points that are none": (file("scoring", "vote;points\np;1", meta="default_score;x\n"), [("KIC071", 5, 15, 16, "expected points such as 3 or 2.5")]),
    "other numbers than told": (file("approval", "vote\np", meta="num_votes;2\nnum_projects;3\n"), [("KIC074", 5, 11, 12, "num_votes is 2 in META, but there are 1")]),
    "a voter twice": (file("approval", "voter_id;vote\na;p\na;q"), [("KIC074", 13, 1, 2, "the voter a stands twice; this ballot counts as that of a#2")]),
    "more cells than columns": (file("approval", "vote\np;q"), [("KIC074", 12, 3, 4, "the row has more cells than there are columns; the last ones were not read")]),
    "several projects where one is chosen": (file("choose-1", "vote\np,q"), [("KIC074", 12, 1, 4, "a choose-1 ballot names several projects; all were read")]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_files_get_findings_with_line_and_column(case):
    text, expected = BAD[case]
    assert found(text) == expected


def test_misspelled_names_get_a_guess():
    _, findings = read_pabulib(file("approval", "vote\nparkk", projects="park;1").encode(), "x.pb")
    assert str(findings[0].help) == "did you mean park?"


def test_a_file_put_together_wrongly_does_not_flood():
    votes = "vote\n" + "\n".join(["s"] * 5000)
    _, findings = read_pabulib(file("approval", votes).encode(), "x.pb")
    assert len(findings) == 51
    assert str(findings[-1].message) == "4950 more findings are not shown"


@given(st.binary(max_size=300))
@settings(max_examples=EXAMPLES, deadline=None)
def test_no_bytes_break_the_reader(content):
    problem, findings = read_pabulib(content, "x.pb")
    assert problem is not None or findings


@given(
    st.lists(
        st.sampled_from(
            [
                ";",
                '"',
                "\n",
                "\r",
                ",",
                "p",
                "q",
                "META",
                "PROJECTS",
                "VOTES",
                "key;value",
                "vote",
                "1",
                "project_id;cost",
                " ",
            ]
        ),
        max_size=60,
    )
)
@settings(max_examples=2 * EXAMPLES, deadline=None)
def test_no_pieces_of_a_file_break_it(pieces):
    for before in ("", file("scoring", "voter_id;vote;points\n")):
        problem, findings = read_pabulib((before + "".join(pieces)).encode(), "x.pb")
        assert problem is not None or findings


# -- writing -----------------------------------------------------------------------------------------------

IDS = st.text(st.sampled_from('aäß1/;"#:.'), min_size=1, max_size=6)
POINTS = st.sampled_from(("0", "1", "2.5", "70", "-3", "0.000000001"))


@st.composite
def polls(draw) -> Problem:
    """What a `.pb` file can say: whole awards, approvals or points, a score that is their sum."""
    voters = tuple(draw(st.lists(IDS, unique=True, min_size=1, max_size=6)))
    scored = draw(st.booleans())
    applications = []
    for name in draw(st.lists(IDS, unique=True, max_size=6)):
        given_ = draw(st.dictionaries(st.sampled_from(voters), POINTS if scored else st.just("1")))
        approving = tuple(voter for voter in voters if voter in given_ and Number(given_[voter]).fraction > 0)
        total = sum(Number(point).billionths for point in given_.values())
        whole, rest = divmod(abs(total), 10**9)
        spelled = f"{'-' if total < 0 else ''}{whole}" + (f".{rest:09d}".rstrip("0") if rest else "")
        applications.append(
            Application(
                id=name,
                requested=Money(draw(st.integers(1, 10**15 - 1))),
                score=Number(spelled),
                approvals=approving,
                marks={voter: Marks(Number(given_[voter])) for voter in voters if voter in given_ and scored},
            )
        )
    return Problem(
        budget=Money(draw(st.integers(0, 10**15 - 1))),
        partial=PartialAward.NONE,
        seats=voters,
        applications=tuple(sorted(applications, key=lambda each: each.id)),
    )


def as_sets(problem: Problem) -> Problem:
    """The order of approvals, seats and applications means nothing."""
    return replace(
        problem,
        seats=tuple(sorted(problem.seats)),
        applications=tuple(
            replace(each, approvals=tuple(sorted(each.approvals)))
            for each in sorted(problem.applications, key=lambda each: each.id)
        ),
    )


@given(polls())
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_is_written_is_read_as_the_same(poll):
    assume(not any("," in each.id for each in poll.applications))
    again = read(as_pabulib(poll))
    assert as_sets(again) == as_sets(poll)
    assert as_pabulib(again) == as_pabulib(poll)


@given(voted(plain=True))
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_other_programs_get_what_the_rules_by_votes_see(problem):
    """Marks with criteria and all; only caps cannot be written."""
    assume(fit(problem))
    proposal = allocate(problem, details=False)
    written = replace(
        read(as_pabulib(problem)),
        rule=problem.rule,
        utility=problem.utility,
        completion=problem.completion,
    )
    assert allocate(written, details=False).order == proposal.order


def test_a_written_file():
    problem = read(file("cumulative", "voter_id;vote;points\nb;p,r;3,2\na;q;5"))
    assert as_pabulib(problem, {"description": "Zeile; mit Strichpunkt", "country": "Germany"}) == dedent(
        """\
        META
        key;value
        description;"Zeile; mit Strichpunkt"
        country;Germany
        unit;
        instance;
        num_projects;3
        num_votes;2
        budget;50.00
        vote_type;scoring
        rule;ranked
        PROJECTS
        project_id;cost
        p;10.00
        q;20.00
        r;30.00
        VOTES
        voter_id;vote;points
        a;q;5
        b;p,r;3,2
        """
    )


def test_a_file_is_allocated_like_a_problem_file(tmp_path):
    path = tmp_path / "summer.PB"
    path.write_bytes(APPROVAL.encode("cp1252"))
    posed = pose_file(path)
    assert posed.problem == read(APPROVAL)
    assert [each.law.code for each in posed.findings] == ["KIC074"]
    assert "Bänke".encode() in posed.snapshot.entries[str(path)].source  # so that lines can be shown
