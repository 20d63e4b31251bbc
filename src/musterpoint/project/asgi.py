"""The product as one ASGI application: live updates natively, every page by Django in threads.

Django's own ASGI handler costs about twice the processor time per page (docs/decisions).
"""

from __future__ import annotations

import os

from musterpoint.project import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musterpoint.project.settings")
environment.refuse_if_unfit()

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from musterpoint.project.wsgi_bridge import Receive, Scope, Send, WsgiBridge

pages = WsgiBridge(get_wsgi_application(), body_limit=settings.MAX_BODY_BYTES)

from musterpoint.interfaces.web import card_live  # after Django is set up
from musterpoint.interfaces.web.live import application as live


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one connection."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"] == "/live":
        await live(scope, receive, send)
    elif scope["path"] == card_live.PATH:
        await card_live.application(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            get_resolver().check()  # loads every door now, so that no first visitor waits for it
            await send({"type": "lifespan.startup.complete"})
        else:
            pages.close(at_thread=connections.close_all)
            await send({"type": "lifespan.shutdown.complete"})
            return
