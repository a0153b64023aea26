"""An integration tried on the command line, against a server that the test starts."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cli import Journey
from program.overlay import overlay

DELIVERY = """\
kind: Integration
id: shop
system: the shop's content service
owner: analyst
direction: both
sla: {available: 99.9%, answers_within_ms: 5000}
test: {kind: http, path: /health}
"""


class Health(BaseHTTPRequestHandler):
    """Says that all is well, until it is told otherwise."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Health.status = 200
    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _journey(place: Path) -> Journey:
    journey = Journey(place)
    for name, text in overlay(DELIVERY).items():
        journey.write(name, text)
    journey.write("assignment.md", "Drawn by lot.\n")
    text = next(path for path in journey.folder.glob("*.yaml") if "needs: {data: [crm]}" in path.read_text())
    journey.edit(text.name, "needs: {data: [crm]}", "needs: {data: [crm], integrations: shop}")
    journey.accept("2026-10-01T12:00:00Z")
    return journey


def test_without_an_address_or_inside_the_network_nothing_is_asked(tmp_path: Path, site: str) -> None:
    journey = _journey(tmp_path)
    nobody = journey.ask("integration test", now="2026-10-02T12:00:00Z")
    assert nobody.codes == ["MP846"]
    asked = journey.ask("integration test", "--at", f"shop={site}", now="2026-10-02T13:00:00Z")
    assert asked.code == 1
    assert "127.0.0.1 is a private address" in asked.data["integrations"]["shop"]["because"]


def test_what_it_answers_is_recorded(tmp_path: Path, site: str) -> None:
    journey = _journey(tmp_path)
    told = ("--at", f"shop={site}", "--allow-private")
    first = journey.ask("integration test", *told, now="2026-10-02T13:00:00Z").ok().data["integrations"]["shop"]
    assert (first["ok"], first["because"]) == (True, "answered 200 from this machine")
    Health.status = 503
    down = journey.ask("integration test", "shop", "--allow-private", now="2026-10-03T13:00:00Z")
    assert down.code == 1
    status = journey.status("2026-10-03T14:00:00Z")
    assert status["integrations"][0]["word"] == "down"
    assert status["capabilities"][0]["because"] == "integration/shop is down: it answered 503, and 200 is expected"
    assert "mend integration/shop" in [each["what"] for each in status["needs"]]
    listed = journey.say("integration", "list", "-C", journey.folder, now="2026-10-03T14:00:00Z").ok()
    assert listed.out.startswith("0 of 1 integrations answer; 1 down.")
    assert max(map(len, listed.out.splitlines())) <= 80
    before = journey.status("2026-10-03T14:00:00Z", "--as-of", "2026-10-02")
    assert before["integrations"][0]["word"] == "answers"


def test_an_unknown_name_is_said_with_the_near_one(tmp_path: Path) -> None:
    said = _journey(tmp_path).ask("integration test", "shp", now="2026-10-02T12:00:00Z")
    assert (said.code, said.codes) == (1, ["MP845"])
    assert said.findings[0]["hint"] == "did you mean shop?"


@pytest.mark.parametrize("where", ["https://ops:s3cret@shop.example", "https://shop.example/?token=s3cret"])
def test_a_password_in_an_address_is_refused_and_nowhere_kept(tmp_path: Path, where: str) -> None:
    journey = _journey(tmp_path)
    said = journey.say("integration", "test", "-C", journey.folder, "--at", f"shop={where}", now="2026-10-02T12:00:00Z")
    assert said.code == 2
    assert "s3cret" not in said.out + said.err
    assert not [each for each in journey.folder.rglob("*") if each.is_file() and b"s3cret" in each.read_bytes()]
