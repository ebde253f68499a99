"""What kic says where its extras are not installed. Run by the Python of an environment without them (`make wheel-alone`).

    python tests/without_extras.py CITY

Each command of CITY, a demo city, that needs an extra ends with exit code 3, writes nothing, and says in one sentence
which package is missing and how it is installed, in both languages.
"""

import subprocess
import sys
from pathlib import Path

COMMANDS = {
    "render implementation-report --to pdf -o": "documents",
    "render implementation-report --to docx -o": "documents",
    "render award-notice 2024-1 --to pdf -o": "documents",
    "meeting pack 2026-12-03 -o": "documents",
    "sheet out body -o": "sheets",
    "form out 2025-2-003 proof_of_use --to xlsx -o": "sheets",
    "agenda --ics": "calendar",
}
INSTALLED = {
    "de": ("Paket", "nicht installiert.", 'pipx install "kic[{extra}]" oder pip install "kic[{extra}]".'),
    "en": ("package", "not installed.", 'pipx install "kic[{extra}]", or pip install "kic[{extra}]".'),
}


def faults(city: Path) -> list[str]:
    """What is not as it has to be."""
    kic = (sys.executable, "-m", "kic", "-C", str(city), "--today", "2026-11-22")
    found = []
    for lang, words in INSTALLED.items():
        for command, extra in COMMANDS.items():
            file = city.parent / "file.xlsx" if extra == "sheets" else city.parent / "file"
            words_typed = [*kic, "--lang", lang, *command.split(), str(file)]
            # Away from this folder, which `python -m` would search first.
            done = subprocess.run(words_typed, cwd=city.parent, capture_output=True, check=False)
            said = " ".join(done.stderr.decode().split())
            missing = [each for each in words if each.format(extra=extra) not in said]
            if done.returncode != 3 or done.stdout or file.exists() or missing:
                found.append(f"{lang}: {command}: {done.returncode}, without {missing}: {said}")
    return found


if __name__ == "__main__":
    found = faults(Path(sys.argv[1]).resolve())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(1 if found else 0)
