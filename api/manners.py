"""What every answer has in common, in one ASGI wrapper around the application."""

from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.graph import ConceptGraph


class Manners:
    """Serves under the base path, whether or not a proxy has taken it off, and names the graph's version."""

    def __init__(self, app: ASGIApp, graph: ConceptGraph) -> None:
        self.app = app
        self.prefix = graph.base.rstrip("/")
        self.version = graph.version.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(self.prefix + "/")):
            scope = {**scope, "path": path[len(self.prefix) :] or "/"}

        async def versioned(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"graph-version", self.version)]}
            await send(message)

        await self.app(scope, receive, versioned)
