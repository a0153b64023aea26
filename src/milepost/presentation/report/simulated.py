"""What rests on sources that the program declares simulated: nobody did what their rows tell."""

from milepost.ledger.entry import LedgerEntry
from milepost.program.compiled import CompiledProgram

SIMULATED = "simulated outcomes"


def is_simulated(program: CompiledProgram, source: str) -> bool:
    """Tell whether the program declares a source simulated; one that it no longer names is not."""
    found = program.sources.get(source)
    return found is not None and found.simulated


def is_entry_simulated(program: CompiledProgram, entry: LedgerEntry) -> bool:
    """Tell whether a ledger entry rests on a simulated source."""
    return is_simulated(program, entry.source)


def is_kpi_simulated(program: CompiledProgram, kpi: str) -> bool:
    """Tell whether a KPI's level is measured from a simulated source."""
    found = program.kpis.get(kpi)
    return found is not None and is_simulated(program, program.metrics[found.metric].source)


def is_capability_simulated(program: CompiledProgram, slug: str) -> bool:
    """Tell whether one of a capability's experiments, or the KPI that it moves, rests on a simulated source."""
    sources = [each.source for each in program.experiments.values() if each.of == slug]
    capability = program.capabilities.get(slug)
    moved = capability.moves.kpi if capability and capability.moves else ""
    return any(is_simulated(program, each) for each in sources) or is_kpi_simulated(program, moved)


def simulation_said(program: CompiledProgram) -> str:
    """Say once how much of the data is simulated; empty where none is."""
    found = [slug for slug in program.sources if is_simulated(program, slug)]
    if not found:
        return ""
    total = len(program.sources)
    which = f"all {total}" if len(found) == total and total > 1 else f"{len(found)} of {total}"
    return f"Outcomes are simulated: nobody did what {which} sources tell. What rests on them is marked."
