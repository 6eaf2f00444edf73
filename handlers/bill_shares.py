"""What part of all that each of them gets is of a kind: "จังหวัดไหนมีสัดส่วนงบลงทุนสูงที่สุด"."""

from dataclasses import dataclass
from fractions import Fraction

from handlers.answer import Answer, Item, Listing, Text, Value
from handlers.bill_told import SHOWN, TOP, Part, Told
from knowledge.bill.asked import Lines
from knowledge.bill.sums import Group, groups_of
from knowledge.money import Amount


@dataclass(frozen=True)
class _Share:
    """Of one of them."""

    group: Group
    """All that it gets."""
    part: Amount

    @property
    def of_all(self) -> Fraction:
        """Exact: what is shown is rounded."""
        return Fraction(self.part.satang, self.group.amount.satang)


def shares_of_each(told: Told) -> Answer | None:
    """The largest or smallest of these shares, or each of them; None where none has that place."""
    asked = told.asked
    shares = sorted(_shares(told, asked.base or Lines()), key=lambda share: share.of_all, reverse=asked.down)
    shares = shares[asked.place - 1 :]
    if not shares:
        return None
    ranks = asked.form == "rank"
    shown = shares[: (asked.top or TOP) if ranks else SHOWN]
    kind, what = told.kind(asked.of), told.what(asked.of, heads=False)
    way = "list" if not ranks else "place" if asked.place > 1 else "most" if asked.down else "least"
    head = Text(told.inquiry.say(f"bill.shares.{way}", what=what, years=told.years, kind=kind, place=asked.place))
    tied = [share for share in shares if share.of_all == shares[0].of_all]
    parts: list[Part] = [head, Listing(tuple(_item(told, share) for share in shown))]
    if ranks and len(tied) > 1:
        parts.append(Text(told.inquiry.say("bill.shares.tied", count=len(tied), kind=kind)))
    elif rest := shares[len(shown) :]:
        parts += [] if ranks else [Text(told.inquiry.say("bill.shares.more", count=len(rest), kind=kind))]
    first = shares[0].part.percent_of(shares[0].group.amount)
    value = Value(first, "ร้อยละ") if ranks and first is not None else None
    groups = [share.group for share in (tied if ranks else shown)]
    return told.answer(*parts, *told.notes(asked.of), value=value, groups=groups, won=ranks)


def _shares(told: Told, base: Lines) -> list[_Share]:
    """Of those who get money at all; who has none of the part has a share of nothing."""
    session, book, by = told.inquiry.session, told.book, told.asked.by
    parts = {group.key: group.amount for group in groups_of(session, book, told.asked.of, by)}
    groups = [group for group in groups_of(session, book, base, by) if group.amount]
    return [_Share(group, parts.get(group.key, group.amount - group.amount)) for group in groups]


def _item(told: Told, share: _Share) -> Item:
    percent = share.part.percent_of(share.group.amount)
    detail = told.inquiry.say("bill.shares.one", percent=percent, part=share.part, whole=share.group.amount)
    return Item(told.named(share.group), detail, share.group.key if told.asked.by == "project" else "")
