"""A request -> whether its sender may ask: the host that it names, the site that it comes from, the token that it has.

Any page that someone visits can send requests to a server on that person's machine; what keeps it from reading the
answers is the browser, by the origin, and this server, by the host: a name that its owner points at 127.0.0.1 (DNS
rebinding) is no name of ours. See https://fetch.spec.whatwg.org/#http-cors-protocol and RFC 9110, sections 7.2, 7.4.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import os
import re
from collections.abc import Iterable

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "KG_SERVE_TOKEN"  # noqa: S105 - the name of an environment variable
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))  # one address by three names
PORTS = {"http": 80, "https": 443}
ANY = "*"
CHALLENGES = ('Bearer realm="kg"', 'Basic realm="kg", charset="UTF-8"')  # a browser asks for the second
EXPOSED = "retry-after"
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::(?P<port>[0-9]{1,5}))?")


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Who may ask.

    `cors` are the origins whose pages may read answers. `public` lets any page read them and takes any name of a host.
    `token`, if there is one, must come with each request, as a bearer token or as the password of Basic.
    """

    cors: tuple[str, ...] = ()
    public: bool = False
    token: str | None = None


def from_environment(*, cors: Iterable[str] = (), public: bool = False) -> Access:
    """Return who may ask, with the token of the environment variable `TOKEN`."""
    return Access(cors=tuple(origin.rstrip("/") for origin in cors), public=public, token=os.environ.get(TOKEN) or None)


class Door:
    """Let in the requests that may ask, and mark the answers that other sites may read.

    Args:
        app: what answers them.
        access: who may ask.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        shared = self._shared(headers)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(shared)
                MutableHeaders(scope=message).add_vary_header("accept")
                if self.access.cors:
                    MutableHeaders(scope=message).add_vary_header("origin")
            await send(message)

        await (refused or self.app)(scope, receive, marked)

    def _refused(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        named = headers.getlist("host")
        if not self.access.public and named:
            if len(named) > 1 or _HOST.fullmatch(named[0]) is None:
                return PlainTextResponse("the Host header names no host\n", 400)
            if not is_served(named[0], scope.get("server"), scheme=scope.get("scheme", "http")):
                said = "this server has another name than the Host header says: kg serve --public takes any\n"
                return PlainTextResponse(said, 421)
        if self.access.token is None or (scope["method"] == "OPTIONS" and "origin" in headers):
            return None  # a browser asks first, without what it would send
        if has_token(headers.get("authorization", ""), self.access.token):
            return None
        response = PlainTextResponse("this server asks for its token\n", 401)
        for challenge in CHALLENGES:
            response.headers.append("www-authenticate", challenge)
        return response

    def _shared(self, headers: Headers) -> dict[str, str]:
        """Return the headers that let the page that asks read the answer."""
        if self.access.public or ANY in self.access.cors:
            return {"access-control-allow-origin": ANY, "access-control-expose-headers": EXPOSED}
        origin = headers.get("origin", "")
        if origin in self.access.cors:
            return {"access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED}
        return {}


def is_served(host: str, server: tuple[str, int | None] | None, *, scheme: str = "http") -> bool:
    """Return whether a Host header names the address at which a connection was taken.

    Args:
        host: the header's value.
        server: address and port that the connection came to; None if that is not known.
        scheme: of the request; says which port goes without saying.

    >>> is_served("localhost:8765", ("127.0.0.1", 8765)), is_served("evil.example:8765", ("127.0.0.1", 8765))
    (True, False)
    """
    match = _HOST.fullmatch(host)
    if match is None or server is None:
        return False
    name = (match["six"] or match["name"]).lower().removesuffix(".")
    address, port = server
    if int(match["port"] or PORTS.get(scheme, 0)) != port:
        return False
    names = {_plain(name), name}
    served = _plain(address)
    return served in names or (served in LOOPBACK and bool(names & LOOPBACK))


def _plain(address: str) -> str:
    """Return an address of the Internet as it is written shortest; any other text as it is."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def has_token(authorization: str, token: str) -> bool:
    """Return whether an Authorization header has the token, in a time that does not tell how much of it is right."""
    scheme, _, said = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            said = base64.b64decode(said.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            said = ""
    elif scheme.lower() != "bearer":
        said = ""
    return hmac.compare_digest(said.strip().encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass"))
