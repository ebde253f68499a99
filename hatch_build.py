"""Build hook: compiles the message catalogues, for editable installs too; so does `python hatch_build.py`."""

from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object  # type: ignore[assignment, misc]


def compile_catalogues(root: Path) -> list[Path]:
    """Writes `kic.mo` beside each `kic.po`; the same words give the same bytes."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  # a build dependency
    from babel.messages.pofile import read_po  # noqa: PLC0415

    written = []
    for source in sorted(root.glob("kic/locale/*/LC_MESSAGES/kic.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before every wheel, sdist and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compiles into the tree; `artifacts` in pyproject.toml takes the files along."""
        compile_catalogues(Path(self.root))


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).resolve().parent):
        print(path.name, path.stat().st_size)  # noqa: T201
