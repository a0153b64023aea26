"""The verb `simulate`: the futures of the program in a folder. Nothing is recorded."""

from dataclasses import replace
from datetime import date

from milepost.actions.ports import ProgramFolder, RecordReader
from milepost.actions.programs import compile_folder
from milepost.actions.progress_now import progress_now
from milepost.kernel.finding import Refused, Severity
from milepost.plan.futures import Asked, Futures, futures_of


def simulate_program(
    folder: ProgramFolder, record: RecordReader | None, asked: Asked, day: date | None = None
) -> Futures:
    """Simulate the program as its files have it, accepted or not, as far as it has come by the end of `day`.

    `record` is None where nothing was ever recorded, `day` None for all that is recorded.

    Raises Refused with the errors where it does not compile, and as `futures_of` does.
    """
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*(each for each in made.findings if each.severity is Severity.ERROR))
    return futures_of(made.program, replace(asked, progress=progress_now(made.program, record, day)))
