"""Signatures that the base branch asks for: who may change decisions and adopted texts, and attempts to do without."""

import datetime
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kic.core.diagnostic import Diagnostic
from kic.errors import Unavailable
from kic.repository.repository import Repository
from tests.gallery.cases import HERE

TODAY = datetime.date(2026, 11, 22)
OURS = {"KIC116", "KIC117", "KIC118"}
HE_01 = "concept/recommendations/he-01.yaml"
HE_02 = "concept/recommendations/he-02.yaml"
DECISION = "applications/2026-1/decisions/2026-1-d1.yaml"
WORDS = ("an allen Schulen", "an vielen Schulen")
NAMES = ("leitung", "vertretung", "fremd", "alt", "nur-dateien", "spaeter")


class Keys(NamedTuple):
    """Folder of the private keys, and the list of those who may sign."""

    folder: Path
    listed: str

    def line(self, name: str, options: str = "") -> str:
        kind, key, *_ = (self.folder / f"{name}.pub").read_text("ascii").split()
        return " ".join(filter(None, (f"{name}@stadt.invalid", options, kind, key))) + "\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Keys of two who may sign, of a stranger, and of some whose line in the list does not fit."""
    assert shutil.which("ssh-keygen"), "ssh-keygen is missing: apt-get install openssh-client"
    folder = tmp_path_factory.mktemp("keys")
    for name in NAMES:
        words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name))
        subprocess.run(words, check=True)
    found = Keys(folder, "")
    listed = (
        "# Wer unterschreiben darf\n"
        + found.line("leitung", 'namespaces="git"')
        + found.line("vertretung")
        + found.line("alt", 'valid-before="20260101"')
        + found.line("spaeter", 'valid-after="20261001"')
        + found.line("nur-dateien", 'namespaces="file"')
    )
    return Keys(folder, listed)


