"""What all tests share: the public data, and the command line in this process."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

pytest_plugins = ["proofs_plugin"]

# The same examples each time, on machines of any speed.
settings.register_profile("milepost", deadline=None, derandomize=True)
settings.load_profile("milepost")

ROOT = Path(__file__).parent.parent


def data_folder() -> Path:
    """Return where the public data lie: MILEPOST_DATA, else ../shared/data beside the repository."""
    return ROOT / os.environ.get("MILEPOST_DATA", "../shared/data")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Give the public data; without them skip, or fail where MILEPOST_REQUIRE_DATA=1."""
    folder = data_folder()
    if not folder.is_dir():
        if os.environ.get("MILEPOST_REQUIRE_DATA") == "1":
            pytest.fail(f"no public data at {folder}, and MILEPOST_REQUIRE_DATA=1 asks for them")
        pytest.skip(f"no public data at {folder}")
    return folder


@pytest.fixture
def milepost() -> Callable[..., Result]:
    """Give a function that runs `milepost ARGUMENTS...` in this process; stdout and stderr stay apart."""
    from milepost.surfaces.cli import main

    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments], prog_name="milepost")
