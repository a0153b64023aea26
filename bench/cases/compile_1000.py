"""A program of 1,000 capabilities, compiled and checked."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from bench.lab import Lab, Row, python, seconds

NAME = "compile_1000"
SAYS = "milepost check on 1,000 capabilities in 20 files beside the bare CSafeLoader on the same files"
EXAMPLE = Path(__file__).parents[2] / "examples" / "email"
CAPABILITIES, FILES = 1_000, 20
LOADER = """
import pathlib, yaml
for path in sorted(pathlib.Path('big').glob('*.yaml')):
    list(yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader))
"""
OURS = """
from pathlib import Path
from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.actions.check_program import check_program
made = check_program(LocalProgramFolder(Path('big')))
assert made.program is not None, made.findings[:3]
"""
IMPORTS = """
from milepost.adapters.program_folder.local import LocalProgramFolder
from milepost.actions.check_program import check_program
"""


def rows(lab: Lab) -> Iterator[Row]:
    """Take the imports off both sides; the loader's floor is reading the YAML alone."""
    write_program(lab.folder / "big")
    costs = lab.race(
        {
            "ours": python(OURS),
            "our imports": python(IMPORTS),
            "loader": python(LOADER),
            "loader imports": python("import pathlib, yaml"),
        }
    )
    work = max(costs["ours"].cpu - costs["our imports"].cpu, 0.0)
    floor = max(costs["loader"].cpu - costs["loader imports"].cpu, 0.001)
    yield Row(name="CSafeLoader, imports included", median=seconds(costs["loader"]), spread=costs["loader"].spread)
    yield Row(name="imports of milepost check", median=seconds(costs["our imports"]))
    yield Row(name="milepost check, imports included", median=seconds(costs["ours"]), spread=costs["ours"].spread)
    yield Row(
        name="  the same without imports", median=f"{work:.2f} s CPU", ratio=work / floor, beside="the bare loader"
    )


def write_program(folder: Path) -> None:
    """Write the example with its capability a thousand times over, under other names."""
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.csv", ".milepost"))
    capability = (folder / "mail.yaml").read_text().split("---\n")[0]
    milestone = "kind: Milestone\nid: m{n}\ngoal: grow-margin\nquarter: 2027Q1\ncapabilities: c{n}\n"
    milestone += "exit: {{evidence: attestation/a{n}, signed_by: privacy}}\n"
    for file in range(FILES):
        numbers = range(file, CAPABILITIES, FILES)
        documents = [
            capability.replace("id: mens-mail", f"id: c{n}") + "---\n" + milestone.format(n=n) for n in numbers
        ]
        (folder / f"many-{file:02}.yaml").write_text("---\n".join(documents))
