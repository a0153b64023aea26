"""What holds for any program: order does not count, print and parse agree, no input raises or hangs."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.kernel.finding import Finding
from milepost.program.checks import example
from milepost.program.checks.registry import CHECKS
from milepost.program.compiler import compile_program
from milepost.program.edits.written import document
from milepost.program.printing import printed
from milepost.program.repairs.repaired import repaired
from milepost.program.text import Plain, read_documents
from program.overlay import overlay

EXAMPLES = Path(__file__).parents[2] / "examples"
SECONDS = 10
"""How long any answer may take."""


def texts_of(name: str) -> dict[str, bytes]:
    folder = EXAMPLES / name
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


EMAIL, LUMEN = texts_of("email"), texts_of("lumen")


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return sorted((each.code, each.message) for each in findings)


def shuffled(value: Plain, dice: random.Random) -> Plain:
    """Put the keys of each mapping in another order; a list's order is part of what it says."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    return [shuffled(each, dice) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("texts", [EMAIL, LUMEN], ids=["email", "lumen"])
@given(st.integers(0, 2**32))
@settings(max_examples=8)
def test_the_order_of_files_documents_and_keys_does_not_count(texts: dict[str, bytes], seed: int) -> None:
    dice = random.Random(seed)
    plain = [
        node.plain() for path in sorted(texts) if "odcs" not in path for _, node in read_documents(path, texts[path])[0]
    ]
    dice.shuffle(plain)
    files: dict[str, list[str]] = {}
    for fields in plain:
        mixed = shuffled(fields, dice)
        assert isinstance(mixed, dict)
        files.setdefault(f"{dice.randrange(5)}.yaml", []).append(document(mixed, "\n"))
    whole, moved = compile_program(texts), {name: "---\n".join(each).encode() for name, each in files.items()}
    contracts = {path: content for path, content in texts.items() if "odcs" in path}
    again = compile_program(moved | contracts)
    assert whole.program is not None
    assert again.program is not None
    assert again.program.digest == whole.program.digest
    assert said(again.findings) == said(whole.findings)


SOUND = [check for check in CHECKS if isinstance(check.passes, str)]


@pytest.mark.parametrize("check", SOUND, ids=lambda check: check.rule.code)
def test_a_printed_program_compiles_to_itself(check) -> None:
    program = compile_program(overlay(check.passes)).program
    assert program is not None
    again = compile_program(printed(program)).program
    assert again is not None
    assert (again.digest, printed(again)) == (program.digest, printed(program))


@pytest.mark.parametrize("texts", [EMAIL, LUMEN], ids=["email", "lumen"])
def test_a_printed_example_compiles_to_itself(texts: dict[str, bytes]) -> None:
    program = compile_program(texts).program
    assert program is not None
    again = compile_program(printed(program)).program
    assert again is not None
    assert again.digest == program.digest


def mutated(content: bytes, dice: random.Random) -> bytes:
    """Damage a text in one of the ways in which texts are damaged."""
    lines = content.splitlines(keepends=True) or [b""]
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(8):
        case 0:
            place = dice.randrange(len(content) + 1)
            return content[:place] + bytes([dice.randrange(256)]) + content[place + 1 :]
        case 1:
            lines[at], lines[other] = lines[other], lines[at]
        case 2:
            del lines[at]
        case 3:
            lines.insert(other, lines[at])
        case 4:
            lines[at] = b" " * dice.randrange(4) + lines[at].lstrip(b" ")
        case 5:
            word = dice.choice(
                ["\u2028", "\0", "é😀", "{[", "- ", ": ", "'", "*a", "!!x", "---\n", "\t", "1e999", "-0"]
            )
            place = dice.randrange(len(content) + 1)
            return content[:place] + word.encode() + content[place:]
        case 6:
            words = content.split(b" ")
            words[dice.randrange(len(words))] = dice.choice(words)
            return b" ".join(words)
        case 7:
            return content[: dice.randrange(len(content) + 1)]
    return b"".join(lines)


@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=400)
def test_no_damage_raises(seed: int, times: int) -> None:
    dice = random.Random(seed)
    texts = (
        overlay(example.several([{"effort": example.EFFORT}, {"owner": "analyst"}])) if dice.random() < 0.5 else EMAIL
    )
    texts = dict(texts)
    for _ in range(times):
        path = dice.choice(sorted(texts))
        texts[path] = mutated(texts[path], dice)
    made = compile_program(texts)
    assert (made.program is None) == any(each.severity.value == "error" for each in made.findings) or not texts
    assert all(each.message and (each.span is None or each.span.path in texts) for each in made.findings)


def with_each_value_replaced(value: Plain, put: Plain) -> Iterator[Plain]:
    """Give the value with another in the place of each thing that stands in it, one at a time."""
    yield put
    if isinstance(value, dict):
        for name, each in value.items():
            yield from ({**value, name: other} for other in with_each_value_replaced(each, put))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from ([*value[:place], other, *value[place + 1 :]] for other in with_each_value_replaced(each, put))


