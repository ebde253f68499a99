"""The lot: an order that no one chose and anyone can compute again (docs/allocation.md, section 2)."""

from kic.core.fingerprint import fingerprint


def lot(seed: str, id: str) -> str:  # noqa: A002
    """What an application draws: the SHA-256 of `SEED:id` in UTF-8; the smallest comes first.

    The seed is published with the call, before anyone knows the ids; so neither the office nor an applicant
    can steer it. `printf %s '2026-1:a9' | sha256sum` gives the same.
    """
    return fingerprint(f"{seed}:{id}".encode())
