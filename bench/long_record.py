"""A made-up record of many events over 18 months, and the program that it is about; the same bytes each time.

Events are chained here and put into the file in bulk, as appending them one by one would take minutes. That the record
is a sound one is for `milepost record verify` to say.
"""

import hashlib
import math
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from bench.long_program import SOURCES
from milepost.actions.accept_program import accept_program
from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.adapters.state.folder import StateFolder
from milepost.experiments.verdict import READ, Evidence, Verdict, design_digest
from milepost.governance.attestation import SIGNED
from milepost.kernel.time import format_instant, start_of_day
from milepost.kernel.words import Grade, Phase
from milepost.ledger.entry import POSTED, REVERSED, LedgerEntry
from milepost.ledger.posting import entry_of
from milepost.outcomes.measurement import MEASURED
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import Json, canonical_bytes, to_json
from milepost.record.chain import link_digest
from milepost.record.event import Event, EventId, event_id
from milepost.roadmap.criterion import metric_digest
from milepost.tables.facts import CHECKED, LOADED
from milepost.testing.fakes import PinnedClock
from milepost.wiring.local import STATE_TABLES

BEGAN = datetime(2025, 5, 1, tzinfo=UTC)
MONTHS_18 = timedelta(days=548)
SEED = 20_261_122
BATCH = 20_000
READINGS = 40
"""Of each experiment: the first when its period is over, then one every ten days or so."""


def write_record(folder: Path, count: int) -> None:
    """Accept the program and put `count` events into its record, the acceptance among them."""
    clock = PinnedClock(BEGAN, pinned=False)
    state = StateFolder(folder / ".milepost", clock, STATE_TABLES)
    program = accept_program(LocalProgramFolder(folder), state, "person/bench").program
    path = folder / ".milepost" / "record.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    sequence, digest = connection.execute(
        "SELECT sequence, digest FROM event ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    teller = Teller(program=program, left=count - sequence, sequence=sequence, digest=digest)
    teller.write(connection)
    connection.execute("COMMIT")
    connection.close()


