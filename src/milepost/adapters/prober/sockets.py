"""Live tests over the network: HTTP, SMTP and bare TCP.

The name is resolved once and that address is checked and connected to, so that no second answer of a name server can
lead elsewhere; redirects are not followed.
"""

import http.client
import ipaddress
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from milepost.program.documents.integration import Probe, ProbeKind
from milepost.tables.probe import ProbeResult

_READY = 220
"""RFC 5321, 4.2.3: service ready."""
PORTS = {"http": 80, "https": 443, "smtp": 25, "smtps": 465}


class _Unreachable(Exception):  # noqa: N818  it is what was found
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketProber:
    """Fills Prober. `allow_private` also asks systems inside the company's own network; `timeout` is in seconds."""

    allow_private: bool = False
    timeout: float = 5.0

    def probe(self, test: Probe, address: str) -> ProbeResult:
        """Ask once, and time the answer."""
        ask: dict[ProbeKind, Callable[[Probe, _Target], str]] = {
            ProbeKind.HTTP: self._http,
            ProbeKind.SMTP: self._smtp,
            ProbeKind.TCP: self._tcp,
        }
        began = time.perf_counter()
        try:
            said = ask[test.kind](test, _target(test, address))
        except _Unreachable as found:
            return ProbeResult(ok=False, because=str(found))
        except (OSError, ValueError, http.client.HTTPException, smtplib.SMTPException) as error:
            return ProbeResult(ok=False, because=_worded(error))
        took = Decimal(f"{(time.perf_counter() - began) * 1000:.1f}")
        return ProbeResult(ok=True, because=said, took_ms=took)

    def _http(self, test: Probe, target: _Target) -> str:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=self.timeout)
        connection.sock = self._connected(target, secure=target.scheme == "https")
        try:
            connection.request("GET", target.path, headers={"User-Agent": "milepost", "Connection": "close"})
            status = connection.getresponse().status
        finally:
            connection.close()
        if status != test.expects:
            raise _Unreachable(f"it answered {status}, and {test.expects} is expected")
        return f"answered {status}"

    def _smtp(self, _: Probe, target: _Target) -> str:
        session = smtplib.SMTP(timeout=self.timeout)
        session._host = target.host  # type: ignore[attr-defined]
        session.sock = self._connected(target, secure=target.scheme == "smtps")
        try:
            code, said = session.getreply()
            if code != _READY:
                raise _Unreachable(f"it greeted with {code} {said.decode(errors='replace')[:80]}")
            session.ehlo_or_helo_if_needed()
            session.docmd("QUIT")
        finally:
            session.close()
        return "greeted"

    def _tcp(self, _: Probe, target: _Target) -> str:
        self._connected(target, secure=False).close()
        return "took the connection"

    def _connected(self, target: _Target, *, secure: bool) -> socket.socket:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, where = found[0]
        ip = ipaddress.ip_address(str(where[0]).partition("%")[0])
        if not ip.is_global and not self.allow_private:
            raise _Unreachable(f"{ip} is a private address; allow it with --allow-private")
        plain = socket.socket(family, kind, protocol)
        try:
            plain.settimeout(self.timeout)
            plain.connect(where)
            return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host) if secure else plain
        except BaseException:
            plain.close()
            raise


def _target(test: Probe, address: str) -> _Target:
    default = {ProbeKind.HTTP: "http", ProbeKind.SMTP: "smtp", ProbeKind.TCP: "tcp"}[test.kind]
    parts = urlsplit(address if "://" in address else f"{default}://{address}")
    port = parts.port or PORTS.get(parts.scheme)
    if not parts.hostname or port is None:
        raise _Unreachable(f"{address!r} is no address: write HOST:PORT or a URL")
    path = test.path if parts.path in {"", "/"} else parts.path.rstrip("/") + test.path
    return _Target(scheme=parts.scheme, host=parts.hostname, port=port, path=path)


def _worded(error: Exception) -> str:
    # smtplib wraps the timeout in an error of its own.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return str(getattr(error, "strerror", None) or error or type(error).__name__).lower()[:200]
