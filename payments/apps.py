"""The payments app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """How money comes in: for now the transfer that a person makes, as words and as a VietQR code."""

    name = "payments"
    verbose_name = "Thanh toán"
