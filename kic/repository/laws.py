"""Every law that a finding can name: of reading, of coherence, of the chapters, of allocation problems."""

import json
from importlib.resources import files

import msgspec

from kic.allocation.faults import LAWS as ALLOCATION_LAWS
from kic.allocation.pabulib_laws import LAWS as PABULIB_LAWS
from kic.core.diagnostic import Law
from kic.domain.payments.treasury_laws import LAWS as TREASURY_LAWS
from kic.domain.privacy.laws import LAWS as PRIVACY_LAWS
from kic.domain.rules import RULES
from kic.domain.scoring.sheet_laws import LAWS as SCORE_SHEET_LAWS
from kic.present.template_faults import LAWS as TEMPLATE_LAWS
from kic.repository.gate import LAWS as GATE_LAWS
from kic.repository.id_laws import LAWS as ID_LAWS
from kic.repository.signatures.laws import LAWS as SIGNATURE_LAWS
from kic.sheets.laws import LAWS as SHEET_LAWS
from kic.sheets.text_laws import LAWS as TEXT_LAWS
from kic.store.reading.file_laws import LAWS as FILE_LAWS
from kic.store.reading.value_laws import LAWS as VALUE_LAWS

LAWS: tuple[Law, ...] = tuple(
    sorted(
        {
            law.code: law
            for law in (
                *FILE_LAWS,
                *VALUE_LAWS,
                *ALLOCATION_LAWS,
                *PABULIB_LAWS,
                *SHEET_LAWS,
                *TEXT_LAWS,
                *TEMPLATE_LAWS,
                *SCORE_SHEET_LAWS,
                *TREASURY_LAWS,
                *PRIVACY_LAWS,
                *GATE_LAWS,
                *ID_LAWS,
                *SIGNATURE_LAWS,
                *(rule.law for rule in RULES),
            )
        }.values(),
        key=lambda law: law.code,
    )
)
"""In the order of their codes."""


class Example(msgspec.Struct, frozen=True):
    """What check says of bad input of the error gallery, and the lines that mend it (as in a diff)."""

    finding: str
    mended: tuple[str, ...]


def example(code: str, language: str) -> Example | None:
    """The gallery's example of a code; None where there is none, or the package was not built."""
    try:
        every = json.loads(files("kic").joinpath("examples.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    found = every.get(code)
    return Example(found["finding"][language], tuple(found["mended"])) if found else None
