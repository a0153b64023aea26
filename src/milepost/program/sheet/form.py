"""The sheets of a canvas: one row a document, or one row an item of a capability's lists."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.program.text import Path


class Sort(StrEnum):
    """What a column's cells are, and so how a spreadsheet's own way of writing them is read."""

    TEXT = "text"
    ID = "id"
    IDS = "ids"
    TEXTS = "texts"
    """A text a line."""
    AMOUNT = "amount"
    DAY = "day"
    PERIOD = "period"
    COUNT = "count"
    SHARE = "share"
    LENGTH = "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column: its title, and the path of its value in the document or item."""

    title: str
    path: Path
    sort: Sort = Sort.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sheet. `kind` is that of its documents, or of those that hold its items.

    `lists` are the places of the items by the word in the column `Kind`; empty where a row is a document. `alone` is
    the path of what a text stands for where an item is written as one.
    """

    name: str
    kind: str
    columns: tuple[SheetColumn, ...]
    lists: tuple[tuple[str, Path], ...] = ()
    alone: Path = ()

    @property
    def is_of_items(self) -> bool:
        """Tell whether a row is an item of a document's list."""
        return bool(self.lists)

    @property
    def titles(self) -> tuple[str, ...]:
        """Return the titles of all columns, those that say which row it is among them."""
        which = ("Id", self.kind) if self.is_of_items else ("Id",)
        kinds = (KIND,) if len(self.lists) > 1 else ()
        return (*which, *kinds, *(each.title for each in self.columns), BASE)


KIND = "Kind"
BASE = "Base (leave it)"


def _columns(*columns: tuple[str, str, Sort] | tuple[str, str]) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(title=title, path=tuple(path.split(".")), sort=sort[0] if sort else Sort.TEXT)
        for title, path, *sort in columns
    )


CAPABILITIES = Form(
    name="Capabilities",
    kind="Capability",
    columns=_columns(
        ("Title", "title"),
        ("Block", "block"),
        ("Goals", "serves", Sort.IDS),
        ("Owner", "owner", Sort.ID),
        ("Approver", "approver", Sort.ID),
        ("KPI", "moves.kpi", Sort.ID),
        ("Lift p10", "moves.p10", Sort.AMOUNT),
        ("Lift p50", "moves.p50", Sort.AMOUNT),
        ("Lift p90", "moves.p90", Sort.AMOUNT),
        ("Because", "moves.because"),
        ("Reach", "moves.reach", Sort.COUNT),
        ("Decision", "decision"),
        ("For customers", "customer_outcome"),
        ("Data", "needs.data", Sort.IDS),
        ("Roles", "needs.roles", Sort.IDS),
        ("After", "needs.after", Sort.IDS),
        ("Integrations", "needs.integrations", Sort.IDS),
        ("Channels", "channels", Sort.IDS),
        ("Team", "effort.team", Sort.ID),
        ("Effort p10", "effort.p10", Sort.LENGTH),
        ("Effort p50", "effort.p50", Sort.LENGTH),
        ("Effort p90", "effort.p90", Sort.LENGTH),
        ("Starts", "starts", Sort.DAY),
        ("Chance it works", "succeeds", Sort.SHARE),
        ("Adopted by", "adopted_by"),
        ("Fails when", "fails_when", Sort.TEXTS),
        ("Fallback", "fallback"),
        ("Limits", "limits"),
    ),
)
GOALS = Form(
    name="Goals",
    kind="Goal",
    columns=_columns(
        ("Title", "title"),
        ("Priority", "priority", Sort.COUNT),
        ("KPI", "kpi", Sort.ID),
        ("Target", "target.value", Sort.AMOUNT),
        ("By", "target.by", Sort.DAY),
    ),
)
KPIS = Form(
    name="KPIs",
    kind="Kpi",
    columns=_columns(
        ("Title", "title"),
        ("Benefit", "benefit"),
        ("Owner", "owner", Sort.ID),
        ("Direction", "direction"),
        ("Metric", "metric", Sort.ID),
        ("Baseline window", "baseline.window", Sort.PERIOD),
        ("Baseline", "baseline.value", Sort.AMOUNT),
        ("Population", "population", Sort.COUNT),
    ),
)
STEPS = Form(
    name="Steps",
    kind="Capability",
    columns=_columns(
        ("Step", "step"), ("Owner", "owner", Sort.ID), ("By", "by", Sort.DAY), ("Evidence", "evidence", Sort.ID)
    ),
    lists=(("governance", ("needs", "governance")), ("operations", ("needs", "operations"))),
    alone=("step",),
)
TRAINING = Form(
    name="Training",
    kind="Capability",
    columns=_columns(("Team", "team"), ("Of", "of"), ("By", "by", Sort.DAY), ("Evidence", "evidence", Sort.ID)),
    lists=(("training", ("training",)),),
)
ADOPTION = Form(
    name="Adoption",
    kind="Capability",
    columns=_columns(
        ("Team", "team"), ("Target", "target", Sort.SHARE), ("By", "by", Sort.DAY), ("KPI", "kpi", Sort.ID),
        ("Evidence", "evidence", Sort.ID),
    ),
    lists=(("adoption", ("adoption",)),),
)  # fmt: skip
SOURCES = Form(
    name="Sources",
    kind="Source",
    columns=_columns(
        ("Title", "title"), ("Owner", "owner", Sort.ID), ("Contract", "contract", Sort.ID), ("Access", "access"),
        ("Gap", "gap"),
    ),
)  # fmt: skip
ROLES = Form(
    name="Roles",
    kind="Role",
    columns=_columns(
        ("Title", "title"), ("Function", "function"), ("Held by", "held_by"), ("Expected", "expected", Sort.DAY)
    ),
)
INTEGRATIONS = Form(
    name="Integrations",
    kind="Integration",
    columns=_columns(
        ("Title", "title"), ("System", "system"), ("Owner", "owner", Sort.ID), ("Direction", "direction"),
        ("Available", "sla.available", Sort.SHARE), ("Answers within ms", "sla.answers_within_ms", Sort.COUNT),
        ("Repaired within", "sla.repaired_within", Sort.LENGTH), ("Test", "test.kind"),
    ),
)  # fmt: skip
FORMS = (CAPABILITIES, STEPS, TRAINING, ADOPTION, GOALS, KPIS, SOURCES, INTEGRATIONS, ROLES)
"""In the order of the workbook."""
