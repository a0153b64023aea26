"""Findings of the verbs."""

from milepost.kernel.finding import Rule, Severity

NO_SUCH_SOURCE = Rule(
    code="MP630",
    title="The program has no such source",
    why="`--source NAME=PATH` says where a source of the accepted program lies.",
    fix="Use the near name, or add the Source and have the program accepted.",
)
NOTHING_TO_RUN = Rule(
    code="MP631",
    title="No source is known to lie anywhere",
    why="A run begins with a file; where it lies is told once with --source and remembered.",
    fix="Run `milepost run --source NAME=PATH`.",
)
UNREADABLE_EXPERIMENT = Rule(
    code="MP632",
    title="An experiment could not be read",
    why="The arms or cells do not allow a verdict; the reading is recorded with phase Error.",
    fix="Mend what the finding names, then run again.",
)
CHANGED_WHILE_READ = Rule(
    code="MP633",
    title="The file changed while it was read",
    why="Its digest before and after loading differs, so nobody can say what was loaded.",
    fix="Wait until the export is complete, then run again.",
)
NOT_FITTING = Rule(
    code="MP641",
    title="A link of the trace does not fit its digest",
    why="What stands there now is not what the record says was used.",
    fix="Restore the file that the record names, or run again so that the change is recorded as what it is.",
)
DRAFT_DIFFERS = Rule(
    code="MP622",
    title="The files differ from the accepted program",
    why="Edits count only once they are accepted; the status shown is by the accepted version.",
    fix="Look with `milepost status --draft`, then `milepost accept`.",
    severity=Severity.WARNING,
)
NO_SUCH_CODE = Rule(
    code="MP642",
    title="There is no such code",
    why="Codes are stable; this version does not know the one asked for.",
    fix="See docs/findings.md for all of them.",
)
NOTHING_YET = Rule(
    code="MP643",
    title="Nothing was accepted by that date",
    why="Before its first acceptance a program has no status.",
    fix="Ask for a later date.",
)
UNREADABLE_HOLDOUT = Rule(
    code="MP665",
    title="A holdout could not be read",
    why="Its groups or cells do not allow a contrast; it is recorded with phase Error, and no total is claimed.",
    fix="Mend what the finding names, then run again.",
)
REGISTERED_LATE = Rule(
    code="MP644",
    title="The experiment was registered after it had begun",
    why="What is written down once its data may have been seen shows nothing about what was meant before.",
    fix="Nothing mends it for this experiment; register the next one before its period begins.",
    severity=Severity.WARNING,
)
NO_SUCH_EXPERIMENT = Rule(
    code="MP645",
    title="The accepted program has no such experiment",
    why="Only an experiment of the program in force can be designed, registered or frozen.",
    fix="Use the near name, or add the Experiment and have the program accepted.",
)
NOTHING_TO_FREEZE = Rule(
    code="MP646",
    title="The experiment was never read",
    why="A snapshot is of a verdict that the record holds.",
    fix="Run `milepost run`, then freeze.",
)
NOT_LOADED = Rule(
    code="MP647",
    title="The experiment's source was never loaded",
    why="A design is measured on rows that the program holds.",
    fix="Run `milepost run --step load --source NAME=PATH`, or design from a plain table.",
)
NO_SUCH_INTEGRATION = Rule(
    code="MP845",
    title="The program has no such integration",
    why="A live test tries an integration of the accepted program.",
    fix="Use the near name, or add the Integration and have the program accepted.",
)
NO_ADDRESS = Rule(
    code="MP846",
    title="Nobody said where an integration answers",
    why="Where a system answers is deployment, not part of the program; it is told once with --at and remembered.",
    fix="Run `milepost integration test --at NAME=HOST:PORT`.",
)
NO_SUCH_PLAYBOOK = Rule(
    code="MP831",
    title="There is no such playbook",
    why="A checklist of another name would be taken for the one that was asked for.",
    fix="Use the near name; `milepost playbook` lists them.",
)
NO_SUCH_CAPABILITY = Rule(
    code="MP832",
    title="There is no such capability",
    why="A playbook is narrowed to a capability of the files as they are now.",
    fix="Use the near name, or leave `--for` out.",
)
RULES = (
    NO_SUCH_INTEGRATION,
    NO_ADDRESS,
    NO_SUCH_PLAYBOOK,
    NO_SUCH_CAPABILITY,
    UNREADABLE_HOLDOUT,
    REGISTERED_LATE,
    NO_SUCH_EXPERIMENT,
    NOTHING_TO_FREEZE,
    NOT_LOADED,
    NO_SUCH_SOURCE,
    NOTHING_TO_RUN,
    UNREADABLE_EXPERIMENT,
    CHANGED_WHILE_READ,
    NOT_FITTING,
    DRAFT_DIFFERS,
    NO_SUCH_CODE,
    NOTHING_YET,
)