ONE_OF_A_KIND = {
    str(fields["kind"]): fields
    for path, content in (*sorted((LUMEN | EMAIL).items()), ("small.odcs.yaml", example.CONTRACT.encode()))
    for _, node in read_documents(path, content)[0]
    if isinstance(fields := node.plain(), dict)
}


@pytest.mark.parametrize("kind", ONE_OF_A_KIND)
@pytest.mark.parametrize("put", [None, [], {}, "", [[]], {"a": None}, "9" * 40], ids=str)
def test_nothing_a_list_or_a_mapping_in_any_place_is_a_finding(kind: str, put: Plain) -> None:
    path = "a.odcs.yaml" if kind == "DataContract" else "a.yaml"
    for fields in with_each_value_replaced(ONE_OF_A_KIND[kind], put):
        if isinstance(fields, dict):
            compile_program({path: document(fields, "\n").encode()})


@given(st.integers(0, 2**32))
@settings(max_examples=60)
def test_no_damage_makes_a_repair_raise_or_do_harm(seed: int) -> None:
    dice, texts = random.Random(seed), dict(EMAIL)
    for _ in range(3):
        path = dice.choice(sorted(texts))
        texts[path] = mutated(texts[path], dice)
    done = repaired(texts)
    assert len(done.made.findings) <= len(compile_program(texts).findings)
    assert repaired({**texts, **done.texts}).texts == {}


@given(st.dictionaries(st.sampled_from(["a.yaml", "b.odcs.yaml"]), st.binary(max_size=300), min_size=1))
def test_no_bytes_raise(texts: dict[str, bytes]) -> None:
    compile_program(texts)


def roadmap(after: dict[int, list[int]], **changes: str) -> dict[str, bytes]:
    """Give a program of capabilities that wait for each other, in the budget and with the team that are told."""
    capabilities = []
    for number, before in after.items():
        names = ", ".join(f"use-{each}" for each in before)
        capabilities.append({"needs": f"{{data: crm, after: [{names}]}}", "effort": example.EFFORT} | changes)
        assert number == len(capabilities)
    return overlay(example.several(capabilities))


def codes(texts: dict[str, bytes]) -> set[str]:
    begun = time.perf_counter()
    found = {each.code for each in compile_program(texts).findings}
    assert time.perf_counter() - begun < SECONDS
    return found


def test_a_chain_of_forty_is_answered_with_its_depth_and_dates() -> None:
    found = codes(roadmap({1: []} | {number: [number - 1] for number in range(2, 41)}))
    assert {"MP369", "MP364", "MP365"} <= found
    assert "MP202" not in found


@pytest.mark.parametrize("length", range(1, 41))
def test_a_circle_of_any_length_is_one_finding(length: int) -> None:
    texts = roadmap({number: [number % length + 1] for number in range(1, length + 1)})
    found = [each for each in compile_program(texts).findings if each.code == "MP202"]
    assert len(found) == 1


def test_layers_in_which_each_waits_for_all_before_have_too_many_paths_to_walk() -> None:
    layers = {n: [m for m in range(1, n) if (m - 1) // 5 == (n - 1) // 5 - 1] for n in range(1, 201)}
    assert "MP369" in codes(roadmap(layers))


def test_zero_budget_zero_capacity_and_a_day_that_is_gone() -> None:
    nothing = "kind: Budget\nid: none\nowner: finance\nlines: [{quarter: 2026Q4, amount: 0 USD}]\n"
    nobody = "kind: Team\nid: crm\nowner: crm-lead\nparallel: 0\n"
    free = example.mail(effort=example.EFFORT, costs="[{kind: compute, amount: 0 USD}]")
    soon = (
        "kind: Milestone\nid: proven\ngoal: grow\ndue: 2026-10-02\ncapabilities: mail\nexit: {evidence: attestation/a}"
    )
    assert codes(overlay("---\n".join([nothing, nobody, free, soon]))) >= {"MP365", "MP381"}


@pytest.mark.parametrize("length", ["36525d", "1200 months", "100 years", "0d"])
def test_lengths_at_the_edge_of_the_calendar_are_answered(length: str) -> None:
    effort = f"{{team: crm, p10: {length}, p50: {length}, p90: {length}}}"
    chain = roadmap({1: []} | {number: [number - 1] for number in range(2, 100)}, effort=effort)
    assert codes(chain)


def test_the_last_days_there_are() -> None:
    late = example.PROGRAM.replace("starts: 2026-10-01", f"starts: {date.max - timedelta(days=3)}")
    assert "MP309" in codes({"program.yaml": late.encode(), "mail.odcs.yaml": example.CONTRACT.encode()})
