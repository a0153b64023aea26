"""A read-out, frozen: a verdict with its design, registration and query, under an id that is their digest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.experiments.registration import Registration
from milepost.experiments.verdict import Verdict
from milepost.kernel.digest import Digest, digest_of
from milepost.record.canonical import canonical_bytes, to_json

FROZEN = "experiment.frozen"
SCHEMA = "milepost.snapshot/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that a snapshot says. It holds no instant of the freezing, so that the same reading gives the same bytes.

    `parts` is the design that the reading was made under; `query` the SELECT that aggregated its rows, None for a
    reading that is no comparison of arms.
    """

    verdict: Verdict
    event: str
    read_at: datetime
    program: str
    parts: Mapping[str, str]
    registration: Registration | None
    registered: str | None
    registered_at: datetime | None
    query: str | None

    @property
    def content(self) -> bytes:
        """Return the canonical JSON, whose digest is the snapshot's id."""
        told = to_json(self)
        assert isinstance(told, dict)
        return canonical_bytes({"schema": SCHEMA, **told})

    @property
    def snapshot(self) -> Digest:
        """Return the id."""
        return digest_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """That a reading was frozen: `snapshot` is the digest of its JSON, `files` those of what was written, by name."""

    experiment: str
    snapshot: str
    verdict: str
    registration: str | None
    files: Mapping[str, str]
