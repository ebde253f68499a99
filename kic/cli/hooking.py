"""What git is told of kic: the hook for commit messages, and how records are merged."""

from pathlib import Path

from kic.cli.session import Session
from kic.core.text import Text, text
from kic.errors import KicError, Unavailable
from kic.repository.hooks import Hook, HookState, hook_of, lay


def lay_hook(session: Session, root: Path) -> None:
    """Lays the hook of a new repository where git is, and says what became of it. Never ends the command."""
    try:
        hook = hook_of(root)
        _lay(session, hook)
        if hook.state is not HookState.NO_GIT:
            _tell_driver(session, root)
    except KicError as error:
        session.talk(Text(error.sentence, error.values))


def hook_of_repository(session: Session, *, yes: bool, dry_run: bool) -> int:
    """`kic init --hook`: asks, and lays the hook of the repository at hand; gives the exit code."""
    root = session.repository.root
    hook = hook_of(root)
    if hook.state is HookState.NO_GIT:
        raise Unavailable("Nothing of this folder is recorded yet; kic save begins a history.")
    if hook.state is HookState.MISSING:
        if dry_run:
            session.talk(text("The hook would be laid: {path}", path=hook.path))
            return 0
        session.confirm(text("Lay the hook {path}?", path=hook.path), yes=yes)
    _lay(session, hook)
    if not dry_run:
        _tell_driver(session, root)
    return 0 if hook.state in (HookState.MISSING, HookState.THERE) else 1


def _lay(session: Session, hook: Hook) -> None:
    say = session.language.say
    missing = text("kic was not found: this commit message was not judged.")
    unable = text("kic could not judge this commit message; kic doctor may say why.")
    if lay(hook, missing=say(missing), unable=say(unable)):
        session.talk(text("git asks kic about each commit message from now on: {path}", path=hook.path))
    else:
        session.talk(said(hook))


def _tell_driver(session: Session, root: Path) -> None:
    """Lets git merge records by kic, in this clone; the attribute for it is in the repository."""
    from kic.repository.merging import attributed, tell_git  # noqa: PLC0415

    if tell_git(root):
        session.talk(text("git merges records by kic from now on, entry by entry."))
    if not attributed(root):
        session.talk(text("Add this line to .gitattributes: {line}", line="*.yaml merge=kic"))


def said(hook: Hook) -> Text:
    """What is to be done where the hook could not be laid, or that it is there."""
    if hook.state is HookState.ANOTHER:
        return text(
            "Another hook lies at {path}; add this line to it: {line}", path=hook.path, line=hook.line
        )
    if hook.state is HookState.SHARED:
        return text(
            "Hooks are looked for in a folder of all repositories, {path}; add a hook there with this line: {line}",
            path=hook.path,
            line=hook.line,
        )
    if hook.state is HookState.NO_GIT:
        return text(
            "Nothing is recorded here yet: kic save begins a history, in which kic judges each message."
        )
    return text("The hook for commit messages is there: {path}", path=hook.path)
