"""Lumen's program against its truth: coverage, the words that its effects are planted for, and no effect at all."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from milepost.simulation.lumen.truth import Effects
from simulation.lumen_study import Lived, band, lived, measure_of, program_of_lumen, read, studied, true_value
from simulation.lumen_words import Words

WORDS = {
    "capability/personalised-content": "proven",
    "capability/sentiment-messages": "inconclusive",
    "capability/marketing-automation": "harmful",
    "capability/demand-forecast": "blocked",
    "capability/customer-data": "attested",
    "capability/brief-automation": "proven",
    "capability/answer-desk": "not started",
    "milestone/mail-pays": "reopened",
}
SEQUENTIAL = "sentiment-mail"
SEEDS, FIRST_SEED = 40, 10_000
PROVE_SEEDS, PROVE_FIRST, PROVE_LIVED = 500, 20_000, 50


def test_each_thing_is_called_what_its_effect_was_planted_for() -> None:
    for seed in (7, 8):
        found = lived(seed)
        assert {ref: found.words[ref] for ref in WORDS} == WORDS


@pytest.mark.slow
def test_the_intervals_of_many_companies_cover_their_truth(tmp_path) -> None:
    program, covered, count = program_of_lumen(), 0, 0
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
        for verdict in read(program, seed, tmp_path, with_roll_out=seed % 2 == 0):
            if program.experiments[verdict.experiment].sequential is None:
                net = measure_of(verdict)
                covered += net.low <= true_value(program, verdict, seed) <= net.high
                count += 1
    low, high = band(count, 0.95)
    assert low <= covered <= high


@pytest.mark.slow
def test_with_no_effect_planted_few_experiments_earn(tmp_path) -> None:
    program, none, called = program_of_lumen(), Effects.none(), Counter()
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
        for verdict in read(program, seed, tmp_path, none, with_roll_out=seed % 2 == 0):
            net = measure_of(verdict)
            called[net.lower95 > true_value(program, verdict, seed, none)] += 1
    assert called[True] <= band(called.total(), 0.05)[1]


@pytest.mark.slow
def test_words_from_verdicts_are_those_of_a_life(tmp_path) -> None:
    program, whole = program_of_lumen(), lived(9)
    words = Words(program).of(read(program, 9, tmp_path))
    assert {ref: words[ref] for ref in WORDS} == {ref: whole.words[ref] for ref in WORDS}


@pytest.mark.prove
def test_five_hundred_companies(prove_figure) -> None:
    seeds = range(PROVE_FIRST, PROVE_FIRST + PROVE_SEEDS)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(studied, seeds, chunksize=5))
    held = [_told_coverage(found, prove_figure), *(_told_word(ref, found, prove_figure) for ref in WORDS)]
    assert all(held)


@pytest.mark.prove
def test_fifty_companies_lived_whole(prove_figure) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        seeds = range(PROVE_FIRST, PROVE_FIRST + PROVE_LIVED)
        found, quick = list(pool.map(lived, seeds)), list(pool.map(studied, seeds))
    alike = sum(
        all(one.words[ref] == other.words[ref] for ref in WORDS) for one, other in zip(found, quick, strict=True)
    )
    prove_figure(
        "Lumen: companies lived whole that end with the same words",
        f"{alike} of {len(found)}",
        len(found),
        alike == len(found),
    )
    assert alike == len(found)


def _told_coverage(found: list[Lived], prove_figure) -> bool:
    held = []
    for name in sorted({name for each in found for name in each.value}):
        # The split check refuses one sound experiment in a thousand: no value is posted, so none can be covered.
        read = [each.value[name] for each in found if name in each.value]
        covered, (low, high) = sum(below <= true <= above for _, below, above, true in read), band(len(read), 0.95)
        limit = f"{low} to {high}" if name != SEQUENTIAL else f">= {low}, always-valid"
        ok = low <= covered and (covered <= high or name == SEQUENTIAL)
        prove_figure(f"Lumen: intervals of {name} that cover the truth", f"{covered} of {len(read)}", limit, ok)
        held.append(ok)
    return all(held)


def _told_word(ref: str, found: list[Lived], prove_figure) -> bool:
    said = sum(each.words[ref] == WORDS[ref] for each in found)
    least = -(-len(found) * 99 // 100)
    name = f"Lumen: companies in which {ref} is {WORDS[ref]}"
    prove_figure(name, f"{said} of {len(found)}", f">= {least}", said >= least)
    return said >= least
