"""What may each word of a message give away? Pieces become tokens; number words are added up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge import lexicon, numerals
from knowledge.cut import NAME_SIGNS, NUMBER, TERM, Piece, PieceKind
from knowledge.index import Index
from knowledge.lexicon import Sense
from knowledge.notions import notions_of
from knowledge.vocabulary import read as read_vocabulary

_DIGITS = "0123456789"
_LEVELS = ("issue", "tactic", "goal", "indicator", "measure")
_RELATIVE = read_vocabulary("grammar")["relative"]
_SET = ("budget", "share", "target", "year", "within_year")
"""What is set, or when: no place."""


@dataclass(frozen=True)
class Token:
    """One word of a message with what it may give away."""

    text: str
    kind: PieceKind
    start: int
    end: int
    before: str
    """What stands between it and the word before (see Piece)."""
    sense: Sense
    notions: tuple[str, ...]
    """What it stands for when compared with names of the plan."""
    number: Decimal | None = None

    def is_cue(self, *names: str) -> bool:
        """Whether the word may be one of these cues."""
        return not self.sense.cues.isdisjoint(names)


def tokens_of(index: Index, pieces: Iterable[Piece]) -> tuple[Token, ...]:
    """The tokens of a message that has been cut."""
    tokens = _with_numbers_joined(list(_taken_apart(index, [_token(index, piece) for piece in pieces])))
    return tuple(_with_span_joined(_with_year_at_end(index, tokens), len(index.years)))


def _is_set(behind: Sequence[Token]) -> bool:
    """ "ร้อยละ 80", "ในปี 55": what is set, or when."""
    led = len(behind) > 1 and behind[0].sense.everyday and not behind[0].sense.cues
    return behind[1 if led else 0].is_cue(*_SET)


def _taken_apart(index: Index, tokens: list[Token]) -> Iterator[Token]:
    """Words that say one thing by themselves and two beside others: "ประเด็น 2 โครงการที่..." numbers the issue and means
    no two projects, "ที่ตั้ง 0.50" sets an amount, "ที่ตั้งร้อยละ 80" a target; neither names a place."""
    for i, token in enumerate(tokens):
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        digits = len(token.text) - len(token.text.lstrip(_DIGITS))
        numbers_level = i > 0 and tokens[i - 1].is_cue(*_LEVELS) and 0 < digits < len(token.text)
        relative = next((word for word in _RELATIVE if token.text.startswith(word)), "")
        sets = relative and index.vocabulary.sense(token.text.removeprefix(relative)).cues & {"name_it"}
        if numbers_level:
            yield from _halves(index, token, digits)
        elif sets and behind is not None and (behind.number is not None or _is_set(tokens[i + 1 : i + 3])):
            yield from _halves(index, token, len(relative))
        else:
            yield token


def _halves(index: Index, token: Token, at: int) -> Iterator[Token]:
    """A word as the two that it is made of."""
    middle = token.start + at
    for text, start, end, before in (
        (token.text[:at], token.start, middle, token.before),
        (token.text[at:], middle, token.end, ""),
    ):
        yield _token(index, Piece(text, NUMBER if text.isdigit() else TERM, start, end, before))


def _with_year_at_end(index: Index, tokens: list[Token]) -> list[Token]:
    """ "ทั้ง 4 ปีล่ะ(ครับ)": a year and a particle, not "per year" with a slip, where nothing but manners follows."""
    year, written_together = read_vocabulary("grammar")["before_year"][0], read_vocabulary("grammar")["year_at_end"]
    at = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].text in written_together), None)
    behind = tokens[at + 1 :] if at is not None else []
    whole = at is not None and at > 0 and tokens[at - 1].number == len(index.years)
    if at is None or (behind and not whole) or any(t.sense.cues or t.number is not None for t in behind):
        return tokens
    return [*tokens[:at], replace(tokens[at], sense=index.vocabulary.sense(year)), *tokens[at + 1 :]]


def _token(index: Index, piece: Piece) -> Token:
    if piece.text in NAME_SIGNS:
        return Token(piece.text, TERM, piece.start, piece.end, piece.before, lexicon.NOTHING, (piece.text,))
    sense = index.vocabulary.sense(piece.text)
    number = _number(piece)
    notions = notions_of(piece.text, piece.kind, sense) if number is None else ()
    return Token(piece.text, piece.kind, piece.start, piece.end, piece.before, sense, notions, number)


def _number(piece: Piece) -> Decimal | None:
    if piece.kind != NUMBER:
        return numerals.english_value(piece.text)
    # 5.3.6 is no figure but a code that the plan does not have.
    return Decimal(piece.text) if piece.text.count(".") <= 1 else None


def _with_numbers_joined(tokens: Iterable[Token]) -> list[Token]:
    """ "ห้า", "สิบ", "หก" in a row become 56."""
    joined: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        is_number = numerals.NUMBER_WORD.fullmatch(token.text) is not None
        if run and not (is_number and _goes_on(token, joined)):
            joined.append(_added_up(run, joined, token))
            run = []
        (run if is_number else joined).append(token)
    if run:
        joined.append(_added_up(run, joined, None))
    return joined


def _goes_on(token: Token, before_run: list[Token]) -> bool:
    """Whether a number word belongs to those before it: a blank parts two numbers, but not in "ปี ห้าสิบ หก"."""
    return token.before != " " or (bool(before_run) and before_run[-1].is_cue("year"))


def _added_up(run: list[Token], before: list[Token], after: Token | None) -> Token:
    word = "".join(t.text for t in run)
    sense = run[0].sense if len(run) == 1 else lexicon.NOTHING
    is_number = not numerals.is_bare_unit(word) or _is_money(before, after)
    number = numerals.thai_value(word) if is_number else None
    return replace(run[0], text=word, end=run[-1].end, sense=sense, notions=(), number=number)


def _is_money(before: list[Token], after: Token | None) -> bool:
    """Whether ร้อย alone is a number, as in "เกินร้อยล้าน"; "กี่พันล้าน" asks for one."""
    return after is not None and after.is_cue("amount_unit") and not (before and before[-1].is_cue("count"))


def _with_span_joined(tokens: list[Token], years: int) -> list[Token]:
    """ "4 ปี", the plan's whole length, becomes one word."""
    joined: list[Token] = []
    for i, token in enumerate(tokens):
        if joined and joined[-1].number == years and token.is_cue("year") and not _is_numbered(tokens, i, joined[:-1]):
            joined[-1] = _span(joined[-1], token)
        else:
            joined.append(token)
    return joined


def _is_numbered(tokens: list[Token], year: int, before_number: list[Token]) -> bool:
    """Whether a number before ปี is not its count: in "ประเด็น 4 ปี 55" it belongs to the issue, and ปี to the 55."""
    names_year = year + 1 < len(tokens) and tokens[year + 1].number is not None
    return names_year or (bool(before_number) and before_number[-1].is_cue("number_word", "issue", "tactic"))


def _span(number: Token, year: Token) -> Token:
    sense = Sense(cues=frozenset({"four_years"}))
    return replace(number, text=number.text + year.text, kind=TERM, end=year.end, sense=sense, number=None)


def between_blanks(tokens: Sequence[Token]) -> Iterator[range]:
    """Runs of words that stand between blanks."""
    start = 0
    for i in range(1, len(tokens) + 1):
        if i == len(tokens) or tokens[i].before not in ("", "-", "+", "."):
            yield range(start, i)
            start = i
