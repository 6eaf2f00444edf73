"""How are times, amounts and exact numbers kept, so that every database gives back what was written?"""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, Text, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time with its zone, UTC. SQLite keeps no zone; everything written here is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Satang(TypeDecorator[int]):
    """An exact amount. 32 bits end at 21 million baht; PostgreSQL sums 64 bits to a Decimal, which is an int again."""

    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class Exact(TypeDecorator[Decimal]):
    """An exact number, as it is written: SQLite has none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)
