"""Whom does somebody call who wants a person, also who cannot hear or speak?"""

from handlers.answer import Note
from handlers.person import Person
from handlers.wording import Wording


def help_line(words: Wording, person: Person) -> Note:
    """The numbers; and, where the deployment names one, the service that relays what is typed or signed."""
    told = words.say("help_line")
    return Note(f"{told} {words.say('help_relay', relay=person.relay)}" if person.relay else told)


def relay_line(words: Wording, person: Person) -> list[Note]:
    """That service alone, for who just said that they cannot call; nothing where none is named."""
    return [Note(words.say("help_relay", relay=person.relay))] if person.relay else []
