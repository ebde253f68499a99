"""What the open data are, for data portals: DCAT-AP.de 3.0 (a catalogue, a dataset a table, a distribution a file).

It has what the profile's shapes demand (GovDataOfficial/DCAT-AP.de-SHACL-Validation): of the catalogue title,
description, publisher and datasets; of a dataset title, description, contributorID, publisher, theme, contact; of a
distribution accessURL, licence and format. What the settings do not say stands as an address that begins with
`urn:kic:unknown:` where the profile demands one, and `unknown` says it in words; elsewhere it is left out.
"""

import datetime
from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

from kic.core.text import Text, text
from kic.domain.publishing import Table
from kic.domain.settings import OpenData, Settings
from kic.present.language import Language
from kic.present.open_data.graph import Node, Statement, Words

UNKNOWN = "urn:kic:unknown:"
_FORMATS = {
    "csv": ("http://publications.europa.eu/resource/authority/file-type/CSV", "text/csv"),
    "jsonl": ("http://publications.europa.eu/resource/authority/file-type/TXT", "text/plain"),
    "json": ("http://publications.europa.eu/resource/authority/file-type/JSON", "application/json"),
}
"""EU file type and media type; JSON lines have neither, so they are what they are to everybody: text."""
_THEMES = ("SOCI", "GOVE")
_THEME = "http://publications.europa.eu/resource/authority/data-theme/"
_LICENCES = "http://dcat-ap.de/def/licenses/"
_LANGUAGES = {
    "de": "http://publications.europa.eu/resource/authority/language/DEU",
    "en": "http://publications.europa.eu/resource/authority/language/ENG",
}


class File(msgspec.Struct, frozen=True):
    """A file of the open data: its name and its bytes."""

    name: str
    content: bytes


class Offered(msgspec.Struct, frozen=True):
    """A dataset: a table, and the files in which it is offered."""

    table: Table
    files: tuple[File, ...]


def unknown(settings: Settings) -> tuple[Text, ...]:
    """What DCAT-AP.de demands and the settings do not say."""
    stated = settings.open_data
    found = []
    if stated.licence is None or stated.licence.url is None:
        found.append(
            text("The licence of the open data is not known (open_data.licence with its url in kic.yaml).")
        )
    elif not stated.licence.url.startswith(_LICENCES):
        found.append(
            text(
                "DCAT-AP.de asks for the address of a licence in its own list: one that begins with {address}.",
                address=_LICENCES,
            )
        )
    if stated.address is None:
        found.append(text("The web folder of the files is not known (open_data.address in kic.yaml)."))
    if stated.publisher is None:
        found.append(text("The address of the publisher is not known (open_data.publisher in kic.yaml)."))
    if stated.contributor is None:
        found.append(
            text(
                "The contributor id of DCAT-AP.de is not known (open_data.contributor in kic.yaml): GovData gives it."
            )
        )
    return tuple(found)


def statements(
    offered: Sequence[Offered], settings: Settings, language: Language, day: datetime.date
) -> list[Statement]:
    """Catalogue, datasets and distributions; `day` is the day whose state the files show."""
    made = _Catalogue(settings, language, day)
    made.catalogue(offered)
    for each in offered:
        made.dataset(each)
    return made.said


