"""Questions without an answer here: no such building, no such number, elsewhere, no address at all."""
import re
from dataclasses import replace

from ..register import number_key
from ..truth import NONE, Ask, road_stem, stem
from . import Draft, kind

DISTRICTS = ["浦东新区", "徐汇区", "朝阳区", "海淀区", "西湖区", "余杭区", "李沧区", "崂山区", "黄岛区", "城阳区", "历下区", "武侯区", "天河区", "和平区", "姑苏区", "即墨区", "胶州市", "平度市"]
CITIES = ["上海市浦东新区", "北京市朝阳区", "杭州市余杭区", "济南市历下区", "广州市天河区", "成都市武侯区", "天津市和平区", "苏州市姑苏区", "沈阳市铁西区", "西安市雁塔区"]
CHATTER = """怎么办居住证 社保卡丢了 123 你好 在吗 投诉 公交几点 楼 1单元 楼上漏水 下水道堵了 谁管 网格员 网格员电话 人工 转人工 谢谢 ？ 。。。 test asdf 12345 110 13800 hello
3号楼 5-2-501 501 501室 3单元 2门 甲3号楼 东区 二期 小区 我家 我要投诉物业 暖气不热怎么办 孩子上学怎么报名 高龄津贴 低保怎么申请 几点上班 周六上班吗 疫苗在哪打 垃圾分类几点 狗叫扰民
😀 👍👍 🏠 ❤️ https://example.org/a?b=3 http://127.0.0.1/ ' or 1=1 -- '; drop table buildings; -- <script>alert(1)</script> ../../etc/passwd %00 null None undefined 0 -1 3.14 1/2 ( ) 【】
今天天气真好 你是机器人吗 我不知道我住哪 我家门牌掉了 我忘了地址 老人走失了怎么办 有没有免费体检 志愿者报名 电动车充电桩 开锁 搬家 房租多少钱 学区房 中国 山东 社区 街道 村 路 号 弄 胡同 幢
一二三四五 甲乙丙丁 aaaa 1111111111 14000001234 第3 3 33 333号 三号楼二单元 8号 12号院 1弄 5幢 网格 第三网格长是谁呀 停水通知 一号""".split()
SENTENCES = ["楼上天天半夜吵闹怎么办", "请问办理残疾证需要什么材料", "我想给我爸办高龄津贴", "小区门口的路灯坏了三天了", "电梯坏了没人修", "隔壁装修太吵", "我想当志愿者", "怎么查我家属于哪个网格", "快递到了吗 单号 SF1400000123456",
             "我的医保断了两个月怎么补", "小孩3岁了上哪个幼儿园", "物业费涨价合理吗", "网格员上门要给看证件吗", "谁能帮我买菜", "这里是哪里", "地址不详", "暂无", "无", "不告诉你", "同上", "见上一条", "你猜", "随便"]


@kind("no_such_building_near", "estate", 2)
def no_such_building_near(c, b):
    """A building number that is missing inside or just past the estate's numbers."""
    have = {x.block_key for x in c.truth.own[b.estate] + c.truth.alias[b.estate]}
    digits = [int(k) for k in have if k.isdigit()]
    free = [n for n in range(1, max(digits or [0]) + 4) if str(n) not in have]
    return _absent_block(c, b, c.rng.choice(free)) if free and digits else None


@kind("no_such_building_far", "estate", 1.5)
def no_such_building_far(c, b):
    return _absent_block(c, b, c.rng.randint(60, 400))


def _absent_block(c, b, n):
    said = c.say(b, form=c.rng.choice(["E", "E", "R#E"]) if b.road else "E", detail="block")
    if str(n) in said.estate or c.truth.label(replace(said.ask, block=str(n))).type != "none":
        return None
    word = c.rng.choice(["号楼", "栋", "幢", "#", "号楼1单元101"])
    return Draft(said.place + str(n) + word, NONE)


@kind("no_such_number_far", "roaded", 1.5)
def no_such_number_far(c, b):
    n = c.rng.randint(900, 3000)
    if c.truth.label(Ask(road=b.road, number=str(n))).type != "none":
        return None
    lane = "弄" in b.number
    text = c.rng.choice([f"{b.road}{n}弄{c.rng.randint(1, 30)}号", f"{b.road}{n}弄"]) if lane else c.rng.choice([f"{b.road}{n}号", f"{b.road}{n}号2号楼", f"{b.road}{n}号院3号楼2单元301"])
    return Draft(text, NONE)


def _known_numbers(c, road):
    """Plain house numbers that exist on the road."""
    return sorted({int(x.number_key) for x in c.truth.road[road] if x.number_key.isdigit()})


@kind("no_such_number_near", "house", 1.2)
def no_such_number_near(c, b):
    """A number just past the end of the road, or a hole in it: none, asking back is fine."""
    numbers = b.road and _known_numbers(c, b.road)
    if not numbers:
        return None
    pool = [n for n in range(1, numbers[-1] + 9) if n not in numbers]
    n = pool and c.rng.choice(pool)
    if not n or c.truth.label(Ask(road=b.road, number=str(n))).type != "none" or any(x.number_key.startswith(str(n)) for x in c.truth.road[b.road] if not x.number_key.isdigit()):
        return None
    label = replace(NONE, choose_ok=True)
    return Draft(f"{b.road}{n}号", label)


