"""The hops of one event: its own link, and each digest that it names, recomputed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from milepost.actions.ports import ProgramFolder, State, Warehouse
from milepost.actions.programs import accepted_program, layout_of
from milepost.actions.trace_roots import places_of
from milepost.actions.value_books import totals_of
from milepost.experiments.holdout_verdict import HoldoutVerdict
from milepost.experiments.registration import Registration
from milepost.experiments.snapshot import Snapshot
from milepost.experiments.verdict import Verdict
from milepost.governance.attestation import Attestation, RandomisationStatement
from milepost.kernel.digest import digest_of
from milepost.kernel.finding import Refused
from milepost.kernel.time import Quarter
from milepost.ledger.books import HAPPENED, books
from milepost.ledger.closing import Closing, trial_digest
from milepost.ledger.costs import CostLoad
from milepost.ledger.entry import LedgerEntry
from milepost.ledger.total import ProgramTotal
from milepost.outcomes.measurement import KpiMeasurement
from milepost.plan.forecast import FrozenForecast, PlanForecast
from milepost.program.acceptance import ACCEPTED, Acceptance, Layout
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import from_json
from milepost.record.chain import GENESIS, link_digest
from milepost.record.event import Event
from milepost.roadmap.facts import FORMS
from milepost.roadmap.hop import Fit, Hop, fit_of
from milepost.roadmap.money import gain_or_loss
from milepost.tables.facts import LOADED, ContractCheck, SourceLoad, contract_digest, table_file
from milepost.tables.typed import ROW


@dataclass(frozen=True, kw_only=True)
class Tracer:
    """Gives the hops of events, recomputing digests from the state, the folder and the warehouse."""

    program: CompiledProgram
    folder: ProgramFolder
    state: State
    warehouse: Warehouse

    def hops(self, event: Event) -> Iterator[Hop]:
        """Give an event's own hop first, then those to what it names; of a changed event the first alone."""
        claimed, found = self._links[event.id]
        if claimed != found:
            yield self._entry(event, "changed after it was written; nothing it says can be followed")
            return
        name, form = FORMS[event.type]
        fact = from_json(event.data[name], form)
        yield self._entry(event, said_of(fact, event.subject))
        yield from self._rests_on(event, fact)

    def _rests_on(self, event: Event, fact: object) -> Iterator[Hop]:
        match fact:
            case LedgerEntry():
                yield from self._program_lines(event, (f"capability/{fact.capability}",))
            case Verdict():
                yield from self._program_lines(event, self._design_refs(event, fact))
            case ProgramTotal() | HoldoutVerdict():
                yield from self._program_lines(event, (event.subject, f"metric/{fact.metric}"))
            case SourceLoad():
                yield from self._load(event, fact)
            case ContractCheck():
                yield from self._contract(event, fact)
            case RandomisationStatement() | Attestation():
                yield self._document(fact)
            case KpiMeasurement() | CostLoad() | Registration():
                yield from self._program_lines(event, (event.subject,))
            case Acceptance():
                yield from self._acceptance(event, fact)
            case Closing():
                yield from self._closing(event, fact)

    def _entry(self, event: Event, said: str) -> Hop:
        claimed, found = self._links[event.id]
        return Hop(what=event.type, id=event.id, said=said, claimed=claimed, found=found, fit=fit_of(claimed, found))

    def _load(self, event: Event, load: SourceLoad) -> Iterator[Hop]:
        name = event.subject.partition("/")[2]
        path = self.state.table_path(table_file(name, load.basis))
        rows = self._rows_digest(path)
        yield Hop(
            what="rows",
            id=event.subject,
            said=f"{load.rows:,} rows, whatever their order or file format",
            claimed=load.logical_digest,
            found=rows,
            fit=Fit.UNSEEN if rows is None and self._loaded_since(event) else fit_of(load.logical_digest, rows),
            place=f"tables/{path.parent.name}/{path.name}",
        )
        if path.is_file():  # of a table that is gone the rows tell
            yield self._table_file(name, load, path)
        yield self._source_file(event, name, load)

    def _table_file(self, name: str, load: SourceLoad, path: Path) -> Hop:
        sealed = self.state.seal(table_file(name, load.basis)) or "a seal that is gone"
        found = self.warehouse.file_digest(path)
        place = f"tables/{path.parent.name}/{path.name}"
        said = "the bytes as they were written"
        fit = fit_of(sealed, found)
        return Hop(what="table file", id=f"source/{name}", said=said, claimed=sealed, found=found, fit=fit, place=place)

    def _rows_digest(self, path: Path) -> str | None:
        try:
            return self.warehouse.logical_digest(self.warehouse.open_file(path).drop(ROW))
        except Refused:
            return None

    def _source_file(self, event: Event, name: str, load: SourceLoad) -> Hop:
        place = self.state.location(name)
        try:
            found = self.warehouse.file_digest(place) if place else None
        except Refused:
            found = None
        said = f"the {load.format} file that was loaded"
        if found is None:
            said += "; it no longer lies where it was, so its digest can't be recomputed"
        elif found != load.source_digest and found in self._loaded_since(event):
            said, found = said + "; a newer one, loaded since, lies there now", None
        fit = Fit.UNSEEN if found is None else fit_of(load.source_digest, found)
        return Hop(
            what="source file",
            id=event.subject,
            said=said,
            claimed=load.source_digest,
            found=found,
            fit=fit,
            place=str(place) if place else None,
        )

    def _loaded_since(self, event: Event) -> set[str]:
        loads = [each for each in self.state.record.events(LOADED) if each.subject == event.subject]
        later = (each for each in loads if each.recorded_at > event.recorded_at)
        return {from_json(each.data["load"], SourceLoad).source_digest for each in later}

    def _contract(self, event: Event, check: ContractCheck) -> Iterator[Hop]:
        name = event.subject.partition("/")[2]
        program = self._program_of(event)
        schema = program.table_of(name) if program else None
        found = None
        if program is not None and schema is not None:
            found = contract_digest(program.contracts[program.sources[name].contract], schema)
        fit = fit_of(check.contract_digest, found)
        said = f"contract {check.contract}, {len(check.results)} rules"
        yield Hop(what="contract", id=check.contract, said=said, claimed=check.contract_digest, found=found, fit=fit)
        contract = check.contract.partition(" ")[0]
        yield from self._program_lines(event, (event.subject, f"contract/{contract}"))

    def _document(self, fact: RandomisationStatement | Attestation) -> Hop:
        found = self.folder.document_digest(fact.document)
        fit = fit_of(fact.document_digest, found)
        said = f"signed by {fact.signer}"
        claimed = fact.document_digest
        return Hop(
            what="document", id=fact.document, said=said, claimed=claimed, found=found, fit=fit, place=fact.document
        )

    def _acceptance(self, event: Event, acceptance: Acceptance) -> Iterator[Hop]:
        kept = self.state.record.blob(acceptance.digest)
        found = digest_of(kept) if kept is not None else None
        fit = fit_of(acceptance.digest, found)
        said = "the compiled program, as accepted"
        yield Hop(what="program", id=event.subject, said=said, claimed=acceptance.digest, found=found, fit=fit)
        _, layout = layout_of(event, self.state.record)
        for path, text in layout.files.items():
            yield self._file(event, path, text, None)

    def _closing(self, event: Event, closing: Closing) -> Iterator[Hop]:
        """Keep the books anew as they were then, and hold the quarter against what was closed."""
        program, told = self._program_of(event), self.state.record.events(*HAPPENED, until=event.recorded_at)
        found = None
        if program is not None:
            totals = totals_of(self.state.record, event.recorded_at)
            kept = books(told, program, event.recorded_at, totals)
            found = trial_digest(kept.trial(Quarter.parse(closing.quarter)))
        fit = fit_of(closing.digest, found)
        said = f"{len(closing.trial)} accounts, {closing.dates}"
        yield Hop(what="trial balance", id=closing.quarter, said=said, claimed=closing.digest, found=found, fit=fit)

    def _program_lines(self, event: Event, refs: tuple[str, ...]) -> Iterator[Hop]:
        accepted = self._acceptances.get(str(event.program))
        if accepted is None or len(set(self._links[accepted.id])) > 1:
            return
        _, layout = layout_of(accepted, self.state.record)
        places = places_of(layout, self.state.record)
        for ref in refs:
            if ref in places:
                path, line, column = places[ref]
                yield self._file(event, path, layout.files[path], f"{path}:{line}:{column}", ref)

    def _design_refs(self, event: Event, verdict: Verdict) -> tuple[str, ...]:
        program = self._program_of(event)
        primary = program.experiments[verdict.experiment].primary if program else ""
        return (f"experiment/{verdict.experiment}", f"metric/{primary}")

    def _file(self, event: Event, path: str, claimed: str, place: str | None, ref: str | None = None) -> Hop:
        """Hold a text of an accepted program against the copy in the record; the version in force, the file too."""
        kept = self.state.record.blob(claimed)
        now = self._texts.get(path)
        found = digest_of(kept) if kept is not None else None
        said = "the line of the program" if ref else "a file of the program"
        if event.program != self.program.digest:
            said += ", as it was accepted then"
        elif found == claimed and (now is None or digest_of(now) != claimed):
            found = digest_of(now) if now is not None else None
            said += "; edited since it was accepted (the accepted text is kept in the record)"
        return Hop(
            what="program line" if ref else "program file",
            id=ref or path,
            said=said,
            claimed=claimed,
            found=found,
            fit=fit_of(claimed, found),
            place=place or path,
        )

    def _program_of(self, event: Event) -> CompiledProgram | None:
        try:
            return accepted_program(self.state.record, str(event.program))
        except Refused:
            return None

    @cached_property
    def _texts(self) -> Mapping[str, bytes]:
        try:
            return self.folder.texts()
        except Refused:
            return {}

    @cached_property
    def _acceptances(self) -> Mapping[str, Event]:
        return {str(each.program): each for each in self.state.record.events(ACCEPTED)}

    @cached_property
    def _links(self) -> Mapping[str, tuple[str, str]]:
        """Return each entry's digest as stored and as recomputed over the entry before it, by event id."""
        found, previous = {}, str(GENESIS)
        for link in self.state.record.links():
            found[str(Event.from_bytes(link.stored).id)] = (link.digest, link_digest(previous, link.stored))
            previous = link.digest
        return found


