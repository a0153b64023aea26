"""How far addresses reach: whatever way an inner address is written, it is told as one."""

import pytest

from milepost.adapters.prober.reach import Reach, reach_of

LOCAL = ("127.0.0.1", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1")  # noqa: S104
PRIVATE = ("10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:a00:1::",
           "fd00::1", "fe80::1", "100.64.0.1", "224.0.0.1", "ff0e::1", "2001:0:0:0:0:0:f5ff:fffe")  # fmt: skip


@pytest.mark.parametrize(
    ("host", "reach"),
    [(each, Reach.LOCAL) for each in LOCAL]
    + [(each, Reach.PRIVATE) for each in PRIVATE]
    + [(each, Reach.PUBLIC) for each in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")],
)
def test_an_address_reaches_as_far_as_what_it_leads_to(host: str, reach: Reach) -> None:
    assert reach_of(host) is reach
