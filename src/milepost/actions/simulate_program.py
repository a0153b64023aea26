"""The verb `simulate`: the futures of the program in a folder. Nothing is recorded."""

from milepost.actions.ports import ProgramFolder
from milepost.actions.programs import compile_folder
from milepost.kernel.finding import Refused, Severity
from milepost.plan.futures import Asked, Futures, futures_of


def simulate_program(folder: ProgramFolder, asked: Asked) -> Futures:
    """Simulate the program as its files have it, accepted or not.

    Raises Refused with the errors where it does not compile, and as `futures_of` does.
    """
    made = compile_folder(folder)
    if made.program is None:
        raise Refused(*(each for each in made.findings if each.severity is Severity.ERROR))
    return futures_of(made.program, asked)
