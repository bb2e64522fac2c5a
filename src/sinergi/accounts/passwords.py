"""Django's checks of a new password, in words that an officer would say: each names the field and what to do."""

from django.contrib.auth import password_validation as stock
from django.utils.translation import gettext as _


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Kata sandi paling sedikit %(count)s huruf atau angka.") % {"count": self.min_length}


class NotOnesName(stock.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        # Django fills in the name of what it resembles.
        return _("Kata sandi terlalu mirip dengan %(verbose_name)s Anda. Pilih yang lain.")


class NotCommon(stock.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Kata sandi ini dipakai banyak orang dan mudah ditebak. Pilih yang lain.")
