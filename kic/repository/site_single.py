"""The whole concept as one self-contained HTML file."""

from typing import TYPE_CHECKING

from kic.documents.site.page import Site
from kic.documents.site.single import whole
from kic.repository.exporting import settings_of
from kic.repository.publishing import frame, own_templates

if TYPE_CHECKING:
    from kic.present.language import Language
    from kic.repository.repository import Repository


def single_page(repository: "Repository", language: "Language") -> bytes:
    """The file, with its chrome in a language, on the day that is looked at.

    Raises Refused where a record cannot be read, a template fails, or a style sheet could end its element.
    """
    from kic.present.site.single import single  # noqa: PLC0415
    from kic.present.templating import Renderer  # noqa: PLC0415

    with Renderer() as renderer:  # its process gets ready while the records are read
        snapshot = repository.snapshot
        settings_of(snapshot)
        site = Site(snapshot, repository.today)
        return single(
            whole(site), frame(site, repository), language, renderer, own_templates(repository.templates)
        )