def said_of(fact: object, subject: str) -> str:
    """Say an event's fact in a line; `subject` is what the event is about."""
    match fact:
        case LedgerEntry() | CostLoad() | Closing():
            return _said_of_books(fact)
        case ProgramTotal():
            return f"{fact.column}, the whole program: {gain_or_loss(fact.amount)}, grade {fact.grade}"
        case Verdict() | HoldoutVerdict() | Registration() | Snapshot():
            return _said_of_reading(fact)
        case SourceLoad():
            return f"{fact.rows:,} rows loaded"
        case ContractCheck():
            broken = "; ".join(fact.because)
            return "the data keeps its contract" if fact.ok else f"the data breaks its contract: {broken}"
        case RandomisationStatement() | Attestation():
            return _said_by_somebody(fact, subject)
        case KpiMeasurement():
            return f"{fact.value:.4g} {fact.unit} over {fact.n:,} rows"
        case PlanForecast() | FrozenForecast():
            kept = "kept as promised" if isinstance(fact, FrozenForecast) else "by what was known then"
            return f"{len(fact.milestones)} dates foretold from {fact.scenarios:,} futures, {kept}"
        case Layout():
            return "the same program in other words: only comments, files or order changed"
        case _:
            return "accepted as the program in force"


def _said_of_books(fact: LedgerEntry | CostLoad | Closing) -> str:
    match fact:
        case LedgerEntry():
            return f"{fact.column}: {gain_or_loss(fact.amount)}, grade {fact.grade}"
        case CostLoad():
            total = sum((each.effective for each in fact.lines), Decimal(0))
            return f"{total:,.2f} {fact.currency} charged from {fact.first:%Y-%m} to {fact.last:%Y-%m}"
        case Closing():
            return f"{fact.quarter} closed by {fact.signer}"


def _said_of_reading(fact: Verdict | HoldoutVerdict | Registration | Snapshot) -> str:
    match fact:
        case Verdict() | HoldoutVerdict():
            return f"{fact.phase}, grade {fact.grade}: {fact.because}"
        case Registration():
            late = f", late: {fact.late}" if fact.late else ""
            return f"the design of experiment/{fact.experiment} was registered{late}"
        case Snapshot():
            return f"the reading of experiment/{fact.experiment} was frozen"


def _said_by_somebody(fact: RandomisationStatement | Attestation, subject: str) -> str:
    if isinstance(fact, Attestation):
        return f"{fact.signer} attests {fact.name}, good through {fact.expires}"
    drawn = "the people of" if subject.startswith("holdout/") else "the arms of"
    return f"{fact.signer} states that {drawn} {subject} were drawn at random"
