"""The command line: verbs of the journey. Takes arguments, calls an action, prints its answer.

Nothing heavy is imported here, nor by a command's module: bodies import what they use, so that `--help` is instant.
"""

import click

from milepost import __version__
from milepost.surfaces.cli.experiment import experiment


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="milepost")
@click.option("--debug", is_flag=True, help="Show the traceback when something breaks.")
def main(debug: bool) -> None:
    """Run a marketing AI program from a folder of plain files; its status is derived from measured evidence."""


main.add_command(experiment)
