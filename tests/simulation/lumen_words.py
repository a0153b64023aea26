"""The words of a company from its verdicts alone: the facts that a life would record, without the tables below them."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from milepost.experiments.verdict import READ, Verdict
from milepost.governance.attestation import SIGNED, Attestation
from milepost.kernel.time import start_of_day
from milepost.ledger.entry import POSTED
from milepost.ledger.saved import entries_of
from milepost.program.acceptance import ACCEPTED, Acceptance
from milepost.program.compiled import CompiledProgram, from_canonical
from milepost.record.canonical import to_json
from milepost.record.event import Event, Fact
from milepost.roadmap.facts import gather
from milepost.roadmap.status import derive_status
from milepost.simulation.lumen.exports import schedule
from milepost.simulation.lumen.life import EVENING, SIGNED_ON
from milepost.simulation.lumen.life import SIGNED as SIGNINGS
from milepost.simulation.lumen.truth import FIRST_DAY, Lumen
from milepost.tables.facts import CHECKED, ContractCheck
from milepost.testing.fakes import InMemoryRecordStore, PinnedClock

BROKEN_ON = date(2026, 9, 1)


class Words:
    """Tells facts on their days and derives the words of the last one."""

    def __init__(self, program: CompiledProgram) -> None:
        self.program, self.clock = program, PinnedClock()
        self.store, self.count = InMemoryRecordStore(self.clock), 0

    def of(self, verdicts: Iterable[Verdict]) -> dict[str, str]:
        """Return each thing's word on Lumen's last day."""
        self._accept()
        acts = [(self._read_on(each), 1, self._read, each) for each in verdicts]
        acts += [(on, 0, self._sign, each) for on, each in zip(SIGNED_ON, SIGNINGS, strict=True)]
        acts.append((BROKEN_ON, 2, self._break, "orders"))
        for number, (on, _, act, about) in enumerate(sorted(acts, key=lambda each: each[:2])):
            self.clock.at = datetime.combine(on, time(8, number), UTC)
            act(about)
        facts = gather(self.store.events(), lambda _: from_canonical(json.loads(self.program.canonical)))
        status = derive_status(facts, EVENING)
        items = [*status.milestones, *status.capabilities]
        return {each.ref: each.judged.word.value for each in items}

    def _read_on(self, verdict: Verdict) -> date:
        source = self.program.experiments[verdict.experiment].source
        return next(day for day, name in schedule(Lumen(seed=0)) if name == source)

    def _accept(self) -> None:
        self.clock.at = datetime.combine(FIRST_DAY, time(8), UTC)
        told = Acceptance(digest=self.program.digest, files={}, places="", previous=None)
        self._tell(ACCEPTED, f"program/{self.program.program.id}", {"acceptance": to_json(told)})

    def _read(self, verdict: Verdict) -> None:
        period = self.program.experiments[verdict.experiment].period
        ended = start_of_day(period.end, self.program.program.time_zone)
        read = self._tell(READ, f"experiment/{verdict.experiment}", {"verdict": to_json(verdict)}, ended)
        for entry in entries_of(self.program, verdict, read.id):
            self._tell(POSTED, f"capability/{entry.capability}", {"entry": to_json(entry)})

    def _sign(self, signing) -> None:
        told = Attestation(
            name=signing.what, signer=signing.signer, statement="", document=signing.document, document_digest="",
            expires=signing.expires,
        )  # fmt: skip
        self._tell(SIGNED, f"attestation/{signing.what}", {"attestation": to_json(told)})

    def _break(self, source: str) -> None:
        told = ContractCheck(
            basis="", contract="orders 1.0.0", contract_digest="", source_digest="", logical_digest=None, rows=0,
            ok=False, results=(), because=("a column is gone",),
        )  # fmt: skip
        self._tell(CHECKED, f"source/{source}", {"check": to_json(told)})

    def _tell(self, type_: str, subject: str, data: dict[str, object], occurred: datetime | None = None) -> Event:
        self.count += 1
        digest = data["acceptance"]["digest"] if type_ == ACCEPTED else self.program.digest
        fact = Fact(
            type=type_, subject=subject, key=str(self.count), actor="role/analyst", data=data, program=digest,
            occurred_at=occurred,
        )  # fmt: skip
        return self.store.append([fact])[0]
