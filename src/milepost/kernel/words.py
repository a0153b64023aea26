"""The words of evidence and of status. Symbol and word always go together; colour alone says nothing."""

from enum import StrEnum


class Grade(StrEnum):
    """How far a number may be trusted: A randomised, B compared with a reservation, C modelled, D asserted."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    def meets(self, asked: "Grade") -> bool:
        """Tell whether this grade is as good as the one asked for."""
        return self.value <= asked.value

    @property
    def may_be_realised(self) -> bool:
        """Only evidence that compares, of grade A or B, may be called realised."""
        return self in {Grade.A, Grade.B}

    @property
    def meaning(self) -> str:
        """Say the grade in words."""
        return {
            Grade.A: "randomised",
            Grade.B: "compared, with a reservation",
            Grade.C: "modelled or not randomised",
            Grade.D: "asserted or attested",
        }[self]


class Phase(StrEnum):
    """The six phases of a measurement, as Argo Rollouts names them."""

    PENDING = "Pending"
    RUNNING = "Running"
    SUCCESSFUL = "Successful"
    FAILED = "Failed"
    ERROR = "Error"
    INCONCLUSIVE = "Inconclusive"


class MilestoneWord(StrEnum):
    """What a milestone can be; the first predicate that holds wins, in this order."""

    ACHIEVED = "achieved"
    REOPENED = "reopened"
    MISSED = "missed"
    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    NO_DATA = "no data"
    ON_TRACK = "on track"


class CapabilityWord(StrEnum):
    """What a capability can be; the first predicate that holds wins, in this order."""

    STOPPED = "stopped"
    HARMFUL = "harmful"
    BLOCKED = "blocked"
    PROVEN = "proven"
    INCONCLUSIVE = "inconclusive"
    ATTESTED = "attested"
    RUNNING = "running"
    NOT_STARTED = "not started"


class GoalWord(StrEnum):
    """What a goal can be; the first predicate that holds wins, in this order."""

    REACHED = "reached"
    NO_DATA = "no data"
    OFF_TRACK = "off track"
    AT_RISK = "at risk"
    ON_TRACK = "on track"


StatusWord = MilestoneWord | CapabilityWord | GoalWord | Phase

SYMBOLS: dict[str, str] = {
    "achieved": "✓", "reached": "✓", "proven": "✓", "Successful": "✓",
    "attested": "◇",
    "reopened": "↺",
    "missed": "■", "off track": "■", "harmful": "■", "stopped": "■", "Failed": "■", "Error": "■",
    "at risk": "▲", "blocked": "▲", "inconclusive": "▲", "Inconclusive": "▲",
    "no data": "◌", "not started": "◌", "Pending": "◌",
    "on track": "●", "running": "●", "Running": "●",
}  # fmt: skip
