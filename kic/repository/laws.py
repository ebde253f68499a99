"""Every law that a finding can name: of reading, of coherence, of the chapters, of allocation problems."""

from kic.allocation.faults import LAWS as ALLOCATION_LAWS
from kic.core.diagnostic import Law
from kic.domain.chapters import RULES
from kic.store.laws import LAWS as READING_LAWS

LAWS: tuple[Law, ...] = tuple(
    sorted(
        {law.code: law for law in (*READING_LAWS, *ALLOCATION_LAWS, *(rule.law for rule in RULES))}.values(),
        key=lambda law: law.code,
    )
)
"""In the order of their codes."""
