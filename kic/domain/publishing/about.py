"""What the settings say in public: who publishes, where, under which licence, and how to reach them."""

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Count
from kic.domain.concept.edition import Edition
from kic.domain.settings import Licence, Municipality, Settings, Website


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Public settings. What is None is not known, and a page says so.

    `language` is the one in which the records are written. `edition` is the id of the current edition, if it is public.
    `committee` and `seats` are the name and the number of members of the committee. `invented` marks a fictional city.
    """

    municipality: Municipality
    language: str = "de"
    edition: str | None = None
    committee: str | None = None
    seats: Count | None = None
    licence: Licence | None = None
    site: Website = Website()
    invented: bool = False


def about(repository: Snapshot) -> About:
    """The public part of the settings; what a repository without readable settings has is empty."""
    settings = repository.only(Settings)
    if settings is None:
        return About(municipality=Municipality(name=""))
    edition = repository.get(Edition, settings.current_edition)
    return About(
        municipality=settings.municipality,
        language=settings.language.value,
        edition=edition.id if edition is not None and not edition.is_draft else None,
        committee=settings.committee.name if settings.committee else None,
        seats=settings.committee.seats if settings.committee else None,
        licence=settings.open_data.licence,
        site=settings.site,
        invented=settings.invented or any(each.invented for each in repository.all(Edition)),
    )
