"""Live tests over the network: HTTP, SMTP and bare TCP.

The name is resolved once and that address is checked and connected to, so that no second answer of a name server can
lead elsewhere; redirects are not followed. Whoever talks without end is cut off.
"""

import http.client
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from milepost.adapters.prober.reach import Reach, reach_of
from milepost.program.documents.integration import Probe, ProbeKind
from milepost.tables.probe import ProbeResult

_READY = 220
"""RFC 5321, 4.2.3: service ready."""
_NO_ADDRESS = "it has no address that can be asked: write HOST:PORT or a URL"
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
    """Fills Prober. `allow_private` also asks systems inside the company's own network.

    `timeout` is in seconds: to connect, for each answer, and for all answers together.
    """

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
        with self._connected(target, secure=target.scheme == "https") as (connection.sock, whence), closing(connection):
            connection.request("GET", target.path, headers={"User-Agent": "milepost", "Connection": "close"})
            status = connection.getresponse().status
        if status != test.expects:
            raise _Unreachable(f"it answered {status}, and {test.expects} is expected")
        return f"answered {status}{whence}"

    def _smtp(self, _: Probe, target: _Target) -> str:
        session = smtplib.SMTP(timeout=self.timeout)
        session._host = target.host  # type: ignore[attr-defined]
        with self._connected(target, secure=target.scheme == "smtps") as (session.sock, whence), closing(session):
            code, said = session.getreply()
            if code != _READY:
                raise _Unreachable(f"it greeted with {code} {said.decode(errors='replace')[:80]}")
            session.ehlo_or_helo_if_needed()
            session.docmd("QUIT")
        return f"greeted{whence}"

    def _tcp(self, _: Probe, target: _Target) -> str:
        with self._connected(target, secure=False) as (_socket, whence):
            return f"took the connection{whence}"

    @contextmanager
    def _connected(self, target: _Target, *, secure: bool) -> Iterator[tuple[socket.socket, str]]:
        """Connect; give the socket, and whence it answers where that is no public address."""
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, where = found[0]
        host = str(where[0]).partition("%")[0]
        reach = reach_of(host)
        if reach is not Reach.PUBLIC and not self.allow_private:
            raise _Unreachable(f"{host} is a private address; allow it with --allow-private")
        with socket.socket(family, kind, protocol) as plain:
            plain.settimeout(self.timeout)
            plain.connect(where)
            with _cut_off(plain, self.timeout), _wrapped(plain, target.host, secure=secure) as made:
                yield made, reach.value


@contextmanager
def _wrapped(plain: socket.socket, host: str, *, secure: bool) -> Iterator[socket.socket]:
    if not secure:
        yield plain
        return
    with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as made:
        yield made


@contextmanager
def _cut_off(plain: socket.socket, seconds: float) -> Iterator[None]:
    """End the talk after so many seconds: a timeout of the socket begins anew with each byte that comes."""
    late = threading.Event()
    # The TLS socket takes the plain one's handle over; a second handle of the same connection stays.
    with plain.dup() as ours:
        timer = threading.Timer(seconds, _end, (ours, late))
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
            timer.join()


def _end(ours: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        ours.shutdown(socket.SHUT_RDWR)


def _target(test: Probe, address: str) -> _Target:
    default = {ProbeKind.HTTP: "http", ProbeKind.SMTP: "smtp", ProbeKind.TCP: "tcp"}[test.kind]
    # What was given is not repeated: the record keeps what is said here.
    try:
        parts = urlsplit(address if "://" in address else f"{default}://{address}")
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        raise _Unreachable(_NO_ADDRESS) from None
    if not parts.hostname or port is None:
        raise _Unreachable(_NO_ADDRESS)
    path = test.path if parts.path in {"", "/"} else parts.path.rstrip("/") + test.path
    return _Target(scheme=parts.scheme, host=parts.hostname, port=port, path=path)


def _worded(error: Exception) -> str:
    # smtplib wraps the timeout in an error of its own.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "its name is not known"
    return str(getattr(error, "strerror", None) or error or type(error).__name__).lower()[:200]
