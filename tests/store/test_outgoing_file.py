"""A file for a person is laid whole: an older one stays until the new one is complete."""

import stat

import pytest

from kic.store.writing import outgoing_file
from kic.store.writing.outgoing_file import lay


def test_the_file_is_there_with_its_folders_and_nothing_beside_it(tmp_path):
    lay(tmp_path / "a/b/Bogen.xlsx", b"neu")
    assert (tmp_path / "a/b/Bogen.xlsx").read_bytes() == b"neu"
    assert [each.name for each in (tmp_path / "a/b").iterdir()] == ["Bogen.xlsx"]


@pytest.mark.parametrize("old", [None, b"alt"])
def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch, old):
    path = tmp_path / "Bogen.xlsx"
    if old is not None:
        path.write_bytes(old)

    def full(_handle, _mode):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outgoing_file, "open", full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        lay(path, b"neu")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([] if old is None else [old])


def test_the_rights_of_an_older_file_stay_and_a_new_one_has_the_usual(tmp_path):
    old, new, usual = tmp_path / "old", tmp_path / "new", tmp_path / "usual"
    old.touch()
    old.chmod(0o640)
    usual.touch()
    lay(old, b"x")
    lay(new, b"x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


def test_a_link_leads_on(tmp_path):
    (tmp_path / "there").write_bytes(b"alt")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    lay(tmp_path / "link", b"neu")
    assert (tmp_path / "there").read_bytes() == b"neu"
    assert (tmp_path / "link").is_symlink()
