"""The glossary of `kic help words`: each word of the trade in German and English, what it means, and the law.

One table: a test holds the catalogue to it, so that the German command line has one word for one thing.
"""

from collections.abc import Callable
from typing import NamedTuple

from kic.cli.table import N_


class Term(NamedTuple):
    """A word in both languages.

    `law` names paragraphs, of Rheinland-Pfalz where Land law counts, and is empty where no law has the word. `label`
    is the context and key under which the catalogue has it. `stems` are what German sentences may say for it: empty
    where the English word has other meanings too.
    """

    english: str
    german: str
    meaning: str
    law: str = ""
    label: tuple[str, str] | None = None
    stems: tuple[str, ...] = ()


class Glossary(NamedTuple):
    """The topic: terms in the order of the reader's language."""

    title: str
    terms: tuple[Term, ...]

    def shown(self, words: Callable[[str], str]) -> str:
        """The page as text."""
        import textwrap  # noqa: PLC0415

        from kic.cli.helping import width  # noqa: PLC0415
        from kic.cli.words import language  # noqa: PLC0415

        german = language().code == "de"
        lines = [words(self.title)]
        for term in sorted(self.terms, key=lambda each: _sorted(each.german if german else each.english)):
            first, other = (term.german, term.english) if german else (term.english, term.german)
            law = " [{}]".format(term.law.replace(" ", "\u00a0")) if term.law else ""
            lines += ["", f"{first} · {other}"]
            lines += textwrap.wrap(
                f"{words(term.meaning)}{law}", width(), initial_indent="    ", subsequent_indent="    "
            )
        return "\n".join(lines)


def _sorted(word: str) -> str:
    """As in a German dictionary: ä as a, in either case."""
    return word.casefold().translate(str.maketrans("äöü", "aou"))


