"""What does a failed call of Telegram mean for the message that it should have sent?

A fault's own text is not told on: it may quote the message, or a proxy's page that quotes the address with the token.
"""

import os

import httpx
from telegram import error

from bot.delivery.channel import Outcome
from bot.quoting import unquoted

os.environ.setdefault("PTB_TIMEDELTA", "true")  # RetryAfter is a deprecation warning without it
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_TOKEN_WAIT = 60.0
"""Seconds. Only a person can put a token right."""


def outcome(fault: error.TelegramError) -> Outcome:
    """What became of the attempt."""
    if isinstance(fault, error.RetryAfter):
        return Outcome("failed", reason(fault), _seconds(fault))
    if isinstance(fault, error.InvalidToken):
        return Outcome("failed", reason(fault), _TOKEN_WAIT)
    if isinstance(fault, error.BadRequest) and "is not modified" in fault.message:
        return Outcome("sent")  # It already reads as it should: a repeated edit, or a button pressed twice.
    if isinstance(fault, error.BadRequest | error.Forbidden | error.ChatMigrated):
        return Outcome("refused", reason(fault))
    if isinstance(fault.__cause__, _NOT_SENT):
        return Outcome("failed", reason(fault))
    return Outcome("unsure", reason(fault))


def reason(fault: error.TelegramError) -> str:
    """Why, in words that hold no token and nothing of a person."""
    if isinstance(fault, error.InvalidToken):
        return "Telegram does not accept TELEGRAM_BOT_TOKEN"
    if isinstance(fault, error.BadRequest | error.Forbidden):
        return f"Telegram refuses it: {unquoted(fault.message)}"
    if isinstance(fault.__cause__, httpx.HTTPError):
        return f"The connection to Telegram failed: {type(fault.__cause__).__name__}"
    return f"Telegram failed: {type(fault).__name__}"


def _seconds(fault: error.RetryAfter) -> float:
    wait = fault.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
