"""A network between us and PostgreSQL that can be lost without a word: connections stay, and nothing comes on them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 65536


@dataclass
class _Line:
    """One connection, between a client and the server."""

    ends: tuple[socket.socket, socket.socket]
    lost: bool = False
    threads: list[threading.Thread] = field(default_factory=list)


class SilentProxy:
    """Passes on what comes; acknowledges all the same while it is silent, as a firewall or a frozen host does."""

    def __init__(self, socket_path: str) -> None:
        self._path = socket_path
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[_Line] = []
        self._silent = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def lose(self) -> None:
        """A failover: the connections that there are stay silent for good, new ones work."""
        for line in self._lines:
            line.lost = True

    def fall_silent(self) -> None:
        """A lost network: new connections are silent, too."""
        self._silent = True
        self.lose()

    def recover(self) -> None:
        """New connections work again."""
        self._silent = False

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for line in self._lines:
            for end in line.ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            for thread in line.threads:
                thread.join()
            for end in line.ends:
                end.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            there = socket.socket(socket.AF_UNIX)
            there.connect(self._path)
            line = _Line((here, there), lost=self._silent)
            for pair in ((here, there), (there, here)):
                line.threads.append(threading.Thread(target=_pass_on, args=(*pair, line), daemon=True))
            self._lines.append(line)
            for thread in line.threads:
                thread.start()


def _pass_on(source: socket.socket, target: socket.socket, line: _Line) -> None:
    with suppress(OSError):
        while data := source.recv(_PIECE):
            if not line.lost:
                target.sendall(data)
        if not line.lost:
            target.shutdown(socket.SHUT_WR)


@contextmanager
def silent_proxy(url: str) -> Iterator[tuple[SilentProxy, str]]:
    """A proxy before a test's PostgreSQL (the address names the folder of its socket), and the address through it."""
    proxy = SilentProxy(f"{url.partition('host=')[2]}/.s.PGSQL.5432")
    try:
        yield proxy, url.partition("?")[0].replace("postgres@/", f"postgres@127.0.0.1:{proxy.port}/")
    finally:
        proxy.close()
