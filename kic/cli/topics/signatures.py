"""The help topic about signatures: who may change decisions and adopted texts, set up by the office's IT."""

from kic.cli.table import N_

SIGNATURES: tuple[tuple[str, str], ...] = (
    (
        "",
        N_(
            "Off unless kic.yaml has it. From then on check --base wants a signature by an SSH key, which the base "
            "branch allows, of each commit that changes a decision, a resolution, an act or the words of an adopted "
            "text. All other work goes on without."
        ),
    ),
    (
        "signatures",
        N_(
            "In kic.yaml, as below. The setting of the base branch counts, not that of the change; to take it out "
            "needs a signature, too."
        ),
    ),
    (
        "allowed_signers",
        N_(
            "The keys that may sign, one a line, as ssh-keygen(1) says under ALLOWED SIGNERS. The list is public: name "
            "posts, not persons. A key counts if the base branch has it and it is valid when it signs and when it is "
            "checked."
        ),
    ),
    (
        "",
        N_(
            "First enter both in one change (kic save kic.yaml allowed_signers). From the next one on, each change of "
            "the list is signed by somebody who is in it already. Enter two keys, so that one can be lost."
        ),
    ),
    (
        "ssh-keygen -t ed25519",
        N_(
            "Makes a key for whoever signs; the file that ends in .pub goes into the list. The three lines for git "
            "below are entered once in each clone; kic save then signs by itself. ssh-agent keeps the key open, since "
            "nobody is asked for its password."
        ),
    ),
    (
        "git rebase --exec 'git commit --amend --no-edit -S' BASE",
        N_("Signs the commits of a branch that have none yet, or one that does not count."),
    ),
    (
        "kic check --base BASE",
        N_(
            "Says which commit lacks a signature (KIC116), whose does not count (KIC117), and what keeps kic from "
            "verifying (KIC118). None of them can be waived or weighed less. The workflows of kic init --ci ask it "
            "already; they need git 2.35 and OpenSSH 8.9 or newer."
        ),
    ),
    (
        "git merge",
        N_(
            "A merge needs a signature only where it chooses: where both sides changed the same, or it has something "
            "that neither side has."
        ),
    ),
    (
        "squash",
        N_(
            "Let the code host make merge commits. Where it squashes or rebases, it writes new commits after the "
            "check: what was signed was judged, but the branch then holds commits with the host's signature or none."
        ),
    ),
    (
        "valid-before",
        N_(
            "Whoever leaves is taken out of the list, or gets a last day. What was merged before stays as it is: only "
            "new commits are looked at. When a key's time is over, no commit that dates itself back helps it."
        ),
    ),
    (
        "OpenPGP",
        N_(
            "Is not verified: which of these keys are trusted stands on the computer that checks, and not in the base "
            "branch."
        ),
    ),
    (
        "KIC114",
        N_(
            "Signatures do not help against a change of the workflow itself, nor against somebody who may push past "
            "the check: protect the base branch on the code host, as kic help ci says."
        ),
    ),
)
FILES: tuple[tuple[str, str], ...] = (
    ("kic.yaml", "signatures:\n  signers: allowed_signers\n"),
    (
        "allowed_signers",
        """\
leitung@stadt.example namespaces="git" ssh-ed25519 AAAA...
vertretung@stadt.example namespaces="git",valid-before="20280101" ssh-ed25519 AAAA...
""",
    ),
    (
        "git",
        """\
git config gpg.format ssh
git config user.signingKey ~/.ssh/id_ed25519.pub
git config commit.gpgSign true
""",
    ),
)
