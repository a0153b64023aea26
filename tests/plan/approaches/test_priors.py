"""The priors that Milepost ships: each has a source, those of the issue stand as it says, a program's replace them."""

from collections.abc import Iterator

import pytest

from milepost.plan.approaches.priors import Assumptions, assumed
from milepost.plan.approaches.traits import NAMES, drawn, medians
from milepost.program.compiler import compile_program
from milepost.program.documents.operating import UNITS, OperatingModel, Priors, Unit
from milepost.program.documents.outline import Approach
from milepost.wiring.local import shipped_priors
from plan.approaches.assume import ours

OF_PILOTS = {"pilot", "pilot_effort", "pilot_cost", "pilot_reach", "inconclusive", "steered_pilots"}
NOT_ASKED = {Approach.TOP_DOWN: OF_PILOTS, Approach.PILOT_LED: {"pilot"}, Approach.HYBRID: set[str]()}
ISSUE = "Milepost's specification"


def faults(text: bytes) -> Iterator[str]:
    """Say what a file of priors lacks: models, priors, sources, notes, order, units."""
    made = compile_program({"priors.yaml": text})
    yield from (each.message for each in made.findings if "kind: Program" not in each.message)
    models = {ref.slug: model for ref, model in made.draft.of(OperatingModel)}
    for approach in Approach:
        if approach not in models:
            yield f"{approach} is missing"
            continue
        for name in set(Priors.model_fields) - NOT_ASKED[approach]:
            prior = getattr(models[approach].priors, name)
            if prior is None or not prior.source or not prior.note:
                yield f"{approach} {name} is not whole"


def test_every_prior_is_there_with_source_unit_range_and_note() -> None:
    assert list(faults(shipped_priors())) == []
    assert set(Priors.model_fields) == set(UNITS) == set(NAMES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source: "Milepost\'s specification, the comparison of operating models",\n', "\n"),
        ("source: Milepost's assumption,\n", "source: '',\n"),
        ("p10: 6, p50: 9", "p10: 10, p50: 9"),
        ("p90: 12, unit: months", "p90: 12, unit: days"),
        ("id: hybrid", "id: hybird"),
        ("grade: D", "grade: A"),
    ],
)
def test_control_a_prior_without_is_found(old: str, new: str) -> None:
    text = shipped_priors().decode()
    assert old in text
    assert list(faults(text.replace(old, new, 1).encode()))


def test_those_of_the_issue_stand_as_it_says() -> None:
    told = {
        (each.approach, each.name): (each.quantiles, each.prior.unit)
        for each in ours().held
        if each.prior.source.startswith(ISSUE)
    }
    months = Unit.MONTHS
    assert told == {
        (Approach.TOP_DOWN, "time_to_value"): ((6, 9, 12), months),
        (Approach.PILOT_LED, "time_to_value"): ((2, 3, 4), months),
        (Approach.HYBRID, "time_to_value"): ((4, 6, 8), months),
        (Approach.HYBRID, "pilot"): ((2, 3, 4), months),
    }
    said = {each: (model.governance, model.risk) for each, model in ours().models.items()}
    assert said[Approach.TOP_DOWN] == (
        "formal steering, budget, risk controls",
        "higher visibility but slower to adapt",
    )
    assert said[Approach.PILOT_LED] == ("light, data lineages", "fragmented outcomes, harder scaling")
    governance, risk = said[Approach.HYBRID]
    assert governance == "integrated steering, standard governance"
    assert '"best balance" (a hypothesis' in str(risk)
    assert "requires coordination" in str(risk)
    assert all(each.prior.source in {f"{ISSUE}, the comparison of operating models", "Milepost's assumption"}
               for each in ours().held)  # fmt: skip


def test_a_program_takes_the_place_of_one_prior_and_leaves_the_rest() -> None:
    own = OperatingModel.model_validate(
        {
            "id": "hybrid",
            "priors": {"rework": {"p10": "0", "p50": "0.1", "p90": "0.2", "unit": "share", "source": "us"}},
        }
    )
    found: Assumptions = assumed(ours().models, {"hybrid": own})
    changed = [each for each in found.held if each.own]
    assert [(each.approach, each.name, each.quantiles) for each in changed] == [
        (Approach.HYBRID, "rework", (0.0, 0.1, 0.2))
    ]
    assert len(found.held) == len(ours().held)
    assert found.digest != ours().digest


def test_sets_of_assumptions_follow_their_quantiles_and_the_company_is_one() -> None:
    luck = drawn(ours(), 5, 4_000)
    months = sorted(each.time_to_value for each in luck[Approach.HYBRID])
    assert [months[400], months[2_000], months[3_600]] == pytest.approx([4, 6, 8], rel=0.04)
    assert [each.hour for each in luck[Approach.HYBRID]] == [each.hour for each in luck[Approach.TOP_DOWN]]
    assert all(0 <= each.steered <= 1 for of in luck.values() for each in of)
    assert drawn(ours(), 5, 10)[Approach.HYBRID] == luck[Approach.HYBRID][:10]
    assert medians(ours().of(Approach.TOP_DOWN)).time_to_value == 9
