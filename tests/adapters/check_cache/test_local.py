from pathlib import Path

import pytest

from milepost.adapters.check_cache.local import LocalCheckCache
from milepost.wiring.checking import check_cache


def test_what_was_put_last_is_got_under_its_key_only(tmp_path: Path) -> None:
    cache = LocalCheckCache(tmp_path / "caches", tmp_path)
    assert cache.get("one") is None
    cache.put("one", b"first\nsecond")
    assert (cache.get("one"), cache.get("two")) == (b"first\nsecond", None)
    cache.put("two", b"")
    assert (cache.get("one"), cache.get("two")) == (None, b"")
    assert len(list((tmp_path / "caches").iterdir())) == 1


def test_programs_do_not_answer_for_each_other(tmp_path: Path) -> None:
    one, other = (LocalCheckCache(tmp_path / "caches", tmp_path / name) for name in ("one", "other"))
    one.put("key", b"its own")
    assert other.get("key") is None


def test_a_folder_that_takes_nothing_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = LocalCheckCache(tmp_path / "file" / "caches", tmp_path)
    cache.put("key", b"answer")
    assert cache.get("key") is None


def test_the_code_is_told_by_its_files(tmp_path: Path) -> None:
    one, other = LocalCheckCache(tmp_path, tmp_path), LocalCheckCache(tmp_path, tmp_path)
    assert len(one.code) == 64
    assert one.code == other.code


def test_it_lies_where_the_user_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    for told, expected in ((str(tmp_path / "xdg"), "xdg"), ("relative", "home/.cache"), ("", "home/.cache")):
        monkeypatch.setenv("XDG_CACHE_HOME", told)
        cache = check_cache(tmp_path / "program")
        assert cache is not None
        cache.put("key", b"answer")
        assert len(list((tmp_path / expected / "milepost").iterdir())) == 1
    assert not (tmp_path / "program").exists()


@pytest.mark.parametrize("loose", ["folder", "file"])
def test_where_others_may_write_nothing_is_believed(tmp_path: Path, loose: str) -> None:
    """Who may write there could say that a faulty program is sound, with a digest that fits."""
    cache = LocalCheckCache(tmp_path / "caches", tmp_path)
    cache.put("key", b"answer")
    (file,) = (tmp_path / "caches").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    (file if loose == "file" else file.parent).chmod(0o777)
    assert cache.get("key") is None
    if loose == "folder":
        file.unlink()
        cache.put("key", b"answer")
        assert not file.exists()
