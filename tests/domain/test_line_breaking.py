import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.line_breaking import Sizes, fit, wrap


def measure(text: str, size: float) -> float:
    """One em for a Chinese character, half for the rest."""
    return sum(size if ord(character) > 0x2000 else size / 2 for character in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("今天谁当班，马上打电话", 5, ["今天谁当", "班，马上打", "电话"]),
        ("请看（通知）一栏", 4, ["请看（通", "知）一栏"]),
        ("百通新苑12号楼2单元", 5, ["百通新苑", "12号楼", "2单元"]),
        ("请看看（通知）", 4, ["请看看", "（通知）"]),
        ("周一 8:30–17:30 在", 6, ["周一", "8:30–17:30", "在"]),
        ("", 5, []),
        ("   ", 5, []),
    ],
)
def test_lines_break_where_readers_expect(text, width, lines):
    assert wrap(text, 1, width, measure) == lines


texts = st.text(alphabet="网格员，。（）《》·、！ 3号楼12单元abc8:30", max_size=60)


@given(texts, st.integers(3, 20))
def test_nothing_overflows_and_nothing_is_lost(text, width):
    lines = wrap(text, 1, width, measure)
    assert all(measure(line, 1) <= width for line in lines if len(line) > 1)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(texts, st.integers(3, 20), st.integers(1, 3))
def test_what_is_fitted_stays_in_its_box(text, width, most_lines):
    size, lines = fit(text, Sizes(4, 1, alone=3), width, measure, most_lines)
    assert 1 <= size <= 4
    assert len(lines) <= most_lines
    assert all(measure(line, size) <= width for line in lines if len(line) > 1)


def test_one_line_shrinks_before_it_breaks():
    assert fit("百通新苑3号楼", Sizes(2, 1, alone=1.5), 10, measure, 2) == (1.5, ["百通新苑3号楼"])


def test_two_lines_break_after_a_clause_or_at_a_space():
    assert fit("周一至周五 8:30；周六上午", Sizes(2, 1, alone=2), 18, measure, 2)[1] == [
        "周一至周五 8:30；",
        "周六上午",
    ]
    assert fit("阳光海岸国际花园东区 甲18号楼", Sizes(2, 1, alone=2), 26, measure, 2)[1] == [
        "阳光海岸国际花园东区",
        "甲18号楼",
    ]
    assert fit("阿迪力·买买提", Sizes(2, 1, alone=2), 12, measure, 2)[1] == ["阿迪力·", "买买提"]


def test_otherwise_two_lines_are_of_even_length():
    assert fit("一二三四五六七八", Sizes(2, 1, alone=2), 12, measure, 2)[1] == ["一二三四", "五六七八"]


def test_what_never_fits_ends_with_an_ellipsis():
    assert fit("一二三四五六七八", Sizes(2, 1), 5, measure) == (1, ["一二三四…"])
    assert fit("一二三，五六七八", Sizes(2, 1), 5, measure) == (1, ["一二三…"])
