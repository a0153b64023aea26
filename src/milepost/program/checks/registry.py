"""All checks, in the order of their codes."""

from milepost.program.check import Check
from milepost.program.checks import (
    alias,
    bad_key,
    duplicate_id,
    duplicate_key,
    missing_key,
    no_program,
    not_a_mapping,
    not_utf8,
    owner_is_approver,
    syntax,
    tag,
    too_deep,
    too_large,
    too_many,
    unbuilt_kind,
    unknown_key,
    unknown_kind,
    unknown_reference,
    wrong_value,
)

_MODULES = (
    alias,
    bad_key,
    duplicate_id,
    duplicate_key,
    missing_key,
    no_program,
    not_a_mapping,
    not_utf8,
    owner_is_approver,
    syntax,
    tag,
    too_deep,
    too_large,
    too_many,
    unbuilt_kind,
    unknown_key,
    unknown_kind,
    unknown_reference,
    wrong_value,
)
CHECKS: tuple[Check, ...] = tuple(sorted((module.CHECK for module in _MODULES), key=lambda check: check.rule.code))