@kind("wrong_number_stem", "house", 1)
def wrong_number_stem(c, b):
    """商丘路31号甲 where only 31号 exists."""
    if not b.number_key.isdigit():
        return None
    number = c.rng.choice([f"{b.number}甲", f"{b.number}乙", f"甲{b.number}", f"{b.number}附3", f"{b.number_key}-9号"])
    place = b.road or b.estate
    found = c.truth.address.get((b.road, number_key(number))) if b.road else c.truth.label(Ask(estate=b.estate, number=number_key(number))).buildings
    return None if found else Draft(place + number, replace(NONE, choose_ok=True))


@kind("no_such_house_in_village", "village", 1)
def no_such_house_in_village(c, b):
    n = c.rng.randint(700, 3000)
    return Draft(f"{b.estate}{n}号", NONE) if c.truth.label(Ask(estate=b.estate, number=str(n))).type == "none" else None


@kind("other_district", "estate", 1.5)
def other_district(c, b):
    """The right name in another district or city is another place."""
    said = c.say(b, form=c.rng.choice(["E", "R#E", "R#"]) if b.road else "E", detail="block")
    area = c.rng.choice(DISTRICTS + CITIES)
    if area.endswith(c.town.district) or any(area in s for s in c.truth.subdistricts) or c.town.many:
        return None
    return Draft(area + said.place + said.block, replace(NONE, choose_ok=True))


def _foreign(c, pool, field, key):
    """A name from the lists that neither is nor resembles one of this town."""
    for _ in range(20):
        name = c.rng.choice(pool)
        if not c.truth.near(field, name, 1.7) and not any(key(name) and key(name)[:3] in n for n in c.truth.names + c.truth.roads):
            return name
    return None


@kind("elsewhere_estate", "none", 2.5)
def elsewhere_estate(c, _):
    name = _foreign(c, c.names.estates, "estate", stem)
    if not name or re.search(r"\d", name):
        return None
    r = c.rng
    tail = r.choice([f"{r.randint(1, 40)}号楼", f"{r.randint(1, 40)}号楼{r.randint(1, 4)}单元{r.randint(1, 6)}0{r.randint(1, 4)}", f"{r.randint(1, 40)}栋", f"{r.randint(1, 40)}-{r.randint(1, 4)}-{r.randint(1, 6)}01", ""])
    return Draft(r.choice(["", "", r.choice(DISTRICTS), "我住"]) + name + tail, NONE)


@kind("elsewhere_road", "none", 2.5)
def elsewhere_road(c, _):
    road = _foreign(c, c.names.roads, "road", road_stem)
    if not road:
        return None
    r = c.rng
    tail = r.choice([f"{r.randint(1, 300)}号", f"{r.randint(1, 300)}号", f"{r.randint(1, 300)}弄{r.randint(1, 40)}号", f"{r.randint(1, 300)}号院{r.randint(1, 9)}号楼", "", f"与{r.choice(c.names.roads)}路口"])
    return Draft(r.choice(["", "", r.choice(CITIES), r.choice(DISTRICTS)]) + road + tail, NONE)


@kind("elsewhere_full", "none", 1)
def elsewhere_full(c, _):
    road, estate = _foreign(c, c.names.roads, "road", road_stem), _foreign(c, c.names.estates, "estate", stem)
    if not road or not estate:
        return None
    r = c.rng
    return Draft(f"{r.choice(CITIES)}{road}{r.randint(1, 300)}号{estate}{r.randint(1, 30)}号楼{r.randint(1, 4)}单元{r.randint(1, 18)}0{r.randint(1, 4)}室", NONE)


@kind("not_an_address", "none", 3)
def not_an_address(c, _):
    text = c.rng.choice(CHATTER if c.rng.random() < 0.6 else SENTENCES)
    if text in c.truth.own or text in c.truth.alias or text in c.truth.of_community:
        return None
    grid = re.search(r"网格", text)
    return Draft(c.rng.choice([text, text, text + "？", " " + text, text + "！"]), replace(NONE, choose_ok=bool(grid)))


@kind("chatter_with_number", "none", 1)
def chatter_with_number(c, _):
    r = c.rng
    n = r.randint(1, 40)
    return Draft(r.choice([f"我家是{n}号楼", f"{n}号楼{r.randint(1, 4)}单元{r.randint(1, 6)}01漏水", f"{n}路公交车几点", f"排了{n}号还没叫到", f"电话1400000{n:04d}没人接", f"等了{n}天了", f"{n}楼住着个老人", f"{n}月{n % 28 + 1}号停水吗",
                           f"验证码 {n}{n}{n}", f"办证窗口是{n}号吗", f"老年证满{60 + n % 20}岁能办吗", f"{n}号下午开会吗"]), NONE)
