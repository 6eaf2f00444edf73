"""What would a webhook cost that does nothing? Signature checked, body parsed, 200 answered, on the same server."""

import base64
import hashlib
import hmac
import json
import os

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


async def receive(request: Request) -> Response:
    """POST /line/webhook."""
    body = await request.body()
    mac = hmac.new(os.environ["LINE_CHANNEL_SECRET"].encode(), body, hashlib.sha256).digest()
    if not hmac.compare_digest(base64.b64encode(mac).decode(), request.headers.get("x-line-signature", "")):
        raise HTTPException(401)
    json.loads(body)
    return PlainTextResponse("OK\n")


def main() -> None:
    """Serve on PORT with the settings that bot/serve.py gives to uvicorn."""
    uvicorn.run(
        Starlette(routes=[Route("/line/webhook", receive, methods=["POST"])]),
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
    )


if __name__ == "__main__":
    main()
