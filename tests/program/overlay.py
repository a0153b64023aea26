"""Lay a check's example over the sound example program."""

from milepost.program.checks import example


def overlay(text: str | bytes) -> dict[str, bytes]:
    """Give the files: documents of `text` replace those of the same kind and id, the rest is added."""
    if isinstance(text, bytes):
        return {
            "program.yaml": example.PROGRAM.encode(),
            "mail.odcs.yaml": example.CONTRACT.encode(),
            "extra.yaml": text,
        }
    documents = {_head(each): each for each in example.PROGRAM.split("---\n")}
    contract, extra = example.CONTRACT, ""
    for each in text.split("---\n"):
        if each.startswith("apiVersion"):
            contract = each
        elif _head(each) in documents and _head(each) not in extra:
            del documents[_head(each)]
            extra += "---\n" + each
        else:
            extra += "---\n" + each
    program = "---\n".join(documents.values())
    return {"program.yaml": program.encode(), "mail.odcs.yaml": contract.encode(), "extra.yaml": extra.encode()}


def _head(document: str) -> str:
    return "\n".join(document.split("\n", 2)[:2])
