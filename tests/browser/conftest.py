"""A real browser for pages: Debian's Chromium, driven by Playwright, without the network."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NewPage = Callable[..., "Page"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `make check` leaves it out."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give Chromium's path; without it skip, or fail where everything must run."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        absent = "no Chromium here: apt-get install chromium"
        if os.environ.get("MILEPOST_REQUIRE_DATA") == "1":
            pytest.fail(absent)
        pytest.skip(absent)
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> "Iterator[Browser]":
    """Give one running browser for the session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def new_page(browser: "Browser") -> Iterator[NewPage]:
    """Give `new_page(width=1280, height=900, dark=False)`: an offline page that fails the test on a script error."""
    contexts, errors = [], []

    def opened(width: int = 1280, height: int = 900, *, dark: bool = False) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="UTC",
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors, f"the page's scripts failed: {errors}"
