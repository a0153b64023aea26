"""The JSON Schema of a program's documents, so that an editor completes and checks while one types."""

from pydantic.json_schema import GenerateJsonSchema

from milepost.program.compiled import plain
from milepost.program.kinds import MODELS
from milepost.record.canonical import Json

DRAFT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Writes defaults as a person would type them."""

    def encode_default(self, dft: object) -> object:
        """Return a default as it stands in a file."""
        return plain(dft)


def json_schema() -> dict[str, Json]:
    """Return one schema: a document is one of the kinds, told apart by `kind`."""
    kinds: list[Json] = []
    definitions: dict[str, Json] = {}
    for name, model in MODELS.items():
        made = model.model_json_schema(ref_template="#/$defs/{model}", schema_generator=_Generator)
        definitions.update(made.pop("$defs", {}))
        made["properties"] = {"kind": {"const": name}, **made["properties"]}
        made["required"] = ["kind", *made.get("required", [])]
        kinds.append(made)
    return {"$schema": DRAFT, "title": "A Milepost program's document", "oneOf": kinds, "$defs": definitions}
