"""A photographed paper is measured before the person leaves the page."""

import pytest
from PIL import Image

from portal.domain.papers import legibility
from portal.domain.papers.legibility import Fault, faults_of, look
from tests.domain.papers.sheets import jpeg, photographed, sheet
from tests.domain.service_requests.pictures import HEIC, bomb


@pytest.mark.parametrize(
    "picture",
    [photographed(), photographed(lines=5), photographed(ink=150), photographed(blur=1.2), sheet()],
    ids=["a full page", "a few lines", "pale ink", "a little soft", "the page fills the picture"],
)
def test_what_can_be_read_passes(picture):
    assert look(jpeg(picture)) == []


@pytest.mark.parametrize("lines", [40, 5])
@pytest.mark.parametrize("blur", [3, 5, 9])
def test_what_was_shaken_is_said_to_be_blurred(lines, blur):
    assert look(jpeg(photographed(lines=lines, blur=blur))) == [Fault.BLURRED]


def test_a_picture_too_small_to_read_later_is_said_to_be_small():
    assert Fault.SMALL in look(jpeg(photographed(size=(600, 800))))
    # As kept, at most 1600 a side, the writing of a long strip is too small.
    assert Fault.SMALL in look(jpeg(photographed(size=(1200, 6000))))


def test_dark_and_empty_pictures_are_told_apart():
    assert look(jpeg(photographed(light=0.25)))[0] is Fault.DARK
    assert look(jpeg(Image.new("L", (1500, 2000), 230))) == [Fault.PALE]


def test_writing_that_runs_out_of_the_picture_may_be_cut_off():
    whole = photographed()
    assert look(jpeg(whole.crop((0, 0, 1500, 1300)))) == [Fault.CUT]
    assert look(jpeg(whole.crop((0, 0, 800, 2000)))) == [Fault.CUT]


def test_a_picture_of_another_kind_or_none_at_all_stops_nobody():
    assert Fault.SMALL in look(HEIC)
    assert look(bomb()) == []
    assert look(b"\xff\xd8\xff\xe0 cut off") == []


def test_a_splinter_is_measured_without_a_crash():
    assert Fault.SMALL in look(jpeg(Image.new("L", (3, 2000))))


def test_what_was_found_is_kept_in_a_few_words_and_read_again():
    found = faults_of({"width": 10, "height": 10, "sharp": 0, "light": 10, "range": 255, "cut": []})
    assert legibility.written(found) == "small,dark,blurred"
    assert legibility.read("small,dark,blurred,unknown") == found
    assert legibility.read("") == []
