"""The help topic about checks that run by themselves: on a code host, before a commit, in the editor."""

from kic.cli.table import N_

GATES: tuple[tuple[str, str], ...] = (
    (
        "kic init --ci HOST",
        N_(
            "Writes the workflow for github, gitlab or forgejo, and kic-requirements.txt. A file that is there is "
            "never overwritten: what to add is shown. --dry-run shows all of it."
        ),
    ),
    (
        "kic-requirements.txt",
        N_(
            "Which kic the checks install, with hashes; they read it from the base branch, so a change cannot bring "
            "its own kic. Without hashes they fail."
        ),
    ),
    (
        "",
        N_(
            "Merge the workflow and kic-requirements.txt by themselves first: a change whose base branch has no pinned "
            "kic fails."
        ),
    ),
    (
        "kic check --base REV",
        N_(
            "Severities, waivers and program folders count as on the base branch, whatever the change makes of "
            "them; what it does to workflows, templates, attributes and signers is found (KIC112 to KIC115)."
        ),
    ),
    (
        "kic help signatures",
        N_(
            "Optional: commits that change decisions or adopted texts carry a signature which the base branch allows."
        ),
    ),
    (
        "--changed",
        N_(
            "Findings in changed files, and those elsewhere that the state before did not have. The others are counted "
            "and do not fail."
        ),
    ),
    (
        "kic review A..B",
        N_(
            "The comment for a change: what the rules say, who has to act, money before and after, texts. On GitHub it "
            "stands in the summary of the run, which needs no right to write."
        ),
    ),
    (
        "fetch-depth: 0",
        N_(
            "The whole history. In a shallow clone it may not be known from where a change began; check says so and "
            "ends with exit code 2, and git fetch --unshallow helps."
        ),
    ),
    (
        "forks",
        N_(
            "The workflow runs for pull_request, with a token that may only read and without secrets. Never change it "
            "to pull_request_target: that gives a stranger's change the rights of the repository."
        ),
    ),
    (
        "CODEOWNERS",
        N_(
            "A change can edit the workflow itself, and the host runs it as edited. Let the host ask a person for "
            "changes of .github/, .gitlab-ci.yml, .forgejo/ and kic.yaml."
        ),
    ),
    (
        "--format",
        N_(
            "github writes annotations, gitlab a Code Quality report, sarif what code scanning takes, junit what most "
            "servers show."
        ),
    ),
    (
        "kic init --hook",
        N_("git asks kic about each commit message, and lets kic merge records. Each clone needs it once."),
    ),
    (
        "kic init --pre-commit",
        N_("The same by pre-commit, and kic check --changed before each commit."),
    ),
    (
        "kic init --editor",
        N_(
            "Schemas of all records into schemas/, in your language (--lang), and settings for VS Code. Commit them; "
            "after a new version of kic the same command writes the schemas anew. New files then name theirs."
        ),
    ),
    ("kic doctor", N_("Says which of these are there.")),
)
