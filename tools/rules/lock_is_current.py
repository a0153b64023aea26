"""The lock pins each direct dependency at a version that pyproject.toml allows, by hash, and names no address."""

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.rules.tree import Fault, Tree

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


def check(tree: Tree) -> Iterator[Fault]:
    """Compare pyproject.toml and requirements/*.in with requirements/*.txt, without the network."""
    project = tree.settings["project"]
    core, dev = project["dependencies"], tree.settings["dependency-groups"]["dev"]
    extras = [each for extra in project.get("optional-dependencies", {}).values() for each in extra]
    wanted = {
        "core": core,
        "dev": [*core, *dev, *extras],
        "uv": ["uv"],
        "build": tree.settings["build-system"]["requires"],
    }
    pins = {name: _pins(tree, Path(f"requirements/{name}.txt")) for name in wanted}
    for name, requirements in wanted.items():
        path = Path(f"requirements/{name}.txt")
        for text in requirements:
            if (fault := _unmet(Requirement(text), pins[name])) is not None:
                yield Fault(path=path, line=1, message=f"{fault}; run make lock")
        yield from _unhashed(tree, path)
    for package in pins["core"].keys() & pins["dev"].keys():
        if pins["core"][package] != pins["dev"][package]:
            yield Fault(
                path=Path("requirements/dev.txt"), line=1, message=f"{package} differs from core.txt; run make lock"
            )
    for path in tree.files:
        if path.is_relative_to("requirements") and "://" in (tree.text(path) or ""):
            yield Fault(path=path, line=1, message="a lock names no address")


def _pins(tree: Tree, path: Path) -> dict[str, set[Version]]:
    """Give each package's pins: several where systems differ."""
    pins: dict[str, set[Version]] = {}
    for line in ((tree.text(path) if path in tree.files else None) or "").splitlines():
        if (pin := PIN.match(line)) is not None:
            pins.setdefault(canonicalize_name(pin[1]), set()).add(Version(pin[2]))
    return pins


def _unmet(wanted: Requirement, pins: dict[str, set[Version]]) -> str | None:
    found = pins.get(canonicalize_name(wanted.name))
    if not found:
        return f"{wanted.name} has no pin"
    bad = [str(version) for version in sorted(found) if not wanted.specifier.contains(version, prereleases=True)]
    return f"{wanted.name} {', '.join(bad)} is not {wanted.specifier}" if bad else None


def _unhashed(tree: Tree, path: Path) -> Iterator[Fault]:
    lines = (tree.text(path) or "").splitlines() if path in tree.files else []
    for number, line in enumerate(lines, 1):
        follows = lines[number] if number < len(lines) else ""
        if PIN.match(line) and "--hash=sha256:" not in line + follows:
            yield Fault(path=path, line=number, message=f"{line.split()[0]} has no hash")
