"""Which commands end without naming the next one, and why; every other one says it on a terminal."""

from tests.cli.conftest import Ran

WITHOUT: dict[str, str] = {
    "application sheet": "says itself by which command what comes back is read",
    "completion": "a script for the shell",
    "contribution sheet": "says itself by which command what comes back is read",
    "export": "what it writes goes on in another program",
    "form out": "says itself by which command what comes back is read",
    "get": "where nothing new came, nothing follows",
    "help": "a text to read, which names the commands it is about",
    "merge": "called by git",
    "person copy": "what it writes is handed out; nothing follows here",
    "publication verify": "where something is wrong, it says what to do",
    "report sheet": "says itself by which command what comes back is read",
    "schema": "for editors and scripts",
    "today": "is the list of the next steps itself",
}
SILENT = {
    "--dry-run", "--format", "--as-of", "--ics", "--markdown", "--emit-problem", "--pabulib", "--problem",
    "--numbers", "--single", "--message",
}  # fmt: skip
"""With these a command writes no record, speaks to a script or another program, or looks at another day."""


FOR_OTHERS = {"render", "synopsis"}
"""Commands that write a file for somebody else with -o, and end with it."""


def silent(name: str, words: list[str]) -> bool:
    """Whether a line of this command may end without naming the next one."""
    options = {word.partition("=")[0] for word in words}
    return name in WITHOUT or bool(options & SILENT) or (name in FOR_OTHERS and "-o" in options)


def says_the_next(name: str, words: list[str], done: Ran) -> bool:
    """Whether a command that went well named the one that comes next, where it has to."""
    if done.code != 0 or silent(name, words):
        return True
    return "Als Nächstes: kic" in done.err or "Next: kic" in done.err
