"""The command line: verbs of the journey. Takes arguments, calls an action, prints its answer.

Nothing heavy is imported here, nor by a command's module: bodies import what they use, so that `--help` is instant.
"""

import gc

import click

from milepost import __version__
from milepost.surfaces.cli.approaches import approaches
from milepost.surfaces.cli.attest import attest
from milepost.surfaces.cli.budget import budget
from milepost.surfaces.cli.canvas import canvas
from milepost.surfaces.cli.check import check
from milepost.surfaces.cli.demo import demo
from milepost.surfaces.cli.experiment import experiment
from milepost.surfaces.cli.import_file import import_file
from milepost.surfaces.cli.init import init
from milepost.surfaces.cli.integration import integration
from milepost.surfaces.cli.plan import apply, plan
from milepost.surfaces.cli.playbook import playbook
from milepost.surfaces.cli.program import accept, explain, schema
from milepost.surfaces.cli.record import record
from milepost.surfaces.cli.report import report
from milepost.surfaces.cli.review import review
from milepost.surfaces.cli.roadmap import roadmap
from milepost.surfaces.cli.run import run
from milepost.surfaces.cli.simulate import simulate
from milepost.surfaces.cli.status import status, trace
from milepost.surfaces.cli.value import value


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="milepost")
@click.option("--debug", is_flag=True, help="Show the traceback when something breaks.")
def main(debug: bool) -> None:  # noqa: ARG001  output.py reads it from the context
    """Run a marketing AI program from a folder of plain files; its status is derived from measured evidence."""
    # A verb lives for seconds and builds trees without cycles; a third of compiling was spent looking for some.
    gc.set_threshold(100_000, 50, 50)


for _command in (
    accept,
    apply,
    approaches,
    attest,
    budget,
    canvas,
    check,
    demo,
    experiment,
    explain,
    import_file,
    init,
    integration,
    plan,
    playbook,
    record,
    report,
    review,
    roadmap,
    run,
    schema,
    simulate,
    status,
    trace,
    value,
):
    main.add_command(_command)
