"""Where the program meets the company's systems, and the channels on which customers meet the program."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from milepost.program.fields import (
    Document,
    Integrations,
    Length,
    Share,
    Slug,
    Text,
    ToContract,
    ToRole,
    ToSource,
)


class Flow(StrEnum):
    """Which way data goes, seen from the program."""

    IN = "in"
    OUT = "out"
    BOTH = "both"


class Sla(Document):
    """What the other system's owner promises. None where nothing is promised."""

    available: Share | None = None
    answers_within_ms: Annotated[int, Field(gt=0)] | None = None
    repaired_within: Length | None = None


class ProbeKind(StrEnum):
    """How an integration is tried, live."""

    HTTP = "http"
    SMTP = "smtp"
    TCP = "tcp"
    SOURCE = "source"


class Probe(Document):
    """The live test. Where the system answers is deployment (`--at NAME=ADDRESS`), never in the program.

    `http` asks for `path` and wants the status `expects`; `smtp` greets and says nothing more; `tcp` connects; `source`
    is sound while the last load of `source` keeps its contract.
    """

    kind: ProbeKind
    path: Text = "/"
    expects: Annotated[int, Field(ge=100, le=599)] = 200
    source: ToSource | None = None


class Integration(Document):
    """A point at which the program needs a system that others run."""

    id: Slug
    title: Text | None = None
    system: Text
    owner: ToRole
    direction: Flow
    contract: ToContract | None = None
    sla: Sla | None = None
    test: Probe | None = None


class Medium(StrEnum):
    """By which way a customer is met."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    WEB = "web"
    APP = "app"
    ADS = "ads"
    SOCIAL = "social"
    PRINT = "print"
    STORE = "store"
    CALL = "call"


class Channel(Document):
    """A way to customers, with who answers for it and the systems it goes through."""

    id: Slug
    title: Text | None = None
    medium: Medium
    owner: ToRole
    integrations: Integrations = ()
