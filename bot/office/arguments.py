"""What can be typed after `python -m bot staff`?"""

import argparse
from typing import Any

from bot.feedback.arguments import words

LONGEST_NAME = 60


def add_staff(commands: Any) -> None:
    """Add the command to those of `python -m bot`."""
    staff = commands.add_parser("staff", help="officers: invite, list, remove")
    actions = staff.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    invite = actions.add_parser("invite", help="a link that lets somebody in, once, within three days")
    invite.add_argument("name", type=_name, metavar="NAME", help="as it stands in the history of cases")
    invite.add_argument(
        "--role", choices=("officer", "coordinator"), default="officer", help="officer: the cases of one agency alone"
    )
    invite.add_argument("--agency", type=words, default="", metavar="NAME", help="of an officer: whose cases they see")
    actions.add_parser("list", help="who was invited, who joined, where they are reached")
    remove = actions.add_parser("remove", help="nothing lets this person in any more, from now on")
    remove.add_argument("name", type=_name, metavar="NAME")


def _name(text: str) -> str:
    name = words(text)
    if not name or len(name) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"a name of 1 to {LONGEST_NAME} characters is needed.")
    return name