class City:
    """A repository on the branch of a change; its base branch `main` asks for signatures."""

    def __init__(self, root: Path, keys: Keys) -> None:
        self.root = root
        self.keys = keys
        self.hour = 0

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def write(self, path: str, content: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(content, "utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        content = self.read(path)
        assert old in content
        self.write(path, content.replace(old, new, 1))

    def commit(self, signed: str | None = None, *, day: str = "2026-11-20") -> None:
        self.git("add", "-A")
        self.seal("commit", "-q", "--allow-empty", "-m", "Änderung", signed=signed, day=day)

    def seal(self, *words: str, signed: str | None = None, day: str = "2026-11-20") -> None:
        """A git command that makes a commit, with this key, later than the one before."""
        self.hour += 1
        os.environ["GIT_COMMITTER_DATE"] = os.environ["GIT_AUTHOR_DATE"] = f"{day}T08:{self.hour:02}:00+01:00"
        sign = ("-c", f"user.signingKey={self.keys.folder / (signed or 'fremd')}", "-c", "gpg.format=ssh")
        self.git(*sign, "-c", f"commit.gpgSign={str(signed is not None).lower()}", *words)

    def found(self, base: str = "main") -> list[Diagnostic]:
        """What is said of signatures."""
        judgement = Repository(self.root, today=TODAY).against(base).check(changed=True)
        return [each for each in judgement.diagnostics if each.law.code in OURS]

    def codes(self, base: str = "main") -> list[str]:
        return [each.law.code for each in self.found(base)]


@pytest.fixture(autouse=True, scope="module")
def _no_git_words() -> Iterator[None]:
    """Without what a hook's environment says to git; the dates that `seal` sets are taken back."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_COMMITTER_DATE", "")
        patch.setenv("GIT_AUTHOR_DATE", "")
        yield


@pytest.fixture
def city(tmp_path: Path, template: City) -> City:
    shutil.copytree(template.root, tmp_path / "city")
    return City(tmp_path / "city", template.keys)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> City:
    root = tmp_path_factory.mktemp("template")
    for folder in ("_good", "_decided"):
        shutil.copytree(HERE / folder, root, dirs_exist_ok=True)
    made = City(root, keys)
    made.git("init", "-q", "-b", "main")
    made.git("config", "user.name", "office")
    made.git("config", "user.email", "office@example.invalid")
    made.write("allowed_signers", keys.listed)
    made.write("kic.yaml", made.read("kic.yaml") + "signatures:\n  signers: allowed_signers\n")
    made.commit("leitung", day="2026-11-01")
    made.git("checkout", "-q", "-b", "pull")
    return made


# -- what needs a signature --------------------------------------------------------------------------------

FREE: tuple[Callable[[City], None], ...] = (
    lambda city: city.write(HE_01, city.read(HE_01) + "  - date: 2026-11-02\n    status: ongoing\n"),
    lambda city: city.change(HE_01, "kind: recommendation", "# Anmerkung\nkind: recommendation"),
    lambda city: city.change(HE_01, "review_by: 2027-06-30", "review_by: 2027-07-31"),
    lambda city: city.change("kic.yaml", "own_share: 10%", "own_share: 12%"),
    lambda city: city.write("docs/brief.md", "Ein Brief.\n"),
    lambda city: city.write(
        "concept/bodies/v-neu.yaml", "kind: body\nid: v-neu\nname: Neu\nbody: association\n"
    ),
)
GUARDED: tuple[tuple[str, Callable[[City], object]], ...] = (
    (HE_01, lambda city: city.change(HE_01, *WORDS)),
    (HE_01, lambda city: city.change(HE_01, "number: 1", "number: 7")),
    (HE_01, lambda city: city.change(HE_01, "wording: adopted", "wording: excerpt")),
    (HE_01, lambda city: (city.root / HE_01).unlink()),
    (HE_01, lambda city: city.write(HE_01, "kind: recommendation\n\tid: he-01\n")),
    (HE_01, lambda city: city.change(HE_01, "edition: k2022", "edition: k2013")),
    ("concept/themes/t1.yaml", lambda city: city.change("concept/themes/t1.yaml", "sichern", "erwägen")),
    ("concept/concept.yaml", lambda city: city.change("concept/concept.yaml", "adopted: 2022-02-14\n", "")),
    ("concept/resolutions/b-2022.yaml", lambda city: city.change("concept/resolutions/b-2022.yaml", "2022", "2021")),
    (DECISION, lambda city: city.write(DECISION, city.read(DECISION) + "# geprüft\n")),
    (DECISION, lambda city: city.git("mv", DECISION, DECISION.replace("d1", "d2"))),
    ("allowed_signers", lambda city: city.write("allowed_signers", city.keys.line("fremd"))),
    ("kic.yaml", lambda city: city.change("kic.yaml", "signatures:\n  signers: allowed_signers\n", "")),
    ("kic.yaml", lambda city: city.change("kic.yaml", "signers: allowed_signers", "signers: meine_liste")),
    ("kic.yaml", lambda city: city.write("kic.yaml", "kind: settings\n\tformat: 1\n")),
)  # fmt: skip


def test_what_is_no_decision_and_no_adopted_text_needs_no_signature(city: City) -> None:
    for do in FREE:
        do(city)
        city.commit()
    assert city.found() == []


@pytest.mark.parametrize(("path", "do"), GUARDED)
def test_what_is_guarded_needs_one(path: str, do: Callable[[City], object], city: City) -> None:
    do(city)
    city.commit()
    (found,) = city.found()
    assert (found.law.code, found.place.path) == ("KIC116", path)
    city.seal("commit", "-q", "--amend", "--no-edit", signed="leitung")
    assert city.found() == []


def test_without_the_setting_nothing_is_asked(city: City) -> None:
    city.git("checkout", "-q", "main")
    city.change("kic.yaml", "signatures:\n  signers: allowed_signers\n", "")
    city.commit()
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    assert city.found() == []


def test_words_of_a_draft_are_free_until_it_is_adopted(city: City) -> None:
    """A new edition is drafted and adopted on one branch; the adoption, and what follows it, is signed."""
    draft = "kind: edition\nid: k2032\ntitle: Entwurf\ndrafted: 2026-10-01\ninvented: true\n"
    theme = "kind: theme\nid: n1\nedition: k2032\nnumber: 1\ntitle: Sprache\ninvented: true\n"
    city.write("concept/editions/k2032/concept.yaml", draft)
    city.write("concept/editions/k2032/themes/n1.yaml", theme)
    city.commit()
    city.write("concept/editions/k2032/themes/n1.yaml", theme.replace("Sprache", "Sprachen"))
    city.commit()
    assert city.codes() == []
    city.write("concept/editions/k2032/concept.yaml", draft + "adopted: 2026-11-10\n")
    city.commit()
    assert [each.place.path for each in city.found()] == ["concept/editions/k2032/concept.yaml"]
    city.seal("commit", "-q", "--amend", "--no-edit", signed="leitung")
    city.write("concept/editions/k2032/themes/n1.yaml", theme.replace("Sprache", "Anders"))
    city.commit()
    assert [each.place.path for each in city.found()] == ["concept/editions/k2032/themes/n1.yaml"]


# -- whose signature ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "day", "codes"),
    [
        ("leitung", "2026-11-20", []),  # its line has namespaces="git"
        ("vertretung", "2026-11-20", []),
        ("spaeter", "2026-11-20", []),
        ("spaeter", "2026-09-30", ["KIC117"]),  # not valid yet when it was signed
        ("fremd", "2026-11-20", ["KIC117"]),
        ("nur-dateien", "2026-11-20", ["KIC117"]),
        ("alt", "2026-11-20", ["KIC117"]),
        ("alt", "2025-12-01", ["KIC117"]),  # the commit is dated back to when the key was valid
    ],
)
def test_a_key_counts_if_the_base_allows_it_then_and_now(
    name: str, day: str, codes: list[str], city: City
) -> None:
    city.change(DECISION, "kind: decision", "# x\nkind: decision")
    city.commit(name, day=day)
    assert city.codes() == codes


def test_a_signature_of_other_content_does_not_count(city: City) -> None:
    city.change(HE_01, *WORDS)
    city.commit("leitung")
    commit = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=city.root, capture_output=True, check=True
    ).stdout
    forged = commit.replace("Änderung".encode(), b"Anderes")  # fmt: skip
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=city.root, input=forged, capture_output=True, check=True,
    )  # fmt: skip
    city.git("reset", "-q", "--hard", made.stdout.decode().strip())
    assert city.codes() == ["KIC117"]


def test_the_configuration_of_the_clone_loosens_nothing(city: City) -> None:
    """A list, a program and a trust level of the clone's own; and an OpenPGP signature that its program would accept."""
    everybody = city.root.parent / "everybody"
    everybody.write_text(city.keys.line("fremd"), "ascii")
    yes = city.root.parent / "yes"
    yes.write_text(
        "#!/bin/sh\nprintf '[GNUPG:] GOODSIG 0123456789ABCDEF x\\n[GNUPG:] TRUST_ULTIMATE\\n'\n", "ascii"
    )
    yes.chmod(0o755)
    for name, value in (
        ("gpg.ssh.allowedSignersFile", everybody), ("gpg.ssh.program", yes), ("gpg.program", yes),
        ("gpg.openpgp.program", yes), ("gpg.x509.program", yes), ("gpg.minTrustLevel", "never"),
    ):  # fmt: skip
        city.git("config", name, str(value))
    city.change(HE_01, *WORDS)
    city.git("add", "-A")
    city.seal("-c", "gpg.ssh.program=ssh-keygen", "commit", "-q", "-m", "x", signed="fremd")
    commit = city.git("cat-file", "commit", "HEAD")
    head, _, rest = commit.partition("gpgsig ")
    words = rest[rest.index("-----END SSH SIGNATURE-----") + len("-----END SSH SIGNATURE-----") :].lstrip(
        "\n "
    )
    for kind in ("PGP SIGNATURE", "SIGNED MESSAGE"):
        signature = f"gpgsig -----BEGIN {kind}-----\n \n iQ==\n -----END {kind}-----\n"
        made = subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin"], cwd=city.root,
            input=f"{head}{signature}\n{words}\n".encode(), capture_output=True, check=True,
        )  # fmt: skip
        city.git("branch", "-q", "-f", kind.partition(" ")[0].lower(), made.stdout.decode().strip())
    assert city.codes() == ["KIC117"]
    for branch in ("pgp", "signed"):
        city.git("checkout", "-q", branch)
        (found,) = city.found()
        assert found.law.code == "KIC116"
        assert "SSH" in str(found.message)


# -- attempts to do without --------------------------------------------------------------------------------


def test_no_other_commit_stands_in_for_one(city: City) -> None:
    """A replacement in the clone lets the base branch look as if it asked for nothing."""
    city.git("checkout", "-q", "main")
    city.write("docs/x.md", "x\n")
    city.commit()
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    city.git("checkout", "-q", "--orphan", "leer")
    city.change("kic.yaml", "signatures:\n  signers: allowed_signers\n", "")
    city.commit()
    city.git("replace", "main", "leer")
    city.git("checkout", "-q", "-f", "pull")
    assert city.codes() == ["KIC116"]


def test_no_commit_comes_from_others_than_it_says(city: City) -> None:
    """A graft in the clone lets the base branch come from the change, so that nothing seems to be in it."""
    city.git("checkout", "-q", "main")
    city.write("docs/x.md", "x\n")
    city.commit()
    city.git("checkout", "-q", "-B", "pull", "main~1")
    city.change(HE_01, *WORDS)
    city.commit()
    grafts = city.root / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{city.git('rev-parse', 'main')} {city.git('rev-parse', 'pull')}\n", "ascii")
    assert city.codes() == ["KIC116"]


def test_no_commit_has_other_files_than_it_says(city: City) -> None:
    """git's register of commits in the clone, which it believes unseen, says that the change changes nothing."""
    city.change(HE_01, *WORDS)
    city.commit()
    city.git("commit-graph", "write", "--reachable")
    graph = city.root / ".git" / "objects" / "info" / "commit-graph"
    was, now = (bytes.fromhex(city.git("rev-parse", f"{each}^{{tree}}")) for each in ("main", "pull"))
    content = graph.read_bytes()
    assert content.count(now) == 1
    graph.chmod(0o644)
    graph.write_bytes(content.replace(now, was))
    assert city.git("log", "-1", "--format=%T", "pull") == was.hex(), "git believes it"
    assert city.codes() == ["KIC116"]


def test_a_list_that_the_change_brings_counts_only_later(city: City) -> None:
    """The stranger enters his own key, even in a commit that somebody in the list has signed unread."""
    city.write("allowed_signers", city.keys.listed + city.keys.line("fremd"))
    city.commit("leitung")
    city.change(HE_01, *WORDS)
    city.commit("fremd")
    assert city.codes() == ["KIC117"]


def test_the_list_of_the_base_branch_as_it_is_now_counts(city: City) -> None:
    """Somebody was taken out of the list after the branch parted."""
    city.change(HE_01, *WORDS)
    city.commit("vertretung")
    assert city.codes() == []
    city.git("checkout", "-q", "main")
    city.write("allowed_signers", city.keys.line("leitung"))
    city.commit("leitung")
    city.git("checkout", "-q", "pull")
    assert city.codes() == ["KIC117"]


@pytest.mark.parametrize("code", sorted(OURS))
def test_the_finding_can_neither_be_waived_nor_lowered(code: str, city: City) -> None:
    """Even where the base branch has let it in."""
    city.git("checkout", "-q", "main")
    city.change("kic.yaml", "severities:\n", (
        f"waivers:\n  - {{code: {code}, record: {HE_01}, until: 2027-01-31, reason: Passt.}}\n"
        f"severities:\n  - {{code: {code}, severity: off, reason: Passt.}}\n"
    ))  # fmt: skip
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit("fremd" if code == "KIC117" else None)
    assert city.codes() == ["KIC117" if code == "KIC117" else "KIC116"]
    whole = Repository(city.root, today=TODAY).check()
    assert len([each for each in whole.diagnostics if each.law.code == "KIC108"]) == 2


def test_a_change_that_is_taken_back_was_one(city: City) -> None:
    city.change(HE_01, *WORDS)
    city.commit()
    city.change(HE_01, *reversed(WORDS))
    city.commit("leitung")
    assert city.codes() == ["KIC116"]


def test_unreadable_in_between_is_a_change_both_times(city: City) -> None:
    whole = city.read(HE_01)
    city.write(HE_01, "kind: recommendation\n\tid: he-01\n")
    city.commit()
    city.write(HE_01, whole.replace(*WORDS))
    city.commit()
    assert city.codes() == ["KIC116", "KIC116"]


def test_a_signed_merge_hides_no_unsigned_commit(city: City) -> None:
    city.git("checkout", "-q", "-b", "seite")
    city.change(HE_01, *WORDS)
    city.commit()
    city.git("checkout", "-q", "pull")
    city.write("docs/x.md", "x\n")
    city.commit("leitung")
    city.seal("merge", "-q", "--no-ff", "-m", "Zusammen", "seite", signed="leitung")
    assert city.codes() == ["KIC116"]


def test_a_squash_is_one_commit_and_needs_its_signature(city: City) -> None:
    city.change(HE_01, *WORDS)
    city.commit("leitung")
    city.git("checkout", "-q", "-b", "gequetscht", "main")
    city.git("merge", "-q", "--squash", "pull")
    city.commit()
    assert city.codes() == ["KIC116"]
    city.seal("commit", "-q", "--amend", "--no-edit", signed="vertretung")
    assert city.codes() == []


def _two_sides(city: City, *, also_here: bool) -> None:
    """Main has changed he-02 with a signature; the branch has changed he-01, and perhaps he-02 too, with one."""
    city.git("checkout", "-q", "main")
    city.change(HE_02, "gibt es einen", "gibt es je einen")
    city.commit("leitung")
    city.git("checkout", "-q", "pull")
    city.change(HE_01, *WORDS)
    if also_here:
        city.change(HE_02, "gibt es einen", "gibt es zwei")
    city.commit("leitung")


def test_a_merge_without_choice_needs_none(city: City) -> None:
    """The base branch is merged into the change, or a server merges both to try them: nobody signs that."""
    _two_sides(city, also_here=False)
    city.seal("merge", "-q", "--no-ff", "-m", "Zusammen", "main")
    assert city.codes() == []
    city.git("checkout", "-q", "--detach", "main")
    city.seal("merge", "-q", "--no-ff", "-m", "Versuch", "pull~1")
    assert city.codes() == []


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_merge_that_chooses_a_side_needs_one(side: str, city: City) -> None:
    _two_sides(city, also_here=True)
    city.seal("merge", "-q", "--no-ff", "-m", "Zusammen", "-X", side, "main")
    assert city.codes() == ["KIC116"]
    city.seal("commit", "-q", "--amend", "--no-edit", signed="leitung")
    assert city.codes() == []


def test_a_merge_that_drops_what_main_has_signed_needs_one(city: City) -> None:
    """`-s ours`: the file is as on the branch, so no diff against all sides shows it."""
    _two_sides(city, also_here=False)
    city.seal("merge", "-q", "--no-ff", "-m", "Zusammen", "-s", "ours", "main")
    assert city.codes() == ["KIC116"]


def test_a_merge_with_words_of_its_own_needs_one(city: City) -> None:
    _two_sides(city, also_here=False)
    city.seal("merge", "-q", "--no-ff", "--no-commit", "main")
    city.change(HE_01, "an vielen Schulen", "an keiner Schule")
    city.commit()
    assert city.codes() == ["KIC116"]


def test_an_old_state_of_main_as_second_parent_takes_nothing_back(city: City) -> None:
    """A commit made by hand says it merges an ancestor of main, and has that one's decision."""
    city.git("checkout", "-q", "main")
    city.change(DECISION, "kind: decision", "# neu\nkind: decision")
    city.commit("leitung")
    old, new = city.git("rev-parse", "main~1"), city.git("rev-parse", "main")
    tree = city.git("rev-parse", f"{old}^{{tree}}")
    made = city.git("commit-tree", tree, "-p", new, "-p", old, "-m", "Zusammen")
    city.git("checkout", "-q", "-B", "pull", made)
    assert city.codes() == ["KIC116"]


def test_a_history_of_its_own_needs_a_signature(city: City) -> None:
    """A root commit with other words is merged as if it had nothing to do with the rest."""
    city.git("checkout", "-q", "--orphan", "eigen")
    city.change(HE_01, *WORDS)
    city.commit()
    city.git("checkout", "-q", "pull")
    city.seal("merge", "-q", "--no-ff", "-m", "x", "--allow-unrelated-histories", "-X", "theirs", "eigen")
    assert set(city.codes()) == {"KIC116"}
    assert len(city.codes()) == 2


def test_a_branch_from_before_the_adoption_is_no_draft(city: City) -> None:
    """The edition was a draft where the branch parted; the base branch has adopted it since."""
    city.git("checkout", "-q", "main")
    adopted = city.read("concept/concept.yaml")
    city.write("concept/concept.yaml", adopted.replace("adopted: 2022-02-14\n", ""))
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    assert city.codes() == []
    city.git("checkout", "-q", "main")
    city.write("concept/concept.yaml", adopted)
    city.commit("leitung")
    city.git("checkout", "-q", "pull")
    assert city.codes() == ["KIC116"]


def test_a_copy_under_another_name_and_a_moved_goal_are_seen(city: City) -> None:
    city.write("concept/recommendations/neu.yaml", city.read(HE_01).replace(*WORDS))
    city.commit()
    goal = "  - id: t2-z2\n    title: Menschen mit Migrationsgeschichte als Lehrkräfte gewinnen\n"
    city.change("concept/themes/t2.yaml", goal, "")
    city.write("concept/themes/t1.yaml", city.read("concept/themes/t1.yaml") + goal)
    city.commit()
    assert city.codes() == ["KIC116", "KIC116"]


# -- what keeps kic from verifying -------------------------------------------------------------------------


def test_a_clone_that_ends_within_the_change_is_told(city: City, tmp_path: Path) -> None:
    """Its oldest commits look as if they had brought everything, or nothing."""
    city.change(HE_01, *WORDS)
    city.commit()
    city.write("docs/x.md", "x\n")
    city.commit()
    city.git("checkout", "-q", "main")
    city.write("docs/y.md", "y\n")
    city.commit()
    city.git("checkout", "-q", "pull")
    city.seal("merge", "-q", "--no-ff", "-m", "Zusammen", "main")
    city.git("clone", "-q", "--depth", "2", f"file://{city.root}", str(tmp_path / "flach"))
    clone = City(tmp_path / "flach", city.keys)
    clone.git("fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert clone.codes("origin/main") == ["KIC118"]
    clone.git("fetch", "-q", "--unshallow", "origin")
    assert clone.codes("origin/main") == ["KIC116"]


def test_an_unreadable_list_a_missing_one_and_one_of_nobody_fail(city: City) -> None:
    for content, expected in (
        ("# niemand\n", ["KIC118", "KIC117"]),
        (city.keys.line("alt", 'valid-before="20260101"'), ["KIC118", "KIC117"]),
        ("leitung ssh-ed25519 kaputt\n" + city.keys.listed, ["KIC118"]),
        (None, ["KIC118", "KIC117"]),
    ):
        city.git("checkout", "-q", "main")
        if content is None:
            city.git("rm", "-q", "allowed_signers")
        else:
            city.write("allowed_signers", content)
        city.commit("leitung")
        city.git("checkout", "-q", "-B", "pull")
        city.change(HE_01, *WORDS)
        city.commit("leitung")
        assert sorted(city.codes()) == sorted(expected), content


def test_unreadable_settings_on_the_base_branch_do_not_turn_it_off(city: City) -> None:
    """They were merged with an error; what they ask for is not known any more."""
    city.git("checkout", "-q", "main")
    city.change("kic.yaml", "own_share: 10%", "own_share: viel")
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    assert city.codes() == ["KIC118"]


def test_an_unreadable_edition_on_the_base_branch_counts_as_adopted(city: City) -> None:
    city.git("checkout", "-q", "main")
    city.change("concept/concept.yaml", "adopted: 2022-02-14", "adopted: 14.2")
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    assert city.codes() == ["KIC116"]


def test_an_excerpt_is_entered_without_and_called_adopted_with_a_signature(city: City) -> None:
    city.git("checkout", "-q", "main")
    city.change(HE_01, "wording: adopted", "wording: excerpt")
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.change(HE_01, *WORDS)
    city.commit()
    assert city.codes() == []
    city.change(HE_01, "wording: excerpt", "wording: adopted")
    city.commit()
    assert city.codes() == ["KIC116"]


def test_who_turns_it_on_without_a_list_is_told_at_once(city: City) -> None:
    city.git("checkout", "-q", "main")
    city.change("kic.yaml", "signatures:\n  signers: allowed_signers\n", "")
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.write("kic.yaml", city.read("kic.yaml") + "signatures:\n  signers: liste/unterschrift\n")
    city.commit()
    assert city.codes() == ["KIC118"]
    city.write("liste/unterschrift", city.keys.listed)
    city.commit()
    assert city.codes() == []


def test_without_ssh_keygen_the_check_does_not_pass(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    git = shutil.which("git")
    assert git
    city.change(HE_01, *WORDS)
    city.commit("leitung")
    monkeypatch.setenv("PATH", str(city.root))
    (city.root / "git").symlink_to(git)
    with pytest.raises(Unavailable, match="ssh-keygen"):
        city.found()


def test_below_gits_top(city: City) -> None:
    """The repository lies in a folder of the one that git knows."""
    city.git("checkout", "-q", "main")
    (city.root / "stadt").mkdir()
    for name in ("kic.yaml", "concept", "applications", "allowed_signers"):
        city.git("mv", name, f"stadt/{name}")
    city.commit("leitung")
    city.git("checkout", "-q", "-B", "pull")
    city.root /= "stadt"
    city.change(HE_01, *WORDS)
    city.commit()
    (found,) = city.found()
    assert found.place.path == HE_01
    city.seal("commit", "-q", "--amend", "--no-edit", signed="leitung")
    assert city.found() == []
