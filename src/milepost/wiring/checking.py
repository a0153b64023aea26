"""What `check` needs, and no more: a second run ends before anything heavy is imported."""

import os
from pathlib import Path

from milepost.adapters.check_cache.local import LocalCheckCache
from milepost.adapters.program_folder.local import LocalProgramFolder


def program_folder(folder: Path) -> LocalProgramFolder:
    """Return the program's files."""
    return LocalProgramFolder(folder)


def check_cache(folder: Path) -> LocalCheckCache | None:
    """Return where answers are remembered: `$XDG_CACHE_HOME/milepost`, else `~/.cache/milepost`; None without a home.

    Never in the program's folder: checking is reading, and leaves nothing there.
    """
    told = os.environ.get("XDG_CACHE_HOME", "")
    try:
        # A relative one is to be ignored: XDG Base Directory Specification.
        caches = Path(told) if Path(told).is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return LocalCheckCache(caches / "milepost", folder)
