"""How much looking may cost: a number of looks, never a time, so that the same is found on every machine."""


class TooMuchError(Exception):
    """Finding it costs too much."""


class Effort:
    """What looking may still cost."""

    __slots__ = ("left",)

    def __init__(self, looks: int) -> None:
        self.left = looks

    def spend(self, looks: int) -> None:
        """Take so many looks; raises TooMuchError if they do not suffice."""
        self.left -= looks
        if self.left < 0:
            raise TooMuchError
