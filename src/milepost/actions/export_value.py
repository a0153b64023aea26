"""What an export of the books needs beside them: the actuals that finance booked."""

from collections.abc import Sequence

from milepost.actions.ports import State, Warehouse
from milepost.actions.rules import NOT_FITTING
from milepost.kernel.finding import Refused
from milepost.program.compiled import CompiledProgram
from milepost.record.canonical import from_json
from milepost.tables.actuals import Actual, actuals_of, actuals_query
from milepost.tables.facts import CHECKED, LOADED, ContractCheck, SourceLoad, table_file
from milepost.tables.typed import ROW


def read_actuals(state: State, warehouse: Warehouse, program: CompiledProgram) -> Sequence[Actual]:
    """Read the actuals that were last loaded; none where the ledger names no source, or it breaks its contract.

    Raises Refused with MP641 when the loaded table no longer holds the rows recorded.
    """
    source = program.ledger.actuals if program.ledger else None
    loads = [each for each in state.record.events(LOADED) if each.subject == f"source/{source}"]
    checks = [each for each in state.record.events(CHECKED) if each.subject == f"source/{source}"]
    if source is None or not loads or not checks:
        return ()
    load, check = from_json(loads[-1].data["load"], SourceLoad), from_json(checks[-1].data["check"], ContractCheck)
    if not check.ok or check.logical_digest != load.logical_digest:
        return ()
    table = warehouse.open_file(state.table_path(table_file(source, load.basis)))
    if warehouse.logical_digest(table.drop(ROW)) != load.logical_digest:
        message = f"the loaded table of source/{source} was changed"
        raise Refused(NOT_FITTING.at(None, message, "run again with its file: `milepost run --source`"))
    return actuals_of(warehouse.fetch(actuals_query(table)))
