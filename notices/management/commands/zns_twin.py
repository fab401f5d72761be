"""Serves a stand-in for Zalo ZNS on this machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from notices.zns_twin import ZnsTwin


class Command(BaseCommand):
    help = (
        "Máy chủ giả lập Zalo ZNS trên máy này, để chạy thử khi chưa có tài khoản Zalo. In ra các biến môi trường cần "
        "đặt; bấm Ctrl-C để dừng."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8900)
        parser.add_argument("--webhook", default=f"{settings.SITE_URL}/notices/zalo/events", help="nơi báo tin đã đến")
        parser.add_argument("--delay", type=float, default=2.0, help="số giây trước khi báo tin đã đến")

    def handle(self, *_args: Any, **options: Any) -> None:
        with ZnsTwin(port=options["port"], webhook=options["webhook"], delay_s=options["delay"]) as twin:
            own = twin.account
            lines = (
                f"ZNS_URL={twin.url} ZNS_OAUTH_URL={twin.url} ZALO_APP_ID={own.app_id}",
                f"ZALO_APP_SECRET={own.app_secret} ZALO_OA_SECRET={own.oa_secret} ZALO_REFRESH_TOKEN={own.refresh}",
                "ZNS_TEMPLATES=confirm=1",
            )
            self.stdout.write("\n".join(lines))
            try:
                twin.leaving.wait()
            except KeyboardInterrupt:
                self.stdout.write("")
