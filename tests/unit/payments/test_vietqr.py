"""The text in a code against the figures NAPAS printed (Quy định về định dạng VietQR 1.0, 6.1), and against damage."""

import random
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.errors import BadTransfer, TextTooLong, UnreadableCode
from payments.objects import checksum
from payments.vietqr import Service, Transfer, ascii_text, parse, payload

ACCOUNT = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5"
CARD = "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52"
BILLED = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang63042E2E"
)
BILLED_CARD = (
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN"
    "62340107NPS68690819thanh toan don hang6304A203"
)
PLAIN = st.text(string.digits + string.ascii_letters + " -./:", max_size=25).map(str.strip)
TRANSFERS = st.builds(
    Transfer,
    bank_bin=st.text(string.digits, min_size=6, max_size=6),
    account=st.text(string.digits + string.ascii_letters, min_size=1, max_size=19),
    amount=st.none() | st.integers(min_value=1, max_value=10**13 - 1),
    text=PLAIN,
    name=PLAIN,
    single_use=st.booleans(),
    service=st.sampled_from(Service),
)


def sealed(body: str) -> str:
    """A text with a right checksum, whatever it says."""
    return f"{body}6304{checksum(f'{body}6304')}"


def test_checksum__published_figure() -> None:
    assert checksum("123456789") == "29B1"
    assert checksum(ACCOUNT[:-4]) == "F4E5"


def test_payload__static_as_printed() -> None:
    transfer = Transfer("970403", "9704031101234567", service=Service.CARD)
    assert payload(transfer) == CARD
    assert parse(CARD) == transfer


def test_parse__refuses_the_printed_account_whose_length_is_wrong() -> None:
    """Its sum is right, but 0112 stands before thirteen digits: with 0113 it is the account in the table below it."""
    with pytest.raises(UnreadableCode) as caught:
        parse(ACCOUNT)
    assert (caught.value.path, caught.value.place) == ("38/01", ACCOUNT.index("80208QRIBFTTA"))
    mended = sealed(ACCOUNT[:-8].replace("0112001101", "0113001101"))
    assert parse(mended) == Transfer("970403", "0011012345678")
    assert payload(Transfer("970403", "0011012345678")) == mended


@pytest.mark.parametrize(
    ("text", "service", "account"),
    [(BILLED, Service.ACCOUNT, "0011012345678"), (BILLED_CARD, Service.CARD, "9704031101234567")],
)
def test_parse__dynamic_as_printed(text: str, service: Service, account: str) -> None:
    transfer = Transfer("970403", account, 180_000, "thanh toan don hang", single_use=True, service=service)
    assert parse(text) == transfer
    # The printed one has a bill number besides, which a transfer does not need.
    assert payload(transfer) == sealed(text[:-8].replace("62340107NPS68690819", "62230819"))


@given(TRANSFERS)
def test_parse__reads_what_payload_writes(transfer: Transfer) -> None:
    text = payload(transfer)
    assert parse(text) == transfer
    assert text.isascii()


def test_parse__finds_every_damaged_character() -> None:
    """Each of 200 texts, each place, three other bytes; a sum of 16 bits finds all damage within two bytes."""
    chosen = random.Random(11)
    letters = string.digits + string.ascii_letters
    for number in range(200):
        account = "".join(chosen.choices(letters, k=chosen.randint(1, 19)))
        amount = chosen.choice([None, chosen.randrange(1, 10**13)])
        transfer = Transfer(f"{chosen.randrange(10**6):06}", account, amount, f"NOP TIEN {number}", single_use=True)
        text = payload(transfer)
        for place, sign in enumerate(text):
            for other in chosen.sample([code for code in range(256) if code != ord(sign)], 3):
                damaged = f"{text[:place]}{chr(other)}{text[place + 1 :]}"
                try:
                    read = parse(damaged)
                except UnreadableCode:
                    continue
                assert damaged.upper() == text.upper(), damaged
                assert place >= len(text) - 4, damaged
                assert read == transfer


GOOD = Transfer("970436", "0011001234567", 1_250_000_000, "NOP TIEN", single_use=True)
BODY = payload(GOOD)[:-8]


