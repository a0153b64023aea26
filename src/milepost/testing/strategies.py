"""Hypothesis strategies for what the record keeps: every recorded artifact, JSON data, facts, events and sound logs."""

import string
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from milepost.experiments.verdict import Evidence, GuardrailReading, Verdict
from milepost.governance.attestation import Attestation, RandomisationStatement
from milepost.kernel.digest import Digest, digest_of
from milepost.kernel.words import Grade, Phase
from milepost.ledger.closing import Closing, TrialLine
from milepost.ledger.costs import CostLine, CostLoad
from milepost.ledger.entry import Amount, Column, Effect, LedgerEntry, ValueKind
from milepost.outcomes.measurement import KpiMeasurement
from milepost.program.acceptance import Acceptance
from milepost.record.canonical import Json
from milepost.record.chain import GENESIS, Link, link_digest
from milepost.record.event import Event, Fact, event_id, recorded
from milepost.tables.facts import ContractCheck, RuleResult, SourceLoad

SAFE = 2**53 - 1
"""The largest whole number that RFC 8785 writes."""

# Words that a lax reader takes for something else than text.
_TRAPS = ("", "null", "true", "1", "1.50", "NaN", "2026-01-01", "\u2028", "\0", "é", "e\u0301", "😀")


def texts() -> st.SearchStrategy[str]:
    """Give any text that UTF-8 can write."""
    return st.sampled_from(_TRAPS) | st.text(st.characters(codec="utf-8"), max_size=20)


def counts() -> st.SearchStrategy[int]:
    """Give counts from 0 up."""
    return st.integers(0, SAFE)


def numbers() -> st.SearchStrategy[float]:
    """Give finite floats."""
    return st.floats(allow_nan=False, allow_infinity=False)


def decimals(places: int | None = None) -> st.SearchStrategy[Decimal]:
    """Give finite decimals below ten thousand million, with so many places (None: any)."""
    return st.decimals(Decimal(-(10**10)), Decimal(10**10), allow_nan=False, allow_infinity=False, places=places)


def instants() -> st.SearchStrategy[datetime]:
    """Give instants of the years 1900 to 2200, in UTC."""
    return st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  put in UTC


def digests() -> st.SearchStrategy[Digest]:
    """Give digests."""
    return st.binary(max_size=4).map(digest_of)


def jsons() -> st.SearchStrategy[Json]:
    """Give JSON values without floats: what stands in an event's data outside `stats`."""
    leaves = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | texts()
    return st.recursive(
        leaves, lambda of: st.lists(of, max_size=2) | st.dictionaries(texts(), of, max_size=2), max_leaves=4
    )


def facts() -> st.SearchStrategy[Fact]:
    """Give facts to record, with floats under `stats` and a run's id."""
    stats: st.SearchStrategy[Json] = st.dictionaries(texts(), numbers(), max_size=2).map(dict)
    run_id: st.SearchStrategy[Json] = texts()
    return st.builds(
        Fact,
        type=texts(),
        subject=texts(),
        key=texts(),
        actor=texts(),
        data=st.fixed_dictionaries({}, optional={"it": jsons(), "stats": stats, "run_id": run_id}),
        causes=st.lists(st.builds(event_id, texts(), texts(), texts()), max_size=2).map(tuple),
        program=st.none() | digests(),
        occurred_at=st.none() | instants(),
    )


def events() -> st.SearchStrategy[Event]:
    """Give events."""
    return st.builds(recorded, facts(), instants())


def links(least: int = 0, most: int = 5) -> st.SearchStrategy[list[Link]]:
    """Give sound logs of distinct events, a second apart."""
    several = st.lists(facts(), min_size=least, max_size=most, unique_by=lambda fact: fact.id)
    return several.map(_chained)


def _chained(told: Sequence[Fact]) -> list[Link]:
    at, previous, made = datetime(2026, 10, 1, tzinfo=UTC), GENESIS, []
    for number, fact in enumerate(told):
        stored = recorded(fact, at + timedelta(seconds=number)).to_bytes()
        digest = link_digest(previous, stored)
        made.append(Link(sequence=number + 1, previous=previous, digest=digest, stored=stored))
        previous = digest
    return made


def acceptances() -> st.SearchStrategy[Acceptance]:
    """Give acceptances of a program."""
    return st.builds(
        Acceptance,
        digest=digests(),
        files=st.dictionaries(texts(), digests(), max_size=3),
        places=digests(),
        previous=st.none() | texts(),
    )


def source_loads() -> st.SearchStrategy[SourceLoad]:
    """Give loads of a source."""
    return st.builds(
        SourceLoad,
        basis=digests(),
        source_digest=digests(),
        logical_digest=digests(),
        contract_digest=digests(),
        rows=counts(),
        format=texts(),
    )


def contract_checks() -> st.SearchStrategy[ContractCheck]:
    """Give contract checks, with results of any kind."""
    result = st.builds(
        RuleResult, name=texts(), column=st.none() | texts(), expects=texts(), found=counts(), ok=st.booleans()
    )
    return st.builds(
        ContractCheck,
        basis=digests(),
        contract=texts(),
        contract_digest=digests(),
        source_digest=digests(),
        logical_digest=st.none() | digests(),
        rows=counts(),
        ok=st.booleans(),
        results=st.lists(result, max_size=3).map(tuple),
        because=st.lists(texts(), max_size=2).map(tuple),
    )


