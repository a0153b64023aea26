"""The shell of every page: one file that opens from a mail, with its style inside and nothing fetched."""

from functools import cache
from importlib.resources import files

import htpy as h
from htpy import Node
from markupsafe import Markup

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""Enforced by the browser: no script, no request."""


@cache
def style() -> str:
    """Return the style sheet."""
    return files(__package__).joinpath("report.css").read_text(encoding="utf-8")


def document(title: str, *body: Node, more_style: str = "") -> str:
    """Write a whole page; `body` holds banner, header, main and footer, `more_style` what only this page needs."""
    page = h.html(lang="en")[
        h.head[
            h.meta(charset="utf-8"),
            h.meta({"http-equiv": "Content-Security-Policy", "content": POLICY}),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="color-scheme", content="light dark"),
            h.meta(name="generator", content="Milepost"),
            h.title[title],
            h.style[Markup(style() + more_style)],  # noqa: S704 - our own files
        ],
        h.body[h.a(".skip", href="#main")["Skip to the content"], body],
    ]
    return f"{page}\n"
