"""Two seats of one person are not two people."""

from collections.abc import Mapping
from typing import TypeVar

from milepost.program.documents.outline import Role
from milepost.program.draft import Draft

T = TypeVar("T")


def with_persons(owners: Mapping[str, T], roles: Mapping[str, Role]) -> dict[str, T]:
    """Add to what roles own the roles that are held by the same person as one of them; unfilled ones add nobody."""
    held = {slug: role.held_by for slug, role in roles.items() if role.held_by}
    persons = {held[role]: owned for role, owned in owners.items() if role in held}
    return {role: persons[person] for role, person in held.items() if person in persons} | dict(owners)


def roles_of(draft: Draft) -> dict[str, Role]:
    """Return the roles of a draft by slug."""
    return {ref.slug: role for ref, role in draft.of(Role)}
