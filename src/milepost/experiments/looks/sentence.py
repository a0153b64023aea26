"""The one sentence that says what looking at aggregates showed, and what looking naively would have claimed."""

from collections.abc import Sequence

from milepost.experiments.looks.look import Look, Rejections, Series


def sentence(series: Sequence[Series], fixed: Rejections, valid: Rejections | None, alpha: float) -> str:
    """Say it of one series by its effect, of several by how many of them call one."""
    usable = [each for each in series if each.readable]
    if not usable:
        return f"None of {len(series):,} series can be read."
    if len(series) == 1:
        return _of_one(usable[0], alpha, is_valid=valid is not None)
    all_of_them = len(usable) == len(series)
    of = f"{len(usable):,} series" if all_of_them else f"the {len(usable):,} series that can be read"
    of += "" if all_of_them else f" (of {len(series):,})"
    if valid is None:
        return (
            f"A single look, the last one, calls an effect in {fixed.at_last:,} of {of}; looking every time "
            f"would call one in {fixed.at_any:,}, of which some are false. --sequential gives intervals that hold."
        )
    return (
        f"Looked at every time, always-valid intervals call an effect in {valid.at_any:,} of {of}; fixed ones, looked "
        f"at as often, in {fixed.at_any:,}, and in {fixed.at_last:,} at the last look."
    )


def _of_one(of: Series, alpha: float, *, is_valid: bool) -> str:
    (_, variant, metric), looks = of.key, of.readable
    shown = looks[-1].shown
    assert shown is not None
    kind = "always-valid interval" if is_valid else "interval"
    estimate = f"estimate {shown.effect:.4g}, 95% {kind} {shown.low:.4g} to {shown.high:.4g}"
    called = [place for place, each in enumerate(looks, 1) if _calls(each, alpha)] if is_valid else []
    called = called or ([len(looks)] if not is_valid and _calls(looks[-1], alpha) else [])
    if not called:
        told = f"Variant {variant} is not shown to move {metric} ({estimate})"
    else:
        first = looks[called[0] - 1].shown
        assert first is not None
        moves = "raises" if first.effect > 0 else "lowers"
        told = f"Variant {variant} {moves} {metric} ({estimate})"
        told += f", shown first at look {called[0]:,} of {len(looks):,}" if is_valid else ""
    naive = sum(each.fixed is not None and each.fixed.p_value < alpha for each in looks)
    if is_valid:
        return f"{told}. Fixed intervals would call an effect at {naive:,} of {len(looks):,} looks."
    return f"{told}. That holds for one look; looking at all {len(looks):,} would call an effect at {naive:,} of them."


def _calls(of: Look, alpha: float) -> bool:
    return of.shown is not None and of.shown.p_value < alpha
