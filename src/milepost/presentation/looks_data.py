"""A table of aggregates, read, as JSON values in the form that INTERFACES.md fixes."""

from milepost.experiments.looks.look import Look, LooksRead
from milepost.presentation.readout_trust import Known
from milepost.record.canonical import Json


def looks_data(of: LooksRead, known: Known) -> dict[str, Json]:
    """Give `data` of `milepost.experiment.read/1` for aggregates; a look that can't be read has null for numbers."""
    return {
        "looks": [_look(each) for each in of.looks],
        "summary": {
            "series": len(of.series),
            "usable": of.usable,
            "looks": len(of.looks),
            "unreadable_looks": sum(each.fixed is None for each in of.looks),
            "fixed": {"at_last_look": of.fixed.at_last, "at_any_look": of.fixed.at_any},
            "always_valid": {"at_last_look": of.valid.at_last, "at_any_look": of.valid.at_any} if of.valid else None,
            "uneven_arms": of.uneven,
            "split": list(of.split) if of.split else None,
            "srm_failed": of.misfits if of.split else None,
        },
        "alpha": of.alpha,
        "interval": "fixed" if of.valid is None else "always-valid",
        "sentence": of.sentence,
        "method": list(known.method),
        "query": list(known.query),
        "snapshot": known.snapshot,
    }


def _look(of: Look) -> Json:
    shown, (experiment, variant, metric) = of.shown, of.key
    return {
        "experiment_id": experiment,
        "variant_id": variant,
        "metric_id": metric,
        "time_since_start": of.time,
        "effect": shown.effect if shown else None,
        "ci95": [shown.low, shown.high] if shown else None,
        "p_value": shown.p_value if shown else None,
        "phase": of.phase.value,
        "because": of.because or None,
    }
