"""The list of those who may sign, as a state asks for it: it has to be there before a change rests on it."""

import datetime
from collections.abc import Sequence

from kic.core.diagnostic import Diagnostic
from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT, Settings
from kic.repository.signatures.laws import about_list
from kic.repository.signatures.signers import signers
from kic.store.reading.load import load
from kic.store.reading.sources import Memory, Source


def list_of(content: bytes) -> str | None:
    """The list that these settings name; None where they ask for no signatures or cannot be read."""
    settings = load(Memory({SETTINGS: content}), KINDS, newest=FORMAT).only(Settings)
    return settings.signatures.signers if settings is not None and settings.signatures is not None else None


def about_list_in(state: Snapshot, source: Source, today: datetime.date) -> Sequence[Diagnostic]:
    """What is wrong with the list that a state asks for; nothing where it asks for no signatures."""
    settings = state.only(Settings)
    if settings is None or settings.signatures is None:
        return ()
    try:
        listed = signers(source.read(settings.signatures.signers), today)
    except OSError:
        listed = None
    return about_list(settings.signatures, listed)
