"""Spreadsheets that a command line names: what is no file is not waited for."""

import os
from pathlib import Path

import pytest

from kic.cli.sheet_files import content_of
from kic.errors import UsageError


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Titel;Ende\n")
    assert content_of(str(tmp_path / "a.csv")) == b"Titel;Ende\n"


def test_a_pipe_or_a_device_that_may_never_end_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in (str(tmp_path / "pipe.csv"), "/dev/zero"):
        with pytest.raises(UsageError, match="There is no file"):
            content_of(name)
