"""The verb `demo`: the e-mail example lived through from acceptance to expiry, and two attempts to cheat."""

from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, verb

FOLDER = Path("milepost-demo")


@click.command()
@click.option("--dir", "folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, show_default=True,
              help="Where the example is put; made anew each time.")  # fmt: skip
@verb("demo")
def demo(folder: Path) -> Answer:
    """Run the example end to end, on a clock set by hand, and print its story."""
    from milepost.surfaces.cli.demo_story import Story

    story = Story(folder)
    lines = story.told()
    return Answer(text="\n".join(lines), data={"folder": str(folder), "lines": list(lines)})
