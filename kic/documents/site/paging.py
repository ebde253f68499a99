"""Long lists in pages of a fixed length: a page that is full never changes its address nor its rows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

MOST = 100
"""Rows of a list on one page: 100 projects are about 50 kB."""


class Part(NamedTuple):
    """A page of a list: its number from 1 on, its address, its rows, and the addresses of all pages."""

    number: int
    address: str
    rows: Sequence[Any]
    addresses: tuple[str, ...]

    @property
    def pages(self) -> list[dict[str, Any]]:
        """For the template: all pages with which of them this one is; empty where it is the only one."""
        if len(self.addresses) == 1:
            return []
        return [
            {"number": number, "address": address, "here": number == self.number}
            for number, address in enumerate(self.addresses, 1)
        ]


def parts(rows: Sequence[Any], address: str, most: int = MOST) -> tuple[Part, ...]:
    """The rows in pages: the first has the address, the others a number below it (`geld/x.html`, `geld/x/2.html`)."""
    count = max(1, -(-len(rows) // most))
    stem = address.removesuffix(".html")
    addresses = tuple(address if n == 0 else f"{stem}/{n + 1}.html" for n in range(count))
    return tuple(Part(n + 1, addresses[n], rows[n * most : (n + 1) * most], addresses) for n in range(count))
