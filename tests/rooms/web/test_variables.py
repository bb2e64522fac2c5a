"""Numbers from the environment."""

import pytest

from sinergi.web.variables import WrongVariable, whole


@pytest.mark.parametrize(("text", "number"), [("", 25), ("  ", 25), ("587", 587), (" 0 ", 0)])
def test_a_whole_number_or_the_default(text: str, number: int) -> None:
    assert whole({"SINERGI_SMTP_PORT": text}, "SINERGI_SMTP_PORT", 25) == number
    assert whole({}, "SINERGI_SMTP_PORT", 25) == 25


@pytest.mark.parametrize("text", ["abc", "-1", "2,5", "1e3", "٣", "9" * 10])
def test_a_wrong_one_is_named(text: str) -> None:
    with pytest.raises(WrongVariable, match="SINERGI_SMTP_PORT harus bilangan bulat, misalnya 25"):
        whole({"SINERGI_SMTP_PORT": text}, "SINERGI_SMTP_PORT", 25)
