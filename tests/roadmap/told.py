"""A record made of facts alone, for tests of the derivation: no file, no table, no command."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from milepost.experiments.verdict import READ, Evidence, GuardrailReading, Verdict, design_digest
from milepost.governance.attestation import SIGNED, Attestation
from milepost.kernel.time import parse_instant, start_of_day
from milepost.kernel.words import Grade, Phase
from milepost.ledger.entry import POSTED, REVERSED
from milepost.ledger.posting import entry_of
from milepost.outcomes.measurement import MEASURED, KpiMeasurement
from milepost.program.acceptance import ACCEPTED, Acceptance
from milepost.program.compiled import CompiledProgram, from_canonical
from milepost.program.compiler import compile_program
from milepost.record.canonical import to_json
from milepost.record.event import Event, Fact
from milepost.roadmap.criterion import metric_digest
from milepost.roadmap.facts import Facts, gather
from milepost.tables.facts import CHECKED, LOADED, ContractCheck, SourceLoad
from milepost.tables.probe import TESTED, ProbeResult
from milepost.testing.fakes import InMemoryRecordStore, PinnedClock
from program.overlay import overlay


def compiled(*documents: str) -> CompiledProgram:
    """Compile the sound example program with `documents` laid over it; it must have no error."""
    made = compile_program(overlay("---\n".join(documents)))
    assert made.program is not None, [each.message for each in made.findings]
    return made.program


def at(text: str) -> datetime:
    """Read a day as its noon in UTC, or an instant."""
    return parse_instant(f"{text}T12:00:00Z" if len(text) == 10 else text)


class Told:
    """Facts, told at instants that a test names; `program` is the version in force."""

    def __init__(self) -> None:
        self.clock = PinnedClock(pinned=False)
        self.store = InMemoryRecordStore(self.clock)
        self.programs: dict[str, bytes] = {}
        self.count = 0

    def facts(self, until: datetime | None = None) -> Facts:
        """Gather what was recorded by then, reading programs back from their bytes."""
        return gather(self.store.events(until=until), self.compiled)

    def compiled(self, digest: str) -> CompiledProgram:
        """Read a program back from its bytes."""
        return from_canonical(json.loads(self.programs[digest]))

    @property
    def program(self) -> CompiledProgram:
        return self.facts().programs[-1][1]

    def accept(self, when: datetime, program: CompiledProgram) -> None:
        self.programs[program.digest] = program.canonical
        told = Acceptance(digest=program.digest, files={}, places="", previous=None)
        self._tell(when, ACCEPTED, f"program/{program.program.id}", {"acceptance": to_json(told)})

    def load(self, when: datetime, rows: str = "") -> None:
        told = SourceLoad(basis="", source_digest="", logical_digest=rows, contract_digest="", rows=600, format="csv")
        self._tell(when, LOADED, "source/crm", {"load": to_json(told)})

    def check(self, when: datetime, *, ok: bool = True) -> None:
        told = ContractCheck(
            basis="", contract="crm-mail 1.0.0", contract_digest="", source_digest="", logical_digest="", rows=600,
            ok=ok, results=(), because=() if ok else ("column spend is missing",),
        )  # fmt: skip
        self._tell(when, CHECKED, "source/crm", {"check": to_json(told)})

    def read(
        self,
        when: datetime,
        net: tuple[float, float, float] = (50.0, 75.0, 100.0),
        grade: Grade = Grade.A,
        phase: Phase = Phase.SUCCESSFUL,
        guard: Phase | None = None,
        rows: str = "",
    ) -> None:
        """Tell a verdict whose net value has these lower, estimated and upper figures; a reading in Error has none."""
        low, estimate, high = net
        evidence = Evidence(estimate=estimate, low=low, high=high, lower95=low, upper95=high, unit="USD")
        guards = (GuardrailReading(metric="spent", margin=Decimal(1), phase=guard, because="measured"),)
        program = self.program
        period = program.experiments["spring-test"].period
        ended = start_of_day(period.end, program.program.time_zone) if period else None
        told = Verdict(
            is_whole=ended is None or when >= ended, basis="", control="None", treatment="Mail", metric="contribution",
            period=str(period) if period else None, experiment="spring-test", rows_digest=rows,
            design=design_digest(program, "spring-test"),
            phase=phase, grade=grade, because="read", arms={}, population=300,
            stats={} if phase is Phase.ERROR else {"net_value": evidence}, guardrails=guards if guard else (),
        )  # fmt: skip
        self._tell(when, READ, "experiment/spring-test", {"verdict": to_json(told)}, ended)

    def post(self, when: datetime) -> None:
        """Tell the value of the last verdict, after reversing what stood."""
        last = self.store.events(READ)[-1]
        verdict = self.facts().verdicts["spring-test"][-1].fact
        reversed_ = {each.data["reverses"] for each in self.store.events(REVERSED)}
        for each in self.store.events(POSTED):
            if each.id not in reversed_:
                self._tell(when, REVERSED, each.subject, {"entry": each.data["entry"], "reverses": each.id})
        entry = entry_of(self.program, verdict, last.id)
        if entry is not None:
            self._tell(when, POSTED, "capability/mail", {"entry": to_json(entry)})

    def measure(self, when: datetime, value: str = "0.75", rows: str = "") -> None:
        told = KpiMeasurement(
            basis="",
            metric=metric_digest(self.program, "margin"),
            value=Decimal(value),
            unit="USD",
            n=600,
            rows_digest=rows,
        )
        self._tell(when, MEASURED, "kpi/margin", {"measurement": to_json(told)})

    def sign(self, when: datetime, expires: date, name: str = "trained", signer: str = "analyst") -> None:
        told = Attestation(
            name=name, signer=signer, statement="", document="log.md", document_digest="", expires=expires
        )
        self._tell(when, SIGNED, f"attestation/{name}", {"attestation": to_json(told)})

    def probe(self, when: datetime, *, ok: bool, took_ms: str | None = None, name: str = "relay") -> None:
        told = ProbeResult(
            ok=ok, because="greeted" if ok else "no answer in time", took_ms=Decimal(took_ms) if took_ms else None
        )
        self._tell(when, TESTED, f"integration/{name}", {"probe": to_json(told)})

    def _tell(
        self, when: datetime, type_: str, subject: str, data: dict[str, object], occurred: datetime | None = None
    ) -> Sequence[Event]:
        self.clock.at = max(when, self.clock.at if self.count else when) + timedelta(
            microseconds=1 if self.count else 0
        )
        self.count += 1
        digest = data["acceptance"]["digest"] if type_ == ACCEPTED else None
        fact = Fact(type=type_, subject=subject, key=str(self.count), actor="person/tester", data=data)
        return self.store.append([replace(fact, program=digest, occurred_at=occurred)])
