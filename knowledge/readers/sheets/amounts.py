"""How is an amount of satang written in baht, or in millions of them, exact?"""

from decimal import Decimal


def in_millions(satang: int) -> Decimal:
    """Exact, with at least two decimals."""
    amount = Decimal(satang) / 10**8
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(2, -exponent) if isinstance(exponent, int) else 2
    return amount.quantize(Decimal(1).scaleb(-decimals))


def in_baht(satang: int) -> int | Decimal:
    """Exact, with decimals where it has any."""
    return Decimal(satang) / 100 if satang % 100 else satang // 100


def millions(satang: int) -> str:
    """The same with commas."""
    return f"{in_millions(satang):,}"
