"""`kic get`: fetch what others have sent, and merge it with what is here."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.repository.sharing.copy import Copy
    from kic.repository.sharing.getting import Apart

EXAMPLES = """
kic get
kic get --dry-run
kic get --yes --format json
kic get --from https://git.musterstadt.example/integration.git --dry-run
"""


def command(
    context: typer.Context,
    folder: Annotated[
        str | None, typer.Argument(metavar=_("[DIR]"), help=_("The folder of a new copy, with --from."))
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar=_("ADDRESS"), help=_("Make a new copy of a shared repository.")),
    ] = None,
    give_up: Annotated[
        bool, typer.Option("--give-up", help=_("Go back to where a merge began that waits for choices."))
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.merging import conflict_words  # noqa: PLC0415
    from kic.cli.sharing import say_brought, say_records  # noqa: PLC0415
    from kic.repository.sharing import getting, recording  # noqa: PLC0415
    from kic.repository.sharing.copy import ready  # noqa: PLC0415
    from kic.repository.sharing.kept_apart import refuse_brought  # noqa: PLC0415
    from kic.repository.sharing.remotes import shared_of  # noqa: PLC0415

    if from_ is not None:
        return _copied(session, from_, folder, yes=yes, dry_run=dry_run, output=output)
    if folder is not None:
        raise UsageError("{folder} goes with --from.", folder=folder)
    root = session.repository.root
    if give_up:
        return _given_up(session, yes=yes, dry_run=dry_run, output=output)
    if not dry_run:
        recording.finish_writing(root)
    copy = ready(root)
    shared = getting.fetched(copy, shared_of(copy), asks=session.can_ask)
    found = getting.apart(copy, shared)
    if not found.there:
        session.talk(text("There is nothing new at {address}.", address=shared.address))
        return _answered(session, output, found, "nothing")
    assert shared.tip is not None
    refuse_brought(root, copy.head, shared.tip)
    session.talk(
        plural(
            "Others have sent {n} step to {address}:",
            "Others have sent {n} steps to {address}:",
            n=len(found.there),
            address=shared.address,
        )
    )
    say_records(session, found.there)
    session.talk("")
    say_brought(session, root, found.base, shared.tip)
    if found.here:
        session.talk(
            plural(
                "It is joined with {n} step of yours that is not sent yet.",
                "It is joined with {n} steps of yours that are not sent yet.",
                n=len(found.here),
            )
        )
    if unsaved := getting.in_the_way(copy, found):
        raise Refused(
            "Others have changed what is not recorded here yet: {paths}. It was fetched; no file was changed.",
            help="Record it first with kic save, then kic get again; both versions are then joined.",
            paths=unsaved,
        )
    if dry_run:
        return _answered(session, output, found, "nothing")
    session.confirm(text("Take this in?"), yes=yes)
    became = getting.merge(
        copy,
        found,
        session.language,
        session.now,
        lambda conflict: session.language.say(conflict_words(conflict)),
    )
    return _concluded(session, copy, found, became, output)


def _concluded(session: Session, copy: "Copy", found: "Apart", became: "object", output: str) -> int:
    from kic.cli.sharing import findings_data, say_conflicts, say_findings  # noqa: PLC0415
    from kic.core.diagnostic import Severity  # noqa: PLC0415
    from kic.repository.sharing.getting import Joined, brings  # noqa: PLC0415

    if became is Joined.CONFLICTS:
        session.talk(
            text(
                "You and others have changed the same in different ways. Both versions are kept; it waits for you:"
            )
        )
        say_conflicts(session)
        _answered(session, output, found, "conflicts")
        session.talk(
            text(
                "kic conflict choose ID --keep keeps what stands here, --other takes what the others have; then kic "
                "save. kic get --give-up goes back to where this began."
            )
        )
        session.next_step("kic conflict list")
        return 1
    session.talk(text("Taken in; here is now all that others have sent."))
    if became is not Joined.MERGED:
        _answered(session, output, found, "forwarded")
        session.next_step("kic check")
        return 0
    parents = [each for each in (copy.head, found.shared.tip) if each is not None]
    findings, state = brings(copy.root, parents, session.today)
    errors = [each for each in findings if each.severity is Severity.ERROR]
    say_findings(session, findings, state)
    _answered(session, output, found, "merged", findings_data(findings))
    if errors:
        session.talk(
            text("What each of you did was right; together it is not. Mend it, then kic save and kic send.")
        )
        session.next_step(f"kic explain {errors[0].law.code}")
        return 1
    session.next_step("kic send")
    return 0


def _copied(
    session: Session, address: str, folder: str | None, *, yes: bool, dry_run: bool, output: str
) -> int:
    from pathlib import PurePosixPath  # noqa: PLC0415

    from kic.cli.early import find_root  # noqa: PLC0415
    from kic.cli.hooking import lay_hook  # noqa: PLC0415
    from kic.repository.sharing.failures import without_credentials  # noqa: PLC0415
    from kic.repository.sharing.getting import copied  # noqa: PLC0415
    from kic.repository.sharing.remotes import checked_address  # noqa: PLC0415

    named = PurePosixPath(checked_address(address).replace("\\", "/").replace(":", "/")).name
    target = session.folder / (folder or named.removesuffix(".git"))
    shown = without_credentials(address)
    session.talk(text("A copy of {address} is made in {path}.", address=shown, path=target))
    there = True
    if not dry_run:
        session.confirm(text("Copy it?"), yes=yes)
        copied(address, target, asks=session.can_ask)
        there = find_root(target) == target.absolute()
        if there:
            lay_hook(session, target)
        else:
            session.talk(text("There is no kic.yaml at its top; is it the right address?"))
    if output == "json":
        session.json(
            "get",
            {
                "result": "nothing" if dry_run else "copied",
                "address": shown,
                "records": [],
                "waiting": [],
                "findings": [],
            },
        )
    if there:
        session.next_step(f"kic -C {target} overview")
    return 0


def _given_up(session: Session, *, yes: bool, dry_run: bool, output: str) -> int:
    from kic.repository.sharing.copy import ready  # noqa: PLC0415
    from kic.repository.sharing.getting import give_up  # noqa: PLC0415

    copy = ready(session.repository.root, may_merge=True)
    if not copy.merging:
        raise Refused("No merge waits here.")
    if not dry_run:
        session.confirm(
            text(
                "Go back to where the merge began? Choices made since are lost; what others sent can be taken in again."
            ),
            yes=yes,
        )
        give_up(copy)
        session.talk(text("All is as it was before kic get."))
    if output == "json":
        session.json(
            "get", {"result": "given_up", "address": None, "records": [], "waiting": [], "findings": []}
        )
    session.next_step("kic get")
    return 0


def _answered(
    session: Session,
    output: str,
    found: "Apart",
    result: str,
    findings: "list[dict[str, object]] | None" = None,
) -> int:
    from kic.repository.sharing.getting import summary_data  # noqa: PLC0415

    if output == "json":
        from kic.repository.sharing.choosing import undecided  # noqa: PLC0415
        from kic.store.git import unmerged  # noqa: PLC0415

        root = session.repository.root
        paths = sorted({*unmerged(root), *(each.path for each in undecided(root))})
        session.json(
            "get",
            {
                "result": result,
                "address": found.shared.address,
                "records": summary_data(found.there),
                "waiting": paths,
                "findings": findings or [],
            },
        )
    return 0
