"""rich, held to what a terminal of ours may get: text stays text, widths are given, nothing is guessed.

rich would read markup and emoji names in record text, pass escape sequences through and look at the
surroundings for width and colour (measured with 15.0). So it gets `Text` of words that `kic.present.safe` has
escaped, prints into memory, and reads no environment. It breaks lines at no-break spaces too; `held` hides
them from it.
"""

from typing import TYPE_CHECKING

from kic.present.notation import NBSP

if TYPE_CHECKING:
    from rich.console import RenderableType

_HELD = "\uffff"
"""Stands for a no-break space while rich wraps; `safe` lets no such character through, so it is in no text."""

_STYLES = {f"markdown.h{level}": "bold" for level in range(1, 7)} | {
    "markdown.block_quote": "none",
    "markdown.code": "none",
}
"""No colour that some background swallows: what stands out does so by weight, and is marked otherwise too."""


def held(text: str) -> str:
    """Text after `safe`, in which rich breaks no line at a no-break space."""
    return text.replace(NBSP, _HELD)


def printed(renderable: "RenderableType", columns: int, *, color: bool = False) -> str:
    """What rich makes of it: lines without blanks at their end, escape sequences for colour only if `color`.

    Lines that cannot be as narrow as `columns` are longer, never cut.
    """
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415  # 40 ms that `check` and `--help` do not pay
    from rich.theme import Theme  # noqa: PLC0415

    memory = io.StringIO()
    console = Console(
        file=memory,
        width=columns,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        theme=Theme(_STYLES),
        _environ={},
    )
    console.print(renderable, crop=False, soft_wrap=False)
    lines = memory.getvalue().replace(_HELD, NBSP).split("\n")
    return "\n".join(line.rstrip(" ") for line in lines)
