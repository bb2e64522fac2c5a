"""Numbers and addresses from the environment."""

import pytest

from sinergi.web.variables import WrongVariable, host_of, local_address, public_address, whole


@pytest.mark.parametrize(("text", "number"), [("", 25), ("  ", 25), ("587", 587), (" 0 ", 0)])
def test_a_whole_number_or_the_default(text: str, number: int) -> None:
    assert whole({"SINERGI_SMTP_PORT": text}, "SINERGI_SMTP_PORT", 25) == number
    assert whole({}, "SINERGI_SMTP_PORT", 25) == 25


@pytest.mark.parametrize("text", ["abc", "-1", "2,5", "1e3", "٣", "9" * 10])
def test_a_wrong_one_is_named(text: str) -> None:
    with pytest.raises(WrongVariable, match="SINERGI_SMTP_PORT harus bilangan bulat, misalnya 25"):
        whole({"SINERGI_SMTP_PORT": text}, "SINERGI_SMTP_PORT", 25)


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8792"}, "http://127.0.0.1:8792"),
        ({"HOST": "0.0.0.0", "PORT": ""}, "http://127.0.0.1:8000"),
        ({"HOST": "::"}, "http://[::1]:8000"),
        ({"HOST": "10.1.2.3"}, "http://10.1.2.3:8000"),
    ],
)
def test_the_printed_address_is_the_one_of_links(environ: dict[str, str], address: str) -> None:
    assert local_address(environ) == address


def test_a_link_has_one_slash_after_the_public_address() -> None:
    assert (
        public_address({"SINERGI_URL": "https://layanan.contoh.example/"}) == "https://layanan.contoh.example"
    )
    assert public_address({"SINERGI_URL": "", "PORT": "8792"}) == "http://127.0.0.1:8792"


def test_a_public_address_is_secure_however_its_scheme_is_written() -> None:
    """Cookies are marked as secure where it begins with "https://"."""
    assert public_address({"SINERGI_URL": "HTTPS://Layanan.example"}) == "https://Layanan.example"


@pytest.mark.parametrize(
    "text",
    [
        "layanan.contoh.example",
        "layanan.contoh.example:8000",
        "https:/layanan.contoh.example",
        "https://",
        "ftp://layanan.contoh.example",
        "https://layanan.contoh.example/sinergi",
        "https://layanan.contoh.example:port",
        "https://layanan.contoh.example:",
        "https://[::1",
        "https://layanan contoh.example",
        "https://layanan.contoh\n.example",
        "https://admin@layanan.contoh.example",
        "https://:@layanan.contoh.example",
        "https://layanan.contoh.example?x=1",
    ],
)
def test_an_address_that_no_link_can_begin_with_is_named(text: str) -> None:
    with pytest.raises(WrongVariable, match="SINERGI_URL harus alamat lengkap, misalnya https://"):
        public_address({"SINERGI_URL": text})


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Layanan.Contoh.example:8443", "layanan.contoh.example"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "[::1]"),
        ("http://[::1]", "[::1]"),
    ],
)
def test_the_host_that_requests_may_name(address: str, host: str) -> None:
    assert public_address({"SINERGI_URL": address}) == address
    assert host_of(address) == host