@dataclass(kw_only=True)
class Teller:
    """Tells what a program of hourly loads would record."""

    program: CompiledProgram
    left: int
    sequence: int
    digest: str
    at: datetime = BEGAN + timedelta(minutes=1)
    step: timedelta = timedelta()
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311  no secret
    rows: list[tuple[object, ...]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    """The last event of each type and subject, by both."""
    metrics: dict[int, str] = field(default_factory=dict)
    posted: dict[int, LedgerEntry] = field(default_factory=dict)

    def write(self, connection: sqlite3.Connection) -> None:
        """Put everything into the file, with the rows of the state tables."""
        self.step = MONTHS_18 / (self.left + 1)
        for _ in self._events():
            if len(self.rows) >= BATCH:
                self._flush(connection)
        self._flush(connection)
        _write_state(connection)

    def _flush(self, connection: sqlite3.Connection) -> None:
        connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self.rows)
        self.rows.clear()

    def _events(self) -> Iterator[None]:
        """Load, check and measure source after source; now and then something rare."""
        turn = 0
        rare = self._rare()
        due = next(rare)
        while self.left > 0:
            if self.at >= due and self.left > 4:
                due = next(rare)
            source = turn % SOURCES
            rows = self._load(source, f"{turn}")
            yield
            if self.left > 0:
                self._check(source, rows, ok=self.dice.random() > 1 / 2_000)
            yield
            if self.left > 0:
                self._measure(source, rows)
            yield
            turn += 1

    def _rare(self) -> Iterator[datetime]:
        """Sign, read and post; gives when the next is due."""
        for n in range(SOURCES):
            yield BEGAN + timedelta(days=2, minutes=n)
            self._sign(n)
        first = BEGAN + timedelta(days=120)
        for reading in range(READINGS):
            for n in range(SOURCES):
                if n == 0 and reading:
                    continue  # not read again: its evidence lapses, and its milestone is reopened
                yield first + timedelta(days=10 * reading, minutes=n)
                self._read(n)
        yield BEGAN + 2 * MONTHS_18

    def _load(self, n: int, turn: str) -> str:
        rows = _digest(f"rows {n} {turn}")
        load: Json = {
            "basis": _digest(f"basis {turn}"), "source_digest": _digest(f"file {turn}"), "logical_digest": rows,
            "contract_digest": _digest("contract"), "rows": 600 + self.left % 40, "format": "csv",
        }  # fmt: skip
        self._tell(LOADED, f"source/s{n}", {"load": load})
        return rows

    def _check(self, n: int, rows: str, *, ok: bool) -> None:
        results: Json = [
            {"name": "required", "column": each, "expects": "no empty cell", "found": 0 if ok else 3, "ok": ok}
            for each in ("customer", "segment", "spend")
        ]
        check: Json = {
            "basis": _digest(f"check {rows}"), "contract": "table 1.0.0", "contract_digest": _digest("contract"),
            "source_digest": _digest("file"), "logical_digest": rows, "rows": 600, "ok": ok, "results": results,
            "because": [] if ok else ["customer breaks required: 3 found"],
        }  # fmt: skip
        self._tell(CHECKED, f"source/s{n}", {"check": check})

    def _measure(self, n: int, rows: str) -> None:
        days = (self.at - BEGAN) / timedelta(days=1)
        level = 3 + n / 20 + 2 * math.sin(days / 40 + n) + self.dice.gauss(0, 0.002)
        measured: Json = {
            "basis": _digest(f"level {rows}"), "metric": self._metric(n), "value": f"{level:.4f}",
            "unit": "USD", "n": 600, "rows_digest": rows, "grade": "C",
        }  # fmt: skip
        self._tell(MEASURED, f"kpi/k{n}", {"measurement": measured})

    def _metric(self, n: int) -> str:
        if n not in self.metrics:
            self.metrics[n] = metric_digest(self.program, f"k{n}")
        return self.metrics[n]

    def _sign(self, n: int) -> None:
        told: Json = {
            "name": f"a{n}", "signer": "privacy", "statement": "", "document": "log.md",
            "document_digest": _digest("log"), "expires": "2027-06-01",
        }  # fmt: skip
        self._tell(SIGNED, f"attestation/a{n}", {"attestation": told})

    def _read(self, n: int) -> None:
        rows = self._load(n, f"reading {self.left}")
        experiment = self.program.experiments[f"e{n}"]
        assert experiment.period is not None
        net = 20 + 5 * n + self.dice.gauss(0, 5)
        evidence = Evidence(
            estimate=net,
            low=net - 12,
            high=net + 12,
            lower95=net - 10,
            upper95=net + 10,
            unit="USD",
            standard_error=6.0,
        )
        verdict = Verdict(
            basis=_digest(rows), experiment=experiment.id, design=design_digest(self.program, experiment.id),
            rows_digest=rows, phase=Phase.SUCCESSFUL, grade=Grade.A, because="net value lower95 >= 0", control="None",
            treatment="Mail", metric=f"m{n}", arms={"None": 300, "Mail": 300}, population=300,
            stats={"net_value": evidence, "effect": evidence}, period=str(experiment.period),
        )  # fmt: skip
        ended = start_of_day(experiment.period.end, self.program.program.time_zone)
        read = self._tell(READ, f"experiment/e{n}", {"verdict": to_json(verdict)}, ended)
        self._post(n, entry_of(self.program, verdict, read))

    def _post(self, n: int, entry: LedgerEntry | None) -> None:
        subject = f"capability/c{n}"
        if (old := self.last.get(f"{POSTED} {subject}")) is not None:
            at = self.at
            self._tell(REVERSED, subject, {"entry": to_json(self.posted[n]), "reverses": old})
            self.at = at  # one append, one instant
        assert entry is not None
        self.posted[n] = entry
        self._tell(POSTED, subject, {"entry": to_json(entry)})

    def _tell(self, type_: str, subject: str, data: dict[str, Json], occurred: datetime | None = None) -> EventId:
        before = self.last.get(f"{type_} {subject}")
        key = f"{_digest(f'{self.sequence}')} after {before}"
        at = format_instant(self.at)
        id_ = event_id(type_, subject, key)
        event: Json = {
            "v": 1, "id": id_, "type": type_, "subject": subject, "recorded_at": at, "actor": "person/bench",
            "occurred_at": format_instant(occurred) if occurred else None, "program": self.program.digest,
            "causes": [before] if before is not None else [], "key": key, "data": {**data, "run_id": f"run-{at}"},
        }  # fmt: skip
        # What msgspec writes in the order of its keys is canonical where there is no float.
        stored = canonical_bytes(event) if type_ == READ else msgspec.json.encode(event, order="sorted")
        previous, self.digest = self.digest, link_digest(self.digest, stored)
        self.sequence += 1
        self.rows.append((self.sequence, id_, type_, subject, at, previous, self.digest, stored))
        self.last[f"{type_} {subject}"] = id_
        self.left -= 1
        self.at += self.step
        return id_


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _write_state(connection: sqlite3.Connection) -> None:
    """Fill the state tables: from the last load of each source, and all postings and reversals."""
    wanted = """
        SELECT bytes FROM event WHERE type IN (?, ?)
        OR sequence IN (SELECT max(sequence) FROM event WHERE type = ? GROUP BY subject) ORDER BY sequence
    """
    events = [Event.from_bytes(each) for (each,) in connection.execute(wanted, (POSTED, REVERSED, LOADED))]
    for table in STATE_TABLES:
        rows = [tuple(row[name] for name in table.columns) for event in events for row in table.rows_of(event)]
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO state_{table.name} VALUES ({marks})", rows)  # noqa: S608  our own names
