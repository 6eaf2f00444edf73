"""What the lines of a budget bill come to: single items, kinds of spending, topics, pages."""

from collections.abc import Callable
from operator import ge, gt, le, lt

from handlers import bill_told
from handlers.answer import Answer, Figure, Text, Value
from handlers.bill_shares import shares_of_each
from handlers.bill_told import ALIKE, TOP, Told
from handlers.inquiry import Inquiry, count_value, money_value
from handlers.lines import said_lines
from knowledge.bill.asked import Form, Lines, read_asked
from knowledge.bill.marks import clusters_called
from knowledge.bill.sums import Group, groups_of, pages_of, sum_of
from knowledge.money import Amount, total

_COUNTED = {"unit": "รายการ", "project": "โครงการ", "item": "รายการ", "kind": "รายการ"}
"""Units of counts as a value."""


def answer(inquiry: Inquiry) -> Answer:
    """The answer to a question about lines."""
    asked, book = read_asked(inquiry.question.lines), inquiry.index.bill
    if book is None:
        return inquiry.answer(Text(inquiry.say("bill.lost")), status="unknown")
    told = Told(inquiry, book, asked)
    if asked.form == "lack":
        return _lacking(told)
    if not any(sum_of(inquiry.session, book, side).lines for side in asked.sides):
        return _none(told)
    if asked.pages:
        return _pages(told)
    if asked.base and asked.by:
        return shares_of_each(told) or _none(told)
    return _FORMS[asked.form](told)


def _none(told: Told) -> Answer:
    what = told.inquiry.words.join(list(dict.fromkeys(told.what(side) for side in told.asked.sides)))
    return told.answer(Text(told.inquiry.say("bill.none", what=what, years=told.years)), places=())


def _sum(told: Told) -> Answer:
    lines, say = told.asked.of, told.inquiry.say
    found = sum_of(told.inquiry.session, told.book, lines)
    figure = told.inquiry.figure(found.amount, say("bill.caption", what=told.what(lines), years=told.years))
    parts: list[bill_told.Part] = [figure]
    if found.lines == 1:
        parts += told.one(groups_of(told.inquiry.session, told.book, lines, "item")[0])
    else:
        parts.append(Text(say("bill.counted", lines=found.lines, projects=found.projects, amount=found.amount)))
        parts += told.apart(lines, found)
    return told.answer(*parts, *_claim(told, found.amount), *told.notes(lines), value=money_value(found.amount))


def _claim(told: Told, amount: Amount) -> list[Text]:
    """Whether the figure that was taken for granted is this one."""
    claim = told.asked.claim
    if not claim:
        return []
    right = abs(claim - amount.satang) * 200 <= amount.satang
    return [Text(told.inquiry.say("bill.claim_right"))] if right else []


def _list(told: Told) -> Answer:
    asked = told.asked
    groups = _bounded(told, groups_of(told.inquiry.session, told.book, asked.of, asked.by))
    if not groups:
        return told.answer(Text(told.headed("bill.count", count=0, kind=told.kind(asked.of))), places=())
    amount = total([group.amount for group in groups])
    head = told.headed(_list_of(told), count=len(groups), kind=told.kind(asked.of), amount=amount)
    value = count_value(len(groups), _COUNTED[asked.by]) if asked.op else money_value(amount)
    return told.answer(Text(head), *told.listing(groups), *told.notes(asked.of), value=value, groups=groups)


def _count(told: Told) -> Answer:
    asked = told.asked
    groups = _bounded(told, groups_of(told.inquiry.session, told.book, asked.of, asked.by))
    kind = told.kind(asked.of)
    head = Figure(str(len(groups)), kind, told.headed("bill.caption"))
    sums = [Text(told.headed(_list_of(told), count=len(groups), kind=kind, amount=total([g.amount for g in groups])))]
    value = count_value(len(groups), _COUNTED[asked.by])
    listed = told.listing(groups) if groups else []
    return told.answer(head, *(sums if groups else []), *listed, *told.notes(asked.of), value=value, groups=groups)


def _list_of(told: Told) -> str:
    return "bill.list_units" if told.asked.by == "unit" else "bill.list"


