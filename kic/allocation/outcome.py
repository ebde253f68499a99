"""The words of a proposal: what an application gets, and why. Records of decisions keep them too."""

import enum


class Outcome(enum.Enum):
    """What an application gets: its full admissible amount, a part, nothing, or it takes no part."""

    FUNDED = "funded"
    PARTIAL = "partial"
    UNFUNDED = "unfunded"
    INELIGIBLE = "ineligible"


class Cause(enum.Enum):
    """Why an application has its outcome (kic help allocation, section 5)."""

    RANK = "rank"
    FLOOR = "floor"
    THRESHOLD = "threshold"
    MARKS = "marks"
    MINIMUM = "minimum"
    LINE = "line"
    BUDGET = "budget"
    THEME_CAP = "theme-cap"
    APPLICANT_CAP = "applicant-cap"
    RULE = "rule"
