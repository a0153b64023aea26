"""`milepost apply` under faults: the old version is in force or the new one is, with all that goes with it."""

from pathlib import Path

from cli import Journey
from faults.run_scenario import TEMPORARY, _cli, _record, _told
from milepost.actions.verify_record import verify_record
from milepost.wiring.local import STATE_TABLES
from surfaces.cli.small_program import WORTH_IT, milestone, small_journey

START, LATER = "2026-10-02T12:00:00Z", "2026-10-25T12:00:00Z"
TOGETHER = ["program.accepted", "forecast.frozen", "plan.forecast"]


def lay_out_plan(place: Path) -> Path:
    """Make the template: an accepted program, edited, and the saved plan of the edit."""
    journey = small_journey(Journey(place, "template"))
    journey.accept(START)
    small_journey(journey, milestone(asks=WORTH_IT.replace("0 USD", "-9 USD")))
    journey.ask("plan", "--out", journey.folder / "the.plan", now=LATER).ok()
    return journey.folder


class ApplyScenario:
    """One `milepost apply`; to apply again what is in force is well."""

    def warm(self) -> None:
        """Import what it needs; open nothing."""
        from milepost.actions import apply_plan, known_facts  # noqa: F401
        from milepost.adapters.state import folder  # noqa: F401
        from milepost.surfaces.cli import plan  # noqa: F401

    def run(self, folder: Path) -> int:
        """Run the command; 1 when it was refused."""
        return _cli("apply", str(folder / "the.plan"), "-C", str(folder))

    def check(self, folder: Path, printed: str) -> list[str]:
        """The chain holds, nobody saw a traceback, and what is recorded together is there together."""
        problems = [each.message for each in verify_record(_record(folder), STATE_TABLES).findings]
        if "Traceback" in printed or "MP990" in printed:
            problems.append("it ended in a fault of ours, not in a finding")
        types = [event.type for event in _record(folder).events(*TOGETHER)]
        if types not in (TOGETHER, TOGETHER * 2):
            problems.append(f"half of an acceptance is recorded: {types}")
        if "is in force from now on" in printed and len(types) < 2 * len(TOGETHER):
            problems.append("what was acknowledged is lost")
        return problems

    def compare(self, undisturbed: Path, folder: Path) -> list[str]:
        """The same record, the same plan, nothing half-written."""
        problems = [] if _told(undisturbed) == _told(folder) else ["the record differs from an undisturbed run's"]
        if (undisturbed / "the.plan").read_bytes() != (folder / "the.plan").read_bytes():
            problems.append("the plan's file was touched")
        if left := [path.name for path in folder.rglob("*") if path.name.endswith(TEMPORARY)]:
            problems.append(f"left over: {left}")
        return problems


class HalfAcceptance(ApplyScenario):
    """The negative control: the acceptance in one transaction, its promises in another."""

    def run(self, folder: Path) -> int:
        """Run the command with a store that records fact by fact."""
        from milepost.adapters.record_store.sqlite import SqliteRecordStore

        whole = SqliteRecordStore.append
        SqliteRecordStore.append = lambda self, facts, blobs=(): [  # type: ignore[method-assign]
            event for each in facts for event in whole(self, [each], blobs)
        ]
        return super().run(folder)


SCENARIO, HALF = ApplyScenario(), HalfAcceptance()
