"""Paths within commands that a finding tells to enter: whoever names a file may be somebody else."""


def word(path: str) -> str:
    """One word of a shell's line; a plain path stays as it is."""
    import shlex  # noqa: PLC0415  # few findings name a command

    return shlex.quote(path)


def pathspec(path: str) -> str:
    """One word of a shell's line by which git means this file alone; a plain path stays as it is."""
    import shlex  # noqa: PLC0415  # few findings name a command

    pattern = any(character in path for character in "*?[\\")
    return shlex.quote(f":(literal){path}" if pattern else path)
