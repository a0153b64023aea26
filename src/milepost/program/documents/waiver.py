"""A waiver: something asked for that is not kept, for a while, because somebody allowed it."""

from typing import Annotated

from pydantic import BeforeValidator

from milepost.kernel.ids import Ref
from milepost.program.fields import Day, Document, Slug, Text, ToRole


class Waiver(Document):
    """What is waived (`capability/ID` and the like), why, and who allowed it, until the end of a day: never for good.

    An expired one is a debt that `status` and `review` show until it is renewed or taken out.
    """

    id: Slug
    title: Text | None = None
    waives: Annotated[str, BeforeValidator(lambda text: str(Ref.parse(str(text))))]
    because: Text
    approved_by: ToRole
    expires_at: Day
