"""Working time as one line of minutes, so that queues can be simulated by adding numbers."""

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from sinergi.worktime import holidays
from sinergi.worktime.formulas import JAKARTA, Schedule, perpres_week

REACH = timedelta(days=75)  # beyond the end, so that what has begun has somewhere to end


def usual_schedule() -> Schedule:
    """The hours that a founded calendar has: Perpres 21/2023 and the shipped holidays."""
    return Schedule(openings=perpres_week(), holidays=holidays.shipped().dates)


class Axis:
    """The open stretches from ``first`` on, laid end to end."""

    def __init__(self, first: date, last: date, schedule: Schedule) -> None:
        self.schedule = schedule
        self.days: list[date] = []
        self._opens: list[datetime] = []
        self._before: list[float] = []  # minutes before each stretch
        self._day_before: list[float] = []
        self._epochs: list[float] = []
        total, day = 0.0, first
        while day <= last + REACH:
            stretches = schedule.stretches(day)
            if stretches:
                self.days.append(day)
                self._day_before.append(total)
            for opens, closes in stretches:
                self._opens.append(opens)
                self._epochs.append(opens.timestamp())
                self._before.append(total)
                total += (closes - opens) / timedelta(minutes=1)
            day += timedelta(days=1)
        self.total = total

    def moment(self, minute: float) -> datetime:
        """The moment at which ``minute`` minutes have been worked, to the second."""
        place = bisect_right(self._before, minute) - 1
        seconds = int((minute - self._before[place]) * 60)
        return self._opens[place] + timedelta(seconds=seconds)

    def minute(self, at: datetime) -> float:
        """Minutes worked until a moment."""
        place = bisect_right(self._epochs, at.timestamp()) - 1
        if place < 0:
            return 0.0
        worked = self._before[place] + (at.timestamp() - self._epochs[place]) / 60
        return min(worked, self._before[place + 1] if place + 1 < len(self._before) else self.total)

    def stretch_of_day(self, index: int) -> tuple[float, float]:
        """First and last minute of the open day ``index``."""
        end = self._day_before[index + 1] if index + 1 < len(self.days) else self.total
        return self._day_before[index], end

    def start_of_month(self, first: date) -> float:
        """Minutes worked before a month begins."""
        return self.minute(datetime.combine(first, time(0), tzinfo=JAKARTA))
