"""Programs of 1,000 and 10,000 capabilities, compiled and checked, once and again."""

import json
import os
from collections.abc import Iterator

from bench.big_program import write_program
from bench.lab import MEGABYTE, Lab, Row, python, seconds

NAME = "compile_1000"
SAYS = "milepost check on 1,000 capabilities and 5,000 edges in 202 files beside the bare CSafeLoader on the same files"
LOADER = """
import pathlib, yaml
for path in sorted(pathlib.Path('{folder}').glob('*.yaml')):
    list(yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader))
"""
IMPORTS = """
from pathlib import Path
from milepost.actions.check_answer import checked
from milepost.actions.programs import compile_folder
from milepost.program.checks.registry import CHECKS
from milepost.program.repairs.find import repairs_of
from milepost.wiring.checking import program_folder
"""
# As in the command, what was compiled is let go before the end.
OURS = IMPORTS + "assert not compile_folder(program_folder(Path('{folder}'))).findings\n"
ANSWER = IMPORTS + "assert checked(program_folder(Path('{folder}'))).digest\n"
AGAIN_IMPORTS = """
import os
os.environ['XDG_CACHE_HOME'] = {caches}
from pathlib import Path
from milepost.actions.check_answer import checked
from milepost.wiring.checking import check_cache, program_folder
"""
AGAIN = AGAIN_IMPORTS + "folder = Path('{folder}')\nmade = checked(program_folder(folder), check_cache(folder))\n"


def rows(lab: Lab) -> Iterator[Row]:
    """Take the imports off all sides; the loader's floor is reading the YAML alone."""
    write_program(lab.folder / "big", 1_000)
    write_program(lab.folder / "huge", 10_000)
    caches = json.dumps(os.fspath(lab.folder / "caches"))
    costs = lab.race(
        {
            "ours": python(OURS.format(folder="big")),
            "answer": python(ANSWER.format(folder="big")),
            "our imports": python(IMPORTS),
            "loader": python(LOADER.format(folder="big")),
            "loader imports": python("import pathlib, yaml"),
            "again": python(AGAIN.format(folder="big", caches=caches)),
            "imports again": python(AGAIN_IMPORTS.format(caches=caches)),
        }
    )
    work = max(costs["ours"].cpu - costs["our imports"].cpu, 0.001)
    floor = max(costs["loader"].cpu - costs["loader imports"].cpu, 0.001)
    answer = max(costs["answer"].cpu - costs["our imports"].cpu, 0.001)
    again = max(costs["again"].cpu - costs["imports again"].cpu, 0.001)
    yield Row(name="CSafeLoader, imports included", median=seconds(costs["loader"]), spread=costs["loader"].spread)
    yield Row(name="imports of milepost check", median=seconds(costs["our imports"]))
    yield Row(name="parse, validate, graph and checks", median=seconds(costs["ours"]), spread=costs["ours"].spread)
    yield _row("  the same without imports", work, work / floor, "the bare loader", 1.3)
    yield Row(name="milepost check, the digest with it", median=seconds(costs["answer"]), spread=costs["answer"].spread)
    yield Row(name="a second check, imports included", median=seconds(costs["again"]), spread=costs["again"].spread)
    yield _row("  the same without imports", again, again / answer, "the first check", 0.2)
    yield from _huge(Lab(folder=lab.folder, root=lab.root, count=1))


def _huge(lab: Lab) -> Iterator[Row]:
    costs = lab.race(
        {
            "ours": python(OURS.format(folder="huge")),
            "our imports": python(IMPORTS),
            "loader": python(LOADER.format(folder="huge")),
        }
    )
    work = costs["ours"].cpu - costs["our imports"].cpu
    yield Row(
        name="10,000 capabilities",
        median=seconds(costs["ours"]),
        ratio=work / costs["loader"].cpu,
        beside="the bare loader",
        detail=f"the loader's peak: {costs['loader'].peak / MEGABYTE:.0f} MB",
    )


def _row(name: str, cpu: float, ratio: float, beside: str, limit: float) -> Row:
    return Row(name=name, median=f"{cpu:.3f} s CPU", ratio=ratio, beside=beside, limit=limit)
