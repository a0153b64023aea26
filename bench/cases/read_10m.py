"""Ten million users in three arms, read into a verdict: beside the one pass that its statistics cost at least."""

import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bench.lab import MEGABYTE, Costs, Lab, Row, python, seconds

NAME = "read_10m"
SAYS = "milepost experiment read on 10,000,000 users, 3 arms, 4 metrics, CUPED, ratio, SRM, beside one DuckDB pass"
ROWS = 10_000_000
WARM, COLD, MEMORY = 1.2, 4.0, 300 * MEGABYTE
TABLE = Path(tempfile.gettempdir()) / f"milepost-bench-{ROWS}.parquet"
METRICS = ("visit:proportion", "revenue", "orders", "clicks:ratio=sessions")

# Only what the formulas use: sizes, means, variances, covariances with the covariate and within the ratio, and the two
# third moments that tell whether a mean is too skewed for Student's interval.
STATISTICS = """
select arm, count(*),
       avg(visit), avg(revenue), avg(orders), avg(clicks), avg(sessions), avg(before),
       var_pop(visit), var_pop(revenue), var_pop(orders), var_pop(clicks), var_pop(sessions), var_pop(before),
       covar_pop(visit, before), covar_pop(revenue, before), covar_pop(orders, before), covar_pop(clicks, before),
       covar_pop(sessions, before), covar_pop(clicks, sessions),
       covar_pop(revenue, revenue * revenue), covar_pop(orders, orders * orders)
from (select arm, visit::double as visit, revenue, orders::double as orders, clicks::double as clicks,
             sessions::double as sessions, before from '{table}')
group by arm
"""
MAKE = """
copy (select ['A', 'B', 'C'][1 + (hash(i) % 3)::int] as arm,
             (hash(i + 77) % 10 < 2)::tinyint as visit,
             case when hash(i + 5) % 10 < 1 then round(exp(3 + ((hash(i + 9) % 1000) / 1000.0 - .5) * 4), 2)
                  else 0.0 end as revenue,
             (hash(i + 3) % 5)::int as orders,
             (hash(i + 4) % 7)::int as clicks,
             (hash(i + 4) % 7 + hash(i + 11) % 9 + 1)::int as sessions,
             round((hash(i + 5) % 10) * 1.5 + (hash(i + 6) % 100) / 10.0, 2) as before
      from range({rows}) of_users(i)) to '{table}' (format parquet)
"""
# CPU of three turns after one that warms up; the least of them, since a neighbour on the machine only adds.
TURNS = """
import resource
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
def least(run, turns=4):
    costs = []
    for _ in range(turns):
        began = cpu()
        run()
        costs.append(cpu() - began)
    return min(costs[1:])
"""
WARM_BOTH = """
import duckdb
from pathlib import Path
from milepost.actions.read_experiment import read_experiment
from milepost.experiments.design import Design
from milepost.outcomes.metric import parse_metric
from milepost.wiring.local import plain_warehouse
design = Design(arm_column="arm", control="A", metrics=tuple(map(parse_metric, {metrics})), covariates=("before",),
                randomised=True)
warehouse, bare = plain_warehouse(), duckdb.connect()
sides = {{"ours": [], "floor": []}}
for _ in range(3):  # in turns, so that a drift falls on both alike
    sides["ours"].append(least(lambda: read_experiment(warehouse, Path("{table}"), design), 2))
    sides["floor"].append(least(lambda: bare.sql(QUERY).fetchall(), 2))
print(min(sides["ours"]), min(sides["floor"]))
"""
COLD_READ = "import duckdb\nduckdb.sql(QUERY).fetchall()"
TEA = """
import warnings
warnings.simplefilter("ignore")
import ibis
import tea_tasting as tt
table = ibis.duckdb.connect().read_parquet("{table}")
tt.Experiment(
    visit=tt.Mean("visit", "before"), revenue=tt.Mean("revenue", "before"), orders=tt.Mean("orders", "before"),
    clicks=tt.RatioOfMeans("clicks", "sessions", "before"), srm=tt.SampleRatio(), variant="arm",
).analyze(table, control="A", all_variants=True)
"""
STATSMODELS = """
import warnings
warnings.simplefilter("ignore")
import duckdb
import statsmodels.api as sm
rows = duckdb.sql("select arm, visit, revenue, orders, before from '{table}' where arm in ('A', 'B')").df()
right = sm.add_constant(rows["before"])
treated = rows["arm"] == "B"
for name in ("visit", "revenue", "orders"):
    left = rows[name] - right @ sm.OLS(rows[name], right).fit().params
    sm.stats.ttest_ind(left[treated], left[~treated], usevar="unequal")
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Tell warm (one process, the same statistics) and cold (a fresh process, imports included)."""
    yield from _warm(lab)
    read = [lab.milepost, "experiment", "read", str(TABLE), "--arm", "arm", "--control", "A", "--randomised", "--json"]
    for metric in METRICS:
        read += ["--metric", metric]
    query = f"QUERY = {STATISTICS.format(table=TABLE)!r}\n"
    commands = {"read": [*read, "--covariate", "before"], "pass": python(query + COLD_READ)}
    costs = lab.race(commands)
    ours, floor = costs["read"], costs["pass"]
    yield Row(name="one bare DuckDB pass, import included", median=seconds(floor), spread=floor.spread)
    yield _against(floor, ours, "experiment read, cold", COLD)
    held = f"{ours.peak / MEGABYTE:.0f} MB"
    yield Row(name="  its peak memory", median=held, ratio=ours.peak / MEMORY, beside="300 MB", limit=1.0)
    others = lab.race({"tea-tasting": python(TEA.format(table=TABLE))}) if find_spec("tea_tasting") else {}
    for name, cost in others.items():
        yield _against(floor, cost, f"{name}, cold, the same metrics", None)
    # Two arms of three and no ratio already take more than a gigabyte there, so it is measured once.
    if find_spec("statsmodels") and find_spec("pandas"):
        once = Lab(folder=lab.folder, root=lab.root, count=1).race({"it": python(STATSMODELS.format(table=TABLE))})
        yield _against(floor, once["it"], "statsmodels, two arms, three means", None)
    # gbstats reads aggregates that another program made, and asks for pandas below 2, which is not what stands here.
    yield Row(name="gbstats", median="not beside pandas 2 and later; in a place of its own its import takes 0.9 s CPU")


