"""Closed word lists of Chinese address writing: markers of numbers, kinds of places, small talk, titles.

Nothing here names a place; names come from the register alone.
"""

from __future__ import annotations

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BUILDING, HASH, HOUSE, YARD, LANE, STOREY, UNIT, FLOOR, ROOM, PHASE, ROW, GRID, OTHER, BARE = _words(
    "building hash house yard lane storey unit floor room phase row grid other bare"
)

MARKERS: tuple[tuple[str, str], ...] = (
    (GRID, r"号?网?格(?!员|长)"),
    (
        OTHER,
        r"公里|平方?米?|米|点(?:钟|半)?|分钟?|小时|年|月|日|块钱?|元钱?|岁|个|口人|次|天|路公交车?站?|路车站?|"
        r"周|斤|万|下|带|片|直|边|样|些|会儿?|起|般|位|兆|度|折|多|份|桶|件|辆|瓶|层楼高",
    ),
    (YARD, r"号楼院"),
    (UNIT, r"[号#]?[单丹担但][元园员源原圆远]|[栋楼]口"),
    (
        BUILDING,
        r"[号毫好浩昊耗][楼搂娄缕漏](?![上下道前后旁])[栋幢座]?|号#楼?|#楼|楼栋|号[栋幢座]|"
        r"[栋幢憧橦座坐](?:楼(?![上下道]))?",
    ),
    (HASH, r"#"),
    (YARD, r"号?[大小]?院(?!校|士|墙)|号院子?"),
    (LANE, r"支?弄|[农浓龙垄隆](?![村湖泉山里王])"),
    (
        UNIT,
        r"号?门洞|号?门栋|楼门|号门(?![口前面市头店诊卫牌])|门(?![口面市店前外诊卫头牌])|梯[位口]?|楼道|"
        r"号?口(?![人])",
    ),
    (ROOM, r"[室房户](?![外])"),
    (FLOOR, r"楼?层|楼半"),
    (STOREY, r"[楼搂](?![上下道长])"),
    (PHASE, r"期|区(?!间)|组团|标段|片区?"),
    (ROW, r"[排组队巷]"),
    (HOUSE, r"[号毫好浩昊]"),
)
MARKER = re.compile("|".join(f"(?P<{kind}{index}>{pattern})" for index, (kind, pattern) in enumerate(MARKERS)))

STEMS = "甲乙丙丁戊己庚辛"

GENERIC = _words("""
住宅小区 花园小区 家属小区 安置小区 家属大院 家属院 家属楼 宿舍楼 宿舍区 单身宿舍 职工宿舍 教工宿舍 生活区 小区
社区 花园 花苑 家园 公寓 宿舍 大院 大厦 广场 新村 新区 新苑 新城 山庄 庄园 别墅 名苑 佳苑 嘉苑 馨苑 雅苑 华府
华庭 豪庭 名邸 公馆 中心 东区 西区 南区 北区 中区 一期 住宅 商厦 大楼 居委会 自然村 商城 国际 名城 新居 新园
花城 居民区 苑 园 府 庭 湾 村 庄 居 院 里 楼 城 邸 轩 阁 屯
""")
"""Kind-of-place endings; a name's own part is what stands before them. Longest first within a length."""

DROPPABLE = ("住宅小区", "小区", "社区", "家属院", "大院", "自然村", "村", "住宅区", "家属楼", "宿舍", "居民区")
"""Endings that people leave out or add without meaning another place."""

SECTIONS = _words("东区 西区 南区 北区 中区 一期")
"""Endings that tell the parts of an estate apart; an estate that has no such part may be another one."""

DORMITORIES = _words("宿舍 家属院 家属楼 大院 职工宿舍 宿舍楼 家属小区 家属大院 生活区 家属区")
"""What stands behind the name of an employer; people use one for another."""

ROAD_ENDS = _words("路 街 大街 大道 道 巷 胡同 里 弄 条 马路 公路 环路 支路 坊 线 堤")

FACILITIES = frozenset(
    _words("""
中学 医院 商场 大学 学校 学院 小学 居委会 市场 幼儿园 村委会 社区 菜场 菜市场 超市 酒店 银行
""")
)

APART = frozenset("东西南北中上下前后左右内外高低0123456789")
"""Characters that are never slipped in or left out by chance."""

TELLING = frozenset("东西南北中上下前后大小新老旧内外左右高低0123456789")
"""Characters that tell neighbouring places apart: 四流南路 is not a slip of 四流北路."""

RELATION = re.compile(
    r"(?:的)?(?:正|斜|马路)?(?:旁边|附近|对面|对过|隔壁|后面|前面|后边|前边|后身|边上|周边|[东西南北]侧|"
    r"[东西南北]邻|[东西南北]边|[东西南北]面)"
)

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段"
    "富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索"
    "咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充"
    "慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简"
    "饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付代牟初迟矫綦隋"
)
TITLES = (
    "阿姨|大爷|大娘|大妈|大叔|大伯|大哥|大姐|大嫂|大婶|叔叔?|伯伯?|奶奶|爷爷|姥姥|姥爷|婶子?|嫂子?|姨|哥|"
    "姐|妹|弟|先生|女士|小姐|太太|师傅|老师|医生|大夫|主任|书记|经理|老板|队长|站长|同志|老太太?|老爷子|"
    "阿婆|阿公|阿伯|阿叔|家属"
)
PERSON = re.compile(
    rf"[{SURNAMES}][一-鿿]{{0,2}}?(?:{TITLES})(?:的?家里?|处|收)?|[老小阿][{SURNAMES}](?![路街村庄区苑园])(?:家里?|收)?"
)

ADMIN = re.compile(
    r"[一-鿿]{1,12}?(?:特别行政区|自治[区州县旗]|省|市|区|县|旗|街道(?:办事?处?)?|镇|乡|地区|开发区|新区)"
)
PLACE_END = re.compile(
    r"(?:路|街|大道|巷|胡同|小区|社区|花园|花苑|家园|公寓|宿舍|家属院|家属楼|大院|大厦|广场|新村|新区|"
    r"新苑|新城|山庄|庄园|别墅|苑|园|府|庭|湾|村|庄|居|院|屯|城|邸|轩|阁|大学|学院|中学|小学|幼儿园|医院|"
    r"商城|市场|超市|商场|工厂|厂|公司|银行|酒店|宾馆|饭店|桥|站|镇|乡|县|街道|省|州|馆|寺|庙|塔|楼|中心)$"
)
PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
CITIES = (
    "广州|深圳|成都|武汉|杭州|西安|苏州|南京|长沙|郑州|东莞|青岛|宁波|合肥|佛山|沈阳|无锡|济南|厦门|福州|温州|"
    "大连|哈尔滨|长春|石家庄|太原|南宁|昆明|贵阳|南昌|金华|常州|嘉兴|南通|徐州|泉州|珠海|中山|惠州|烟台|潍坊|"
    "临沂|兰州|乌鲁木齐|呼和浩特|银川|西宁|海口|三亚|拉萨|洛阳|绍兴|台州|扬州|盐城|保定|唐山|廊坊|威海|淄博"
)
"""Large cities, as people add them without 市."""
