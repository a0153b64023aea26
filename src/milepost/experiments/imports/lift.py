"""Lift studies that an advertising platform makes of its own work: Meta's and Google's. Always vendor-reported."""

from collections.abc import Iterator

from milepost.experiments.imports.export import Export, Form, Row
from milepost.experiments.imports.result import Asked, Result, Side, Stated

# Meta's studies have a level of their own, which the results don't tell; both platforms report at 90% by default.
CONFIDENCE = 0.90
_PEOPLE = "buyers"
_META = ("buyers", "conversions", "advancedConversions", "sales")
_GOOGLE = ("incremental_conversions", "incremental_conversion_value")
_CAUTION = "A platform's own study of its own work: its split and its counts can't be checked here."


def _meta_listed(export: Export) -> Iterator[Asked]:
    for _, row in export.rows:
        for metric in _META:
            if export.text(row, f"{metric} test"):
                yield Asked(test=_study(export, row), metric=metric, control="control", treatment="test")


def _study(export: Export, row: Row) -> str | None:
    return export.text(row, "test") or None


def _meta_read(export: Export, asked: Asked) -> Result:
    at = export.single(export.one("test", asked.test, "test", export.rows), repr(asked.test or asked.metric))
    known = [each for each in _META if export.text(at[1], f"{each} test")]
    if asked.metric not in known:
        raise export.missing("metric", asked.metric, known)
    sides = {name: _meta_side(export, at, asked.metric, name) for name in ("control", "test")}
    is_swapped = export.is_swapped(asked, ("control",), ("test",))
    stated = _meta_stated(export, at, asked.metric)
    return Result(
        asked=asked,
        control=sides["test" if is_swapped else "control"],
        treatment=sides["control" if is_swapped else "test"],
        stated=stated.mirrored() if stated is not None and is_swapped else stated,
        sizes=tuple((side.name, side.units) for side in sides.values() if side.units is not None),
        is_vendor_reported=True,
        caution=_CAUTION,
    )


def _meta_side(export: Export, at: tuple[int, Row], metric: str, name: str) -> Side:
    units, total = export.count(at, f"population {name}"), export.number(at, f"{metric} {name}")
    mean = None if units is None or total is None else total / units
    # People who bought are zeros and ones; a person may convert, and spend, many times.
    share = metric == _PEOPLE and mean is not None and 0 <= mean <= 1
    return Side(
        name=name, units=units, mean=mean, variance=mean * (1 - mean) if share and mean else None, is_share=share
    )


def _meta_stated(export: Export, at: tuple[int, Row], metric: str) -> Stated | None:
    effect, low, high = (export.number(at, f"{metric} {each}") for each in ("incremental", "lower", "upper"))
    if effect is None or low is None or high is None:
        return None
    return Stated(effect=effect, low=low, high=high, confidence=CONFIDENCE, is_total=True)


def _google_listed(export: Export) -> Iterator[Asked]:
    for _, row in export.rows:
        for name in _GOOGLE:
            if export.text(row, name):
                yield Asked(test=_study(export, row), metric=name, control="baseline", treatment="exposed")


def _google_read(export: Export, asked: Asked) -> Result:
    at = export.single(export.one("test", asked.test, "test", export.rows), repr(asked.test or asked.metric))
    known = [each for each in _GOOGLE if export.text(at[1], each)]
    if asked.metric not in known:
        raise export.missing("metric", asked.metric, known)
    stated = _google_stated(export, at, asked.metric)
    is_swapped = export.is_swapped(asked, ("baseline",), ("exposed",))
    return Result(
        asked=asked,
        control=Side(name=asked.control),
        treatment=Side(name=asked.treatment),
        stated=stated.mirrored() if stated is not None and is_swapped else stated,
        is_vendor_reported=True,
        caution=_CAUTION,
    )


def _google_stated(export: Export, at: tuple[int, Row], metric: str) -> Stated | None:
    effect, low, high = (export.number(at, f"{metric}{each}") for each in ("", " low", " high"))
    if effect is None or low is None or high is None:
        return None
    p_value = export.number(at, f"{metric} p")
    return Stated(effect=effect, low=low, high=high, confidence=CONFIDENCE, p_value=p_value, is_total=True)


def _meta_columns() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "test", ("study_name", "study", "objective_name", "cell_name", "cell_id")
    for side in ("test", "control"):
        yield f"population {side}", (f"population.{side}",)
    for metric in _META:
        for side in ("test", "control", "incremental"):
            yield f"{metric} {side}", (f"{metric}.{side}",)
        lower, upper = ("bayesianCILower", "bayesianCIUpper")
        yield f"{metric} lower", (f"{metric}.incremental_lower", f"{metric}.{lower}")
        yield f"{metric} upper", (f"{metric}.incremental_upper", f"{metric}.{upper}")


def _google_columns() -> Iterator[tuple[str, tuple[str, ...]]]:
    config = "lift_measurement_config"
    yield "test", (f"{config}.name", f"{config}.{config}_id", "name", "study_name")
    for name in _GOOGLE:
        yield name, (name,)
        yield f"{name} low", (f"{name}_p90_lower_bound",)
        yield f"{name} high", (f"{name}_p90_upper_bound",)
        yield f"{name} p", (f"{name}_p_value",)


FORMS = (
    Form(
        name="results of a Meta lift study",
        seen="the fields of the ad study API's results, as connectors of 2023-2026 write them",
        columns=dict(_meta_columns()),
        needed=("population test", "population control"),
        listed=_meta_listed,
        read=_meta_read,
    ),
    Form(
        name="Conversion Lift report of Google Ads",
        seen="the metrics of the Google Ads API, v25 and v26 (2026)",
        columns=dict(_google_columns()),
        needed=("incremental_conversions", "incremental_conversions low", "incremental_conversions high"),
        listed=_google_listed,
        read=_google_read,
    ),
)
