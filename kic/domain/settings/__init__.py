"""The settings of a repository, in `kic.yaml`: who the municipality is and which rules it works under.

Legal values are settings with their source, not constants: for some bodies the municipal code applies
only by reference, and guidelines differ between cities.
"""

import datetime
import enum
from collections.abc import Iterable
from typing import Annotated, ClassVar

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.layout import SETTINGS
from kic.core.record import Group, Part, ref
from kic.core.values import Count, Money, Number, Share
from kic.domain.knowledge import Documented

FORMAT = 1
"""The newest repository format that this kic reads and the one it writes."""


LAENDER = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
"""The Länder by their two letters."""

_ADDRESS = r"^https?://[^\s<>\"{}|\\^`@/?#]+([/?#][^\s<>\"{}|\\^`]*)?\Z"
"""A web address without a password, and without characters that RDF and HTML would have to escape."""
_WEB_FOLDER = r"^https?://[^\s<>\"{}|\\^`@/?#]+(/[^\s<>\"{}|\\^`?#]*)?\Z"
"""A web address below which files lie: without a password, a query and a fragment, for paths are put behind it."""


class Language(enum.Enum):
    """Languages that kic speaks."""

    GERMAN = "de"
    ENGLISH = "en"


class Level(enum.Enum):
    """A severity that a municipality may give a finding; `off` silences it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


class Municipality(Group, frozen=True, kw_only=True):
    """The city: its official name and the office that works with kic."""

    name: str
    short_name: str | None = None
    office: str | None = None
    website: str | None = None


class Mandate(enum.Enum):
    """What the committee may do in law (DOMAIN, section 2.3: open for Kaiserslautern)."""

    DECIDES = "decides"
    RECOMMENDS = "recommends"


class LegalValue(Group, frozen=True, kw_only=True):
    """A number that a rule of law or procedure sets, with its source."""

    value: Count
    source: str


class LegalShare(Group, frozen=True, kw_only=True):
    """A share that a rule of law or procedure sets, with its source."""

    numerator: Count
    denominator: Count
    source: str


class LegalPercent(Group, frozen=True, kw_only=True):
    """A share or a number of percentage points that a rule of law or procedure sets, with its source."""

    percent: Number
    source: str


class LegalAmount(Group, frozen=True, kw_only=True):
    """An amount that a rule of law or procedure sets, with its source."""

    amount: Money
    source: str


class CommitteeRules(Group, frozen=True, kw_only=True):
    """How the committee works. Defaults follow the GemO RLP; each city may set its own.

    `seats` is the legal number of members (quorum counts from it). Quorum: more than `quorum` of it, at
    least `quorum_with_exclusions` of it where members are excluded, `second_invitation` members at a
    second invitation (§ 39 GemO RLP). `resolution` composed the committee, `note` says what it is for and
    who belongs to it.
    """

    name: str
    seats: Count | None = None
    mandate: Mandate | None = None
    recommends_to: str | None = None
    one_seat_per_group: bool = True
    quorum: LegalShare | None = None
    quorum_with_exclusions: LegalShare | None = None
    second_invitation: LegalValue | None = None
    notice_days: LegalValue | None = None
    hybrid: bool = False
    video: bool = False
    circulation: bool = False
    resolution: ref("resolution") | None = None
    note: str | None = None


class Retention(Group, frozen=True, kw_only=True):
    """How long closed records are kept before they are due for review; never an automatic deletion."""

    years: Count
    begins: str
    source: str


class Reporting(Group, frozen=True, kw_only=True):
    """Who owes an update, and when: a recommendation without an entry for so many months is overdue."""

    update_after_months: Count = Count(12)
    last_report: datetime.date | None = None
    next_report: datetime.date | None = None


class BudgetBlock(Group, frozen=True, kw_only=True):
    """A time in which appropriations are blocked (§ 101 GemO RLP [M]); without `until` it still holds."""

    since: datetime.date
    until: datetime.date | None = None
    note: str | None = None


class BudgetYear(Group, frozen=True, kw_only=True):
    """The money of one year for all its calls, as the budget provides it.

    `announced` is the day of the public announcement of the budget by-law: before it no award notice goes out
    (§ 99 GemO RLP). `closed` is the day on which the year's accounts of the programme were closed.
    """

    year: Count
    amount: Money
    announced: datetime.date | None = None
    blocks: tuple[BudgetBlock, ...] = ()
    closed: datetime.date | None = None
    source: str | None = None


class Duty(enum.Enum):
    """What a role may do with notices and money (§ 25 GemHVO RLP; DOMAIN, section 3.4)."""

    SIGN = "sign"
    CERTIFY = "certify"
    ORDER = "order"
    RELEASE = "release"
    EXECUTE = "execute"
    EXAMINE = "examine"


class Role(Part, frozen=True, kw_only=True):
    """Somebody who acts for the administration, under the name of the post and never of the person.

    One person is one role: order and execution may not lie with the same person (§ 25 GemHVO RLP).
    """

    part_kind: ClassVar = "role"

    title: str
    duties: tuple[Duty, ...] = ()


class BaseRate(Group, frozen=True, kw_only=True):
    """The base rate (§ 247 BGB) from this day on, in per cent a year; it changes on 1 January and 1 July."""

    since: datetime.date
    percent: Number
    source: str


class DeliveryDays(Group, frozen=True, kw_only=True):
    """On which day after posting a letter counts as delivered, for letters posted from this day on."""

    since: datetime.date
    days: Count
    source: str


class Procedure(Group, frozen=True, kw_only=True):
    """Periods and limits of the procedure, each with its source. A field that is left out has kic's default.

    The defaults stand in `kic.domain.periods.defaults`; those which DOMAIN marks as not confirmed say so in their
    source. `small_claim` has none: up to which sum a claim may be forgone (Kleinbetragsregelung) is not known for
    Rheinland-Pfalz (§ 24 GemHVO, DOMAIN section 3.4 [?]); until the city enters it, nothing is forgone.
    """

    delivery: tuple[DeliveryDays, ...] = ()
    appeal_months: LegalValue | None = None
    appeal_months_without_instruction: LegalValue | None = None
    lawsuit_months: LegalValue | None = None
    objection_months: LegalValue | None = None
    revocation_months: LegalValue | None = None
    limitation_years: LegalValue | None = None
    proof_months: LegalValue | None = None
    payout_months_ahead: LegalValue | None = None
    register_working_days: LegalValue | None = None
    interest_above_base: LegalPercent | None = None
    item_overrun: LegalPercent | None = None
    receipts_sampled: LegalPercent | None = None
    finance_check_from: LegalAmount | None = None
    small_claim: LegalAmount | None = None


class TreasuryField(enum.Enum):
    """What a column of the treasury's export may hold."""

    DATE = "date"
    VOUCHER = "voucher"
    AMOUNT = "amount"
    PURPOSE = "purpose"
    ACCOUNT = "account"
    IGNORED = "ignored"


