"""The verb `demo`: Lumen, a simulated company, lives its program for 18 months; then its truth is told."""

from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, verb

FOLDER = Path("milepost-demo")
SEED = 2026


@click.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, show_default=True,
              help="Where the example is put; made anew each time.")  # fmt: skip
@click.option("--customers", type=click.IntRange(2_000), default=20_000, show_default=True,
              help="How many customers the company has; effects show the clearer the more there are.")  # fmt: skip
@click.option("--seed", type=int, default=SEED, show_default=True, help="Which company; fixed before anybody looked.")
@click.option("--faults", type=click.Choice(["export", "all"]), default="export", show_default=True,
              help="What is wrong with its data: one export that changes, or all faults.")  # fmt: skip
@verb("demo")
def demo(folder: Path, customers: int, seed: int, faults: str) -> Answer:
    """Simulate a company, run its program over 18 months on a clock set by hand, and print the story.

    The planted effects are written apart and read only for the last lines: a miss is shown as a miss.

    \b
    milepost demo --dir lumen --seed 7 --customers 50000
    """
    click.echo("Lumen: simulating a company and living its 18 months", err=True)
    from milepost.surfaces.cli.demo_story import Story

    story = Story(folder, customers, seed, all_faults=faults == "all")
    lines = story.told()
    return Answer(text="\n".join(lines), data={"folder": str(folder), "lines": list(lines)})
