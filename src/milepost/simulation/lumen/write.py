"""A whole company into a folder: `tables/*.parquet` for everybody, `truth/` for tests and the demo's last step only."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from milepost.simulation.lumen import (
    customers,
    expected,
    experiments,
    operations,
    orders,
    response,
    sends,
    timesheets,
    voice,
)
from milepost.simulation.lumen.trials import TRIALS
from milepost.simulation.lumen.truth import Initiative, Lumen


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that has been written: its path below the folder, and rows (None for the truth's JSON)."""

    path: Path
    rows: int | None


def write(lumen: Lumen, folder: Path) -> Iterator[Written]:
    """Write all tables, then the truth, telling each file once it is complete; files of those names are replaced.

    Customers and orders are held some ten thousand customers at a time. Experiments are named `experiment_` and the
    initiative in snake case; only those whose outcome window lies inside the company's days are written.
    """
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "truth").mkdir(exist_ok=True)
    yield from _streamed(folder, _customer_tables(lumen))
    for name, table in operations.tables(lumen):
        yield _whole(folder, f"tables/{name}", table)
    for source in voice.SHARES:
        said = voice.said(lumen, source)
        yield _whole(folder, f"tables/{source}", said.rows)
        yield _whole(folder, f"truth/{source}_labels", said.labels)
    yield _whole(folder, "truth/timesheets_saved", timesheets.saved(lumen))
    (folder / "truth" / "truth.json").write_text(truth_json(lumen), encoding="utf-8")
    yield Written(path=Path("truth/truth.json"), rows=None)


def truth_json(lumen: Lumen) -> str:
    """Write the planted effects and what each trial truly changes as JSON, the same text for the same company."""
    known = {
        "seed": lumen.seed,
        "customers": lumen.scale.customers,
        "last_day": lumen.last_day.isoformat(),
        "planted": {each: asdict(lumen.effects.of(each)) for each in Initiative},
        "brief_hours_saved": lumen.effects.brief_hours_saved,
        "brief_ramp_days": lumen.effects.brief_ramp_days,
        "hours_saved_in_roll_out": timesheets.hours_saved(lumen),
        "media": dict(lumen.effects.media),
        "trials": {each: asdict(expected.company_effect(lumen, each)) for each in ended(lumen)},
        "program": asdict(expected.program_effect(lumen)),
        "holdout": asdict(expected.held_effect(lumen)),
        "weekly_response": {each: list(series) for each, series in response.responses(lumen.effects).items()},
        "faults": asdict(lumen.faults),
    }
    return json.dumps(known, indent=1, sort_keys=True) + "\n"


def ended(lumen: Lumen) -> list[Initiative]:
    """Return the initiatives whose outcome window lies inside the company's days."""
    return [each for each, trial in TRIALS.items() if trial.ends * 7 <= lumen.scale.days]


def _customer_tables(lumen: Lumen) -> Iterator[tuple[str, pa.Table]]:
    for who in customers.chunks(lumen):
        yield "customers", customers.table(lumen, who)
        drawn = orders.draw(lumen, who)
        yield from orders.exports(lumen, orders.table(lumen, who, drawn)).items()
        yield "sends", sends.table(lumen, who)
        yield "global_holdout", experiments.holdout_rows(lumen, who, drawn)
        for each in ended(lumen):
            rows = experiments.rows(experiments.outcomes(lumen, each, who, drawn), each)
            yield f"experiment_{each.replace('-', '_')}", rows


def _streamed(folder: Path, parts: Iterator[tuple[str, pa.Table]]) -> Iterator[Written]:
    writers: dict[str, pq.ParquetWriter] = {}
    rows: dict[str, int] = {}
    try:
        for name, part in parts:
            path = folder / "tables" / f"{name}.parquet"
            if name not in writers:
                writers[name] = pq.ParquetWriter(path, part.schema, compression="zstd")
            writers[name].write_table(part)
            rows[name] = rows.get(name, 0) + part.num_rows
    finally:
        for writer in writers.values():
            writer.close()
    for name, count in rows.items():
        yield Written(path=Path("tables") / f"{name}.parquet", rows=count)


def _whole(folder: Path, name: str, table: pa.Table) -> Written:
    path = Path(f"{name}.parquet")
    pq.write_table(table, folder / path, compression="zstd")
    return Written(path=path, rows=table.num_rows)
