"""Statsig: `NAME_pulse_summary.csv`, a row for each group and metric (experiments), or for both groups (gates)."""

from collections.abc import Iterator

from milepost.experiments.imports.export import Export, Form, Row
from milepost.experiments.imports.result import Asked, Result, Side, Stated, is_share

CONFIDENCE = 0.95
TOPLINE = "!statsig_topline"
_CONTROL, _TREATMENT = ("Control", "control", "ctrl", "fail"), ("Test", "test", "treatment", "pass")
_Z95 = 1.959963984540054


def _topline(export: Export) -> list[tuple[int, Row]]:
    """Leave out the rows of a metric's parts: a dimension is a segment of it."""
    return [at for at in export.rows if export.text(at[1], "dimension") in {"", TOPLINE}]


def _listed_groups(export: Export) -> Iterator[Asked]:
    found: dict[tuple[str, str], list[str]] = {}
    for _, row in _topline(export):
        key = export.text(row, "test"), export.text(row, "metric")
        found.setdefault(key, []).append(export.text(row, "variant"))
    for (test, metric), variants in found.items():
        control = next((each for each in variants if each.lower() == "control"), variants[0])
        for variant in dict.fromkeys(each for each in variants if each != control):
            yield Asked(test=test, metric=metric, control=control, treatment=variant)


def _read_groups(export: Export, asked: Asked) -> Result:
    rows = export.one("test", asked.test, "test", _topline(export))
    rows = export.one("metric", asked.metric, "metric", rows)
    picked = {name: export.one("variant", name, "variant", rows) for name in (asked.control, asked.treatment)}
    control, treatment = (
        _side(export, export.single(each, f"{name!r} and {asked.metric!r}"), "", name) for name, each in picked.items()
    )
    sizes = ((export.text(at[1], "variant"), export.count(at, "units")) for at in rows)
    kept = tuple((name, units) for name, units in sizes if units is not None)
    return Result(asked=asked, control=control, treatment=treatment, stated=None, sizes=kept)


def _listed_pairs(export: Export) -> Iterator[Asked]:
    for _, row in _topline(export):
        test, metric = export.text(row, "test"), export.text(row, "metric")
        yield Asked(test=test, metric=metric, control="Control", treatment="Test")


def _read_pairs(export: Export, asked: Asked) -> Result:
    rows = export.one("test", asked.test, "test", _topline(export))
    at = export.single(export.one("metric", asked.metric, "metric", rows), repr(asked.metric))
    is_swapped = export.is_swapped(asked, _CONTROL, _TREATMENT)
    names = (asked.treatment, asked.control) if is_swapped else (asked.control, asked.treatment)
    control, treatment = _side(export, at, "control ", names[0]), _side(export, at, "test ", names[1])
    sizes = tuple((each.name, each.units) for each in (control, treatment) if each.units is not None)
    stated = _stated(export, at)
    return Result(
        asked=asked,
        control=treatment if is_swapped else control,
        treatment=control if is_swapped else treatment,
        stated=stated.mirrored() if stated is not None and is_swapped else stated,
        sizes=sizes,
        claimed=None if stated is None else -stated.effect if is_swapped else stated.effect,
    )


def _side(export: Export, at: tuple[int, Row], which: str, name: str) -> Side:
    units, mean = export.count(at, f"{which}units"), export.number(at, f"{which}mean")
    error = export.number(at, f"{which}error")
    variance = None if error is None or units is None else error**2 * units
    return Side(name=name, units=units, mean=mean, variance=variance, is_share=is_share(mean, variance))


def _stated(export: Export, at: tuple[int, Row]) -> Stated | None:
    effect, error = export.number(at, "delta"), export.number(at, "delta error")
    if effect is None or error is None:
        return None
    return Stated(effect=effect, low=effect - _Z95 * error, high=effect + _Z95 * error, confidence=CONFIDENCE)


_COMMON = {
    "test": ("name", "experimentName"),
    "metric": ("metric_name", "metricName"),
    "dimension": ("metric_dimension",),
}
FORMS = (
    Form(
        name="pulse summary of an experiment",
        seen="Statsig's export guide, 2022-2025",
        columns={
            **_COMMON,
            "variant": ("experiment_group",),
            "units": ("units",),
            "mean": ("mean",),
            "error": ("stderr",),
        },
        needed=("test", "metric", "variant", "units", "mean", "error"),
        listed=_listed_groups,
        read=_read_groups,
    ),
    Form(
        name="pulse summary of a gate",
        seen="Statsig's export guide, 2022-2025",
        columns={
            **_COMMON,
            "test units": ("test_units",),
            "test mean": ("test_mean",),
            "test error": ("test_stderr",),
            "control units": ("ctrl_units", "control_units"),
            "control mean": ("ctrl_mean", "control_mean"),
            "control error": ("ctrl_stderr", "control_stderr"),
            "delta": ("abs_delta",),
            "delta error": ("abs_stderr",),
        },
        needed=(
            "test",
            "metric",
            "test units",
            "test mean",
            "test error",
            "control units",
            "control mean",
            "control error",
        ),
        listed=_listed_pairs,
        read=_read_pairs,
    ),
)
