"""The gaps of what several capabilities rest on: KPIs, sources, roles, integrations. Each is told once."""

from collections.abc import Callable, Iterable, Iterator

from milepost.kernel.ids import Ref
from milepost.program.documents.capability import Capability
from milepost.program.documents.integration import Channel, Integration
from milepost.program.documents.outline import Access, Kpi, Role, Source
from milepost.program.draft import Draft
from milepost.roadmap.canvas.gap import Gap, gap
from milepost.roadmap.canvas.known import Known

_Names = Callable[[Capability], Iterable[str]]


def shared_gaps(draft: Draft, capabilities: dict[str, Capability], known: Known) -> Iterator[Gap]:
    """Find the gaps of KPIs, sources, roles and integrations that these capabilities need."""
    for slug, waiting in _used(capabilities, lambda of: [of.moves.kpi] if of.moves else []):
        yield from _kpi(draft, slug, waiting)
    for slug, waiting in _used(capabilities, lambda of: of.needs.data):
        yield from _source(draft, slug, waiting, known)
    for slug, waiting in _used(capabilities, lambda of: (*of.needs.roles, of.owner, of.approver)):
        yield from _role(draft, slug, waiting)
    for slug, waiting in _used(capabilities, lambda of: (*of.needs.integrations, *_through(draft, of))):
        yield from _integration(draft, slug, waiting)


def _through(draft: Draft, of: Capability) -> Iterator[str]:
    for slug in of.channels:
        channel = draft.get(Channel, slug)
        yield from channel.integrations if channel else ()


def _kpi(draft: Draft, slug: str, waiting: tuple[str, ...]) -> Iterator[Gap]:
    kpi, ref = draft.get(Kpi, slug), Ref("kpi", slug)
    if kpi is None:
        return
    if kpi.owner is None:
        yield gap(draft, ref, (), "the KPI has no owner", "add `owner:`", owner=None, is_first=True, waiting=waiting)
    if kpi.baseline is None:
        said, todo = "the KPI has no baseline: nothing could be compared", "measure it, then add `baseline:`"
        yield gap(draft, ref, (), said, todo, owner=kpi.owner, is_first=True, waiting=waiting)


def _source(draft: Draft, slug: str, waiting: tuple[str, ...], known: Known) -> Iterator[Gap]:
    source, ref = draft.get(Source, slug), Ref("source", slug)
    if source is None:
        return

    def lacks(path: str, what: str, todo: str) -> Gap:
        return gap(draft, ref, (path,), what, todo, owner=source.owner, is_first=True, waiting=waiting)

    if source.access is not Access.GRANTED:
        word = "is asked for, not granted" if source.access is Access.REQUESTED else "is missing"
        yield lacks("access", f"access {word}", "get access, then write `access: granted`")
    if source.gap is not None:
        yield lacks("gap", source.gap, "close it, then take `gap:` out")
    if source.contract not in draft.contracts and Ref("contract", source.contract) not in draft.unread:
        yield lacks("contract", f"its contract {source.contract} is missing", f"write {source.contract}.odcs.yaml")
    elif known.today is not None and slug not in known.loaded:
        yield lacks("id", "it was never loaded", f"`milepost run --source {slug}=PATH`")


def _role(draft: Draft, slug: str, waiting: tuple[str, ...]) -> Iterator[Gap]:
    role = draft.get(Role, slug)
    if role is None or role.held_by is not None:
        return
    when = f", expected on {role.expected}" if role.expected else ", and nobody says by when"
    sponsor = draft.program.sponsor if draft.program else None
    todo = "fill it and write `held_by:`" + ("" if role.expected else ", or say when with `expected:`")
    ref = Ref("role", slug)
    yield gap(draft, ref, (), f"nobody holds the role{when}", todo, owner=sponsor, is_first=True, waiting=waiting)


def _integration(draft: Draft, slug: str, waiting: tuple[str, ...]) -> Iterator[Gap]:
    found, ref = draft.get(Integration, slug), Ref("integration", slug)
    if found is None:
        return
    if found.sla is None:
        said, todo = "nothing is promised of it", "agree on `sla:` with the system's owner"
        yield gap(draft, ref, (), said, todo, owner=found.owner, waiting=waiting)
    if found.test is None:
        said = "no live test tells whether it works"
        yield gap(draft, ref, (), said, "add `test:`", owner=found.owner, waiting=waiting)


def _used(capabilities: dict[str, Capability], names_of: _Names) -> Iterator[tuple[str, tuple[str, ...]]]:
    used: dict[str, list[str]] = {}
    for slug, each in capabilities.items():
        for name in dict.fromkeys(names_of(each)):
            used.setdefault(name, []).append(slug)
    return ((name, tuple(waiting)) for name, waiting in sorted(used.items()))
