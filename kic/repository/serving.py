"""A built site on the loopback of this machine, from memory: to look at it before it goes out."""

import http.server
import mimetypes
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from kic.core.refusals import reason_of
from kic.errors import Unavailable

HOST = "127.0.0.1"
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_TYPES = {".js": "text/javascript", ".css": "text/css", ".csv": "text/csv", ".ics": "text/calendar"}
"""Kinds of files that systems name differently."""


def server(files: Mapping[str, bytes], port: int) -> http.server.ThreadingHTTPServer:
    """A server of these files on the loopback; port 0 takes any free one.

    Answers only who asks for this machine by a loopback name, so that no page from elsewhere can read it through a
    name that leads here. Raises Unavailable where the port is taken.
    """

    class Handler(_Handler):
        contents = files

    try:
        return _Server((HOST, port), Handler)
    except OSError as error:
        raise Unavailable(
            "Port {port} cannot be used: {reason}",
            help="Another one is named with --port.",
            port=str(port),
            reason=reason_of(error),
        ) from error


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Says nothing: a browser that asks no longer is no fault of anybody's."""


class _Handler(http.server.BaseHTTPRequestHandler):
    contents: Mapping[str, bytes] = {}
    server_version = "kic"
    sys_version = ""

    def do_GET(self) -> None:
        """A file, or the first page of a folder."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """The same without its content."""
        self._answer(body=False)

    def log_message(self, *_: Any) -> None:
        """Keeps nothing of who asked for what."""

    def _answer(self, *, body: bool) -> None:
        name = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
        if name not in _NAMES:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"", "text/plain", body=body)
            return
        path = unquote(self.path.partition("?")[0]).removeprefix("/")
        if not path or path.endswith("/"):
            path += "index.html"
        content = self.contents.get(path)
        if content is None:
            self._send(HTTPStatus.NOT_FOUND, b"404\n", "text/plain", body=body)
            return
        self._send(HTTPStatus.OK, content, _type(path), body=body)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, *, body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if body:
            self.wfile.write(content)


def _type(path: str) -> str:
    suffix = "." + path.rsplit(".", 1)[-1].lower()
    kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
