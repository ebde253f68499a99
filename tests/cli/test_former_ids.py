"""An id that a record of the concept had before leads to the one that it has now, as far as git tells."""

import datetime
import subprocess

from kic.documents.site.page import Moved
from kic.repository.former_ids import moved
from kic.repository.repository import Repository
from kic.repository.starting import new_repository

TODAY = datetime.date(2026, 11, 22)
RECORD = """\
kind: recommendation
id: {id}
edition: k1
number: 1
title: Lernpatenschaften an Grundschulen
text: Patinnen und Paten begleiten Kinder beim Lesen, Rechnen und Sprechen, zweimal in der Woche.
provenance: {{wording: adopted}}
"""


def git(folder, *words):
    identity = ("-c", "user.name=x", "-c", "user.email=x@neuenlauter.invalid")
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)


def renamed(folder, before, after):
    (folder / f"concept/recommendations/{before}.yaml").unlink()
    written(folder, after)
    git(folder, "commit", "-qm", f"{after} statt {before}")


def written(folder, id):
    path = folder / f"concept/recommendations/{id}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(RECORD.format(id=id), "utf-8")
    git(folder, "add", "-A")


def begun(folder):
    for name, content in new_repository("Stadt", "RP", "de", TODAY).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    git(folder, "init", "-q")
    written(folder, "he-01")
    git(folder, "commit", "-qm", "Anfang")


def found(folder):
    return moved(folder, Repository(folder, today=TODAY).snapshot)


def test_every_former_id_leads_to_the_present_one(tmp_path):
    begun(tmp_path)
    assert found(tmp_path) == ()
    renamed(tmp_path, "he-01", "he-02")
    renamed(tmp_path, "he-02", "he-33")
    assert found(tmp_path) == (Moved("he-02", "he-33"), Moved("he-01", "he-33"))


def test_an_id_that_another_record_has_now_is_its_own(tmp_path):
    begun(tmp_path)
    renamed(tmp_path, "he-01", "he-02")
    written(tmp_path, "he-01")
    git(tmp_path, "commit", "-qm", "Neu")
    assert found(tmp_path) == ()


def test_without_git_nothing_is_told(tmp_path):
    begun(tmp_path)
    renamed(tmp_path, "he-01", "he-02")
    import shutil

    shutil.rmtree(tmp_path / ".git")
    assert found(tmp_path) == ()
