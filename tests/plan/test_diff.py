"""What two programs differ in: every field is told in words, and nothing that moves the digest is left out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.plan.diff import diff, documents
from milepost.plan.steps import Add, Change, Remove, Way
from milepost.plan.words import mark_of, step_words, way_in
from milepost.program.checks import example
from milepost.program.compiled import CompiledProgram, from_canonical
from milepost.program.compiler import compile_program

LUMEN = Path(__file__).parents[2] / "examples" / "lumen"
MORE = """\
---
kind: Budget
id: money
owner: finance
lines: [{quarter: 2026Q4, amount: 900 USD}, {quarter: 2027Q1, amount: 500 USD}]
appetite: {floor: -2000 USD}
"""
RICH = (
    example.PROGRAM.replace("max_age: 365d}", 'max_age: 365d}\n    - {evidence: kpi/margin, op: "<=", value: 2 USD}')
    + MORE
)


def compiled(text: str = RICH, contract: str = example.CONTRACT) -> CompiledProgram:
    made = compile_program({"program.yaml": text.encode(), "mail.odcs.yaml": contract.encode()})
    assert made.program is not None, made.findings
    return made.program


def edited(old: str, new: str) -> CompiledProgram:
    assert old in RICH + example.CONTRACT, old
    return compiled(RICH.replace(old, new, 1), example.CONTRACT.replace(old, new, 1))


# fmt: off
WORDS = [
    (
        "fails_when: unsub", "starts: 2027-03-01\nfails_when: unsub", "capability/mail",
        "starts 1 Mar 2027; nothing was said before",
    ),
    ("starts: 2026-10-01", "starts: 2026-10-02", "program/spring", "starts 2 Oct 2026 instead of 1 Oct 2026"),
    (
        "quarter: 2026Q4\ncap", "quarter: 2027Q1\ncap", "milestone/proven",
        "is due in 2027Q1 instead of 2026Q4 (loosened)",
    ),
    (
        'op: ">=", value: "0 USD"', 'op: ">=", value: "-5000 USD"', "milestone/proven",
        "threshold of experiment/spring-test net value lowered from 0 USD to -5,000 USD (loosened)",
    ),
    (
        'op: "<=", value: 2 USD', 'op: "<=", value: 1 USD', "milestone/proven",
        "threshold of kpi/margin lowered from 2 USD to 1 USD (tightened)",
    ),
    (
        "grade: A", "grade: B", "milestone/proven",
        "exit experiment/spring-test net value: grade: “B” instead of “A” (loosened)",
    ),
    (
        "max_age: 365d", "max_age: 100d", "milestone/proven",
        "exit experiment/spring-test net value: max age lowered from 365 days to 100 days (tightened)",
    ),
    (
        'value: "0.30 USD", by', 'value: "0.25 USD", by', "goal/grow",
        "target lowered from 0.3 USD to 0.25 USD (loosened)",
    ),
    ("by: 2028-03-31", "by: 2028-02-28", "goal/grow", "target date 28 Feb 2028 instead of 31 Mar 2028 (tightened)"),
    (
        "approach: pilot-led", "approach: pilot-led\ntolerances: {at_risk_below: 75%}", "program/spring",
        "tolerances: at risk below lowered from 80% to 75% (loosened)",
    ),
    ("approach: pilot-led", "approach: top-down", "program/spring", "approach: “top-down” instead of “pilot-led”"),
    (
        "0.05 USD\", per", "0.09 USD\", per", "capability/mail",
        "costs compute contact: amount raised from 0.05 USD to 0.09 USD",
    ),
    (
        "fallback: last season's newsletter\n", "", "capability/mail",
        "fallback “last season's newsletter” is taken out (loosened)",
    ),
    ("held_by: J. Okoro", "held_by: B. Nagy", "role/crm-lead", "is held by B. Nagy instead of J. Okoro"),
    ("held_by: J. Okoro\n", "", "role/crm-lead", "is held by nobody instead of J. Okoro"),
    (
        "amount: 900 USD", "amount: 1_900 USD", "budget/money",
        "lines 2026Q4: amount raised from 900 USD to 1,900 USD (loosened)",
    ),
    (
        "floor: -2000 USD", "floor: -1000 USD", "budget/money",
        "appetite: floor raised from -2,000 USD to -1,000 USD (tightened)",
    ),
    ("spend, logicalType: number, required: true", "spend, logicalType: number, required: false", "contract/crm-mail",
     "tables mail: properties spend: required: “no” instead of “yes” (loosened)"),
    ("Spring mail", "Autumn mail", "capability/mail", "title: “Autumn mail” instead of “Spring mail”"),
]
# fmt: on


@pytest.mark.parametrize(("old", "new", "ref", "words"), WORDS, ids=[each[3][:40] for each in WORDS])
def test_a_change_is_told_in_plain_words(old: str, new: str, ref: str, words: str) -> None:
    (step,) = diff(compiled(), edited(old, new))
    assert isinstance(step, Change)
    assert str(step.ref) == ref
    assert words in step_words(step)
    assert mark_of(step) == "~"


def test_a_criterion_that_goes_is_loosened_and_one_that_comes_tightens() -> None:
    less = edited('\n    - {evidence: kpi/margin, op: "<=", value: 2 USD}', "")
    for before, after, way in ((compiled(), less, Way.LOOSENED), (less, compiled(), Way.TIGHTENED)):
        (step,) = diff(before, after)
        assert way_in(step) == (way,)


def test_another_order_of_the_same_is_said() -> None:
    old, new = (
        "{quarter: 2026Q4, amount: 900 USD}, {quarter: 2027Q1, amount: 500 USD}",
        "{quarter: 2027Q1, amount: 500 USD}, {quarter: 2026Q4, amount: 900 USD}",
    )
    (step,) = diff(compiled(), edited(old, new))
    assert step_words(step) == ("lines: in another order",)


def test_a_first_plan_adds_all_and_a_waiver_loosens() -> None:
    steps = diff(None, compiled())
    assert {type(each) for each in steps} == {Add}
    assert {each.ref for each in steps} == set(documents(compiled()))
    waived = compiled(
        RICH
        + "---\nkind: Waiver\nid: w\nwaives: capability/mail\nbecause: x\napproved_by: cmo\nexpires_at: 2026-12-31\n"
    )
    (step,) = diff(compiled(), waived)
    assert step_words(step) == ("is added (loosened)",)
    (step,) = diff(waived, compiled())
    assert step_words(step) == ("is taken out (tightened)",)


def lumen() -> dict[str, str]:
    return {str(path.relative_to(LUMEN)): path.read_text() for path in sorted(LUMEN.rglob("*.yaml"))}


def mutations() -> Iterator[tuple[str, str, str]]:
    """Give (file, old line, new line): a line is dropped, or a number in it becomes another."""
    for path, text in lumen().items():
        for line in text.splitlines():
            if line.strip() and not line.startswith(("#", "kind", "---", "id")):
                yield path, line, ""
                if re.search(r"\d", line):
                    yield path, line, re.sub(r"\d(?!.*\d)", lambda found: str((int(found[0]) + 1) % 10), line)


MUTATIONS = list(mutations())


@settings(max_examples=60)
@given(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3))
def test_no_change_is_silent_and_the_way_back_mirrors_it(edits: list[tuple[str, str, str]]) -> None:
    texts = lumen()
    before = compile_program({path: text.encode() for path, text in texts.items()}).program
    for path, old, new in edits:
        texts[path] = texts[path].replace(old + "\n", new + "\n" if new else "", 1)
    after = compile_program({path: text.encode() for path, text in texts.items()}).program
    if before is None or after is None:
        return
    there, back = diff(before, after), diff(after, before)
    assert bool(there) is (before.digest != after.digest)
    # Once accepted it is read back from its canonical form: the plan of an applied plan is empty.
    assert diff(from_canonical(json.loads(after.canonical)), after) == ()
    assert all(step_words(each) and mark_of(each) in "+~-" for each in there)
    for one, other in ((there, back), (back, there)):
        added = {each.ref for each in one if isinstance(each, Add)}
        assert added == {each.ref for each in other if isinstance(each, Remove)}
    assert {each.ref for each in there if isinstance(each, Change)} == {
        each.ref for each in back if isinstance(each, Change)
    }
