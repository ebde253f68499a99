"""IBANs: the form of every country of the registry (ISO 13616), and the check digits."""

import functools
import re

import msgspec

_FORMS = (
    "AD 8n12c,AE 19n,AL 8n16c,AT 16n,AZ 4a20c,BA 16n,BE 12n,BG 4a6n8c,BH 4a14c,BI 23n,BR 23n1a1c,BY 4c4n16c,"
    "CH 5n12c,CR 18n,CY 8n16c,CZ 20n,DE 18n,DJ 23n,DK 14n,DO 4c20n,EE 16n,EG 25n,ES 20n,FI 14n,FK 2a12n,FO 14n,"
    "FR 10n11c2n,GB 4a14n,GE 2a16n,GI 4a15c,GL 14n,GR 7n16c,GT 4c20c,HN 4a20n,HR 17n,HU 24n,IE 4a14n,IL 19n,"
    "IQ 4a15n,IS 22n,IT 1a10n12c,JO 4a4n18c,KW 4a22c,KZ 3n13c,LB 4n20c,LC 4a24c,LI 5n12c,LT 16n,LU 3n13c,LV 4a13c,"
    "LY 21n,MC 10n11c2n,MD 2c18c,ME 18n,MK 3n10c2n,MN 16n,MR 23n,MT 4a5n18c,MU 4a19n3a,NI 4a20n,NL 4a10n,NO 11n,"
    "OM 3n16c,PK 4a16c,PL 24n,PS 4a21c,PT 21n,QA 4a21c,RO 4a16c,RS 18n,RU 14n15c,SA 2n18c,SC 4a20n3a,SD 14n,"
    "SE 20n,SI 15n,SK 20n,SM 1a10n12c,SO 19n,ST 21n,SV 4a20n,TL 19n,TN 20n,TR 5n1n16c,UA 6n19c,VA 18n,VG 4a16n,"
    "XK 16n,YE 4a4n18c"
)


class _Form(msgspec.Struct, frozen=True):
    """What follows the country and the check digits: so many of each kind, `n`, `a` or `c`; the length of it all."""

    pieces: tuple[tuple[str, int], ...]
    length: int


@functools.cache
def _forms() -> dict[str, str]:
    """By country what follows the country and the check digits: numbers and signs, such as `8n12c`."""
    return dict(each.split(" ") for each in _FORMS.split(","))


@functools.cache
def _form(country: str) -> _Form | None:
    """The form of a country's accounts. As a regular expression each would be compiled first, 3 ms for all of them."""
    parts = _forms().get(country)
    if parts is None:
        return None
    pieces = tuple((kind, int(count)) for count, kind in re.findall(r"([0-9]+)([nac])", parts))
    return _Form(pieces, 4 + sum(count for _, count in pieces))


def account_length(compact: str) -> int:
    """How many of these upper-case letters and digits are an IBAN, from the first on; 0 for none.

    The check digits have to be right, but for German accounts: one with a typing mistake is as personal.
    """
    form = _form(compact[:2])
    if form is None:
        return 0
    candidate = compact[: form.length]
    if not _has(form, candidate):
        return 0
    return form.length if candidate.startswith("DE") or checked_account(candidate) else 0


def _has(form: _Form, candidate: str) -> bool:
    """Whether the first two letters, which are its country's, are followed by what they have to be."""
    plain = candidate.isascii() and candidate.isupper()
    if not plain or len(candidate) < form.length or not candidate[2:4].isdigit():
        return False
    begin = 4
    for kind, count in form.pieces:
        piece = candidate[begin : begin + count]
        if not (piece.isdigit() if kind == "n" else piece.isalpha() if kind == "a" else piece.isalnum()):
            return False
        begin += count
    return True


def checked_account(iban: str) -> bool:
    """Whether the check digits are right (ISO 7064, MOD 97-10)."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


LONGEST = 34
"""No country's IBANs have more characters."""


def may_be_account(shouted: bytes) -> bool:
    """Whether upper-case bytes, blanks and signs taken out, begin with the form of an account."""
    if shouted[:2] not in _known():
        return False
    return account_length(shouted.decode("ascii", "replace")) > 0


@functools.cache
def _known() -> frozenset[bytes]:
    return frozenset(country.encode() for country in _forms())
