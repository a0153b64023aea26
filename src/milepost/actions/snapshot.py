"""The id of a read-out: the same table, read by the same design and formulas, has the same one."""

from dataclasses import MISSING, fields

from milepost.actions.steps import READ
from milepost.experiments.design import Design
from milepost.kernel.digest import Digest
from milepost.record.canonical import Json, canonical_digest, to_json


def snapshot_of(rows: Digest, design: Design) -> Digest:
    """Digest what a read-out depends on: the table's bytes, the design, the revision of the formulas."""
    asked = {each.name: getattr(design, each.name) for each in fields(design)}
    defaults = {each.name: each.default for each in fields(design) if each.default is not MISSING}
    told = {name: to_json(value) for name, value in asked.items() if value != defaults.get(name, MISSING)}
    return _digest(rows, told)


def looks_snapshot(
    rows: Digest, *, alpha: float, sequential: bool, planned: int | None, split: tuple[float, float] | None = None
) -> Digest:
    """Digest what a reading of aggregates depends on."""
    told: dict[str, Json] = {"aggregates": True, "alpha": alpha, "sequential": sequential, "planned": planned}
    return _digest(rows, told if split is None else {**told, "split": list(split)})


def _digest(rows: Digest, design: dict[str, Json]) -> Digest:
    return canonical_digest({"rows": rows, "design": design, "formulas": READ.revision})
