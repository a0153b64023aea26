"""`milepost experiment import`: finished tests of another system, shown as the evidence they would be."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.values import SPLIT

_VENDORS = ("optimizely", "growthbook", "statsig", "platform-lift")


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--vendor", required=True, type=click.Choice(_VENDORS), help="Whose export it is.")
@click.option("--test", metavar="NAME", help="Only this test, by its name in the export.")
@click.option("--metric", metavar="NAME", help="Only this metric, by its name in the export.")
@click.option("--split", type=SPLIT, default="", help="Intended shares, such as A=1/3,B=2/3. Default: equal.")
@verb("experiment.import")
def import_results(
    file: Path, vendor: str, test: str | None, metric: str | None, split: Mapping[str, Decimal]
) -> Answer:
    """Show what finished tests in FILE (a vendor's CSV) would be as evidence, and how to declare them.

    Where the export has counts, means and variances the estimate is ours (grade B; A with a statement of
    randomisation in the program); where it has an interval only, grade C; a platform's own lift study is grade D.

    \b
    milepost experiment import results.csv --vendor growthbook --metric Revenue
    """
    from milepost.actions.read_import import read_imports
    from milepost.presentation.import_view import import_data, import_story
    from milepost.presentation.import_yaml import contract_yaml, program_yaml
    from milepost.program.documents.ways import Vendor
    from milepost.rendering.text import story_text
    from milepost.wiring.local import plain_warehouse

    found = read_imports(plain_warehouse(), file, Vendor(vendor), test=test, metric=metric, split=split)
    program = program_yaml(found.vendor, file.stem, found.results) if found.results else ""
    contract = contract_yaml(found.vendor, found.columns) if found.results else ""
    text = story_text(import_story(found.form, found.seen, found.results), text_width())
    declared = f"\nIn a program:\n\n{program}\nIts contract, {vendor}-results.odcs.yaml:\n\n{contract}"
    return Answer(
        text=text + (declared if found.results else ""),
        data={
            "vendor": vendor,
            "form": found.form,
            "seen": found.seen,
            "results": [import_data(each) for each in found.results],
            "program": program,
            "contract": contract,
        },
        findings=found.findings,
    )