class TreasuryColumn(Group, frozen=True, kw_only=True):
    """One column of the treasury's export: its heading, and what it holds."""

    heading: str
    field: TreasuryField


class Treasury(Group, frozen=True, kw_only=True):
    """How an export of the treasury's bookings is read. What no column names is not read, and never kept.

    `outgoing_negative`: the export writes money that the city pays out with a minus sign.
    """

    sheet: str | None = None
    heading_row: Count = Count(1)
    columns: tuple[TreasuryColumn, ...] = ()
    outgoing_negative: bool = False


class SeverityChoice(Group, frozen=True, kw_only=True):
    """Another severity for a finding in this repository, with the reason."""

    code: str
    severity: Level
    reason: str


class Waiver(Group, frozen=True, kw_only=True):
    """A finding that is accepted for a while: which, where, until when and why.

    `record` is the id (or, for files without one, the path) whose findings of this code are waived.
    """

    code: str
    record: str
    until: datetime.date
    reason: Annotated[str, msgspec.Meta(min_length=1)]


_FILE_NAME = r"^(?!.*(^|/)\.\.?(/|\Z))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\Z"


class Signatures(Group, frozen=True, kw_only=True):
    """That commits which change decisions or adopted texts are signed, as `check --base` verifies.

    `signers` is the list of the keys that may sign (git's `allowed_signers` for SSH keys), from the folder of kic.yaml;
    what counts is the list of the base branch.
    """

    signers: Annotated[str, msgspec.Meta(pattern=_FILE_NAME)] = "allowed_signers"


