"""What is published holds no number of a person; amounts, days, papers and office telephones may stand."""

import pytest

from auctions import privacy
from auctions.errors import BadTerms


@pytest.mark.parametrize(
    "text",
    [
        "Theo đơn của ông A, CCCD 077085001234.",
        "căn cước 077 085 001 234",
        "số 077-085-001-234 đề nghị",
        "123456789012",
        "gọi 0912345678",
        "gọi 0912 345 678 gặp chị B",
        "0912.34.56.78",
        "+84 912 345 678",
        "+84912345678",
        "gọi 091 234 5678.",
    ],
)
def test_personal_number__is_found(text):
    assert privacy.personal_number(text)
    with pytest.raises(BadTerms) as refused:
        privacy.check_published("reason", text)
    assert refused.value.errors[0]["field"] == "reason"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Giá khởi điểm 120.000.000.000 đồng, tiền đặt trước 24.000.000.000 đồng",
        "84.500.000.000 đồng",
        "Quyết định 1234/QĐ-UBND ngày 03.08.2026 10:30",
        "từ 03.08.2026 đến 09.12.2026",
        "Điện thoại của trung tâm: 0254 385 2000",
        "Khu đất BRVT-000123, lô LDG-000456, cuộc CDG-000001",
        "Giấy chứng nhận CT 123456",
        "Tọa độ 1145678.90 428901.23",
        "tài khoản 0071001234567",
    ],
)
def test_personal_number__leaves_other_numbers_alone(text):
    assert privacy.personal_number(text) == ""
    privacy.check_published("reason", text)
