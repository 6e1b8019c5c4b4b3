"""Nothing is told about fewer than ten, nor can it be worked out from what is told."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.publicity.figures import Measure, Place, Share
from portal.domain.publicity.released import LEAST, Board, release

ONE = Measure.SOLVED


def counted(places: dict[Place, int]) -> dict[Measure, dict[Place, Share]]:
    return {ONE: {place: Share(whole // 2, whole) for place, whole in places.items()}}


def told(places: dict[Place, int]) -> Board:
    return release(counted(places))


def shown(board: Board, places: dict[Place, int]) -> dict[Place, int | None]:
    return {place: share.whole if (share := board.places[place][ONE]) else None for place in places}


@pytest.mark.parametrize(("whole", "is_told"), [(0, True), (1, False), (9, False), (10, True), (11, True)])
def test_a_figure_about_one_to_nine_is_withheld(whole: int, is_told: bool):
    board = told({(1, 1): whole, (1, 2): 40, (1, 3): 50})
    assert (board.places[1, 1][ONE] is not None) is is_told
    assert board.communities[1][ONE] == Share(whole // 2 + 45, whole + 90)


def test_one_small_grid_takes_the_smallest_of_the_others_with_it():
    places = {(1, 1): 4, (1, 2): 12, (1, 3): 30}
    assert shown(told(places), places) == {(1, 1): None, (1, 2): None, (1, 3): 30}


def test_small_ones_that_are_small_together_take_another_with_them():
    places = {(1, 1): 3, (1, 2): 4, (1, 3): 12, (1, 4): 30}
    assert shown(told(places), places) == {(1, 1): None, (1, 2): None, (1, 3): None, (1, 4): 30}


def test_small_ones_that_are_ten_together_hide_each_other():
    places = {(1, 1): 5, (1, 2): 6, (1, 3): 12}
    assert shown(told(places), places) == {(1, 1): None, (1, 2): None, (1, 3): 12}


def test_what_lies_outside_grids_counts_as_a_part_too():
    places: dict[Place, int] = {(1, None): 2, (1, 1): 15, (1, 2): 40}
    assert shown(told(places), places) == {(1, None): None, (1, 1): None, (1, 2): 40}


def test_the_grids_of_a_withheld_community_are_withheld():
    places = {(1, 1): 4, (2, 2): 11, (2, 3): 12, (3, 4): 50}
    board = told(places)
    assert (board.communities[1][ONE], board.communities[2][ONE]) == (None, None)
    assert shown(board, places) == {(1, 1): None, (2, 2): None, (2, 3): None, (3, 4): 50}


def test_a_town_of_few_tells_nothing():
    board = told({(1, 1): 4, (2, 2): 5})
    assert board.town[ONE] is None
    assert board.communities[1][ONE] is board.places[1, 1][ONE] is None


def test_where_nothing_happened_that_is_said():
    board = told({(1, 1): 0, (1, 2): 20})
    assert board.places[1, 1][ONE] == Share(0, 0)
    assert board.places[1, 1][Measure.RECEIVED] == Share(0, 0)


PLACES = st.dictionaries(
    st.tuples(st.integers(1, 4), st.one_of(st.none(), st.integers(1, 5))), st.integers(0, 40), max_size=14
)


@given(PLACES)
def test_no_sums_and_differences_of_what_is_told_are_about_fewer_than_ten(places: dict[Place, int]):
    """Every equation a reader can write down: a total less those of its parts that are told leaves the sum of the rest,
    and where several totals are told, also sums and differences of those rests."""
    board = told(places)
    rests: list[set[Place]] = []
    if board.town[ONE] is not None:
        rests.append({place for place in places if board.communities[place[0]][ONE] is None})
    for community in {place[0] for place in places}:
        if board.communities[community][ONE] is not None:
            rests.append({place for place in places if place[0] == community and board.places[place][ONE] is None})
    for rest in rests:
        left = [places[place] for place in rest if places[place]]
        assert not left or (sum(left) >= LEAST and len(left) > 1)
    for one, other in combinations(rests, 2):
        assert not one & other  # so nothing follows from two of them that does not follow from each
    for place, share in board.places.items():
        assert share[ONE] is None or share[ONE].whole == 0 or share[ONE].whole >= LEAST
        assert share[ONE] is None or share[ONE].whole == places[place]
