"""git, asked whether signatures are by keys of a list, whatever the user's or the clone's own configuration says.

Only SSH signatures count: which OpenPGP keys are trusted stands in the key ring of whoever runs this.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from kic.errors import Unavailable
from kic.store import git

_NO_PROGRAM = os.devnull
"""In place of programs that would verify by another list."""


class Verdict(NamedTuple):
    """git's letter for a signature (`%G?`: G good, N none, U by another key), and the fingerprint of its key."""

    letter: str
    key: str


def verify(folder: Path, commits: Iterable[str], allowed: bytes) -> Mapping[str, Verdict]:
    """What git says of each commit's signature against a list of signers: one call for all.

    Raises Unavailable without ssh-keygen.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        raise Unavailable(
            "To verify signatures, ssh-keygen is needed, and it was not found.",
            help="Install OpenSSH (on Debian: openssh-client).",
        )
    with tempfile.TemporaryDirectory(prefix="kic-") as holding:
        listed = Path(holding) / "allowed_signers"
        listed.write_bytes(allowed)
        settings = {
            "gpg.ssh.allowedSignersFile": str(listed),
            "gpg.ssh.program": program,
            "gpg.minTrustLevel": "fully",
            "gpg.program": _NO_PROGRAM,
            "gpg.openpgp.program": _NO_PROGRAM,
            "gpg.x509.program": _NO_PROGRAM,
        }
        output = git.run(
            folder, *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            "log", "--no-walk=unsorted", "--stdin", "--no-color", "--format=%H %G? %GF",
            stdin="".join(f"{each}\n" for each in commits).encode("ascii"),
        )  # fmt: skip
    lines = (line.split(" ", 2) for line in output.decode("utf-8", "replace").splitlines())
    return {name: Verdict(letter, key) for name, letter, key in lines}
