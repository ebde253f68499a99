"""Whatever a year brings: asked for a past day, the records give the book that was kept on it.

The office of a random year enters each step on its day. So what was in force on a day has to be what was written down by
then, to the cent.
"""

import copy
import datetime

import pytest

from kic.domain.accounts.grants import grants
from kic.domain.accounts.years import year_accounts
from kic.domain.in_force import in_force
from tests.domain.accounts.random_year import CALL, Book, Office

SEEDS, LENGTH = 1, 50
"""So many years of so many events are lived by default; `soak` lives the full number."""
FULL_SEEDS, FULL_LENGTH = 20, 200


def lived(seed: int, events: int) -> tuple[Office, dict[datetime.date, Book]]:
    """A year, and the book as it stood at the end of each day on which something happened."""
    office, books = Office(seed), {}
    for _state in office.live(events):
        books[office.day] = copy.deepcopy(office.book)
    return office, books


def agrees(seed: int, events: int) -> int:
    office, books = lived(seed, events)
    for day, book in books.items():
        state = in_force(office.now, day, today=office.day).snapshot
        for counted in (grants(state, day), grants(state)):
            for grant in counted.values():
                if grant.call == CALL:
                    id_ = grant.application
                    assert grant.awarded.cents == book.awarded[id_], (day, id_)
                    assert grant.paid.cents == book.paid.get(id_, 0), (day, id_)
                    assert grant.returned.cents == book.returned.get(id_, 0), (day, id_)
        year = year_accounts(state, day)[2025]
        assert year.budget is not None
        parts = (year.uncalled, year.reserve, year.unallocated, year.net, year.still_to_pay, year.untraced)
        assert year.budget.cents == sum(each.cents for each in parts)
    return len(books)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_book_of_a_day_is_found_again_in_the_records(seed: int) -> None:
    assert agrees(seed, LENGTH) > 1


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200, 200 + FULL_SEEDS))
def test_the_book_of_any_day_of_a_whole_year_is_found_again(seed: int) -> None:
    assert agrees(seed, FULL_LENGTH) > 10