@pytest.mark.parametrize(
    ("text", "path", "at"),
    [
        ("", "63", ""),
        ("6304", "63", ""),
        (payload(GOOD)[:-1], "63", None),
        (payload(GOOD)[:-4] + "0000", "63", None),
        (payload(GOOD) + " ", "63", None),
        (payload(GOOD).replace("NOP", "NỘP"), "", "ỘP"),
        (sealed(BODY.replace("000201", "")), "00", ""),
        (sealed(BODY.replace("000201", "000202")), "00", "02"),
        (sealed(BODY.replace("010212", "010213")), "01", "13"),
        (sealed(BODY.replace("5303704", "")), "53", None),
        (sealed(BODY.replace("5303704", "5303840")), "53", "840"),
        (sealed(BODY.replace("5802VN", "5802TH")), "58", "TH"),
        (sealed(BODY.replace("A000000727", "A000000775")), "38/00", "A000000775"),
        (sealed(BODY.replace("QRIBFTTA", "QRPUSHXX")), "38/02", "QRPUSHXX"),
        (sealed(BODY.replace("0006970436", "0006ABCDEF")), "38/01/00", "ABCDEF"),
        (sealed(BODY.replace("0011001234567", "0011 01234567")), "38/01/01", "0011 0"),
        (sealed(BODY.replace("54101250000000", "54100000000000")), "54", "0000000000"),
        (sealed(BODY.replace("54101250000000", "54101250 00000")), "54", "1250 00000"),
        (sealed(BODY.replace("0808NOP TIEN", "0808 OP TIEN")), "62/08", " OP TIEN"),
        (sealed(BODY.replace("62120808NOP TIEN", "6200")), "62", "00"),
        (sealed(BODY.replace("62120808NOP TIEN", "6212080XNOP TIEN")), "62", "080X"),
        (sealed(BODY.replace("62120808NOP", "62130808NOP")), "62", "130808NOP"),
        (sealed(BODY.replace("000201010212", "010212000201")), "00", ""),
        (f"{BODY}6404{checksum(f'{BODY}6404')}", "63", "6404"),
        (sealed(BODY + "5802VN"), "58", None),
        (sealed(BODY + "99"), "", "99"),
    ],
)
def test_parse__says_where_and_why(text: str, path: str, at: str | None) -> None:
    with pytest.raises(UnreadableCode) as caught:
        parse(text)
    error = caught.value
    assert error.path == path
    if at is not None:
        assert text[error.place :].startswith(at)
    assert error.errors == [{"place": error.place, "path": path, "detail": error.detail}]
    assert f"ký tự thứ {error.place + 1}" in error.detail


def test_parse__takes_a_point_after_the_amount_and_objects_it_does_not_need() -> None:
    pointed = BODY.replace("54101250000000", "54111250000000.") + "6003VTU"
    assert parse(sealed(pointed)) == GOOD


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("bank_bin", ["97043", "9704361", "97O436", "٩٧٠٤٣٦", ""]),
        ("account", ["", "1" * 20, "00 11", "00-11", "tàikhoản", "١"]),
        ("amount", [0, -1, 10**13]),
        ("text", ["x" * 26, "Nộp", " a", "a ", "a\n"]),
        ("name", ["x" * 26, "Trung tâm"]),
    ],
)
def test_transfer__refuses_what_no_code_can_say(field: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(BadTransfer) as caught:
            replace(GOOD, **{field: value})
        assert caught.value.errors[0]["field"] == field


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nộp tiền đặt trước BRVT-1", "NOP TIEN DAT TRUOC BRVT 1"),
        ("Nộp  tiền", "NOP TIEN"),  # NFD
        ("ĐẶNG/Ước: ÂĂÊÔƠƯ", "DANG UOC AAEOOU"),
        ("", ""),
        ("12345678901234567890abcdE", "12345678901234567890ABCDE"),
    ],
)
def test_ascii_text__folds_to_what_every_bank_keeps(text: str, plain: str) -> None:
    assert ascii_text(text) == plain


def test_ascii_text__offers_a_cut_and_does_not_make_it() -> None:
    with pytest.raises(TextTooLong) as caught:
        ascii_text("Nộp tiền đặt trước lô đất BRVT-000001")
    assert caught.value.cut == "NOP TIEN DAT TRUOC LO DAT"
    assert caught.value.errors[0]["cut"] == caught.value.cut
    with pytest.raises(TextTooLong) as caught:
        ascii_text("a" * 24 + " bc")
    assert caught.value.cut == "A" * 24
    assert ascii_text("a" * 26, most=26) == "A" * 26


def test_ascii_text__refuses_letters_without_a_plain_form() -> None:
    with pytest.raises(BadTransfer, match="地Ж"):
        ascii_text("Đất 地 Ж")


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊ0123456789 -.̣́", max_size=25))
def test_ascii_text__is_a_text_for_a_code(text: str) -> None:
    plain = ascii_text(text)
    assert replace(GOOD, text=plain).text == plain
    assert ascii_text(plain) == plain
