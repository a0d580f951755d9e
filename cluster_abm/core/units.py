"""Units and how they convert."""

MONTHS_PER_YEAR = 12
CENTS_PER_DOLLAR = 100
DAYS_PER_MONTH = 365 / MONTHS_PER_YEAR
WEEKS_PER_MONTH = 52 / MONTHS_PER_YEAR
FIRST_YEAR = 2009
"""Month 0 is January of this year."""


def date_of(month: int) -> str:
    """Name a month as the calendar does.

    >>> date_of(0), date_of(13), date_of(-1)
    ('2009-01', '2010-02', '2008-12')
    """
    year, rest = divmod(month, MONTHS_PER_YEAR)
    return f"{FIRST_YEAR + year:04d}-{rest + 1:02d}"


def month_of(date: str) -> int:
    """Number a month named as the calendar does.

    Raises:
        ValueError: Not a year and a month such as ``2010-01``.

    >>> month_of("2010-01"), month_of("2015-01")
    (12, 72)
    """
    year, dash, month = date.partition("-")
    if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isdecimal()):
        raise ValueError(f"{date!r} is not a month such as 2010-01.")
    if not 1 <= int(month) <= MONTHS_PER_YEAR:
        raise ValueError(f"{date!r}: the month must lie between 01 and 12.")
    return (int(year) - FIRST_YEAR) * MONTHS_PER_YEAR + int(month) - 1
