"""What is counted and measured of this process, by those where it happens?

Labels have a handful of values that are known beforehand: never an id, an address or a word of a person.
"""

from collections.abc import Mapping

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # those say only when this process started
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

_answers = Counter("bot_answers", "Answers that were stored with what they changed.", ("channel", "kind"))
_requests = Histogram(
    "bot_request_seconds", "Until the answer to a request begins.", ("route", "status"), buckets=_SECONDS
)
_refused = Counter("bot_refused", "Requests and messages that a limit refused.", ("limit",))
_lane_wait = Histogram("bot_lane_wait_seconds", "Until a piece of work gets its transaction.", buckets=_SECONDS)
_calls = Histogram("bot_call_seconds", "Calls of a platform.", ("channel", "outcome"), buckets=_SECONDS)
_given_up = Counter("bot_calls_given_up", "Calls of a platform that became dead letters.", ("channel",))
_pushes = Counter("bot_pushes", "Messages that count against the month's quota.", ("channel",))
_pushes_left = Gauge("bot_pushes_left", "What may still be pushed this month, the reserve left out.", ("channel",))
_photos = Counter("bot_photos", "Photos that were kept, put off, given up or deleted.", ("channel", "outcome"))
_sweeps = Counter("bot_sweeps", "How often was looked for what is too old.", ("of",))
_swept = Counter("bot_swept", "What was too old and went.", ("what",))


def answered(channel: str, kind: str) -> None:
    """An answer of this kind (`Answer.status`, or apology) was stored: it is shown at once, or stands in the outbox."""
    _answers.labels(channel, kind).inc()


def responded(route: str, status: int, seconds: float) -> None:
    """A request of the web was answered; `route`: as `bot.web.paths` names it."""
    _requests.labels(route, str(status)).observe(seconds)


def refused(limit: str) -> None:
    """Somebody met this limit."""
    _refused.labels(limit).inc()


def lane_waited(seconds: float) -> None:
    """A piece of work got its transaction."""
    _lane_wait.observe(seconds)


def called(channel: str, outcome: str, seconds: float) -> None:
    """A call of a platform was tried."""
    _calls.labels(channel, outcome).observe(seconds)


def given_up(channel: str) -> None:
    """A call of a platform became a dead letter."""
    _given_up.labels(channel).inc()


def pushed(channel: str) -> None:
    """The platform took a message that counts against the quota."""
    _pushes.labels(channel).inc()


def pushes_left(channel: str, left: float) -> None:
    """So many may still be pushed; infinite where nobody counts."""
    _pushes_left.labels(channel).set(left)


def photo(channel: str, outcome: str) -> None:
    """A photo was kept, put off (later), given_up or deleted."""
    _photos.labels(channel, outcome).inc()


def swept(of: str, gone: Mapping[str, int]) -> None:
    """A sweep of the rows or the files ended, which deleted so much of each kind."""
    _sweeps.labels(of).inc()
    for what, count in gone.items():
        _swept.labels(what).inc(count)
