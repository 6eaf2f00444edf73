"""How long does a start take, and how much memory? Import, first answer of `ask`, server ready."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable

import psutil

from bench.bot_process import ROOT, database, environment, finish
from bench.chats import read_questions
from bench.figures import print_table, spread

RUNS = 5
PATIENCE = 30
"""Seconds after which a server that is not ready counts as broken."""
CHATS = 100
"""Messages the server has answered when its memory is read again."""


def main() -> None:
    """Print one row for each thing that starts."""
    rows = [*_imports(), *_first_answers(), *_server()]
    print_table(f"Starts, {RUNS} runs each, median (least-most)", ["what", "time, s", "memory, MB", "aim"], rows)


def _imports() -> list[list[str]]:
    env = environment("sqlite://")
    bare = [finish(["-c", "pass"], b"", env) for _ in range(RUNS)]
    loaded = [finish(["-c", "import bot.ask"], b"", env) for _ in range(RUNS)]
    return [
        ["Python alone", spread(run.seconds for run in bare), spread((run.peak for run in bare), 0), ""],
        ["`import bot.ask`", spread(run.seconds for run in loaded), spread((run.peak for run in loaded), 0), ""],
    ]


def _first_answers() -> list[list[str]]:
    question = json.dumps({"id": 1, "text": read_questions()[0]}).encode() + b"\n"

    def ask(url: str) -> tuple[float, float]:
        run = finish(["-m", "bot", "ask", "--json"], question, environment(url))
        assert run.first_line is not None
        return run.first_line, run.peak

    aim = "under 2 s, 200 MB"
    return [
        _row("first answer of `ask`, empty database", aim, ask, fresh=True),
        _row("first answer of `ask`, plan loaded", aim, ask, fresh=False),
    ]


def _server() -> list[list[str]]:
    aim = "under 4 s, 300 MB"
    busy: list[float] = []

    def serve(url: str) -> tuple[float, float]:
        ready, idle, later = serve_once(url)
        busy.append(later)
        return ready, idle

    return [
        _row("`serve` ready, empty database", aim, serve, fresh=True),
        _row("`serve` ready, plan loaded", aim, serve, fresh=False),
        [f"`serve` after {CHATS} messages", "", spread(busy, 0), "300 MB"],
    ]


def _row(what: str, aim: str, start: Callable[[str], tuple[float, float]], *, fresh: bool) -> list[str]:
    runs: list[tuple[float, float]] = []
    with database() as kept:
        if not fresh:
            start(kept)
        for _ in range(RUNS):
            with database() as url:
                runs.append(start(url if fresh else kept))
    return [what, spread(seconds for seconds, _ in runs), spread((memory for _, memory in runs), 0), aim]


def serve_once(url: str) -> tuple[float, float, float]:
    """Seconds until a server is ready, MB then, MB after it has answered some messages."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = environment(url, HOST="127.0.0.1", PORT=str(port), TRUSTED_PROXIES="1")
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/readyz", process)
        ready, idle = time.perf_counter() - began, _memory(process)
        _chat(f"http://127.0.0.1:{port}/chat")
        return ready, idle, _memory(process)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.perf_counter() + PATIENCE
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:  # not there yet, or not ready yet (503)
            time.sleep(0.01)
    raise SystemExit("The server did not become ready.")


def _chat(address: str) -> None:
    """Each message comes from a browser and an address of its own, so that none is asked to slow down."""
    questions = read_questions()
    for number in range(CHATS):
        body = json.dumps({"text": questions[number % len(questions)]}).encode()
        head = {"Content-Type": "application/json", "X-Forwarded-For": f"10.{number}.0.1"}
        request = urllib.request.Request(address, body, head)
        urllib.request.urlopen(request, timeout=PATIENCE).close()


def _memory(process: subprocess.Popen[bytes]) -> float:
    return float(psutil.Process(process.pid).memory_info().rss) / 1024 / 1024


if __name__ == "__main__":
    main()
