"""Sample leases and files in the register: the rows pass the database's own guards, the files say what they are."""

import io
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from land.actions import create_plots
from land.actions.sample_records import enter_records
from land.models import Document, HandlingDecision, HandoverMinute, Lease, LesseePerson, Photo, RentDue
from land.reading_files import open_document, open_photo
from land.sample.papers import make_files
from land.sample.spec_records import (
    SampleDecision,
    SampleFile,
    SampleHandover,
    SampleLease,
    SampleRecords,
    SampleRent,
)

KEY = 7
DAY = date(2026, 3, 1)


class Site:
    """What a drawn view and a page ask of a sample plot."""

    key, name, address = KEY, "Khu đất mẫu", "Số 1 đường Hạ Long"


def a_lease(number, state, lessee_kind="person", **values):
    own = {
        "plot": KEY,
        "kind": "short",
        "state": state,
        "lessee_kind": lessee_kind,
        "lessee": f"Người thuê mẫu {number}",
        "contract_number": number,
        "contract_on": date(2024, 12, 1),
        "purpose": "Bãi giữ xe",
        "start": date(2025, 1, 1),
        "end": date(2026, 1, 1),
    }
    return SampleLease(**own | values)


@pytest.fixture
def entered(register, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    plot = create_plots(actor=None, drafts=[register.draft()])[0]
    paper = SampleFile(KEY, "decision", "Quyết định (tài liệu mẫu)", "1/QĐ-MẪU", DAY, "UBND (mẫu)", "public")
    shot = SampleFile(KEY, "", "Mặt đường (ảnh mẫu)", "", DAY, "", "public", is_photo=True)
    earlier = a_lease("A", "renewed")
    rent = [SampleRent(date(2026, 2, 1), 5_000_000, date(2026, 2, 3), 2_000_000), SampleRent(date(2026, 8, 1), 5)]
    later = a_lease("B", "active", start=date(2026, 1, 1), end=date(2027, 1, 1), earlier=earlier, rent=rent)
    part = a_lease("C", "terminated", "organisation", area_m2=Decimal("50.0"), ended_on=DAY, end_reason="Trả đất")
    records = SampleRecords(
        leases=[earlier, later, part],
        decisions=[SampleDecision(KEY, "auction", "1/QĐ-MẪU", DAY, "UBND (mẫu)", 1, paper)],
        handovers=[SampleHandover(KEY, "1/BB", DAY, "ttptqd", "ubnd", 1)],
        files=[paper, shot],
    )
    make_files(records, [Site], 1)
    agencies = {"ttptqd": register.agency.pk, "ubnd": register.other_agency.pk}
    enter_records(records, {KEY: plot}, agencies, {KEY: {1: 1, 2: 2}})
    return plot


def test_rows_are_in(entered):
    assert Lease.objects.get(contract_number="B").renews.contract_number == "A"
    assert (Lease.objects.get(contract_number="C").whole_plot, LesseePerson.objects.count()) == (False, 2)
    assert not Lease.objects.filter(organisation="").exclude(lessee_kind="person").exists()
    assert [row.paid_amount for row in RentDue.objects.order_by("due_on")] == [2_000_000, None]
    assert HandlingDecision.objects.get().document == Document.objects.get()
    assert HandoverMinute.objects.get().to_agency.code == "ubnd"


def test_files_open_and_say_that_they_are_samples(entered):
    document, photo = Document.objects.get(), Photo.objects.get()
    content = open_document(None, entered.code, document.pk).path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) < 60_000
    view = open_photo(None, entered.code, photo.pk, "view")
    assert Image.open(io.BytesIO(view.path.read_bytes())).size == (800, 600)
    assert "mẫu" in document.title
    assert "mẫu" in photo.caption
    assert photo.taken_at.date() == DAY
