"""Moments by the clock on the wall: what ZET calls today is the day where the laptop stands, in whatever zone."""

from datetime import UTC, date, datetime, time


def on_the_wall(day: date, at: time = time(12)) -> datetime:
    """This moment in UTC, which is what ZET keeps; its date in UTC may be another one."""
    return datetime.combine(day, at).astimezone(UTC)
