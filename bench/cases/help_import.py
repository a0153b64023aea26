"""What a person waits for before the first line of help."""

from collections.abc import Iterator

from bench.lab import Lab, Row, python, seconds

NAME = "help_import"
SAYS = "milepost --help beside Python importing click alone"
LIMIT = 3.0


def rows(lab: Lab) -> Iterator[Row]:
    """Compare whole processes; no engine may be imported for help."""
    costs = lab.race({"help": [lab.milepost, "--help"], "click": python("import click")})
    ours, floor = costs["help"], costs["click"]
    yield Row(name="import click", median=seconds(floor), spread=floor.spread)
    yield Row(
        name="milepost --help",
        median=seconds(ours),
        ratio=ours.cpu / floor.cpu,
        beside="import click",
        limit=LIMIT,
        spread=ours.spread,
    )
