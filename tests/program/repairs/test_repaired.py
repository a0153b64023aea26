"""Repairs: what is mended, what is left alone, and that a second time there is nothing to do."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.program.checks import example
from milepost.program.compiler import compile_program
from milepost.program.repairs.find import repairs_of
from milepost.program.repairs.repaired import repaired

EXAMPLE = Path(__file__).parents[3] / "examples" / "email"
EMAIL = {path.name: path.read_bytes() for path in EXAMPLE.glob("*.yaml")}
SOUND = {"program.yaml": example.PROGRAM.encode(), "mail.odcs.yaml": example.CONTRACT.encode()}


def changed(old: str, new: str) -> dict[str, bytes]:
    assert sum(text.count(old.encode()) for text in SOUND.values()) >= 1
    return {path: text.replace(old.encode(), new.encode(), 1) for path, text in SOUND.items()}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("sponsor:", "sponsr:"),
        ("kind: Goal", "kind: Gaol"),
        ("kind: Goal", "kind: goal"),
        ("metric: contribution", "metric: contributon"),
        ("metric: contribution", "metric: metric/contributon"),
        ("block: experience", "block: Experience"),
        ("approach: pilot-led", "approach: pilot_led"),
        ("contract: crm-mail", "contract: contract/crm-mail"),
        ("id: grow\n", "id: goal/grow\n"),
        ("evidence: experiment/spring-test", "evidence: experiment/spring-tst"),
        ("apiVersion:", "apiversion:"),
        ("fails_when: unsubscribes", "fails_if: unsubscribes"),
    ],
)
def test_what_can_only_be_meant_in_one_way_is_mended(right: str, wrong: str) -> None:
    texts = changed(right, wrong)
    if wrong in {
        "apiversion:",
        "fails_if: unsubscribes",
    }:  # a contract's unknown keys are others'; the other is too far
        assert repaired(texts).texts == {}
        return
    assert compile_program(texts).program is None
    done = repaired(texts)
    assert {**texts, **done.texts} == (
        SOUND if "metric/" not in wrong else changed(right, "metric: metric/contribution")
    )
    assert len(done.repairs) == 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("kpi: margin\ntarget", "kpi: turnover\ntarget"),  # nothing is near
        ("metric: contribution", "metric: goal/grow"),  # another kind was chosen
        ("quarter: 2026Q4", "quarter: soon"),
        ("owner: crm-lead\nmetric", "owner: analyst\nmetric"),
        ('value: "0.30 USD"', 'value: "0.30 EUR"'),
        ("needs: {data: [crm]}", "needs: {data: [crm}"),
    ],
)
def test_what_could_mean_more_than_one_thing_is_left(right: str, wrong: str) -> None:
    texts = changed(right, wrong)
    done = repaired(texts)
    assert (done.texts, done.repairs) == ({}, ())


def test_names_that_differ_in_a_digit_are_other_names() -> None:
    texts = {
        **SOUND,
        "more.yaml": (example.mail("mail-1") + "---\n" + example.mail("late", needs="{after: mail-2}")).encode(),
    }
    assert not [each for each in repairs_of(texts, compile_program(texts)) if each.finding.code == "MP201"]


def test_a_listing_that_another_document_states_is_added_behind_what_is_listed() -> None:
    more = example.mail("sms", title="Messages") + "---\n"
    more += (
        example.PROGRAM[example.PROGRAM.index("kind: Experiment") :].split("---\n")[0].replace("of: mail", "of: sms")
    )
    more = more.replace("id: spring-test", "id: sms-test").replace("source: crm", "source: sms-crm  # theirs")
    more += "---\nkind: Source\nid: sms-crm\nowner: analyst\ncontract: crm-mail\n"
    more = more.replace("primary: contribution", "primary: sms-margin")
    more += "---\nkind: Metric\nid: sms-margin\nsource: sms-crm\nper: customer\ncolumn: spend\nunit: USD\n"
    more += "---\nkind: Milestone\nid: wider\ngoal: grow\nquarter: 2027Q1\ncapabilities: [mail]  # and more\n"
    more += "exit: {evidence: experiment/sms-test, measure: net_value, value: 0 USD}\n"
    texts = {**SOUND, "more.yaml": more.encode()}
    assert "MP311" in {each.code for each in compile_program(texts).findings}
    done = repaired(texts)
    assert b"capabilities: [mail, sms]  # and more\n" in done.texts["more.yaml"]
    assert done.made.program is not None


def test_a_repair_that_uncovers_another_fault_is_not_made() -> None:
    texts = changed("kind: Kpi", "kind: Kpl")
    texts["program.yaml"] = texts["program.yaml"].replace(b"benefit: revenue", b"benefit: fame")
    assert repaired(texts).texts == {}


def test_a_file_with_a_mark_and_foreign_line_ends_keeps_them() -> None:
    text = b"\xef\xbb\xbf" + SOUND["program.yaml"].replace(b"\n", b"\r\n")
    texts = {**SOUND, "program.yaml": text.replace(b"sponsor:", b"sponsr:")}
    assert repaired(texts).texts == {"program.yaml": text}


KEYS = (
    "title:",
    "owner:",
    "metric:",
    "kind: Role",
    "contribution-margin\n",
    "spring-test",
    "block: experience",
    "serves",
)


@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True), st.integers(0, 2**32))
@settings(max_examples=25)
def test_repairs_only_take_findings_away_keep_comments_and_come_to_an_end(words: list[str], seed: int) -> None:
    dice, texts = random.Random(seed), dict(EMAIL)
    for word in words:
        path = dice.choice(sorted(texts))
        found, at = word.encode(), dice.randrange(1, len(word.rstrip(":\n")))
        texts[path] = texts[path].replace(found, found[:at] + found[at + 1 :], 1)
    before, done = compile_program(texts), repaired(texts)
    assert counted(done.made.findings) <= counted(before.findings)
    assert bool(done.texts) == (len(done.made.findings) < len(before.findings))
    now = {**texts, **done.texts}
    assert repaired(now).texts == {}
    for path, text in now.items():
        assert text.count(b"#") == texts[path].count(b"#")
        assert text.count(b"\n") == texts[path].count(b"\n")


def counted(findings) -> Counter:
    return Counter((each.code, each.message) for each in findings)
