"""A program's futures told whole: what is refused, what is said, what is assumed."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from milepost.kernel.finding import Refused
from milepost.plan.assumptions import assumptions_of
from milepost.plan.futures import Asked, futures_of
from milepost.program.checks import example
from milepost.program.compiler import compile_program
from program.overlay import overlay

FEW = Asked(scenarios=200)


def compiled():
    made = compile_program(overlay(example.PROGRAM))
    assert made.program is not None, made.findings
    return made.program


def test_a_program_without_capabilities_has_no_futures():
    with pytest.raises(Refused) as refused:
        futures_of(replace(compiled(), capabilities=MappingProxyType({})), FEW)
    assert [each.code for each in refused.value.findings] == ["MP740"]


def test_of_very_many_fewer_futures_are_drawn_and_it_is_said(monkeypatch):
    monkeypatch.setattr("milepost.plan.futures.MOST_CELLS", 150)
    found = futures_of(compiled(), FEW)
    assert found.simulated.scenarios == 150
    assert [each.code for each in found.findings] == ["MP742"]


def test_an_assumption_nobody_leans_on_is_left_out():
    program = compiled()
    names = [each.name for each in assumptions_of(program)]
    assert names == ["approval", "succeeds", "ramp", "half_life", "exit_after", "correlation"]
    told = {slug: each.model_copy(update={"succeeds": 1}) for slug, each in program.capabilities.items()}
    assert "succeeds" not in [each.name for each in assumptions_of(replace(program, capabilities=told))]
