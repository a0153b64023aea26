"""A plan in a file: just what was shown, the texts that it was made of, and a digest over all of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from milepost.kernel.digest import Digest
from milepost.plan.approval import Approval
from milepost.plan.effect import Figure
from milepost.plan.steps import Step
from milepost.record.canonical import Json, canonical_digest, to_json

FORMAT = "milepost.plan/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlan:
    """What `apply` needs. `base` is the event of the version that it was made against, None for the first.

    `basis` digests what the record knew and the plan rests on; `files` are the program's texts by path, `documents`
    the digests of the documents that it names. What stands beside these is for people to read.
    """

    program: str
    base: str | None
    base_digest: str | None
    basis: str
    compiled: str
    files: Mapping[str, str]
    documents: Mapping[str, str | None]
    created_at: str
    actor: str
    seed: int
    scenarios: int
    steps: Sequence[object]
    approvals: Sequence[object]
    figures: Sequence[object]

    @property
    def texts(self) -> dict[str, bytes]:
        """Return the files as bytes."""
        return {path: text.encode() for path, text in self.files.items()}


def saved_bytes(plan: SavedPlan) -> bytes:
    """Write a plan as JSON that people can read; it ends in a newline."""
    content = to_json(plan)
    whole = {"format": FORMAT, "digest": _digest(content), "plan": content}
    return (json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_saved(content: bytes) -> SavedPlan:
    """Read a saved plan back.

    Raises ValueError where it is none of this format, PermissionError where it was edited after it was written.
    """
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        said = whole.get("format") if isinstance(whole, dict) else None
        raise ValueError(f"its format is {said}, not {FORMAT}" if said else "it is no plan")
    try:
        is_whole = whole.get("digest") == _digest(whole.get("plan"))
    except (ValueError, TypeError, RecursionError) as error:
        raise PermissionError("its digest does not fit what it says") from error
    if not is_whole:
        raise PermissionError("its digest does not fit what it says")
    try:
        return msgspec.convert(whole["plan"], SavedPlan)
    except msgspec.ValidationError as error:
        raise ValueError(f"it lacks something: {error}") from error


def steps_json(steps: tuple[Step, ...]) -> list[Json]:
    """Write steps as JSON: what is done, to what, and each field."""
    return [{"step": type(each).__name__.lower(), **_object(each)} for each in steps]


def approvals_json(found: tuple[Approval, ...]) -> list[Json]:
    """Write approvals as JSON."""
    return [{**_object(each), "is_open": each.is_open} for each in found]


def figures_json(found: tuple[Figure, ...]) -> list[Json]:
    """Write figures as JSON."""
    return [to_json(each) for each in found]


def _object(value: Step | Approval) -> dict[str, Json]:
    told = to_json(value)
    assert isinstance(told, dict)
    fields = [{"change": type(each).__name__.lower(), **_plain(each)} for each in getattr(value, "fields", ())]
    return {**told, "ref": str(value.ref), **({"fields": list[Json](fields)} if fields else {})}


def _plain(value: object) -> dict[str, Json]:
    told = to_json(value)
    assert isinstance(told, dict)
    return told


def _digest(content: Json) -> Digest:
    return canonical_digest(content)
