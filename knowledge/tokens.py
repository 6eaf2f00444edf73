"""What may each word of a message give away? Pieces become tokens; number words are added up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge import lexicon, numerals
from knowledge.cut import NAME_SIGNS, NUMBER, TERM, Piece, PieceKind
from knowledge.index import Index
from knowledge.lexicon import Sense
from knowledge.notions import notions_of


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
    tokens = _with_numbers_joined([_token(index, piece) for piece in pieces])
    return tuple(_with_span_joined(tokens, len(index.years)))


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
