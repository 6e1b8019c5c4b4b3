from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
import vobject

from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.names import initial, split_name
from portal.domain.contacts.phones import spaced
from portal.domain.contacts.vcard import vcard

CARD = CardFacts(
    grid_name="南丰路社区第1网格",
    community_name="南丰路社区",
    worker_name="潘其琛",
    worker_phone="14000000101",
    hours="周一至周五 8:30–17:30，急事随时",
    community_phone="14000000001",
    supervision_phone="14000000900",
)
URL = "https://linge.example/grids/370203030003001/card"
REV = datetime(2025, 11, 21, 8, 0, tzinfo=UTC)


def read_back(card: CardFacts):
    return vobject.readOne(vcard(card, url=URL, rev=REV))


def test_an_address_book_reads_it_back():
    card = read_back(CARD)
    assert card.version.value == "3.0"
    assert card.fn.value == "潘其琛"
    assert (card.n.value.family, card.n.value.given) == ("潘", "其琛")
    assert card.org.value == ["南丰路社区", "南丰路社区第1网格"]
    assert card.title.value == "网格员"
    assert card.tel.value == "14000000101"
    assert card.tel.params["TYPE"] == ["WORK", "VOICE"]
    assert card.url.value == URL
    assert card.rev.value == "2025-11-21T08:00:00Z"
    assert card.note.value.split("\n") == [
        "南丰路社区第1网格网格员",
        "周一至周五 8:30–17:30，急事随时",
        "社区电话 14000000001",
        "监督电话 14000000900",
    ]


def test_lines_end_with_crlf_and_fold_at_75_octets_between_characters():
    text = vcard(replace(CARD, hours="急事随时" * 40 + "a" * 200 + "𬭎" * 40), url=URL, rev=REV)
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in text.replace("\r\n", "").encode()
    for line in lines:
        line.decode()
    assert "急事随时" * 40 + "a" * 200 + "𬭎" * 40 in vobject.readOne(text).note.value


@pytest.mark.parametrize("nasty", ["a,b;c\\d", "两行\n字", "\\n", '冒号: 引号"', "x\r\nTEL:110"])
def test_special_characters_come_back_as_they_were(nasty):
    card = read_back(replace(CARD, hours=nasty, community_name=nasty))
    assert nasty.replace("\r\n", "\n") in card.note.value
    assert card.org.value[0] == nasty.replace("\r\n", "\n")
    assert len(card.contents["tel"]) == 1


def test_a_vacant_post_gives_the_community_and_its_phone():
    card = read_back(replace(CARD, worker_name="", worker_phone=""))
    assert card.fn.value == "南丰路社区"
    assert card.tel.value == "14000000001"
    assert "title" not in card.contents
    assert "暂缺，请打社区电话" in card.note.value


def test_without_any_phone_there_is_no_empty_number():
    assert "tel" not in read_back(replace(CARD, worker_phone="", community_phone="")).contents


def test_the_revision_is_written_in_utc():
    local = REV.astimezone(timezone(timedelta(hours=8)))
    assert vcard(CARD, url=URL, rev=local) == vcard(CARD, url=URL, rev=REV)


@pytest.mark.parametrize(
    ("name", "split", "drawn"),
    [
        ("潘其琛", ("潘", "其琛"), "潘"),
        ("欧阳若兰", ("欧阳", "若兰"), "欧阳"),
        ("司马懿", ("司马", "懿"), "司马"),
        ("欧阳", ("欧", "阳"), "欧"),
        ("阿迪力·买买提", ("阿迪力·买买提", ""), "阿"),
        ("𬭎䶮", ("𬭎", "䶮"), "𬭎"),
        ("anna", ("anna", ""), "A"),
        ("", ("", ""), ""),
    ],
)
def test_names_are_split_where_the_surname_ends(name, split, drawn):
    assert split_name(name) == split
    assert initial(name) == drawn


@pytest.mark.parametrize(
    ("phone", "read"),
    [
        ("14000000101", "140 0000 0101"),
        ("+86 140-0000-0101", "140 0000 0101"),
        ("053284000001", "0532-8400 0001"),
        ("0532-8400001", "0532-840 0001"),
        ("010-84000001", "010-8400 0001"),
        ("400-000-1234", "400-000-1234"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_phones_are_grouped_as_they_are_read_aloud(phone, read):
    assert spaced(phone) == read
