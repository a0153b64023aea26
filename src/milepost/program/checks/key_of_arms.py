"""A key that only arms know stands at an experiment that has none of its own."""

from collections.abc import Iterator, Sequence

from milepost.kernel.finding import Finding, Rule
from milepost.program.check import Check
from milepost.program.documents.experiment import Experiment, Way
from milepost.program.documents.ways import SeriesMethod
from milepost.program.draft import Draft

RULE = Rule(
    code="MP337",
    title="An experiment has a key that its way of reading ignores",
    why="A guardrail or a stopping rule that stands in the file and is not read is trusted for nothing.",
    fix="Take the key out, or read the experiment by `arms:` from rows of its own.",
)
_IGNORED: dict[Way, Sequence[str]] = {
    Way.SERIES: ("split", "unit", "sequential"),
    Way.IMPORTED: ("unit", "sequential", "secondary", "guardrails"),
}
_HOLDS = {
    Way.SERIES: "a series has periods and no units",
    Way.IMPORTED: "an import is one metric of a finished test",
}


def check(draft: Draft) -> Iterator[Finding]:
    """Find keys of arms at series and imports."""
    for ref, experiment in draft.of(Experiment):
        if (way := experiment.way) is None:
            continue
        series = experiment.series
        if series is not None and series.season is not None and series.method is SeriesMethod.BEFORE_AFTER:
            message = f"{ref}: `season` is not read here, since a difference of means has none"
            yield RULE.at(draft.span(ref, "series", "season"), message, RULE.fix)
        for key in _IGNORED.get(way, ()):
            if getattr(experiment, key):
                message = f"{ref}: `{key}` is not read here, since {_HOLDS[way]}"
                yield RULE.at(draft.span(ref, key), message, RULE.fix)


_FORM = """\
kind: Experiment
id: spring-test
of: mail
source: crm
imported: {vendor: growthbook, test: spring, metric: Revenue, control: Control, treatment: Mail}
split: {Control: 1/2, Mail: 1/2}
primary: contribution
"""
CHECK = Check(rule=RULE, passes=_FORM, fails=_FORM + "sequential: {planned: 20000}\n", run=check)