class _Catalogue:
    def __init__(self, settings: Settings, language: Language, day: datetime.date) -> None:
        self.settings = settings
        self.stated: OpenData = settings.open_data
        self.language = language
        self.day = day
        self.said: list[Statement] = []
        base = self.stated.address
        self.base = None if base is None else base.rstrip("/") + "/"
        self.publisher = Node(self.stated.publisher or f"{UNKNOWN}publisher")
        self.contact = Node(self._own("contact"))

    def _own(self, name: str) -> str:
        return f"{self.base}#{name}" if self.base is not None else f"{UNKNOWN}address:{name}"

    def _say(self, about: Node, says: str, *what: Node | Words) -> None:
        self.said += [Statement(about, says, each) for each in what]

    def _words(self, words: Text | str) -> Words:
        return Words(self.language.say(words) if isinstance(words, Text) else words, self.language.code)

    def _record(self, words: str) -> Words:
        """Words of a record, which are in the language of the repository."""
        return Words(words, self.settings.language.value)

    def _moment(self) -> Words:
        return Words(self.day.isoformat(), of="xsd:date")

    def catalogue(self, offered: Iterable[Offered]) -> None:
        name = self.settings.municipality.name
        about = Node(self._own("catalogue"))
        self._say(about, "rdf:type", Node("http://www.w3.org/ns/dcat#Catalog"))
        self._say(
            about, "dct:title", self._words(text("Open data on the integration concept: {name}", name=name))
        )
        self._say(
            about,
            "dct:description",
            self._words(
                text(
                    "What is public of the records; each table says why. Notes and sources of the office are left out."
                )
            ),
            *(self._words(each) for each in unknown(self.settings)),
        )
        self._say(about, "dct:publisher", self.publisher)
        self._say(about, "dct:language", Node(_LANGUAGES[self.settings.language.value]))
        self._say(about, "dct:modified", self._moment())
        if self.settings.municipality.website is not None:
            self._say(about, "foaf:homepage", Node(self.settings.municipality.website))
        self._say(about, "dcat:dataset", *(Node(self._own(each.table.name)) for each in offered))
        self._say(self.publisher, "rdf:type", Node("http://xmlns.com/foaf/0.1/Agent"))
        self._say(self.publisher, "foaf:name", self._record(name))
        self._contact(name)

    def _contact(self, name: str) -> None:
        vcard = "http://www.w3.org/2006/vcard/ns#"
        self._say(self.contact, "rdf:type", Node(f"{vcard}Kind"), Node(f"{vcard}Organization"))
        self._say(self.contact, "vcard:fn", self._record(self.settings.municipality.office or name))
        letterhead = self.settings.letterhead
        if letterhead is not None and letterhead.email is not None:
            self._say(self.contact, "vcard:hasEmail", Node(f"mailto:{letterhead.email}"))
        if self.settings.municipality.website is not None:
            self._say(self.contact, "vcard:hasURL", Node(self.settings.municipality.website))

    def dataset(self, offered: Offered) -> None:
        table = offered.table
        about = Node(self._own(table.name))
        self._say(about, "rdf:type", Node("http://www.w3.org/ns/dcat#Dataset"))
        self._say(about, "dct:identifier", Words(f"{self.settings.id}:{table.name}"))
        self._say(about, "dct:title", self._words(table.title))
        self._say(about, "dct:description", self._words(table.why))
        self._say(about, "dcatde:contributorID", Node(self.stated.contributor or f"{UNKNOWN}contributor"))
        self._say(about, "dct:publisher", self.publisher)
        self._say(about, "dcat:contactPoint", self.contact)
        self._say(about, "dcat:theme", *(Node(_THEME + each) for each in _THEMES))
        self._say(about, "dcat:keyword", self._words(text("Integration")), self._words(table.title))
        self._say(about, "dct:language", Node(_LANGUAGES[self.settings.language.value]))
        self._say(about, "dct:modified", self._moment())
        if self.base is not None:
            self._say(about, "dcat:landingPage", Node(self.base))
        places = [Node(self._own(each.name)) for each in offered.files]
        self._say(about, "dcat:distribution", *places)
        for place, file in zip(places, offered.files, strict=True):
            self._distribution(place, file, table)

    def _distribution(self, about: Node, file: File, table: Table) -> None:
        suffix = file.name.rpartition(".")[2]
        form, media = _FORMATS[suffix]
        url = Node(self.base + file.name if self.base is not None else f"{UNKNOWN}address:file:{file.name}")
        licence = self.stated.licence
        self._say(about, "rdf:type", Node("http://www.w3.org/ns/dcat#Distribution"))
        self._say(
            about,
            "dct:title",
            self._words(text("{title} ({format})", title=table.title, format=suffix.upper())),
        )
        self._say(about, "dcat:accessURL", url)
        if self.base is not None:
            self._say(about, "dcat:downloadURL", url)
        self._say(about, "dct:license", Node(licence.url if licence and licence.url else f"{UNKNOWN}licence"))
        if licence is not None and licence.attribution is not None:
            self._say(about, "dcatde:licenseAttributionByText", self._record(licence.attribution))
        self._say(about, "dct:format", Node(form))
        self._say(about, "dcat:mediaType", Node(f"https://www.iana.org/assignments/media-types/{media}"))
        self._say(about, "dcat:byteSize", Words(str(len(file.content)), of="xsd:nonNegativeInteger"))
        self._say(about, "dct:modified", self._moment())
        checksum = Node(f"{about.address}.sha256")
        self._say(about, "spdx:checksum", checksum)
        self._say(checksum, "rdf:type", Node("http://spdx.org/rdf/terms#Checksum"))
        self._say(checksum, "spdx:algorithm", Node("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"))
        self._say(checksum, "spdx:checksumValue", Words(sha256(file.content).hexdigest(), of="xsd:hexBinary"))
