"""No text in the repository names a folder of one machine or the host of a package registry."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.rules.tree import Fault, Tree

# Written in pieces, so that this file passes its own rule.
HOSTS = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("anaconda", "org"),
    )
)
FOLDERS = ("home", "root", "Users", "work", "mnt", "opt")
PLACE = re.compile(
    rf"(?P<folder>(?<![\w.)\]}}\-/])/(?:{'|'.join(FOLDERS)})/\w)|(?P<host>{'|'.join(map(re.escape, HOSTS))})"
)
EXCEPTIONS: frozenset[Path] = frozenset()


def check(tree: Tree) -> Iterator[Fault]:
    """Find machine paths and registry hosts; the line is printed without the host."""
    for path in tree.files:
        if path.name == "uv.lock":
            yield Fault(path=path, line=1, message="uv.lock writes registry hosts; the lock is requirements/")
        if path in EXCEPTIONS or (text := tree.text(path)) is None:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if (found := PLACE.search(line)) is not None:
                what = (
                    "a package registry's host" if found["host"] else f"a folder of one machine ({found['folder']}...)"
                )
                yield Fault(path=path, line=number, message=f"names {what}")
