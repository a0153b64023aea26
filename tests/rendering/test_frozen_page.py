"""A frozen reading as a page: it says what the JSON beside it says, and the same reading gives the same bytes."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.experiments.registration import Registration, parts_digest
from milepost.experiments.snapshot import Reading
from milepost.experiments.verdict import Change, Evidence, GuardrailReading, Verdict
from milepost.kernel.digest import digest_of
from milepost.kernel.time import parse_instant
from milepost.kernel.words import Grade, Phase
from milepost.presentation.frozen_view import frozen_view
from milepost.rendering.frozen_page import frozen_page

PARTS = {"primary metric": "spend (mean)", "period": "2026-09-01/2026-09-15"}
NET = Evidence(estimate=75.0, low=40.0, high=110.0, lower95=45.0, upper95=105.0, unit="USD")


def exact(value: float, unit: str) -> Evidence:
    return Evidence(estimate=value, low=value, high=value, lower95=value, upper95=value, unit=unit)


VERDICT = Verdict(
    basis="sha256:b",
    experiment="spring-test",
    design="sha256:d",
    rows_digest="sha256:r",
    phase=Phase.SUCCESSFUL,
    grade=Grade.A,
    because="Mail earns at least USD 45.00 <script>alert(1)</script>.",
    control="None",
    treatment="Mail",
    metric="spend",
    arms={"Mail": 1_000, "None": 1_010},
    population=1_000,
    stats={
        "net_value": NET,
        "waiting_weeks": exact(3, "weeks"),
        "waiting_costs": exact(410, "USD"),
        "waiting_removes": exact(980, "USD"),
    },
    guardrails=(GuardrailReading(metric="returns", margin=Decimal("0.1"), phase=Phase.INCONCLUSIVE, because="wide"),),
)
READING = Reading(
    verdict=VERDICT,
    event="ev_read",
    read_at=parse_instant("2026-09-20T12:00:00Z"),
    program="sha256:p",
    parts=PARTS,
    registration=Registration(experiment="spring-test", digest=parts_digest(PARTS), parts=PARTS),
    registered="ev_registered",
    registered_at=parse_instant("2026-08-20T12:00:00Z"),
    query="SELECT 1",
)


def test_the_page_says_what_was_read_registered_and_asked() -> None:
    page = frozen_page(READING)
    assert page == frozen_page(READING)
    for said in (
        "Registered 2026-08-20, before the first exposure",
        "SELECT 1",
        "ev_read",
        READING.snapshot,
        "returns",
    ):
        assert said in page
    assert "Waiting 3 more weeks costs about USD 410 and removes USD 980 of expected loss: worth it." in page
    assert "<script>" not in page


def test_the_id_is_the_digest_of_the_json() -> None:
    assert digest_of(READING.content) == READING.snapshot
    assert json.loads(READING.content)["verdict"]["stats"]["net_value"]["estimate"] == 75
    assert replace(READING).snapshot == READING.snapshot


@pytest.mark.parametrize(
    "changed",
    [
        replace(READING, verdict=replace(VERDICT, grade=Grade.B)),
        replace(READING, parts={**PARTS, "period": "none"}),
        replace(READING, registration=None, registered=None, registered_at=None),
        replace(READING, query=None),
        replace(READING, event="ev_other"),
    ],
)
def test_whatever_changes_gives_another_id(changed: Reading) -> None:
    assert changed.snapshot != READING.snapshot


def test_what_was_not_or_late_or_otherwise_registered_is_said() -> None:
    bare = frozen_view(replace(READING, registration=None, registered=None, registered_at=None))
    assert "Not registered" in bare.trust[0]
    assert all(row[2] == "not registered" for row in bare.design.rows)
    assert READING.registration is not None
    late = replace(READING.registration, late="its period began on 2026-09-01")
    assert "Registered late (its period began" in frozen_view(replace(READING, registration=late)).trust[0]
    change = Change(part="period", registered="2026-09-01/2026-09-15", now="2026-09-01/2026-09-29")
    moved = replace(READING, verdict=replace(VERDICT, changes=(change,)), parts={**PARTS, "period": change.now})
    assert "Changed since it was registered: period from" in " ".join(frozen_view(moved).trust)
    assert frozen_view(moved).design.rows[1][2] == change.registered
