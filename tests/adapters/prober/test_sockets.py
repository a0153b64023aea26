"""The prober against servers that the tests start themselves."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from aiosmtpd.controller import Controller

from milepost.adapters.prober.sockets import SocketProber
from milepost.program.documents.integration import Probe, ProbeKind

HTTP, SMTP, TCP = (Probe(kind=each) for each in (ProbeKind.HTTP, ProbeKind.SMTP, ProbeKind.TCP))
PROBER = SocketProber(allow_private=True, timeout=1.0)


class Site(BaseHTTPRequestHandler):
    """Answers 200 on /health, sends away on /moved, and is broken elsewhere."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status = {"/health": 200, "/moved": 302}.get(self.path, 500)
        self.send_response(status)
        self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_site_answers_or_does_not(site: str) -> None:
    found = PROBER.probe(HTTP.model_copy(update={"path": "/health"}), site)
    assert (found.ok, found.because) == (True, "answered 200 from this machine")
    assert found.took_ms is not None
    assert found.took_ms > 0
    broken = PROBER.probe(HTTP, f"http://{site}")
    assert (broken.ok, broken.because) == (False, "it answered 500, and 200 is expected")


def test_a_redirect_is_not_followed(site: str) -> None:
    assert not PROBER.probe(HTTP.model_copy(update={"path": "/moved"}), site).ok
    asked = HTTP.model_copy(update={"path": "/moved", "expects": 302})
    assert PROBER.probe(asked, site).ok


def test_a_private_address_is_refused_unless_allowed(site: str) -> None:
    Site.asked.clear()
    for address in (site, f"http://{site}", f"localhost:{site.partition(':')[2]}"):
        found = SocketProber().probe(HTTP, address)
        assert "private address" in found.because
    assert Site.asked == []


def test_mail_is_greeted() -> None:
    controller = Controller(object(), hostname="127.0.0.1", port=0)
    # Port 0 lets the system choose, and the controller asks itself there to see that it is up.
    with socket.create_server(("127.0.0.1", 0)) as free:
        controller.port = free.getsockname()[1]
    controller.start()
    try:
        found = PROBER.probe(SMTP, f"127.0.0.1:{controller.port}")
        assert (found.ok, found.because) == (True, "greeted from this machine")
    finally:
        controller.stop()


def test_what_is_not_there_is_a_result(silent: str) -> None:
    assert PROBER.probe(TCP, silent).ok
    assert PROBER.probe(SMTP, silent).because == "no answer in time"
    assert not PROBER.probe(HTTP, "127.0.0.1:1").ok
    assert PROBER.probe(HTTP, "no such host.invalid").ok is False
    assert "no address" in PROBER.probe(TCP, "just-a-name").because
    assert PROBER.probe(HTTP, "[::1").ok is False


@pytest.mark.parametrize(
    "address", ["http://u:s3cret@", "http://host:s3cret", "u:s3cret@", "https://[s3cret", "s3cret"]
)
def test_what_is_said_repeats_no_address(address: str) -> None:
    """The record keeps what is said, and an address may hold a password."""
    found = PROBER.probe(HTTP if "//" in address else TCP, address)
    assert not found.ok
    assert "s3cret" not in found.because


@pytest.mark.parametrize(
    ("kind", "again"),
    [
        (HTTP, b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HTTP, b"H"),
        (SMTP, b"220-still here\r\n"),
    ],
)
def test_who_talks_without_end_is_cut_off(kind: Probe, again: bytes) -> None:
    """Each byte begins a socket's timeout anew; of `100 Continue` http.client reads any number."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_talk, args=(server, again), daemon=True).start()
        began = time.perf_counter()
        found = SocketProber(allow_private=True, timeout=0.3).probe(kind, f"127.0.0.1:{server.getsockname()[1]}")
    assert (found.ok, found.because) == (False, "no answer in time")
    assert time.perf_counter() - began < 3


def _talk(server: socket.socket, again: bytes) -> None:
    heard, _ = server.accept()
    with heard, suppress(OSError):
        for _ in range(200):
            heard.sendall(again)
            time.sleep(0.05)
