"""The verb `check`: compile the folder and say everything that is wrong with it."""

from milepost.actions.ports import ProgramFolder
from milepost.actions.programs import compile_folder
from milepost.program.compiler import Compilation


def check_program(folder: ProgramFolder) -> Compilation:
    """Compile a folder; raises Refused only when there is nothing to read."""
    return compile_folder(folder)