class Discussion(Group, frozen=True, kw_only=True):
    """When an application is to be discussed before the vote, in shares of the width of the call's scale.

    `wide`: its marks lie so far apart at least. `near`: its mean lies so near to the threshold, or to the score
    of the last that is funded, at most.
    """

    wide: Share = Share("50%")
    near: Share = Share("3%")


class Words(Group, frozen=True, kw_only=True):
    """What this city calls things, where it differs from kic's own words: `call` begins the title of a new call."""

    call: str | None = None


class Letterhead(Group, frozen=True, kw_only=True):
    """What stands around a letter of the office (DIN 5008): posts and offices, no persons.

    `sender` is the line above the address, `address` the office's own, where objections go to; `place` stands
    before the date. `footer` are the columns at the foot. `logo` is a file below `templates/`, `color` a web colour
    for lines. `tribunal` is the address of the Stadtrechtsausschuss. `telephone` is the office's general number; one
    of a natural person does not belong here.
    """

    sender: str
    address: tuple[str, ...]
    place: str
    email: str | None = None
    telephone: str | None = None
    footer: tuple[str, ...] = ()
    logo: str | None = None
    color: Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-f]{6}\Z")] | None = None
    tribunal: tuple[str, ...] = ()


class Licence(Group, frozen=True, kw_only=True):
    """The licence of the open data: its name, its address, and who is to be named (by-clauses)."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    url: Annotated[str, msgspec.Meta(pattern=_ADDRESS)] | None = None
    attribution: str | None = None


class OpenData(Group, frozen=True, kw_only=True):
    """What the open data say of themselves. What is left out is not known, and every export says so.

    `address` is the web folder in which the files will lie. `publisher` is the city's own URI, `contributor` the one of
    the data provider in GovData's list (DCAT-AP.de, contributorID). `grant_prefix` is the prefix that 360Giving gave,
    `organisation` the city's identifier in a register of organisations (org-id.guide).
    """

    licence: Licence | None = None
    address: Annotated[str, msgspec.Meta(pattern=_WEB_FOLDER)] | None = None
    publisher: Annotated[str, msgspec.Meta(pattern=_ADDRESS)] | None = None
    contributor: Annotated[str, msgspec.Meta(pattern=_ADDRESS)] | None = None
    grant_prefix: Annotated[str, msgspec.Meta(pattern=r"^360G-[A-Za-z0-9]+\Z")] | None = None
    organisation: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]+(-[A-Za-z0-9._]+)+\Z")] | None = None


class Conformance(enum.Enum):
    """How far a website meets the rules of accessibility, as its statement says (BITV RP § 1)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Accessibility(Group, frozen=True, kw_only=True):
    """What the accessibility statement of the public site says (BITV RP; DOMAIN, section 5.4).

    Nothing of it is assumed: what is left out, the statement calls not known. `barriers` is what is not accessible, and
    why. `enforcement` is the address of the Durchsetzungsstelle, `enforcement_url` its page.
    """

    conformance: Conformance | None = None
    assessed: datetime.date | None = None
    method: str | None = None
    barriers: tuple[str, ...] = ()
    enforcement: tuple[str, ...] = ()
    enforcement_url: Annotated[str, msgspec.Meta(pattern=_ADDRESS)] | None = None


class Website(Group, frozen=True, kw_only=True):
    """What the public site says of itself. What is left out is not known, and the site says so.

    `address` is the web folder in which it will lie. `imprint` are the lines of the legal notice, `contact`
    those of the office that takes feedback, `email` its general address; one of a natural person does not belong here.
    `privacy` says what the web server keeps of a visit: the pages themselves keep nothing and ask nobody else.
    """

    address: Annotated[str, msgspec.Meta(pattern=_WEB_FOLDER)] | None = None
    imprint: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    email: str | None = None
    privacy: str | None = None
    accessibility: Accessibility = Accessibility()


