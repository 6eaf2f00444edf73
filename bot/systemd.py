"""How does systemd, where it started us, hear that we are ready and alive? https://www.freedesktop.org/software/systemd/man/sd_notify.html"""

import os
import socket
from contextlib import suppress


def tell(state: str) -> None:
    """READY=1, WATCHDOG=1, STOPPING=1. Nothing where nobody asked for it; a word that is lost is said again."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as notify:
        notify.setblocking(False)
        notify.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
