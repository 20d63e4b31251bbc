"""Which addresses on the network are outside: the others belong to this house and are not called.

People type addresses of webhooks. Without this rule they could make the product ask machines that
only it can reach. The name is resolved once, and the address that was judged is the one called.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from requests.adapters import DEFAULT_POOLBLOCK, HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError

_NAT64 = IPv6Network("64:ff9b::/96")
_ANY_PORT = 443


class NotOutside(Exception):
    """The name leads to a machine inside this house.

    No OSError: the HTTP library would take that for a connection that failed.
    """

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} is inside this network. Set MUSTERPOINT_ALLOW_PRIVATE_WEBHOOKS=1 to call it."
        )


def is_outside(address: str) -> bool:
    """Return whether an IP address belongs to the public network."""
    found = _meant(ip_address(address.partition("%")[0]))
    return found.is_global and not found.is_multicast


def address_outside(host: str, port: int = _ANY_PORT) -> str:
    """Return one IP address of ``host``, or raise NotOutside when any of them is inside.

    Raises socket.gaierror for a name that leads nowhere.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_outside(address) for address in addresses):
        raise NotOutside(host)
    return addresses[0]


def must_be_outside(host: str) -> None:
    """Raise NotOutside for a machine inside, unless this installation allows those."""
    if not settings.ALLOW_PRIVATE_WEBHOOKS:
        address_outside(host)


class OutsideOnly(HTTPAdapter):
    """Connects to addresses outside and to no other; a proxy that is set judges for itself."""

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = DEFAULT_POOLBLOCK, **more: Any
    ) -> None:
        manager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **more)
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
        self.poolmanager = manager


class _Judged(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        with _called_by_address(self):
            return super()._new_conn()


class _JudgedTls(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        with _called_by_address(self):
            return super()._new_conn()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Judged


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _JudgedTls


@contextmanager
def _called_by_address(connection: HTTPConnection) -> Iterator[None]:
    """Let the connection call the judged address; its name stays what TLS and HTTP speak of."""
    name = connection._dns_host  # noqa: SLF001  # the place urllib3 keeps for this
    try:
        address = address_outside(name, connection.port or _ANY_PORT)
    except socket.gaierror as trouble:
        raise NameResolutionError(name, connection, trouble) from trouble
    connection._dns_host = address  # noqa: SLF001  # see above
    try:
        yield
    finally:
        connection._dns_host = name  # noqa: SLF001  # see above


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address only carries, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or address
