"""What a reader sees of an export of finished tests: each as evidence, with the grade it deserves."""

from collections.abc import Sequence

from milepost.experiments.imports.reading import ImportReading
from milepost.experiments.strength import strength_said
from milepost.presentation.numbers import fixed, number, places, signed
from milepost.presentation.readout_data import strength_data
from milepost.presentation.values import NOTHING, Story, Table, columns
from milepost.record.canonical import Json


def import_story(form: str, seen: str, results: Sequence[ImportReading]) -> Story:
    """Word what stands in an export, a row a result; with a single result its sentence leads."""
    lines = [f"Read as: {form} (as seen in: {seen})."]
    if len(results) == 1 and results[0].strength is not None:
        lines.append(strength_said(results[0].strength, outcome=results[0].result.asked.metric))
    few = "no result can be read" if not results else f"{len(results)} finished tests would be evidence"
    message = results[0].sentence if len(results) == 1 else f"Of this export {few}."
    return Story(message=message, lines=tuple(lines), tables=(_table(results),) if results else ())


def import_data(of: ImportReading) -> Json:
    """Give one result of `milepost.experiment.import/1`; what the export doesn't tell is null."""
    asked, found = of.result.asked, of.effect
    return {
        "test": asked.test,
        "metric": asked.metric,
        "control": asked.control,
        "treatment": asked.treatment,
        "arms": [{"arm": name, "n": units} for name, units in of.result.sizes],
        "srm": None if of.srm_p is None else {"p_value": of.srm_p, "ok": True},
        "control_mean": of.result.control.mean,
        "arm_mean": of.result.treatment.mean,
        "effect": found.effect,
        "ci95": [found.low, found.high],
        "lower95": found.lower95,
        "upper95": found.upper95,
        "p_value": found.p_value,
        "relative": of.lift.lift if of.lift else None,
        "relative_ci95": list(of.lift.interval) if of.lift and of.lift.interval else None,
        "is_total": of.is_total,
        "estimated_by": "milepost" if of.is_own else "vendor",
        "population": of.population,
        "grade": of.grade.value,
        "hidden_cause": strength_data(of.strength),
        "sentence": of.sentence,
    }


def _table(results: Sequence[ImportReading]) -> Table:
    return Table(
        title="",
        columns=columns(
            "Metric", "Compared", "Effect", "95% interval", "SRM p", "By", "Grade",
            right=("Effect", "95% interval", "SRM p"),
        ),
        rows=tuple(_row(each) for each in results),
        note="By: ours, computed again from counts, means and variances; vendor, taken from its interval.",
    )  # fmt: skip


def _row(of: ImportReading) -> tuple[str, ...]:
    asked, found = of.result.asked, of.effect
    digits = places(found.standard_error)
    test = f"{asked.test}: " if asked.test else ""
    return (
        test + asked.metric,
        f"{asked.treatment} over {asked.control}",
        signed(found.effect, digits),
        f"{fixed(found.low, digits)} to {fixed(found.high, digits)}",
        NOTHING if of.srm_p is None else number(of.srm_p, 3),
        "ours" if of.is_own else "vendor",
        of.grade.value,
    )
