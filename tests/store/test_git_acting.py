"""git where it records: in kic's own way, however this computer's git is set."""

import subprocess
from pathlib import Path

from kic.store.git_acting import act
from tests.store.histories import begin, commit, git


def test_a_message_is_what_it_says_it_is_whatever_this_computer_writes_in(tmp_path: Path) -> None:
    """The bytes are UTF-8; a label of another encoding would have them read as something else."""
    root = begin(tmp_path)
    commit(root, "2022-01-10", {"first.txt": "x\n"})
    git(root, "config", "i18n.commitEncoding", "ISO-8859-1")
    git(root, "config", "user.name", "Büro")
    git(root, "config", "user.email", "office@example.invalid")
    words = "Überprüfung nachgetragen"
    done = act(root, "commit", "--quiet", "--allow-empty", "--file=-", stdin=words.encode())
    assert done.returncode == 0, done.stderr
    made = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=root, capture_output=True, check=True)
    assert b"\nencoding " not in made.stdout
    assert made.stdout.endswith(f"\n{words}\n".encode())
    assert git(root, "log", "-1", "--encoding=UTF-8", "--format=%an: %s") == f"Büro: {words}"
