"""Four invented registers, one for each habit of numbering: 号楼, 弄, 胡同 and 幢."""

from functools import cache

from portal.domain.grids.lookup import BuildingRow, GridRow, Index


def grids(codes, community, subdistrict="云杉街道"):
    """Grids of one community, numbered from 1."""
    return [
        GridRow(code, f"{community}第{serial}网格", community, subdistrict)
        for serial, code in enumerate(codes, start=1)
    ]


def estate(prefix, grid, name, road, number, blocks, word="号楼", **more):
    """Buildings of one estate with codes ``prefix-block``."""
    return [
        BuildingRow(f"{prefix}-{block}", grid, name, road, number, f"{block}{word}", 3, 6, **more) for block in blocks
    ]


@cache
def estates():
    """Estates on roads; two whose names sound alike, one cut in two grids, shops with odd and even numbers."""
    return Index.build(
        [
            *estate("ty", "g1", "桐荫新苑", "砚台路", "86号", (1, 2, 3, 5), aliases=("桐荫新苑小区", "老灯泡厂宿舍")),
            *estate(
                "ty", "g2", "桐荫新苑", "砚台路", "86号", (12, 13, "甲13"), aliases=("桐荫新苑小区", "老灯泡厂宿舍")
            ),
            *estate("tx", "g3", "桐荫馨苑", "墨池路", "60号", (1, 2, 4, 6, 7)),
            *estate("hl", "g3", "鹤鸣小区", "墨池路", "9号", (1, 2, 3)),
            *estate("sz", "g4", "石竹花园东区", "砚台路", "70号", (1, 2)),
            *estate("sx", "g5", "石竹花园西区", "砚台路", "72号", (1, 2)),
            BuildingRow("yy-A", "g5", "听雨大厦", "墨池路", "237号", "A座", 1, 20),
            BuildingRow("yy-B", "g5", "听雨大厦", "墨池路", "237号", "B座", 1, 20),
            BuildingRow("yl-1", "g4", "云杉医院", "墨池路", "127号", "门诊楼", 0, 4),
            BuildingRow("yl-2", "g4", "云杉医院", "墨池路", "127号", "住院部", 0, 9),
            *(BuildingRow(f"yt-{n}", "g4", "", "砚台路", f"{n}号", "", 0, 2) for n in (1, 3, 5, 7)),
            BuildingRow("yt-7-1", "g5", "", "砚台路", "7-1号", "", 0, 2),
            BuildingRow("yt-7j", "g5", "", "砚台路", "7号甲", "", 0, 2),
            *(BuildingRow(f"yc-{n}", "g5", "", "砚台路", "2号", f"{n}号楼", 2, 5) for n in (1, 2, 3)),
            *(BuildingRow(f"lp-{n}", "g6", "芦坡村", "", f"{n}号", "", 1, 2, ("芦坡",)) for n in range(1, 30)),
            BuildingRow("lp-9-1", "g6", "芦坡村", "", "9号附1", "", 1, 2, ("芦坡",)),
        ],
        grids(("g1", "g2", "g3"), "砚台路社区") + grids(("g4", "g5", "g6"), "墨池路社区"),
    )


@cache
def lanes():
    """Lanes with houses in them."""
    return Index.build(
        [
            *(BuildingRow(f"a-{n}", "g1", "采桑新村", "织云路", "398弄", f"{n}号", 1, 6) for n in range(1, 20)),
            *(BuildingRow(f"b-{n}", "g2", "", "织云路", f"52弄{n}号", "", 1, 3) for n in range(1, 8)),
            *(BuildingRow(f"c-{n}", "g2", "", "织云路", "2弄3支弄", f"{n}号", 1, 3) for n in range(1, 5)),
            *(BuildingRow(f"h-{n}", "g1", "", "织云路", f"{n}号", "", 0, 2) for n in (1, 3, 52)),
        ],
        grids(("g1", "g2"), "织云路居民区"),
    )


@cache
def hutongs():
    """Hutongs with courtyards, 甲 and 乙 numbers, entrances called 门."""
    return Index.build(
        [
            *(BuildingRow(f"y-{n}", "g1", "", "鱼鳞胡同", f"{n}号", "", 1, 1) for n in range(1, 20)),
            BuildingRow("y-j12", "g2", "", "鱼鳞胡同", "甲12号", "", 1, 1),
            BuildingRow("y-20", "g2", "", "鱼鳞胡同", "20号院", "", 1, 1),
            *(BuildingRow(f"t-{n}", "g2", "", "铸镜四条", "8号院", f"{n}号楼", 3, 6) for n in (1, 2, 3)),
        ],
        grids(("g1", "g2"), "鱼鳞胡同社区"),
    )


@cache
def blocks():
    """幢 in two districts, with an estate name that both districts have."""
    return Index.build(
        [
            *estate("m", "g1", "梅坞人家", "采莲路", "20号", (1, 2, 3, "甲3"), word="幢"),
            *estate("n", "g2", "梅坞人家", "听潮路", "8号", (1, 2), word="幢"),
            *estate("k", "g2", "枕流阁", "听潮路", "18号", ("A", "B"), word="幢"),
        ],
        [
            *grids(("g1",), "采莲路社区", "望北区枫桥街道"),
            *grids(("g2",), "听潮路社区", "临江区石渠街道"),
        ],
    )
