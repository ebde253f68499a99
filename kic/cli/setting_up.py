"""What `kic init` adds to a repository that is there: hooks, workflows of a code host, an editor's files."""

from kic.cli.session import Session
from kic.core.near import near
from kic.core.plan import Change
from kic.core.text import plural, text
from kic.errors import UsageError
from kic.repository.ci_files import HOSTS, File, Laid, ci_files, lay_file, pre_commit_files


def set_up(  # the options of the command
    session: Session,
    *,
    hook: bool,
    ci: str | None,
    pre_commit: bool,
    editor: bool,
    yes: bool,
    dry_run: bool,
) -> int:
    """Asks once and writes what is missing. Files that are there are never overwritten; what to add is shown.

    Gives 1 where something else stands in the place of a file.
    """
    if ci is not None and ci not in HOSTS:
        raise UsageError(
            "There is no code host {name}.",
            help="Did you mean {names}?" if near(ci, HOSTS) else "kic knows {hosts}.",
            name=ci,
            names=near(ci, HOSTS),
            hosts=HOSTS,
        )
    root, say = session.repository.root, session.language.say
    files: list[File] = []
    own: list[File] = []
    if ci is not None:
        files += ci_files(root, ci, say)
    if pre_commit:
        files += pre_commit_files(root, say)
    if editor:
        from kic.repository.editor import editor_files, schema_files  # noqa: PLC0415

        files += editor_files(root)
        own += schema_files(root, session.language)
    code = _lay(session, files, own, yes=yes, dry_run=dry_run) if files else 0
    if hook:
        from kic.cli.hooking import hook_of_repository  # noqa: PLC0415

        code = max(code, hook_of_repository(session, yes=yes, dry_run=dry_run))
    if not dry_run:
        session.next_step("kic check" if ci is None else "kic help ci")
    return code


def _lay(session: Session, files: list[File], own: list[File], *, yes: bool, dry_run: bool) -> int:
    """Lays files; `own` are kic's, written anew where they are of another version."""
    missing = [each for each in files if each.state is Laid.MISSING]
    old = [each for each in own if each.state is not Laid.SAME]
    if dry_run:
        _show_patch(session, [*missing, *old])
    elif missing or old:
        for each in missing:
            session.talk(f"  {each.path}")
        if old:
            session.talk(
                plural(
                    "  {folder}: {n} schema", "  {folder}: {n} schemas", folder=old[0].path.parent, n=len(old)
                )
            )
        session.confirm(text("Write these files?"), yes=yes)
        for each in missing:
            lay_file(each)
        for each in old:
            lay_file(each, anew=True)
    for each in files:
        if each.state is Laid.SAME:
            session.talk(text("{path} is there as kic would write it.", path=each.path))
    others = [each for each in files if each.state is Laid.ANOTHER]
    for each in others:
        session.talk(
            text("{path} is there already and stays as it is. What kic would write into it:", path=each.path)
        )
        session.talk(each.content.decode())
    return 1 if others else 0


def _show_patch(session: Session, files: list[File]) -> None:
    """What would be written, as a patch from git's top folder."""
    from kic.core.patch import unified  # noqa: PLC0415

    changes = tuple(
        Change(each.name, each.path.read_bytes() if each.state is Laid.ANOTHER else None, each.content)
        for each in files
    )
    session.data(unified(changes).decode("utf-8", "surrogateescape"))
