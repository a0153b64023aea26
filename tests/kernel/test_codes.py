"""Every rule there is can be explained, and no code stands for two."""

import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest

import milepost
from milepost.kernel.finding import Refused, Rule
from milepost.program.check import Check
from milepost.surfaces.cli.codes import all_codes, explained


def rules() -> Iterator[tuple[str, Rule]]:
    """Walk every module of the package, not only those where `explain` looks."""
    for module in pkgutil.walk_packages(milepost.__path__, "milepost."):
        for name, value in vars(importlib.import_module(module.name)).items():
            rule = value.rule if isinstance(value, Check) else value
            if isinstance(rule, Rule):
                yield f"{module.name}.{name}", rule


FOUND = {id(rule): (where, rule) for where, rule in rules()}
RULES = [rule for _, rule in FOUND.values()]


def test_no_code_stands_for_two_rules() -> None:
    by_code: dict[str, list[str]] = {}
    for where, rule in FOUND.values():
        by_code.setdefault(rule.code, []).append(where)
    assert {code: places for code, places in by_code.items() if len(places) > 1} == {}
    assert len(RULES) > 80


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    assert rule.code.startswith("MP")
    assert rule.code[2:].isdigit()
    assert len(rule.code) == 5
    assert not rule.title.endswith(".")
    for text in (rule.title, rule.why, rule.fix):
        assert text == text.strip()
        assert len(text) > 5
        assert "  " not in text
    assert rule.why.endswith(".")


def test_every_title_is_its_own() -> None:
    titles = Counter(rule.title for rule in RULES)
    assert [title for title, times in titles.items() if times > 1] == []


def test_explain_knows_every_rule_and_no_other() -> None:
    codes = all_codes()
    assert {rule.code for rule in RULES} == set(codes)
    assert list(codes) == sorted(codes)
    for rule in RULES:
        assert codes[rule.code].rule == rule


@pytest.mark.slow
def test_explain_says_all_that_a_rule_says() -> None:
    for rule in RULES:
        text = explained(rule.code.lower()).text
        assert [said for said in (rule.code, rule.title, rule.why, rule.fix) if said not in text] == []


def test_a_check_is_explained_with_its_examples() -> None:
    answer = explained("MP309")
    assert "This is found:" in answer.text
    assert answer.data["passes"] != answer.data["fails"]


def test_an_unknown_code_gets_the_near_one() -> None:
    with pytest.raises(Refused) as refused:
        explained("mp0011")
    (finding,) = refused.value.findings
    assert (finding.message, finding.hint) == ("there is no code mp0011", "did you mean MP001?")


def test_explain_on_the_command_line(milepost) -> None:
    shown = milepost("explain", "MP601", "--json")
    assert shown.exit_code == 0
    assert json.loads(shown.stdout)["data"]["code"] == "MP601"
    assert milepost("explain", "MP000").exit_code == 1
