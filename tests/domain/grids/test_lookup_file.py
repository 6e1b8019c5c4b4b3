"""The index file: written once, opened by many, read from CSV, asked by line."""

import io
import json
import threading

import pytest

from portal.domain.grids.lookup import Decision, Index, answer_lines, read_register
from tests.domain.grids.lookup_towns import estates


def test_a_saved_index_answers_like_the_built_one(tmp_path):
    path = tmp_path / "kept" / "register-7.index"
    estates().save(path)
    with Index.open(path) as opened:
        assert opened.look_up("桐荫新苑3-2-501") == estates().look_up("桐荫新苑3-2-501")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_another_file_is_refused(tmp_path):
    (tmp_path / "other").write_text("no index")
    with pytest.raises(ValueError, match="not an address index"):
        Index.open(tmp_path / "other")
    with pytest.raises(FileNotFoundError):
        Index.open(tmp_path / "absent")


def test_threads_share_an_index(tmp_path):
    path = tmp_path / "register.index"
    estates().save(path)
    wrong = []
    with Index.open(path) as index:

        def ask():
            for _ in range(40):
                if index.look_up("桐荫新苑3号楼").candidates[0].building_code != "ty-3":
                    wrong.append("3")
                if index.look_up("鹤明小区2号楼").candidates[0].building_code != "hl-2":
                    wrong.append("2")

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_the_register_is_read_with_bom_and_crlf(tmp_path):
    (tmp_path / "buildings.csv").write_bytes(
        "\ufeffbuilding_code,grid_code,estate,road,number,building_no,units,floors,aliases,lon,lat\r\n"
        "b1,g1,桐荫新苑,砚台路,86号,3号楼,2,6,老苑|灯泡厂,,\r\n".encode()
    )
    (tmp_path / "grids.csv").write_bytes(
        "\ufeffsubdistrict,community,grid_code,grid_name\r\n云杉街道,砚台路社区,g1,砚台路社区第1网格\r\n".encode()
    )
    buildings, grids = read_register(tmp_path)
    with Index.build(buildings, grids) as index:
        assert index.look_up("灯泡厂3号楼").candidates[0].building_code == "b1"


def test_a_file_of_another_kind_is_named(tmp_path):
    (tmp_path / "buildings.csv").write_text("a,b\n1,2\n")
    (tmp_path / "grids.csv").write_text("grid_code\n")
    buildings, _ = read_register(tmp_path)
    with pytest.raises(ValueError, match="building_code"):
        next(buildings)


def test_lines_are_answered_one_by_one():
    out = io.StringIO()
    answer_lines(estates(), ['{"q": "鹤鸣小区2号楼"}\n', "\n", "no json\n", '{"q": 5}\n', "[]\n"], out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["decision"] for answer in answers] == ["answer", "none", "none", "none"]
    assert answers[0]["candidates"][0]["building_code"] == "hl-2"
    assert answers[0]["candidates"][0]["grid_code"] == "g3"


def test_an_empty_register_answers_none():
    with Index.build([], []) as index:
        assert index.look_up("桐荫新苑3号楼").decision is Decision.NONE
