import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from payments.blocks import Payee, transfer_block
from payments.errors import BadTransfer, TextTooLong
from payments.vietqr import Transfer, parse

PAYEE = Payee("970436", "0071001234567", "Trung tâm <Đấu giá> tài sản")
TODAY = date(2026, 11, 30)


def block(amount: int | None = 499_999_999, text: str = "Đặt trước BRVT-000001"):
    return transfer_block(PAYEE, amount=amount, text=text, today=TODAY)


def rendered(transfer, language: str = "vi") -> str:
    with override(language):
        return render_to_string("payments/transfer.html", {"transfer": transfer})


def test_transfer_block__code_and_words_say_the_same() -> None:
    made = block()
    read = parse(made.payload)
    assert read == Transfer("970436", "0071001234567", 499_999_999, "DAT TRUOC BRVT 000001", single_use=True)
    copied = {line.name: line.copied for line in made.lines}
    assert (copied["account"], copied["amount"], copied["text"]) == (read.account, str(read.amount), read.text)
    assert (copied["bank"], copied["holder"]) == ("Vietcombank", PAYEE.holder)


def test_transfer_block__without_amount_serves_many() -> None:
    made = block(None)
    assert [line.name for line in made.lines] == ["bank", "account", "holder", "text"]
    assert parse(made.payload) == Transfer("970436", "0071001234567", None, "DAT TRUOC BRVT 000001")
    assert made.limit == ""


def test_transfer_block__says_from_the_limit_on_that_it_is_not_instant() -> None:
    assert block().limit == ""
    assert block(500_000_000).limit == "500.000.000 đồng"
    assert "giờ làm việc" not in rendered(block())
    assert "Từ 500.000.000 đồng trở lên" in rendered(block(500_000_000))


@pytest.mark.parametrize(
    ("payee", "amount", "text", "kind"),
    [
        (Payee("000000", "1", "A"), 1, "a", BadTransfer),
        (Payee("970436", "", "A"), 1, "a", BadTransfer),
        (PAYEE, 0, "a", BadTransfer),
        (PAYEE, 1, " - ", BadTransfer),
        (PAYEE, 1, "Nộp tiền đặt trước lô BRVT-000001", TextTooLong),
    ],
)
def test_transfer_block__refuses(payee: Payee, amount: int, text: str, kind: type[BadTransfer]) -> None:
    with pytest.raises(kind) as caught:
        transfer_block(payee, amount=amount, text=text, today=TODAY)
    assert type(caught.value) is kind


def test_template__shows_every_line_with_its_copy() -> None:
    page = rendered(block())
    assert page.count("data-copy=") == 5
    for shown in ("Vietcombank", "0071001234567", "499.999.999 đồng", "DAT TRUOC BRVT 000001"):
        assert f">{shown}</strong>" in page
    assert "Bốn trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng" in page
    assert 'data-copy="499999999"' in page
    assert "Trung tâm &lt;Đấu giá&gt; tài sản" in page
    assert "<Đấu giá>" not in page
    assert "<svg" in page
    assert "&lt;svg" not in page


def test_template__has_nothing_that_the_policy_forbids() -> None:
    page = rendered(block(500_000_000))
    assert "style=" not in page
    assert "<script" not in page
    assert not re.search(r"<[^>]+\son[a-z]+=", page)