def evidence() -> st.SearchStrategy[Evidence]:
    """Give measured quantities; the bounds need not be in order."""
    number = numbers()
    return st.builds(Evidence, estimate=number, low=number, high=number, lower95=number, upper95=number, unit=texts())


def verdicts() -> st.SearchStrategy[Verdict]:
    """Give verdicts; phase and measures need not go together."""
    guardrail = st.builds(
        GuardrailReading, metric=texts(), margin=decimals(), phase=st.sampled_from(Phase), because=texts()
    )
    return st.builds(
        Verdict,
        basis=digests(),
        experiment=texts(),
        design=digests(),
        rows_digest=digests(),
        phase=st.sampled_from(Phase),
        grade=st.sampled_from(Grade),
        because=texts(),
        arms=st.dictionaries(texts(), counts(), max_size=3),
        population=counts(),
        stats=st.dictionaries(texts(), evidence(), max_size=2),
        guardrails=st.lists(guardrail, max_size=2).map(tuple),
        statement=st.none() | texts(),
        cost=decimals(),
        is_whole=st.booleans(),
    )


def kpi_measurements() -> st.SearchStrategy[KpiMeasurement]:
    """Give measured levels of a KPI."""
    return st.builds(
        KpiMeasurement,
        basis=digests(),
        value=decimals(),
        unit=texts(),
        n=counts(),
        rows_digest=digests(),
        grade=st.sampled_from(Grade),
    )


def attestations() -> st.SearchStrategy[Attestation]:
    """Give attestations."""
    return st.builds(
        Attestation,
        name=texts(),
        signer=texts(),
        statement=texts(),
        document=texts(),
        document_digest=digests(),
        expires=st.dates(),
    )


def randomisation_statements() -> st.SearchStrategy[RandomisationStatement]:
    """Give statements of randomisation."""
    return st.builds(
        RandomisationStatement,
        experiment=texts(),
        design=digests(),
        signer=texts(),
        document=texts(),
        document_digest=digests(),
        told_by=st.sampled_from(["program", "attest"]),
    )


def cost_loads() -> st.SearchStrategy[CostLoad]:
    """Give loads of costs, with lines of any month."""
    line = st.builds(
        CostLine,
        month=st.dates(),
        capability=st.none() | texts(),
        kind=texts(),
        channel=st.none() | texts(),
        currency=texts(),
        evidence=st.none() | texts(),
        effective=decimals(),
        billed=decimals(),
        charged=decimals(),
        rows=counts(),
    )
    return st.builds(
        CostLoad,
        basis=digests(),
        source=texts(),
        rows_digest=digests(),
        rates_digest=st.none() | digests(),
        currency=texts(),
        first=st.dates(),
        last=st.dates(),
        lines=st.lists(line, max_size=2).map(tuple),
        supersedes=st.none() | texts(),
    )


def closings() -> st.SearchStrategy[Closing]:
    """Give closings of a quarter."""
    line = st.builds(TrialLine, account=texts(), amount=decimals(), commodity=texts())
    return st.builds(
        Closing,
        quarter=texts(),
        dates=texts(),
        signer=texts(),
        digest=digests(),
        trial=st.lists(line, max_size=2).map(tuple),
    )


def ledger_entries() -> st.SearchStrategy[LedgerEntry]:
    """Give ledger entries at the cent; the bounds need not be in order."""
    return st.one_of(_entries(ValueKind.CAPACITY, st.sampled_from(["hours", "days"])), *map(_in_money, _MONEY))


_MONEY = (ValueKind.MARGIN, ValueKind.CASH)


def _in_money(kind: ValueKind) -> st.SearchStrategy[LedgerEntry]:
    return _entries(kind, st.text(string.ascii_uppercase, min_size=3, max_size=3))


def _entries(kind: ValueKind, units: st.SearchStrategy[str]) -> st.SearchStrategy[LedgerEntry]:
    cents = decimals(places=2)
    effect = st.builds(
        Effect,
        estimate=decimals(),
        low=decimals(),
        high=decimals(),
        lower95=decimals(),
        upper95=decimals(),
        unit=texts(),
    )
    amount = st.builds(Amount, estimate=cents, low=cents, high=cents, lower95=cents, upper95=cents, currency=units)
    return st.builds(
        LedgerEntry,
        kind=st.just(kind),
        column=st.sampled_from(Column),
        capability=texts(),
        experiment=texts(),
        estimand=texts(),
        amount=amount,
        cost=cents,
        population=counts(),
        unit_value=decimals(),
        signed_by=st.none() | texts(),
        grade=st.sampled_from(Grade),
        period=st.none() | texts(),
        verdict=texts(),
        rows_digest=digests(),
        effect=st.none() | effect,
        valid_until=st.none() | st.dates(),
        holdout=st.none() | texts(),
    )
