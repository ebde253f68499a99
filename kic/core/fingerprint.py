"""SHA-256 in hexadecimal, for what has to be recognised later: guidelines, problems, lots."""

try:
    from _sha2 import sha256  # type: ignore[import-not-found]  # hashlib loads OpenSSL for it: 3 ms of a check
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]  # before Python 3.12
    except ImportError:  # a Python built without
        from hashlib import sha256


def fingerprint(content: bytes) -> str:
    """64 characters from 0 to 9 and a to f."""
    digest: str = sha256(content).hexdigest()
    return digest
