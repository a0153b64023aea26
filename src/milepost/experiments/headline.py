"""The one sentence that says what an experiment showed: at least X (estimate Y, 95% interval).

The interval of a design that may be looked at as it runs is called always-valid there.
"""

from collections.abc import Iterable, Iterator

from milepost.experiments.readout import MetricReading, MoneyReading, ReadOut
from milepost.experiments.rules import TELLS_TOO_LITTLE
from milepost.kernel.words import Grade, Phase

# More arms than these are left to the table.
_TOLD = 3


def headline(of: ReadOut) -> str:
    """Say in plain English what was shown, what was not, and how far it may be trusted."""
    if not of.srm.ok:
        return (
            f"No verdict: the arms' sizes do not fit the intended split (SRM p = {of.srm.p_value:.2g}), "
            "so no effect can be read from this table."
        )
    told = _money(of) if of.money else _effects(of)
    if not told:
        why = "tells too little" if any(each.code == TELLS_TOO_LITTLE.code for each in of.findings) else "does not vary"
        return f"No verdict: {of.metrics[0].metric if of.metrics else 'the metric'} {why}, so nothing is shown."
    return _caution(of) + " ".join([*told, *_guards(of)])


def _caution(of: ReadOut) -> str:
    if of.grade is Grade.A:
        return ""
    return f"Not proven (grade {of.grade}: nobody stated that arms were assigned at random). As it stands: "


def _guards(of: ReadOut) -> Iterator[str]:
    """Say which guardrails are broken, and which are open: neither is a pass."""
    for phase, said in (
        (Phase.FAILED, "But a guardrail is broken"),
        (Phase.INCONCLUSIVE, "A guardrail is not decided"),
    ):
        broken = [each for each in of.guardrails if each.phase is phase]
        if broken:
            yield f"{said}: {_and(dict.fromkeys(f'{each.metric} ({each.arm})' for each in broken))}."


def _and(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _money(of: ReadOut) -> list[str]:
    best = sorted(of.money, key=lambda each: -each.net_lower95)[:_TOLD]
    told = [_earns(each, _interval(of)) for each in of.money if each in best]
    rest = len(of.money) - len(best)
    return told if not rest else [*told, f"{rest} more arm{'s' if rest > 1 else ''} did no better."]


def _interval(of: ReadOut) -> str:
    return "95% interval" if of.planned is None else "95% always-valid interval"


def _earns(of: MoneyReading, interval: str) -> str:
    low, high = of.net_ci95
    estimate = f"estimate {_amount(of.net, of.currency)}, {interval} {_plain(low)} to {_plain(high)}"
    if of.net_lower95 > 0:
        return f"{of.arm} earns at least {_amount(of.net_lower95, of.currency)} ({estimate}), net of its cost."
    if of.net_upper95 < 0:
        return f"{of.arm} loses at least {_amount(-of.net_upper95, of.currency)} ({estimate}), net of its cost."
    return f"{of.arm} may lose up to {_amount(-of.net_lower95, of.currency)} and is not proven to earn ({estimate})."


def _effects(of: ReadOut) -> list[str]:
    shown = [each for each in of.metrics if each.is_primary and each.estimate is not None]
    best = sorted(shown, key=lambda each: -(each.estimate.lower95 if each.estimate else 0.0))[:_TOLD]
    told = [_moves(each, of) for each in shown if each in best]
    rest = len(shown) - len(best)
    return told if not rest else [*told, f"{rest} more arm{'s' if rest > 1 else ''} did no better."]


def _moves(of: MetricReading, read_out: ReadOut) -> str:
    found, control = of.estimate, read_out.control
    if found is None:
        return f"{of.arm}: no reading of {of.metric}."
    estimate = f"estimate {found.effect:.4g}, {_interval(read_out)} {found.low:.4g} to {found.high:.4g}"
    if of.phase is Phase.SUCCESSFUL and found.lower95 > 0:
        return f"{of.arm} raises {of.metric} by at least {found.lower95:.4g} over {control} ({estimate})."
    if of.phase is Phase.FAILED and found.upper95 < 0:
        return f"{of.arm} lowers {of.metric} by at least {-found.upper95:.4g} below {control} ({estimate})."
    return f"{of.arm} is not proven to move {of.metric} against {control} ({estimate})."


def _amount(value: float, currency: str) -> str:
    return f"{currency} {_plain(value)}" if value >= 0 else f"-{currency} {_plain(-value)}"


def _plain(value: float) -> str:
    return f"{value:,.2f}"
