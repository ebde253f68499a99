"""Small repositories with a history, as text inside the test."""

import os
import subprocess
from pathlib import Path

SETTINGS = """\
kind: settings
id: kic
format: 1
municipality:
  name: Stadt
land: RP
current_edition: k2022
"""
EDITION = """\
kind: edition
id: {id}
title: Konzept {id}
"""
RESOLUTION = """\
kind: resolution
id: {id}
title: Konzept
body: council
date: 2022-02-14
number: {number}
"""
THEME = """\
kind: theme
id: t1
edition: k2022
number: 1
title: Sprache
"""
RECOMMENDATION = """\
kind: recommendation
id: {id}
edition: {edition}
title: {title}
text: |
  {text}
provenance:
  wording: adopted
theme: t1
"""


def recommendation(
    id: str,
    text: str = "Die Stadt richtet Sprachcafés ein.",
    *more: str,
    title: str = "Sprachcafés",
    edition: str = "k2022",
) -> str:
    """A recommendation's file; `more` are further lines."""
    lines = "".join(f"{line}\n" for line in more)
    return RECOMMENDATION.format(id=id, text=text, title=title, edition=edition) + lines


def git(folder: Path, *arguments: str, date: str = "2024-01-01T12:00:00+01:00") -> str:
    """Runs git with a date and a role as the author."""
    own = {
        "GIT_AUTHOR_NAME": "Stabsstelle", "GIT_AUTHOR_EMAIL": "stelle@example.org", "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": "Stabsstelle", "GIT_COMMITTER_EMAIL": "stelle@example.org", "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    }  # fmt: skip
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | own, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def lay(root: Path, files: dict[str, str | None]) -> None:
    """Writes files; None removes one."""
    for path, content in files.items():
        place = root / path
        if content is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode())


def commit(root: Path, date: str, files: dict[str, str | None], subject: str = "Stand") -> str:
    """Commits files on a day (noon) or at a moment, and gives the commit's id."""
    lay(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject, date=date if "T" in date else f"{date}T12:00:00+01:00")
    return git(root, "rev-parse", "HEAD")


def begin(folder: Path) -> Path:
    """An empty repository in git."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder
