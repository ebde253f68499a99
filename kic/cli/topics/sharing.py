"""The page of help on recording, sending and fetching."""

from kic.cli.table import N_

SHARING: tuple[tuple[str, str], ...] = (
    (
        "kic save",
        N_(
            "Shows what differs from what was recorded last, asks, and records it with a message made of the "
            "changes. Names of records or files record a part. Errors stop it (--with-errors lets them through), "
            "personal data always does."
        ),
    ),
    (
        "kic send",
        N_(
            "Sends what is recorded to the shared repository; --to ADDRESS joins the copy to it, once. Nothing is "
            "ever sent by force: where others were faster, kic get comes first."
        ),
    ),
    (
        "review",
        N_(
            "Where the shared repository takes nothing directly, it goes to a branch of its own, and kic says "
            "where to ask for the review. The next kic send goes on with it. Once it is taken in, kic get brings "
            "it."
        ),
    ),
    (
        "kic get",
        N_(
            "Fetches what others have sent and joins it with what is here, entry by entry. What is not recorded "
            "yet is never overwritten: then kic save comes first."
        ),
    ),
    (
        "kic conflict list",
        N_(
            "Where both changed the same in different ways, both versions are kept, in words of the records. kic "
            "conflict choose ID --keep or --other settles one; kic save then ends it, kic get --give-up goes "
            "back."
        ),
    ),
    (
        "kic undo",
        N_(
            "Takes back what was recorded last while nobody else has it, and leaves the files as they are. What "
            "was sent is not taken out of the history: kic undo then changes the files back, as a new change."
        ),
    ),
    (
        "kic undo FILE",
        N_(
            "Gives a record, a file or a folder back what was recorded last, also where it was deleted or spoiled in "
            "another program. It shows what changes and can itself be taken back."
        ),
    ),
    (
        "kic doctor",
        N_("Says who may see the shared repository, as far as is known, and whether the clock can be right."),
    ),
)
