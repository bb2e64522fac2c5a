"""On which days a training is held that is planned for a day: for the lot, and for the form that warns before it."""

from datetime import date

from sinergi.organization.models import Office
from sinergi.worktime.formulas import due_date
from sinergi.worktime.queries import schedule_of

TRAINING_DAYS = 3


def days_of_training(office: Office, planned: date) -> tuple[date, date]:
    """Its first and last day: ``planned`` or the next working day, and the working days after it."""
    holidays = schedule_of(office.calendar, office.time_zone).holidays
    starts_on = due_date(planned - date.resolution, 1, holidays)
    return starts_on, due_date(starts_on, TRAINING_DAYS - 1, holidays)