class Settings(Documented, frozen=True, kw_only=True, tag="settings"):
    """`kic.yaml`: the one file that makes a folder a repository.

    `program_folders` are folders beside the records that hold a program with its tests and none of the office's data:
    `check` does not search them for personal data. A change is judged by those of its base.
    """

    layouts: ClassVar = (SETTINGS,)

    format: Count
    municipality: Municipality
    land: Annotated[str, msgspec.Meta(pattern=rf"^({'|'.join(LAENDER)})\Z")]
    language: Language = Language.GERMAN
    time_zone: str = "Europe/Berlin"
    currency: Annotated[str, msgspec.Meta(pattern=r"^EUR\Z")] = "EUR"
    current_edition: ref("edition") | None = None
    words: Words = Words()
    letterhead: Letterhead | None = None
    committee: CommitteeRules | None = None
    reporting: Reporting = Reporting()
    retention: Retention | None = None
    budget: tuple[BudgetYear, ...] = ()
    own_share: Share | None = None
    procedure: Procedure = Procedure()
    roles: tuple[Role, ...] = ()
    base_rates: tuple[BaseRate, ...] = ()
    treasury: Treasury | None = None
    discussion: Discussion = Discussion()
    open_data: OpenData = OpenData()
    site: Website = Website()
    signatures: Signatures | None = None
    program_folders: tuple[Annotated[str, msgspec.Meta(pattern=_FILE_NAME)], ...] = ()
    severities: tuple[SeverityChoice, ...] = ()
    waivers: tuple[Waiver, ...] = ()


# -- what the settings make of findings ----------------------------------------------------------------


def choosable(code: str) -> bool:
    """Whether findings of this code may get another severity: not reading's, personal data, signatures."""
    return not code.startswith(_FIXED)


def waivable(code: str) -> bool:
    """Whether a single finding of this code may be accepted for a while: not what reading found, nor a signature."""
    return not code.startswith((*_UNREADABLE, *_SIGNED))


def of_signature(code: str) -> bool:
    """Whether findings of this code are about signatures: who could accept them would need none."""
    return code in _SIGNED


_SIGNED = ("KIC116", "KIC117", "KIC118")
_UNREADABLE = tuple(f"KIC0{tens}" for tens in range(6))
_FIXED = (*_UNREADABLE, "KIC079", "KIC08", *_SIGNED)


def judged(
    diagnostics: Iterable[Diagnostic], settings: Settings | None, today: datetime.date
) -> list[Diagnostic]:
    """The findings as this repository weighs them: severities chosen, waivers in force and `off` left out.

    A waiver is in force up to and including its last day and takes findings of its code away whose record
    id or path it names. Choices that rules refuse (KIC108) have no effect. The order stays.
    """
    if settings is None or not (settings.severities or settings.waivers):
        return list(diagnostics)
    levels = {choice.code: choice.severity for choice in settings.severities if choosable(choice.code)}
    accepted = _accepted(settings, today)
    kept: list[Diagnostic] = []
    for each in diagnostics:
        code = each.law.code
        if (code, each.record) in accepted or (code, each.place.path) in accepted:
            continue
        level = levels.get(code)
        if level is Level.OFF:
            continue
        if level is None or level.value == each.severity.value:
            kept.append(each)
        else:
            kept.append(msgspec.structs.replace(each, severity=Severity(level.value)))
    return kept


def waived(
    diagnostics: Iterable[Diagnostic], settings: Settings | None, today: datetime.date
) -> list[Diagnostic]:
    """The findings that a waiver in force takes away: `judged` leaves them out, and a summary counts them."""
    if settings is None or not settings.waivers:
        return []
    accepted = _accepted(settings, today)
    return [
        each
        for each in diagnostics
        if (each.law.code, each.record) in accepted or (each.law.code, each.place.path) in accepted
    ]


def switched_off(settings: Settings | None) -> frozenset[str]:
    """The codes of which this repository shows no finding at all."""
    if settings is None:
        return frozenset()
    levels = {choice.code: choice.severity for choice in settings.severities if choosable(choice.code)}
    return frozenset(code for code, level in levels.items() if level is Level.OFF)


def _accepted(settings: Settings, today: datetime.date) -> set[tuple[str, str]]:
    """Code and record (or path) of each waiver in force."""
    return {
        (waiver.code, waiver.record)
        for waiver in settings.waivers
        if today <= waiver.until and waivable(waiver.code)
    }
