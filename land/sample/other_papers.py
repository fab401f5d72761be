"""Documents of the sample beside decisions and handovers: of every kind, on plots that have a reason for one."""

from collections.abc import Callable
from datetime import date, timedelta

from land.sample.randomness import Dice
from land.sample.spec import SamplePlot
from land.sample.spec_records import SampleFile, SampleLease
from land.workflow import DocumentKind, LegalStatus, LocationBasis, PublishLevel

_OFFICE, _COMMUNE = "Văn phòng đăng ký đất đai (mẫu)", "Ủy ban nhân dân phường, xã (mẫu)"


def contracts(leases: list[SampleLease], plots: dict[int, SamplePlot], most: int) -> list[SampleFile]:
    """Scans of the first lease contracts; they name people, so they stay inside."""
    found: list[SampleFile] = []
    for lease in leases:
        if len(found) < most and plots[lease.plot].publish_level != PublishLevel.RESTRICTED:
            title = "Hợp đồng thuê đất (tài liệu mẫu)"
            found.append(
                SampleFile(
                    plot=lease.plot,
                    kind=DocumentKind.CONTRACT.value,
                    title=title,
                    number=lease.contract_number,
                    day=lease.contract_on,
                    issuer="",
                    level=PublishLevel.INTERNAL.value,
                )
            )
    return found


def other_papers(dice: Dice, plots: list[SamplePlot], today: date, each: int) -> list[SampleFile]:
    """Certificates, survey extracts, maps, other minutes and other papers, `each` of a kind."""
    open_plots = [plot for plot in plots if plot.retired_on is None and plot.publish_level != PublishLevel.RESTRICTED]
    found: list[SampleFile] = []
    for kind, title, issuer, fits in _KINDS:
        fit = [plot for plot in open_plots if fits(plot)]
        step = max(1, len(fit) // each)
        for plot in fit[::step][:each]:
            found.append(_paper(dice, plot, kind, title, issuer, today, len(found) + 1))
    return found


def _has_boundary(plot: SamplePlot) -> bool:
    return plot.location_basis == LocationBasis.BOUNDARY


def _moved(plot: SamplePlot) -> bool:
    return any("geom" in version.earlier for version in plot.history)


_KINDS: tuple[tuple[DocumentKind, str, str, Callable[[SamplePlot], bool]], ...] = (
    (
        DocumentKind.CERTIFICATE,
        "Giấy chứng nhận quyền sử dụng đất (tài liệu mẫu)",
        _OFFICE,
        lambda plot: plot.legal_status == LegalStatus.CERTIFIED,
    ),
    (DocumentKind.EXTRACT, "Trích lục bản đồ địa chính (tài liệu mẫu)", _OFFICE, _has_boundary),
    (DocumentKind.MAP, "Bản vẽ điều chỉnh ranh giới (tài liệu mẫu)", _OFFICE, _moved),
    (
        DocumentKind.MINUTES,
        "Biên bản kiểm tra hiện trạng (tài liệu mẫu)",
        _COMMUNE,
        lambda plot: bool(plot.current_flags),
    ),
    (
        DocumentKind.OTHER,
        "Văn bản trả lời về nguồn gốc đất (tài liệu mẫu)",
        _COMMUNE,
        lambda plot: plot.legal_status == LegalStatus.UNREGISTERED,
    ),
)


def _paper(
    dice: Dice, plot: SamplePlot, kind: DocumentKind, title: str, issuer: str, today: date, number: int
) -> SampleFile:
    shown = plot.publish_level == PublishLevel.PUBLIC and dice.chance(0.5)
    level = PublishLevel.PUBLIC if shown else PublishLevel.INTERNAL
    day = plot.valid_from if _moved(plot) else dice.day(max(plot.valid_from, date(2015, 1, 6)), today)
    if day > today:
        day = today - timedelta(days=1)
    return SampleFile(plot.key, kind.value, title, f"{number + 300}/MẪU", day, issuer, level.value)
