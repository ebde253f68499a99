"""What a name means where a revision is asked for: a commit, a date, an edition, a resolution."""

import zoneinfo
from pathlib import Path

import pytest

from kic.errors import KicError, UsageError
from kic.repository.naming_revisions import Named, Span, name_revision, name_span
from kic.store.reading.sources import WorkTree
from tests.store.histories import EDITION, RESOLUTION, SETTINGS, begin, commit, git, lay, recommendation


def named(root: Path, name: str) -> Named:
    return name_revision(root, WorkTree(root), name)


def span(root: Path, spelled: str | None) -> Span:
    return name_span(root, WorkTree(root), spelled)


def refusal(root: Path, spelled: str) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        span(root, spelled)
    return str(caught.value), caught.value.help.format_map(caught.value.values)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city below the top of its git repository, with an edition, its resolution and three days of history."""
    top = begin(tmp_path / "top")
    root = top / "stadt"
    root.mkdir()
    commit(
        root,
        "2022-01-10",
        {"kic.yaml": SETTINGS, "concept/concept.yaml": EDITION.format(id="k2022")},
        "Entwurf",
    )
    commit(
        root, "2022-02-01", {"concept/resolutions/b-1.yaml": RESOLUTION.format(id="b-1", number="0017/2022")}
    )
    adopted = EDITION.format(id="k2022") + "adopted: 2022-02-14\nresolution: b-1\n"
    commit(root, "2022-02-20", {"concept/concept.yaml": adopted}, "Verabschiedet")
    commit(root, "2022-03-01", {"concept/recommendations/he-01.yaml": recommendation("he-01")}, "Erste")
    return root


def test_nothing_is_the_last_commit_against_the_files(root: Path) -> None:
    found = span(root, None)
    assert (found.before.revision, found.after.revision) == (git(root, "rev-parse", "HEAD"), None)


@pytest.mark.parametrize(
    ("spelled", "subjects"),
    [
        ("HEAD~1..HEAD", ("Verabschiedet", "Erste")),
        ("HEAD~3..", ("Entwurf", "Erste")),
        ("main~1", ("Verabschiedet", None)),
        ("14.02.2022..2022-02-20", ("Stand", "Verabschiedet")),
        ("b-1..HEAD", ("Verabschiedet", "Erste")),
        ("0017/2022..HEAD", ("Verabschiedet", "Erste")),
        ("resolution:b-1..git:HEAD", ("Verabschiedet", "Erste")),
    ],
)
def test_both_ends_of_a_span_may_be_named_in_any_way(
    root: Path, spelled: str, subjects: tuple[str | None, ...]
) -> None:
    found = span(root, spelled)
    said = [
        each.revision and git(root, "log", "-1", "--format=%s", each.revision)
        for each in (found.before, found.after)
    ]
    assert tuple(said) == subjects


def test_a_resolution_is_the_commit_by_which_everything_that_names_it_was_there(root: Path) -> None:
    amendment = (
        "kind: amendment\nid: ae-1\nedition: k2022\ntitle: A\nnature: resolved\ndate: 2022-04-01\nresolution: b-2\n"
        "reason: Weil\nelements:\n  - element: he-01\n"
    )
    commit(root, "2022-04-02", {"concept/resolutions/b-2.yaml": RESOLUTION.format(id="b-2", number="2")})
    assert named(root, "b-2").revision == git(root, "rev-parse", "HEAD")
    carried = commit(root, "2022-04-05", {"concept/amendments/ae-1.yaml": amendment})
    commit(root, "2022-05-01", {"concept/amendments/ae-1.yaml": amendment + "published: 2022-04-30\n"})
    assert named(root, "b-2").revision == carried
    assert named(root, "b-2").resolution == "b-2"


def test_a_resolution_of_the_files_alone_is_the_files(root: Path) -> None:
    lay(root, {"concept/resolutions/b-9.yaml": RESOLUTION.format(id="b-9", number="9")})
    found = span(root, "b-1..b-9")
    assert found.after.revision is None
    assert found.before.revision is not None


def test_an_edition_alone_is_the_commit_that_first_carried_it_as_adopted(root: Path) -> None:
    assert git(root, "log", "-1", "--format=%s", named(root, "K2022").revision or "") == "Verabschiedet"


def test_an_edition_that_moved_to_the_older_ones_is_found_where_it_was(root: Path) -> None:
    adopted = (root / "concept/concept.yaml").read_text()
    commit(
        root,
        "2023-01-01",
        {
            "concept/editions/k2022/concept.yaml": adopted,
            "concept/concept.yaml": EDITION.format(id="k2030"),
        },
    )
    assert git(root, "log", "-1", "--format=%s", named(root, "k2022").revision or "") == "Verabschiedet"


def test_two_editions_are_compared_in_one_state(root: Path) -> None:
    lay(root, {"concept/editions/k2013/concept.yaml": EDITION.format(id="k2013")})
    for spelled in ("k2013..k2022", "k2013"):
        found = span(root, spelled)
        assert found.editions == ("k2013", "k2022")
        assert (found.before.revision, found.after.revision) == (None, None)
    beside = span(root, "k2013..20.02.2022")
    assert beside.editions == ("k2013", "k2022")
    assert beside.before.revision == beside.after.revision == named(root, "20.02.2022").revision


def test_an_edition_is_not_compared_with_itself(root: Path) -> None:
    assert refusal(root, "k2022")[0] == "Both names mean the edition k2022."


# -- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("database", [True, False])
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-05-29T23:59:59+02:00", "2024-05-29"),
        ("2024-05-30T00:00:00+02:00", "2024-05-30"),
        ("2024-05-29T22:30:00+00:00", "2024-05-30"),  # a server's clock
        ("2024-01-15T23:30:00+01:00", "2024-01-15"),
        ("2024-01-15T23:30:00+00:00", "2024-01-16"),
        ("2024-03-31T23:30:00+02:00", "2024-03-31"),  # the day on which summer time begins
        ("2024-10-27T23:30:00+01:00", "2024-10-27"),
    ],
)
def test_a_day_ends_at_midnight_on_the_citys_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, day: str, database: bool
) -> None:
    root = begin(tmp_path)
    commit(root, "2000-01-01", {"kic.yaml": SETTINGS}, "before")
    commit(root, moment, {"README.md": "x"}, "after")
    if not database:

        def missing(key: str) -> zoneinfo.ZoneInfo:
            raise zoneinfo.ZoneInfoNotFoundError(key)

        monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    year, month, number = day.split("-")
    eve = f"{year}-{month}-{int(number) - 1:02d}"
    said = [git(root, "log", "-1", "--format=%s", named(root, each).revision or "") for each in (eve, day)]
    assert said == ["before", "after"]


def test_the_first_and_the_last_day_that_there_are(root: Path) -> None:
    assert named(root, "31.12.9999").revision == git(root, "rev-parse", "HEAD")
    for day in ("0001-01-01", "1960-01-01", "1970-01-01"):
        assert refusal(root, day)[0] == f"On {day} nothing had been recorded yet."


def test_a_day_is_looked_for_on_the_line_that_is_checked_out(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "entwurf", "HEAD~1")
    commit(root, "2022-06-01", {"README.md": "Entwurf"}, "Auf dem Zweig")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Zusammengeführt", "entwurf", date="2022-07-01T12:00:00+02:00")
    assert git(root, "log", "-1", "--format=%s", named(root, "2022-06-15").revision or "") == "Erste"
    assert (
        git(root, "log", "-1", "--format=%s", named(root, "2022-07-01").revision or "") == "Zusammengeführt"
    )


# -- parting -----------------------------------------------------------------------------------------------


def test_three_dots_begin_where_both_parted(root: Path) -> None:
    parted = git(root, "rev-parse", "HEAD~1")
    git(root, "checkout", "-q", "-b", "entwurf", "HEAD~1")
    commit(root, "2022-06-01", {"README.md": "Entwurf"})
    found = span(root, "main...entwurf")
    assert (found.before.revision, found.after.revision) == (parted, git(root, "rev-parse", "entwurf"))


def test_branches_with_nothing_in_common_are_said(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "andere")
    commit(root, "2022-06-01", {"README.md": "x"})
    assert refusal(root, "main...andere")[0] == "main and andere have no recorded state in common."


# -- mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelled", "sentence", "help_"),
    [
        ("k2023", "There is no revision k2023.", "Did you mean ('k2022',)?"),
        ("b-11..HEAD", "There is no revision b-11.", "Did you mean ('b-1',)?"),
        ("0018/2022", "There is no revision 0018/2022.", "Did you mean ('0017/2022',)?"),
        ("mian", "There is no revision mian.", "Did you mean ('main',)?"),
        ("hed", "There is no revision hed.", "Did you mean ('HEAD',)?"),
        ("03/04/2022", "03/04/2022 is no date that can be read without guessing.", "Write it as 2024-05-29 or 29.05.2024."),
        ("2022-02", "2022-02 is no date that can be read without guessing.", "Write it as 2024-05-29 or 29.05.2024."),
        ("31.02.2022", "31.02.2022 is no date that can be read without guessing.", "Write it as 2024-05-29 or 29.05.2024."),
        ("01.01.2022", "On 2022-01-01 nothing had been recorded yet.", "Name a later day."),
        (
            "xyz..HEAD",
            "There is no revision xyz.",
            "A revision is a recorded state, branch or tag, a date, an edition, or the id or number of a resolution.",
        ),
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_is_refused_with_a_near_one(
    root: Path, spelled: str, sentence: str, help_: str
) -> None:
    assert refusal(root, spelled) == (sentence, help_)


@pytest.mark.parametrize(
    "name",
    ["--all", "-h", "--output=/tmp/x", "^HEAD", "HEAD --help", "HEAD:kic.yaml", "", " ", "a\0b", "--", "git:--all"],
)  # fmt: skip
def test_no_name_is_an_option_for_git(root: Path, name: str) -> None:
    with pytest.raises(UsageError):
        named(root, name)


def test_a_branch_that_is_called_like_an_edition_has_to_be_told_apart(root: Path) -> None:
    git(root, "branch", "k2022", "HEAD~1")
    sentence, help_ = refusal(root, "k2022..HEAD")
    assert sentence.startswith("k2022 can mean ")
    assert help_ == "Say which one: edition:k2022, git:k2022"
    assert named(root, "git:k2022").revision == git(root, "rev-parse", "HEAD~1")


def test_two_resolutions_of_one_number_have_to_be_told_apart(root: Path) -> None:
    lay(root, {"concept/resolutions/b-2.yaml": RESOLUTION.format(id="b-2", number="0017/2022")})
    assert refusal(root, "0017/2022")[1] == "Say which one: resolution:b-1, resolution:b-2"


def test_without_git_and_without_a_commit_it_is_said(tmp_path: Path) -> None:
    lay(tmp_path, {"kic.yaml": SETTINGS})
    with pytest.raises(KicError, match="not in git"):
        span(tmp_path, None)
    git(tmp_path, "init", "-q", "-b", "main")
    for spelled in (None, "HEAD", "2024-01-01", "main"):
        with pytest.raises(UsageError, match="Nothing has been recorded yet"):
            span(tmp_path, spelled)


def test_two_editions_need_no_git(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "kic.yaml": SETTINGS,
            "concept/concept.yaml": EDITION.format(id="k2022"),
            "concept/editions/k2013/concept.yaml": EDITION.format(id="k2013"),
        },
    )
    assert span(tmp_path, "k2013..k2022").editions == ("k2013", "k2022")


def test_a_shallow_clone_says_what_is_missing(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", (root.parent).as_uri(), str(clone))
    said = {name: refusal(clone / "stadt", name) for name in ("01.02.2022", "gibtesnicht")}
    assert said["01.02.2022"] == (
        "This clone is cut off and holds nothing of 2022-02-01 or before.",
        "git fetch --unshallow brings the older revisions.",
    )
    assert "cut off" in said["gibtesnicht"][0]
