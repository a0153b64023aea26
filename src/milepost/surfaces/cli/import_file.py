"""The verb `import`: what somebody edited elsewhere comes back into the program's files."""

from pathlib import Path

import click

from milepost.surfaces.cli.output import Answer, text_width, verb
from milepost.surfaces.cli.place import about_program, place_of

KINDS = ("canvas",)
"""What can be imported. Another kind is a word here and an action of its own."""


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@about_program()
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What FILE holds.")
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@verb("import")
def import_file(file: Path, directory: Path | None, state: Path | None, kind: str, dry_run: bool) -> Answer:
    """Bring the edits of FILE, a canvas as a workbook or CSV, back into the program's YAML files, all or none.

    Comments and the order of the files stay. A cell that was also changed in the files since the export, or that
    can't be read, is a finding, and nothing is written. A row that is left out removes nothing.

    \b
    milepost import canvas.xlsx -C examples/lumen --dry-run
    """
    from milepost.actions.import_canvas import import_canvas
    from milepost.kernel.finding import has_errors
    from milepost.presentation.canvas.imported import change_data, import_message, import_view, new_data
    from milepost.rendering.status_text import status_text
    from milepost.wiring.local import spreadsheet

    done = import_canvas(place_of(directory, state).program, spreadsheet(file), file.name, dry_run=dry_run)
    message = import_message(
        changes=len(done.changes), new=len(done.new), paths=done.paths, is_written=done.is_written,
        has_errors=has_errors(done.findings),
    )  # fmt: skip
    view = import_view(message, done.changes, done.new, title=f"{file.name}: {kind}")
    return Answer(
        text=status_text(view, text_width()),
        data={
            "kind": kind,
            "message": message,
            "written": done.is_written,
            "paths": list(done.paths),
            "changes": [change_data(each) for each in done.changes],
            "new": [new_data(each) for each in done.new],
        },
        findings=done.findings,
    )
