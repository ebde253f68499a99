"""What must hold of the private overlay and of commit messages: the laws KIC079 and KIC085 to KIC089, with manuals.

They look at more than records, so `kic.repository.overlay` and `message` find where they are broken.
"""

from inspect import cleandoc

from kic.core.diagnostic import Law, Severity


def _law(code: str, slug: str, severity: Severity, manual: str) -> Law:
    return Law(code, slug, severity, cleandoc(manual))


PERSON_NAMED = _law(
    "KIC079",
    "person-named",
    Severity.ERROR,
    """No record, comment, file name or message of the history holds the name of a person of the private overlay.

    Why: The pseudonym protects nobody if the name stands beside it. Many people review a repository, and git keeps
    what a later commit takes out.

    Fix: Write the pseudonym instead, before it is recorded. Where the words are the name of something else, such as a
    foundation called after somebody, accept the finding for this record in `waivers`, with the reason.

    Source: GDPR, Art. 5 (data minimisation); rule of kic: persons live in a private overlay.
    """,
)
OVERLAY_IN_GIT = _law(
    "KIC085",
    "overlay-in-git",
    Severity.ERROR,
    """The private overlay lies outside of git, or git ignores it.

    Why: Names, addresses and bank details that are recorded stay in every copy of the history, and nobody can
    erase them there.

    Fix: Write `private/` into `.gitignore`, or lay the overlay elsewhere and name the folder in `KIC_PRIVATE`. What git
    holds already goes out of the next commit with `git rm --cached -r private`; if it was committed before, the
    history has to be written anew and every clone replaced.

    Source: GDPR, Art. 5 and 17; rule of kic: persons live in a private overlay.
    """,
)
OVERLAY_OPEN = _law(
    "KIC086",
    "overlay-readable",
    Severity.WARNING,
    """Only its owner may read the private overlay.

    Why: Whoever may log in to this computer could read names and bank details. Access belongs to those who need it for
    their work.

    Fix: `chmod 700` of the folder. Where a department shares the folder and its rights are settled otherwise, accept
    the finding for `private` in `waivers`, with the reason.

    Source: GDPR, Art. 32 (security of processing).
    """,
)
OVERLAY_GAP = _law(
    "KIC087",
    "overlay-gap",
    Severity.NOTE,
    """Each pseudonym of the records has its entry in the private overlay, and each entry a record that needs it.

    Why: Without the entry no letter can be addressed and no payment made. An entry that no record names any more is
    personal data without a purpose.

    Fix: Enter the person with `kic person add`. An entry that is not needed goes with `kic erase`; that one is known
    to be erased is no gap.

    Source: GDPR, Art. 5(1) (b), (c) and (e): purpose, data minimisation, storage limitation.
    """,
)
OVERLAY_UNFIT = _law(
    "KIC088",
    "overlay-unfit",
    Severity.WARNING,
    """What an entry of the private overlay says can be used: the check digits of its account, its own file name.

    Why: A typing mistake in an account sends public money to somebody else, and bringing it back takes weeks.

    Fix: Ask the person and correct the entry with `kic person set`.

    Source: ISO 13616 (check digits); layout of a repository (kic).
    """,
)
MESSAGE_EMPTY = _law(
    "KIC089",
    "commit-message-empty",
    Severity.ERROR,
    """A message of the history says in a few words what was changed.

    Why: The history is the file of the procedure. Years later an auditor asks who changed a term or an amount, and why;
    `update` answers neither.

    Fix: Write what was changed, such as `Frist des Aufrufs 2026-1 verlängert`, and below it the reason. No names of
    persons.

    Source: Practice of kic: each change is recorded with its reason.
    """,
)

LAWS: tuple[Law, ...] = (
    PERSON_NAMED,
    OVERLAY_IN_GIT,
    OVERLAY_OPEN,
    OVERLAY_GAP,
    OVERLAY_UNFIT,
    MESSAGE_EMPTY,
)
