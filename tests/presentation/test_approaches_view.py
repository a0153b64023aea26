"""How a comparison is worded: the sentence, what is not said, and a table that fits."""

from dataclasses import replace
from functools import cache

import pytest

from milepost.plan.approaches.compare import Comparison, compare
from milepost.plan.approaches.judged import Judgement, judge
from milepost.plan.approaches.reference import reference_model
from milepost.presentation.approaches_view import differences, message, recommendation, side_by_side
from milepost.presentation.approaches_words import Scale, percent, plain, sides
from milepost.presentation.values import Story, Table, columns
from milepost.program.documents.choosing import Choosing, Measure
from milepost.program.documents.outline import Approach
from milepost.rendering.markdown import story_markdown
from milepost.rendering.text import table_text
from plan.approaches.assume import but, ours, still


@cache
def run(times: float = 1.0) -> tuple[Comparison, Judgement]:
    plan = reference_model()
    large = tuple(
        replace(
            each,
            money=each.money.times(times),
            costs=tuple(replace(cost, once=cost.once * times, a_month=cost.a_month * times) for cost in each.costs),
        )
        for each in plan.capabilities
    )
    found = compare(replace(plan, capabilities=large), ours(), 1, 20, 10)
    return found, judge(found, Choosing())


def test_the_sentence_names_what_is_apart_and_what_is_not() -> None:
    found, judgement = run()
    said = message(judgement, Scale.of(found))
    assert said.startswith("On these assumptions pilot-led reaches first value ")
    assert " months before top-down (80%: " in said
    assert said.endswith("at 18 months the three cannot be told apart by net value.")
    assert recommendation(judgement).startswith("Grade D: ")
    assert "No operating model is recommended" in recommendation(judgement)


def test_a_named_model_is_said_by_which_measure() -> None:
    heavy = but(but(still(), Approach.TOP_DOWN, steering_hours=(900, 1000, 1100)), Approach.PILOT_LED,
                steering_hours=(900, 1000, 1100))  # fmt: skip
    found = compare(reference_model(), heavy, 1, 8, 5)
    judgement = judge(found, Choosing(first=Measure.GOVERNANCE_HOURS))
    assert "By governance, the sponsor's first measure, hybrid is better than both others." in recommendation(judgement)
    assert "hybrid nets 18.7 k EUR more than" in message(judgement, Scale.of(found))
    assert "hybrid takes 18.7 k hours less of governance than" in message(judgement, Scale.of(found))


@pytest.mark.parametrize("times", [0.01, 1.0, 30.0, 1_000.0])
def test_tables_fit_into_eighty_columns(times: float) -> None:
    found, judgement = run(times)
    scale = Scale.of(found)
    for table in (side_by_side(found, scale), differences(judgement, scale)):
        assert max(map(len, table_text(table, 80).splitlines())) <= 80


def test_a_difference_is_told_from_the_better_side() -> None:
    _, judgement = run()
    (apart,) = [each for each in judgement.of(Measure.FIRST_VALUE) if each.winner]
    winner, loser, interval = sides(apart)
    assert (winner, loser) == ("pilot-led", "top-down")
    assert 0 < interval.low < interval.middle < interval.high


def test_no_chance_rounds_to_certainty() -> None:
    assert [percent(each) for each in (0.0, 0.001, 0.5, 0.999, 1.0)] == ["0%", "<1%", "50%", ">99%", "100%"]
    assert [plain(each) for each in (0.04, -9.96, 21.4, -1_234.0)] == ["0.0", "−10.0", "21", "−1,230"]


def test_markdown_breaks_no_table_and_starts_no_mark() -> None:
    table = Table(title="A | B", columns=columns("a", "b", right=["b"]), rows=(("x|y\nz", "*1"),))
    told = story_markdown(Story(message="# five <b>", lines=("run `a_b|c`",), tables=(table,)))
    assert told == ("## \\# five \\<b\\>\n\nrun `a_b|c`\n\n**A \\| B**\n\n| a | b |\n|---|---:|\n| x\\|y z | \\*1 |\n")
