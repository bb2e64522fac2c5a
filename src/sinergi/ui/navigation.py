"""What the frame of a page shows: office, navigation, person. `web` builds it; `ui` only draws it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a navigation. `count` is work waiting behind it (None: no figure; 0 is shown as no figure
    too).
    """

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageItem:
    """One language of the switch in the footer: its own name ("English"), code ("en"), and where a click
    goes.
    """

    label: str
    code: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chrome:
    """Everything around the main part of a page. Frozen and without queries: `web`'s context processor fills
    it.

    `office` "Kecamatan Medan Marelan"; `city` "Kota Medan"; `unit` the unit of the signed-in person (shown
    instead of
    the city at the desk); `user_name` "Contoh Budi, petugas loket"; `nav` the public navigation (five entries
    at most);
    `rail` the desk's (seven at most); `footer` links such as accessibility, privacy, staff sign-in.
    """

    office: str
    city: str = ""
    unit: str = ""
    user_name: str = ""
    user_url: str = ""
    sign_out_url: str = ""
    home_url: str = "/"
    privacy_url: str = ""
    is_sample: bool = False
    language: str = "id"
    nav: tuple[NavItem, ...] = ()
    rail: tuple[NavItem, ...] = ()
    footer: tuple[NavItem, ...] = ()
    languages: tuple[LanguageItem, ...] = ()
    address: str = ""