def _warm(lab: Lab) -> Iterator[Row]:
    """Make the table where it is not, and race within one process."""
    once = Lab(folder=lab.folder, root=lab.root, count=1)
    if not TABLE.exists():
        part = TABLE.with_suffix(f".{lab.folder.name}.part")
        once.race({"make": python(f"import duckdb\nduckdb.sql({MAKE.format(rows=ROWS, table=part)!r})")})
        part.replace(TABLE)
    query = f"QUERY = {STATISTICS.format(table=TABLE)!r}\n"
    both = lab.folder / "warm.py"
    both.write_text(query + TURNS + WARM_BOTH.format(table=TABLE, metrics=repr(METRICS)), encoding="utf-8")
    once.race({"both": [sys.executable, str(both)]})
    ours, floor = map(float, (lab.folder / "output.txt").read_text(encoding="utf-8").split())
    yield Row(name="the same DuckDB pass, warm", median=f"{floor:.2f} s CPU")
    yield Row(
        name="experiment read, warm",
        median=f"{ours:.2f} s CPU",
        ratio=ours / floor,
        beside="the pass, warm",
        limit=WARM,
    )


def _against(floor: Costs, cost: Costs, name: str, limit: float | None) -> Row:
    return Row(
        name=name,
        median=seconds(cost),
        ratio=cost.cpu / floor.cpu,
        beside="the bare pass",
        limit=limit,
        spread=cost.spread,
    )
