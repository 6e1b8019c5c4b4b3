"""What the facts of the register are called on pages."""

from flask_babel import gettext as _


def fact_names() -> dict[str, str]:
    """By the column name that stands in a change of the register."""
    return {
        "name": _("名称"),
        "households": _("户数"),
        "population": _("人口"),
        "scope": _("范围"),
        "community": _("社区"),
        "worker": _("网格员"),
        "lead": _("网格长"),
        "building": _("新加楼栋"),
        "grid": _("归哪个网格"),
        "estate": _("小区"),
        "road": _("道路"),
        "number": _("门牌"),
        "building_no": _("楼号"),
        "units": _("单元数"),
        "floors": _("层数"),
        "aliases": _("别名"),
        "longitude": _("经度"),
        "latitude": _("纬度"),
    }
