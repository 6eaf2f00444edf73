"""The same kinds of question for whatever plan is stored, with the answers that its rows give."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tests.plan_rows import Row, Stored, millions, percent

MONEY, COUNT, ITEMS, SHARE, YEAR = "ล้านบาท", "โครงการ", "รายการ", "ร้อยละ", "ปี"


@dataclass(frozen=True)
class Case:
    """One chat; its last message must be answered so."""

    kind: str
    said: tuple[str, ...]
    status: str = "answered"
    codes: tuple[str, ...] | None = None
    """None where it does not matter."""
    value: Decimal | int | None = None
    unit: str = ""
    holds: tuple[str, ...] = ()
    """What must stand in the text."""
    language: str = "th"
    ordered: bool = True


def cases(plan: Stored, other_province: str) -> Iterator[Case]:
    """Every kind that this plan can be asked for."""
    yield from _talk()
    yield from _money(plan)
    yield from _groups(plan)
    yield from _counts(plan)
    yield from _tops(plan)
    yield from _lists(plan)
    yield from _several(plan)
    yield from _chats(plan)
    yield from _beyond(plan, other_province)
    yield from _english(plan)


def _case(kind: str, *said: str, **expected: object) -> Case:
    return Case(kind, said, **expected)  # type: ignore[arg-type]


def _talk() -> Iterator[Case]:
    yield _case("greeting", "สวัสดีค่ะ", status="smalltalk")
    yield _case("thanks", "ขอบคุณมากครับ", status="smalltalk")
    yield _case("help", "ถามอะไรได้บ้าง", status="help")
    yield _case("feedback", "ถนนหน้าวัดเป็นหลุมใหญ่มาก อยากให้มาซ่อม", status="feedback")
    yield _case("count of cases", "ได้รับข้อคิดเห็นกี่เรื่องแล้ว", value=0, unit=ITEMS)
    yield _case("danger", "ไฟไหม้บ้าน ช่วยด้วย", status="emergency")


def _part_funded(plan: Stored) -> tuple[Row, int, int]:
    """A project with a year that has a budget and, if there is one, a year that has none."""
    ranked = sorted(plan.rows, key=lambda row: (all(row.cells.values()), -row.total()))
    row = ranked[0]
    funded = [year for year in plan.years if row.cells[year]]
    without = [year for year in plan.years if row.cells[year] is None]
    return row, funded[0], without[0] if without else 0


def _money(plan: Stored) -> Iterator[Case]:
    row, funded, without = _part_funded(plan)
    codes, cell = (row.code,), millions(row.cells[funded] or 0)
    yield _case("project by code", f"งบ {row.code}", codes=codes, value=millions(row.total()), unit=MONEY)
    yield _case("project by name", f"{row.name} ใช้งบเท่าไหร่", codes=codes, value=millions(row.total()), unit=MONEY)
    yield _case("project in a year", f"งบ {row.code} ปี {funded}", codes=codes, value=cell, unit=MONEY)
    yield _case("year of two digits", f"งบ {row.code} ปี {funded % 100}", codes=codes, value=cell, unit=MONEY)
    yield _case("common year", f"งบ {row.code} ปี ค.ศ. {funded - 543}", codes=codes, value=cell, unit=MONEY)
    if without:
        yield _case("year without budget", f"งบ {row.code} ปี {without}", codes=codes, holds=("ไม่ได้ตั้งงบ", str(without)))
    average = millions(Decimal(row.total()) / len(plan.years))
    span = f"{len(plan.years)} ปี"
    yield _case(
        "project on average", f"งบ {row.code} เฉลี่ยปีละเท่าไหร่", codes=codes, value=average, unit=MONEY, holds=(span,)
    )
    yield _case("years of a project", f"{row.code} ได้งบปีไหนบ้าง", codes=codes, holds=(str(funded),))
    yield _case("who runs a project", f"ใครรับผิดชอบ {row.code}", codes=codes, holds=row.agencies)
    yield _case("overview of a project", f"{row.code} คืออะไร", codes=codes, holds=(row.name,))
    yield _case("issue of a project", f"{row.code} อยู่ในประเด็นไหน", codes=(row.issue,))
    yield _case("funding of a project", f"{row.code} ใช้เงินจากไหน", codes=codes, holds=(row.funding,))


def _groups(plan: Stored) -> Iterator[Case]:
    issue = plan.issues[-1]
    number, year = issue.split(".")[1], plan.years[1]
    rows = plan.of(issue)
    total, of_year = sum(row.total() for row in rows), sum(row.total(year) for row in rows)
    yield _case("issue", f"งบประเด็นที่ {number} เท่าไหร่", value=millions(total), unit=MONEY)
    if of_year:
        yield _case("issue in a year", f"งบประเด็นที่ {number} ปี {year}", value=millions(of_year), unit=MONEY)
    average = millions(Decimal(total) / len(plan.years))
    yield _case("issue on average", f"งบประเด็นที่ {number} เฉลี่ยปีละเท่าไหร่", value=average, unit=MONEY)
    tactic = plan.below[issue]["tactics"][0]
    of_tactic = sum(row.total() for row in rows if row.tactic == tactic)
    yield _case("tactic by code", f"งบ {tactic}", value=millions(of_tactic), unit=MONEY)
    yield _case("tactic by number", f"งบกลยุทธ์ที่ 1 ของประเด็นที่ {number}", value=millions(of_tactic), unit=MONEY)
    yield _case("whole plan", "แผนนี้ใช้งบทั้งหมดเท่าไหร่", value=millions(plan.total()), unit=MONEY)
    yield _case("whole plan in a year", f"งบทั้งแผนปี {year}", value=millions(plan.total(year)), unit=MONEY)
    whole = millions(Decimal(plan.total()) / len(plan.years))
    yield _case(
        "whole plan on average", "งบทั้งแผนเฉลี่ยปีละเท่าไหร่", value=whole, unit=MONEY, holds=(f"{len(plan.years)} ปี",)
    )
    yield _case(
        "year by year",
        "งบทั้งแผนแยกตามปี",
        holds=tuple(f"{millions(plan.total(y)):,}" for y in plan.years if plan.total(y)),
    )
    ends = plan.total(plan.years[0]) + plan.total(plan.years[-1])
    said = f"งบทั้งแผนปี {plan.years[0]} กับปี {plan.years[-1]} รวมกันเท่าไหร่"
    yield _case("two years", said, value=millions(ends), unit=MONEY)


def _counts(plan: Stored) -> Iterator[Case]:
    issue = plan.issues[-1]
    number = issue.split(".")[1]
    yield _case("count of projects", "แผนนี้มีกี่โครงการ", value=len(plan.rows), unit=COUNT)
    yield _case("count of issues", "แผนนี้มีกี่ประเด็น", value=len(plan.issues), unit=ITEMS)
    yield _case("count of an issue", f"ประเด็นที่ {number} มีกี่โครงการ", value=len(plan.of(issue)), unit=COUNT)
    for word, name in (("กลยุทธ์", "tactics"), ("เป้าประสงค์", "goals"), ("ตัวชี้วัด", "indicators")):
        whole = sum(len(plan.below[each][name]) for each in plan.issues)
        yield _case(f"count of {name}", f"แผนนี้มีกี่{word}", value=whole, unit=ITEMS)
        below = plan.below[issue][name]
        yield _case(f"{name} of an issue", f"ประเด็นที่ {number} มี{word}อะไรบ้าง", codes=below)
    yield _case("count of agencies", "มีกี่หน่วยงานที่รับผิดชอบ", value=len(plan.agencies), unit=ITEMS)
    yield _case("count of years", "แผนนี้กี่ปี", value=len(plan.years), unit=YEAR)
    funded = [row for row in plan.rows if row.cells[plan.years[-1]]]
    yield _case("count in a year", f"ปี {plan.years[-1]} มีกี่โครงการที่ได้งบ", value=len(funded), unit=COUNT)


def _tops(plan: Stored) -> Iterator[Case]:
    ranked = sorted(plan.rows, key=Row.total, reverse=True)
    most = tuple(row.code for row in plan.rows if row.total() == ranked[0].total())
    yield _case("largest project", "โครงการไหนได้งบมากที่สุด", codes=most, value=millions(ranked[0].total()), unit=MONEY)
    least = tuple(row.code for row in plan.rows if row.total() == ranked[-1].total())
    yield _case("smallest project", "โครงการไหนได้งบน้อยที่สุด", codes=least, value=millions(ranked[-1].total()), unit=MONEY)
    sums = {issue: sum(row.total() for row in plan.of(issue)) for issue in plan.issues}
    issue = max(sums, key=lambda code: sums[code])
    yield _case("largest issue", "ประเด็นไหนได้งบมากที่สุด", codes=(issue,), value=millions(sums[issue]), unit=MONEY)
    year = max(plan.years, key=plan.total)
    yield _case("largest year", "ปีไหนได้งบมากที่สุด", holds=(str(year),), value=millions(plan.total(year)), unit=MONEY)
    agencies = {name: sum(row.total() for row in plan.by(name)) for name in plan.agencies}
    agency = max(agencies, key=lambda name: agencies[name])
    yield _case("largest agency", "หน่วยงานไหนได้งบมากที่สุด", value=millions(agencies[agency]), holds=(agency,), unit=MONEY)
    inside = max(plan.of(issue), key=Row.total)
    said = f"โครงการไหนในประเด็นที่ {issue.split('.')[1]} ได้งบมากที่สุด"
    yield _case("largest of an issue", said, codes=(inside.code,), value=millions(inside.total()), unit=MONEY)


def _lists(plan: Stored) -> Iterator[Case]:
    issue = plan.issues[-1]
    number = issue.split(".")[1]
    called = f"ประเด็นการพัฒนาที่ {number} มีโครงการอะไรบ้าง"
    yield _case("issue by another word", called, codes=tuple(r.code for r in plan.of(issue)))
    yield _case("list of issues", "มีประเด็นอะไรบ้าง", codes=plan.issues)
    yield _case(
        "projects of an issue", f"ประเด็นที่ {number} มีโครงการอะไรบ้าง", codes=tuple(r.code for r in plan.of(issue))
    )
    indicator = plan.below[issue]["indicators"][0]
    figure, unit = plan.targets[indicator]
    known = {"value": figure, "unit": SHARE if unit == SHARE else ITEMS} if figure is not None else {}
    yield _case("target of an indicator", f"เป้าหมายของ {indicator} คือเท่าไหร่", codes=(indicator,), **known)
    yield _case("goal by code", f"{plan.below[issue]['goals'][0]} คืออะไร", codes=plan.below[issue]["goals"][:1])
    yield _case("all agencies", "มีหน่วยงานไหนรับผิดชอบบ้าง", holds=plan.agencies)
    yield _case("funding", "งบมาจากไหน", holds=tuple({row.funding for row in plan.rows}))
    yield _case(
        "period",
        "แผนนี้ครอบคลุมปีไหนถึงปีไหน",
        value=len(plan.years),
        unit=YEAR,
        holds=(f"{plan.years[0]} ถึง {plan.years[-1]}",),
    )
    yield _case("overview of the plan", "แผนนี้คืออะไร", holds=(plan.province, str(plan.years[0]), str(plan.years[-1])))
    yield _case("overview of an issue", f"ประเด็นที่ {number} คืออะไร", codes=(issue,))
    yield _case("overview of the strategy", f"ยุทธศาสตร์ที่ {plan.strategy} คืออะไร", holds=(plan.province,))
    measured = tuple(plan.measures)
    yield _case("measures", "มีมาตรการอะไรบ้าง", codes=measured)
    if measured:
        yield _case("count of measures", "มีกี่มาตรการ", value=sum(plan.measures.values()), unit=ITEMS)
    yield _case("section", "กลไกการนำแผนไปสู่การปฏิบัติมีอะไรบ้าง", status="answered" if plan.has_section else "unknown")
    if plan.stakeholders:
        of = plan.stakeholders[0].split(".")[1]
        yield _case("stakeholders", f"หน่วยงานที่เกี่ยวข้องของประเด็นที่ {of} มีใครบ้าง", codes=plan.stakeholders[:1])


def _several(plan: Stored) -> Iterator[Case]:
    """What takes two things."""
    row = max(plan.rows, key=Row.total)
    share = percent(row.total(), plan.total())
    yield _case("share of a project", f"งบ {row.code} คิดเป็นกี่ % ของทั้งแผน", codes=(row.code,), value=share, unit=SHARE)
    first, last = plan.total(plan.years[0]), plan.total(plan.years[-1])
    said = f"งบทั้งแผนปี {plan.years[0]} เทียบกับปี {plan.years[-1]} ต่างกันเท่าไหร่"
    yield _case("change", said, value=millions(abs(first - last)), unit=MONEY)
    if len(plan.issues) < 2:
        return
    one, two = plan.issues[0], plan.issues[-1]
    sums = [sum(each.total() for each in plan.of(issue)) for issue in (one, two)]
    numbers = [issue.split(".")[1] for issue in (one, two)]
    said = f"งบประเด็นที่ {numbers[0]} กับประเด็นที่ {numbers[1]} ต่างกันเท่าไหร่"
    yield _case("two issues", said, codes=(one, two), value=millions(abs(sums[0] - sums[1])), unit=MONEY, ordered=False)
    said = f"งบประเด็นที่ {numbers[1]} คิดเป็นกี่ % ของทั้งแผน"
    yield _case("share of an issue", said, codes=(two,), value=percent(sums[1], plan.total()), unit=SHARE)
    left, right = plan.rows[0], plan.rows[-1]
    said = f"งบ {left.code} กับ {right.code} ต่างกันเท่าไหร่"
    gap = millions(abs(left.total() - right.total()))
    yield _case("two projects", said, codes=(left.code, right.code), value=gap, unit=MONEY, ordered=False)
    ranked = sorted({each.total() for each in plan.rows}, reverse=True)[:3]
    top = [each.code for amount in ranked for each in plan.rows if each.total() == amount]
    if len(top) == 3:
        yield _case("top three", "3 โครงการที่ได้งบมากที่สุด", codes=tuple(top))
    yield _case(
        "without one", f"ถ้าตัด {row.code} ออก งบทั้งแผนเหลือเท่าไหร่", value=millions(plan.total() - row.total()), unit=MONEY
    )


def _chats(plan: Stored) -> Iterator[Case]:
    row, funded, _ = _part_funded(plan)
    opened = f"งบ {row.code}"
    cell = millions(row.cells[funded] or 0)
    yield _case("then a year", opened, f"แล้วปี {funded % 100} ล่ะ", codes=(row.code,), value=cell, unit=MONEY)
    yield _case("then who", opened, "ใครรับผิดชอบ", codes=(row.code,), holds=row.agencies)
    share = percent(row.total(), plan.total())
    yield _case("then its share", opened, "คิดเป็นกี่ % ของทั้งแผน", codes=(row.code,), value=share, unit=SHARE)
    yield _case("then its issue", opened, "อยู่ในประเด็นไหน", codes=(row.issue,))
    issue = plan.issues[-1]
    said = f"ประเด็นที่ {issue.split('.')[1]} มีโครงการอะไรบ้าง"
    total = millions(sum(each.total() for each in plan.of(issue)))
    yield _case("then its sum", said, "งบรวมเท่าไหร่", value=total, unit=MONEY)
    yield _case("then its goals", said, "เป้าประสงค์ของประเด็นนี้", codes=plan.below[issue]["goals"])


def _beyond(plan: Stored, other_province: str) -> Iterator[Case]:
    row = plan.rows[0]
    after, before = plan.years[-1] + 1, plan.years[0] - 1
    span = f"{plan.years[0]}-{plan.years[-1]}"
    yield _case("year behind the plan", f"งบทั้งแผนปี {after}", status="unknown", holds=(span, str(after)))
    yield _case("year before the plan", f"งบ {row.code} ปี {before % 100}", status="unknown", holds=(span, str(before)))
    yield _case("other province", f"งบจังหวัด{other_province}เท่าไหร่", status="unknown", holds=(plan.province,))
    strategy = int(plan.strategy) + 1
    yield _case(
        "other strategy", f"ยุทธศาสตร์ที่ {strategy} มีอะไรบ้าง", status="unknown", holds=(f"ยุทธศาสตร์ที่ {plan.strategy}",)
    )
    yield _case("issue that is not there", f"งบประเด็นที่ {len(plan.issues) + 1}", status="unknown")
    yield _case("code that is not there", f"งบ {plan.strategy}.1.99", status="unknown")
    yield _case("spent", "เบิกจ่ายจริงไปแล้วเท่าไหร่", status="unknown")


def _english(plan: Stored) -> Iterator[Case]:
    row, funded, _ = _part_funded(plan)
    english = {"language": "en"}
    total, cell = millions(plan.total()), millions(row.cells[funded] or 0)
    yield _case("english greeting", "hello", status="smalltalk", **english)
    yield _case("english help", "what can you do?", status="help", **english)
    yield _case("english whole", "What is the total budget of the plan?", value=total, unit=MONEY, **english)
    yield _case("english count", "How many projects are there?", value=len(plan.rows), unit=COUNT, **english)
    yield _case(
        "english project",
        f"budget of {row.code}",
        codes=(row.code,),
        value=millions(row.total()),
        unit=MONEY,
        **english,
    )
    said = f"budget of {row.code} in {funded - 543}"
    yield _case("english year", said, codes=(row.code,), value=cell, unit=MONEY, **english)
    yield _case(
        "english agency", f"who is responsible for {row.code}?", codes=(row.code,), holds=row.agencies, **english
    )
    yield _case("english period", "Which years does the plan cover?", value=len(plan.years), unit=YEAR, **english)
    yield _case("english outside", f"total budget in {plan.years[-1] - 543 + 3}", status="unknown", **english)