_OPERATORS: dict[str, Callable[[int, int], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "=": int.__eq__}


def _bounded(told: Told, groups: list[Group]) -> list[Group]:
    asked = told.asked
    if asked.op == "between":
        return [group for group in groups if asked.bound <= group.amount.satang <= asked.upper]
    if not asked.op:
        return groups
    holds = _OPERATORS[asked.op]
    return [group for group in groups if holds(group.amount.satang, asked.bound)]


def _average(told: Told) -> Answer:
    groups = groups_of(told.inquiry.session, told.book, told.asked.of, told.asked.by)
    amount = total([group.amount for group in groups])
    mean = amount.over(len(groups))
    kind = told.kind(told.asked.of)
    caption = told.headed("bill.average", kind=kind, count=len(groups))
    together = Text(told.inquiry.say("bill.together", amount=amount))
    figure = told.inquiry.figure(mean, caption)
    return told.answer(figure, together, *told.notes(told.asked.of), value=money_value(mean))


def _share(told: Told) -> Answer:
    session, say, base = told.inquiry.session, told.inquiry.say, told.asked.base or Lines()
    part, whole = sum_of(session, told.book, told.asked.of), sum_of(session, told.book, base)
    share = part.amount.percent_of(whole.amount)
    if share is None:
        return _none(told)
    caption = told.headed("bill.share", base=told.what(base))
    head = Figure(str(share), "%", caption)
    of = Text(say("bill.share_of", part=part.amount, whole=whole.amount))
    return told.answer(head, of, *told.notes(told.asked.of), value=Value(share, "ร้อยละ"))


def _rank(told: Told) -> Answer:
    asked = told.asked
    groups = groups_of(told.inquiry.session, told.book, asked.of, asked.by)
    if not asked.down:
        groups = list(reversed(groups))
    groups = groups[asked.place - 1 :]
    if not groups:
        return _none(told)
    shown = groups[: asked.top or TOP]
    name = "bill.rank_place" if asked.place > 1 else "bill.rank_most" if asked.down else "bill.rank_least"
    head = told.headed(name, kind=told.kind(asked.of), place=asked.place)
    first = Text(told.inquiry.say("bill.first", name=told.named(shown[0]), amount=shown[0].amount))
    tied = [group for group in shown if group.amount == shown[0].amount]
    rest = told.listing(shown, more=False) if len(shown) > 1 else []
    value = money_value(shown[0].amount)
    return told.answer(Text(head), first, *rest, *told.notes(asked.of), value=value, groups=tied, won=True)


def _sides(told: Told) -> Answer:
    session, say = told.inquiry.session, told.inquiry.say
    sums = [sum_of(session, told.book, side) for side in told.asked.sides]
    names = [told.apart_name(side) for side in told.asked.sides]
    both = total([found.amount for found in sums])
    head = Text(say("bill.sides", what=told.shared(), years=told.years))
    parts: list[bill_told.Part] = [head, told.bars(names, [found.amount for found in sums])]
    value = money_value(both)
    if len(sums) == ALIKE and told.asked.differ:
        order = sorted(zip(sums, names, strict=True), key=lambda side: -side[0].amount.satang)
        (more, first), (less, second) = order
        difference = more.amount - less.amount
        name = "bill.more_than" if difference else "bill.as_much"
        parts.append(Text(say(name, first=first, second=second, difference=difference)))
        if (percent := more.amount.percent_of(less.amount)) is not None:
            parts.append(Text(say("bill.times", times=f"{percent / 100:.2f}")))
        value = money_value(difference)
    else:
        parts.append(Text(say("bill.together", amount=both)))
    return told.answer(*parts, value=value)


def _lacking(told: Told) -> Answer:
    """Those who get money, but none of this."""
    session, lines = told.inquiry.session, told.asked.of
    have = {group.key for group in groups_of(session, told.book, lines, "unit")}
    everybody = groups_of(session, told.book, Lines(heads=lines.heads, years=lines.years), "unit")
    lack = [group for group in everybody if group.key not in have]
    heads = lines.heads or told.kind(lines)
    name = "bill.lack" if lack else "bill.lack_none"
    head = told.inquiry.say(name, heads=heads, what=told.what(lines, heads=False), years=told.years, count=len(lack))
    value = count_value(len(lack), "รายการ")
    return told.answer(Text(head), *(told.listing(lack) if lack else []), value=value, groups=lack)


def _pages(told: Told) -> Answer:
    lines, say = told.asked.of, told.inquiry.say
    pages = pages_of(told.inquiry.session, told.book, lines)
    said = "; ".join(
        say("note.pages", volume=volume, pages=said_lines(told.inquiry.words, found, shown=20, more="note.more_pages"))
        for volume, found in pages.items()
    )
    found = sum_of(told.inquiry.session, told.book, lines)
    head = Text(say("bill.pages", what=told.what(lines), years=told.years, pages=said))
    figure = told.inquiry.figure(found.amount, say("bill.caption", what=told.what(lines), years=told.years))
    one = told.one(groups_of(told.inquiry.session, told.book, lines, "item")[0]) if found.lines == 1 else []
    return told.answer(head, figure, *one, *told.notes(lines), value=None)


def left_over(inquiry: Inquiry, words: tuple[str, ...]) -> Answer:
    """What is said where only a part of a message about lines was understood."""
    quoted = inquiry.words.join([f"“{word}”" for word in words])
    return inquiry.answer(Text(inquiry.say("bill.left" if words else "bill.lost", words=quoted)), status="unknown")


def no_regions(inquiry: Inquiry, regions: tuple[str, ...]) -> Answer:
    """That no bill says which province lies where; beside it the clusters that have the region in their names."""
    book, named = inquiry.index.bill, inquiry.words.join([f"“{region}”" for region in regions])
    clusters = clusters_called(book, regions) if book else ()
    listed = [Text(inquiry.say("bill.clusters", units=inquiry.words.join([inquiry.agency(unit) for unit in clusters])))]
    told = Text(inquiry.say("bill.regions", regions=named))
    return inquiry.answer(told, *(listed if clusters else []), status="unknown")


_FORMS: dict[Form, Callable[[Told], Answer]] = {
    "sum": _sum,
    "list": _list,
    "count": _count,
    "average": _average,
    "share": _share,
    "sides": _sides,
    "rank": _rank,
    "lack": _lacking,
}