WORDS = Glossary(
    N_("Words of the trade, in both languages, with the law"),
    (
        # -- the concept ------------------------------------------------------------------------------
        Term(
            "concept", "Konzept",
            N_("The city's text on integration: themes, goals and recommendations, adopted by the council."),
        ),
        Term(
            "edition", "Fassung",
            N_("The concept as it was adopted at one time; a later one supersedes it."),
            label=("kind", "edition"), stems=("Fassung", "gefasst"),
        ),
        Term(
            "theme", "Themenfeld", N_("A part of the concept, with its vision and goals."),
            label=("kind", "theme"), stems=("Themenfeld", "Themen"),
        ),
        Term("vision", "Leitbild", N_("What a theme is to lead to.")),
        Term(
            "goal", "strategisches Ziel", N_("What a theme wants to reach; indicators may measure it."),
            label=("kind", "goal"), stems=("Ziel",),
        ),
        Term(
            "recommendation", "Handlungsempfehlung",
            N_("A measure of the concept, with who is responsible, its status and its log."),
            label=("kind", "recommendation"), stems=("Handlungsempfehlung", "Empfehlung"),
        ),
        Term(
            "amendment", "Änderung",
            N_("A change of the text as an act: day, resolution, mover, reason."),
            label=("kind", "amendment"), stems=("Änderung", "geändert"),
        ),
        Term(
            "resolution", "Beschluss", N_("What a body decided, with day and number."),
            "§ 40 GemO RLP", ("kind", "resolution"), ("Beschl", "Beschlüss", "beschl"),
        ),
        Term("adopted", "beschlossen, verabschiedet", N_("The day of the act; not the day of publication.")),
        Term("effective", "in Kraft", N_("From this day on the text counts.")),
        Term(
            "synopsis", "Synopse",
            N_("Old and new text side by side, with reason and mover."), stems=("Synops",),
        ),
        Term(
            "consultation", "Beteiligung", N_("An event at which people say what they think of a draft."),
            stems=("Beteiligung",),
        ),
        Term(
            "contribution", "Beitrag", N_("What somebody said there; each one gets an answer with a reason."),
            label=("kind", "contribution"), stems=("Beitr",),
        ),
        Term(
            "rendition", "Textform",
            N_("A summary, a translation or easy language, made from the words of one day."),
            label=("kind", "rendition"), stems=("Textform",),
        ),
        Term(
            "publication", "Veröffentlichung",
            N_("What was given out to the public, kept byte for byte with recorded state, day and digests."),
            label=("kind", "publication"), stems=("eröffentlich",),
        ),
        Term(
            "indicator", "Indikator", N_("A figure that is measured year by year, with its targets."),
            label=("kind", "indicator"), stems=("Indikator", "Kennzahl"),
        ),
        # -- the committee ------------------------------------------------------------------------------
        Term(
            "seat", "Sitz",
            N_("A place on the committee; its member changes, the seat stays."),
            label=("kind", "seat"),
        ),
        Term(
            "deputy", "Stellvertretung", N_("Who was elected to stand in for the member of a seat."),
            stems=("tretung", "tretend"),
        ),
        Term(
            "bias", "Befangenheit",
            N_("What may keep a member from advising and voting; who discloses it, says no reason here."),
            "§ 22 GemO RLP", stems=("efangen",),
        ),
        Term(
            "exclusion", "Ausschließung",
            N_("A member may not take part in one item. Kept: that, and who decided it; never why."),
            "§ 22 GemO RLP",
        ),
        Term(
            "quorum", "Beschlussfähigkeit",
            N_("How many have to be there for a decision to stand; after exclusions, a third suffices."),
            "§ 39 GemO RLP", stems=("eschlussfähig",),
        ),
        Term(
            "meeting", "Sitzung", N_("A sitting of the committee, with agenda, attendance and votes."),
            "§§ 34, 35 GemO RLP", ("kind", "meeting"), ("Sitzung", "sitzung"),
        ),
        Term("item", "Tagesordnungspunkt", N_("What is dealt with and voted on by itself."), "", ("kind", "item")),
        Term(
            "vote", "Abstimmung", N_("For, against, abstentions; excluded members are no abstentions."),
            "§ 40 GemO RLP",
        ),
        Term(
            "minutes", "Niederschrift", N_("Who was there, wording of the resolutions, results of the votes."),
            "§ 41 GemO RLP", stems=("Niederschrift", "Minuten"),
        ),
        # -- the grant ------------------------------------------------------------------------------------
        Term(
            "call", "Förderaufruf",
            N_("The announcement that applications may come in, with its terms and its money."), "", ("kind", "call"),
        ),
        Term(
            "guideline", "Förderrichtlinie", N_("The rules of the programme; it binds by equal treatment."),
            "Art. 3 GG", stems=("ichtlinie",),
        ),
        Term(
            "application", "Projektantrag", N_("A request for a grant: costs, financing, period, aims."),
            label=("kind", "application"), stems=("ntrag", "ntrags", "nträge"),
        ),
        Term(
            "early start", "vorzeitiger Maßnahmenbeginn",
            N_("What has begun is not funded, unless the office consented before."), "VV-LHO § 44",
            stems=("vorzeitig",),
        ),
        Term(
            "de-minimis aid", "De-minimis-Beihilfe",
            N_("Aid to an undertaking below a ceiling over three years; entered in a register within 20 working days."),
            "(EU) 2023/2831", stems=("e-minimis",),
        ),
        Term(
            "reserve", "Reserve", N_("Money of a call that is held back, as for objections."),
            stems=("Reserve", "zurück", "Rücklage", "vorbehalt"),
        ),
        Term(
            "waiting list", "Nachrückliste", N_("Who moves up, in this order, when money becomes free."),
            stems=("achrück",),
        ),
        Term(
            "decision", "Förderentscheidung",
            N_("What the committee voted; not yet a promise to an applicant."), "§ 47 GemO RLP", ("kind", "decision"),
        ),
        Term(
            "award", "Bewilligung", N_("The sum that an applicant is given, always as a maximum."),
        ),
        Term(
            "notice", "Bescheid",
            N_("The administrative act: award, refusal, change, settlement, repayment. It needs reasons and "
               "instruction."),
            "§§ 35, 39 VwVfG", ("kind", "notice"),
        ),
        Term(
            "obligation", "Auflage", N_("A duty that comes with an award and stops no payment."), "§ 36 VwVfG",
            label=("ConditionKind", "obligation"),
        ),
        Term(
            "prerequisite", "Auszahlungsvoraussetzung", N_("Until it is met, nothing is paid."), "§ 36 VwVfG",
            label=("ConditionKind", "prerequisite"),
        ),
        Term(
            "objection", "Widerspruch",
            N_("What an applicant may raise within a month; the Stadtrechtsausschuss decides."),
            "§§ 68-70 VwGO", ("kind", "objection"), ("iderspr", "Einspruch", "Einwand", "einwend", "widerspr"),
        ),
        Term(
            "finality", "Bestandskraft",
            N_("Nobody can object any more: the month is over, or remedies were waived."), "§ 70 VwGO",
            stems=("estandskr",),
        ),
        Term(
            "delivery", "Bekanntgabe",
            N_("A letter counts as delivered on the fourth day after posting, or on a later one that is proved."),
            "§ 41 VwVfG",
        ),
        # -- money --------------------------------------------------------------------------------------
        Term(
            "shortfall financing", "Fehlbedarfsfinanzierung",
            N_("The grant fills the gap up to its maximum; what is saved lowers it in full."),
            label=("Financing", "shortfall"), stems=("ehlbedarf",),
        ),
        Term(
            "share", "Anteilfinanzierung", N_("The grant is a fixed rate of the costs."),
            label=("Financing", "share"),
        ),
        Term(
            "fixed sum", "Festbetragsfinanzierung", N_("The grant is a sum that savings do not lower."),
            label=("Financing", "fixed"),
        ),
        Term(
            "payment", "Zahlung", N_("From the request over certificate, order and release to the booking."),
            "§ 25 GemHVO RLP", ("kind", "payment"), ("ahlung", "zahl"),
        ),
        Term(
            "certify", "sachlich und rechnerisch feststellen", N_("Ground and amount are right."), "§ 25 GemHVO RLP",
        ),
        Term("payment order", "Auszahlungsanordnung", N_("The office tells the treasury to pay."), "§ 25 GemHVO RLP"),
        Term("instalment", "Rate", N_("A part of an award that is paid from a day on."), stems=("Rate",)),
        Term(
            "interim report", "Zwischenbericht", N_("How the project goes, before its end."),
            label=("ReportKind", "interim"),
        ),
        Term(
            "proof of use", "Verwendungsnachweis",
            N_("What was done, costs and financing as in the plan, and a list of receipts."),
            label=("ReportKind", "proof_of_use"), stems=("erwendungsnachweis", "Nachweis"),
        ),
        Term(
            "examination note", "Prüfvermerk", N_("What was sampled, cut and recognised, and the final sum."),
            label=("kind", "examination"), stems=("rüfvermerk",),
        ),
        Term(
            "hearing", "Anhörung", N_("The grantee is heard before anything is taken away."), "§ 28 VwVfG",
            stems=("nhör",),
        ),
        Term(
            "settlement notice", "Schlussbescheid", N_("Fixes the grant at the sum that was examined."),
            stems=("chlussbescheid", "chlussfestsetzung"),
        ),
        Term(
            "revocation", "Widerruf", N_("Takes an award back, within a year from knowing all facts."),
            "§§ 48, 49 VwVfG", stems=("iderruf", "iderrief", "Rücknahme", "urücknahme"),
        ),
        Term(
            "clawback", "Erstattung", N_("What was paid and does not stand any more comes back, with interest."),
            "§ 49a VwVfG", stems=("rstattung", "ückforder", "erstatt"),
        ),
        Term(
            "base rate", "Basiszinssatz", N_("What interest is reckoned from; it changes each half-year."),
            "§ 247 BGB", stems=("asiszins",),
        ),
        Term(
            "budget by-law", "Haushaltssatzung",
            N_("Before it is publicly announced, no award can be given."), "§§ 95, 99 GemO RLP",
            stems=("Haushaltssatzung", "Satzung"),
        ),
        # -- data ------------------------------------------------------------------------------------------
        Term("record", "Datensatz", N_("A file of the repository about one thing.")),
        Term("repository", "Bestand", N_("The folder with all records, kept by git with every former state.")),
        Term(
            "private overlay", "privater Bereich",
            N_("Names and addresses of persons, in a folder outside git."), "Art. 5 DSGVO",
            stems=("geschützte", "private"),
        ),
        Term(
            "finding", "Befund", N_("What check has to say: place, law and remedy."),
            stems=("Befund",),
        ),
        Term(
            "waiver", "Ausnahme; Rechtsbehelfsverzicht",
            N_("In kic.yaml: a finding that is accepted until a day. Of a notice: remedies are given up."),
        ),
    ),
)  # fmt: skip
