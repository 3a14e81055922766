"""Where the server listens, and by which names a browser may call it."""

from __future__ import annotations

import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import quote

DEFAULT_PORT = 5330
MOST_TRIED = 20  # ports after the default one
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Address:
    """`host`: as the user gave it, without brackets; `port`: the one that was found."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        ip = _ip(self.host)
        return self.host == "localhost" if ip is None else ip.is_loopback

    @property
    def _is_everywhere(self) -> bool:
        """Whether it listens at every address that this machine has."""
        ip = _ip(self.host)
        return ip is not None and ip.is_unspecified

    @property
    def netloc(self) -> str:
        """What stands in the address line."""
        host = "127.0.0.1" if self._is_everywhere else self.host
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def url(self, song: str, token: str) -> str:
        return f"http://{self.netloc}/?song={quote(song)}&token={token}"

    def is_ours(self, netloc: str) -> bool:
        """Whether a `Host` header names this server.

        A name of somebody else's that resolves to this machine (DNS rebinding) does not. Where it listens
        everywhere, any number does: only names are rebound.
        """
        host, port = _split(netloc.lower())
        if port != self.port:
            return False
        if host in LOOPBACK or host.strip("[]") == self.host.lower():
            return True
        return self._is_everywhere and _ip(host.strip("[]")) is not None


class PortTaken(Exception):
    """Somebody listens there already, or the system does not let us."""


def listen(host: str, port: int | None) -> tuple[socket.socket, Address]:
    """A socket at `port`, or at the first free one from the default one on.

    PortTaken; OSError if there is no such host.
    """
    family, where = _resolved(host)
    for one in (port,) if port is not None else range(DEFAULT_PORT, DEFAULT_PORT + MOST_TRIED):
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            if os.name == "nt":
                found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((where, one))
            found.listen(128)
        except (OSError, OverflowError):
            found.close()
        else:
            return found, Address(host, found.getsockname()[1])
    raise PortTaken(port)


def _resolved(host: str) -> tuple[socket.AddressFamily, str]:
    found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    family, _, _, _, where = next((one for one in found if one[0] == socket.AF_INET), found[0])
    return family, where[0]


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _split(netloc: str) -> tuple[str, int]:
    """Host and port; port 80 where none is given, -1 where it is none."""
    host, colon, port = netloc.rpartition(":")
    if not colon or netloc.endswith("]"):
        return netloc, 80
    return host, int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else -1
