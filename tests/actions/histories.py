"""A shop's history with planted facts: who comes again, a weekly cycle, spend that repeats within a person."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

FIRST, WEEKS = date(2026, 6, 1), 8
CYCLE = np.array([0.8, 0.8, 1.0, 1.0, 1.2, 1.4, 0.8])
HEADER = "customer,day,spend,bought,clicks,views,tier"


def rows(
    seed: int = 5, people: int = 1_500, weeks: int = WEEKS, *, repeats: bool = True
) -> list[tuple[str, date, float, int, int, int, int]]:
    """Draw visits: with `repeats` a person's rate and spend stay the same, else each visit is another person's."""
    rng = np.random.default_rng(seed)
    rate, level = rng.gamma(2.0, 0.08, people), rng.lognormal(2.5, 0.6, people)
    found = []
    for day in range(weeks * 7):
        for who in np.flatnonzero(rng.random(people) < np.minimum(0.9, rate * CYCLE[day % 7])):
            if not repeats:
                level[who] = rng.lognormal(2.5, 0.6)
            bought, views = int(rng.random() < 0.4), int(rng.poisson(4)) + 1
            spend = round(float(bought * level[who] * rng.lognormal(0, 0.3)), 2)
            clicks = int(rng.binomial(views, 0.2))
            found.append((f"c{who}", FIRST + timedelta(days=day), spend, bought, clicks, views, int(who % 3)))
    return found


def written(path: Path, found: list[tuple[object, ...]], header: str = HEADER) -> Path:
    """Write a CSV."""
    lines = [header, *(",".join(str(cell) for cell in row) for row in found)]
    path.write_text("\n".join(lines) + "\n")
    return path
