"""Did this person agree to what is kept of feedback?"""

from handlers.exchange import Exchange

VERSION = 1
"""Of the notice `intake.consent`: with another wording of its substance, people are asked again."""


def has_agreed(exchange: Exchange) -> bool:
    """Whether the person agreed to the notice as it is now."""
    person = exchange.person.known(exchange.session)
    return person is not None and person.consent_version == VERSION
