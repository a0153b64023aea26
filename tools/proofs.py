"""Write docs/proofs.md from the figures that the proofs gave: python -m tools.proofs FIGURES PAGE."""

import json
import sys
from pathlib import Path

HEAD = """# Proofs

Written by `make prove`: the full counts of what Milepost promises. Each line is what one proof measured, the limit
it is held to, and whether it holds. A negative control is a naive method that must fail: so the proof is seen to bite.

| proof | figure | limit | verdict | test |
|---|---|---|---|---|
"""


def page(figures: str) -> str:
    """Give the page for JSON lines; a proof told twice is shown as it was told last."""
    rows = {}
    for line in filter(str.strip, figures.splitlines()):
        row = json.loads(line)
        rows[row["name"]] = [row[key].replace("|", "\\|") for key in ("name", "figure", "limit", "verdict", "test")]
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for _, cells in sorted(rows.items()))


def main(figures: Path, target: Path) -> int:
    """Write the page; with no figures leave the old one and say so."""
    if not figures.exists():
        print(f"no figures in {figures}: {target} is left as it was")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(figures.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
