"""An experiment's day of first exposure, and the margin of its guardrails."""

import json

import pytest

from milepost.experiments.program_reading import design_of
from milepost.program.checks.example import CONTRACT as BARE
from milepost.program.compiled import from_canonical
from milepost.program.compiler import compile_program
from program.overlay import overlay

TEXT = """\
kind: Experiment
id: spring-test
of: mail
source: crm
arms: {column: segment, control: None, treatment: Mail}
primary: contribution
period: 2026-10-05/2026-10-19
randomised: {stated_by: analyst, document: assignment.md}
"""
CONTRACT = BARE + "      - {name: seen, logicalType: date}\n"


def test_the_day_of_exposure_is_read_from_the_period_on() -> None:
    bare, found = (
        compile_program(overlay(f"{TEXT}{each}---\n{CONTRACT}")).program for each in ("", "exposed: {on: seen}\n")
    )
    assert bare is not None
    assert found is not None
    assert b"exposed" not in bare.canonical
    assert from_canonical(json.loads(found.canonical)).digest == found.digest != bare.digest
    design = design_of(found, "spring-test", randomised=True)
    assert (design.exposed_on, str(design.started)) == ("seen", "2026-10-05")
    plain = design_of(bare, "spring-test", randomised=True)
    assert (plain.exposed_on, plain.started) == (None, None)


def test_the_contract_holds_the_day() -> None:
    found = compile_program(overlay(TEXT + "exposed: {on: sean}\n---\n" + CONTRACT)).findings
    [finding] = [each for each in found if each.code == "MP402"]
    assert (finding.span is not None and finding.span.line, "'sean'" in finding.message) == (10, True)
    assert "seen" in (finding.hint or "")


@pytest.mark.parametrize(("margin", "sound"), [("0", True), ("0.5", True), ("-0.1", False)])
def test_a_margin_is_never_negative(margin: str, sound: bool) -> None:
    result = compile_program(overlay(f"{TEXT}guardrails: [{{metric: contribution, margin: {margin}}}]\n"))
    assert (result.program is not None) == sound
    assert [each.span.line for each in result.findings if each.span] == ([] if sound else [10])
