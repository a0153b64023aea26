"""How often each capability is on the chain that makes the plan last as long as it does, over its futures."""

import numpy as np

from milepost.plan.draws import Floats
from milepost.plan.model import Planned
from milepost.plan.simulate import Simulated


def criticality(found: Simulated) -> Floats:
    """Return for each capability the share of futures, 0 to 1, in which it is on the chain to the last one live.

    Futures in which nothing more comes live count as none. The criticality index of Van Slyke (1963), team arcs
    included.
    """
    capabilities = found.model.capabilities
    is_open = np.array([each.done is None for each in capabilities], bool)
    last = np.where(np.isfinite(found.live) & is_open, found.live, -1.0)
    on = (last == last.max(axis=1, keepdims=True)) & (last >= 0) if len(capabilities) else last > 0
    marked = -1
    # Again while it finds more: in a team one of a lower rank may come before one of a higher.
    while marked != (marked := int(on.sum())):
        for place in reversed(range(len(capabilities))):
            if is_open[place] and on[:, place].any():
                _back(capabilities, place, found, on)
    shares: Floats = (on & is_open).mean(axis=0)
    return shares


def _back(capabilities: tuple[Planned, ...], place: int, found: Simulated, on: Floats) -> None:
    """Mark what let a capability begin: who held its team until that day, else the last of its needs."""
    each, begun = capabilities[place], found.begun[:, place]
    by_team = np.zeros(found.scenarios, bool)
    for other, peer in enumerate(capabilities):
        if each.team is not None and other != place and peer.team == each.team and peer.done is None:
            freed = found.live[:, other] == begun
            by_team |= freed
            on[:, other] |= on[:, place] & freed
    if each.after:
        needed = found.live[:, list(each.after)]
        latest = needed.max(axis=1)
        by_needs = on[:, place] & ~by_team & (latest >= max(each.ready, each.staffed))
        for column, other in enumerate(each.after):
            on[:, other] |= by_needs & (needed[:, column] == latest)
