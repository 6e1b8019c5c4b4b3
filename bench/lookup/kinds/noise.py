"""Words around the address: greetings, couriers, phones, complaints, pasted twice."""
from . import kind
from .plain import said_draft

BEFORE = ["我家住在", "请问一下", "麻烦问下", "你好，", "您好！我是", "我住", "俺家在", "住址是", "我想问", "帮我查一下", "送快递到", "快递放", "帮忙看看", "家在", "本人居住于",
          "我妈住在", "我姥姥家在", "租的房子在", "刚搬到", "户口在", "房产证地址", "定位：", "收货地址：", "业主 ", "网格员您好，我是", "现住", "老家是外地的，现在住", "喂，", "嗯那个", "我们家就是"]
AFTER = ["归谁管", "是哪个网格", "的网格员是谁", "网格员电话多少", "，谢谢", "，急", "怎么联系网格员", "属于哪个社区", "楼上漏水了", "有人吗", "门口路灯坏了", "附近", "的", "那栋", "这边", "呀",
         "找谁", "报修", "垃圾没人收", "停电了", "水管爆了怎么办", "我妈一个人住", "，麻烦快点", "业主", "的住户", "（自住）", "租户", "的王大爷家", "楼下", "停车位被占", "哈", "哦谢谢啦", "?", "？？？", "在哪办居住证"]
NAMES = ["老周", "张阿姨", "李小云", "王师傅", "刘姐", "陈老师", "赵大爷", "小孙", "孙女士", "周先生", "欧阳奶奶"]
STORIES = ["我今天早上出门的时候发现楼道里的灯又不亮了，之前跟物业说过好几次也没有人来修，老人上下楼很不方便，希望社区能够帮忙协调一下，我们的地址是{a}，谢谢工作人员，辛苦了。",
           "您好，我父亲今年八十二岁，腿脚不好，想问一下高龄津贴怎么办理，是不是可以请人上门，家住{a}，白天家里都有人，晚上六点以后我也在，方便的话请提前打电话。",
           "{a}楼上装修从早上七点一直敲到晚上九点，孩子要写作业老人要休息，跟他们说了也不听，报过警也只是消停了一天，请帮忙处理。",
           "事情是这样的：上个月开始下水道总是反味，找了人来通了两回还是不行，后来说是主管道的问题要街道出面，{a}，这一个楼的人都受影响，麻烦尽快安排人来看看到底是怎么回事。"]


@kind("noise_before", "any", 2)
def noise_before(c, b):
    said = c.say(b)
    return said_draft(c, said, c.rng.choice(BEFORE) + said.text())


@kind("noise_after", "any", 2)
def noise_after(c, b):
    said = c.say(b)
    return said_draft(c, said, said.text() + c.rng.choice(AFTER))


@kind("noise_both", "any", 2)
def noise_both(c, b):
    said = c.say(b)
    return said_draft(c, said, c.rng.choice(BEFORE) + said.text() + c.rng.choice(AFTER))


def phone(rng):
    """A number that no person has, in one of the usual ways of writing."""
    n = f"1400000{rng.randrange(10000):04d}"
    return rng.choice([n, f"{n[:3]}-{n[3:7]}-{n[7:]}", f"+86 {n}", f"{n[:3]} {n[3:7]} {n[7:]}", n, f"手机：{n}", f"tel:{n}", f"0532-8470{rng.randrange(10000):04d}", f"微信同号{n}"])


@kind("name_phone", "any", 2)
def name_phone(c, b):
    said, r = c.say(b), c.rng
    n, p, a = r.choice(NAMES), phone(r), said.text()
    return said_draft(c, said, r.choice([f"{n} {p} {a}", f"{a} {n} {p}", f"{n},{p},{a}", f"{a}，{n}收，{p}", f"{p}{a}", f"{a}{p}", f"收件人：{n}\n电话：{p}\n地址：{a}", f"{n}（{a}）{p}"]))


@kind("identity_card", "any", 0.8)
def identity_card(c, b):
    said, r = c.say(b), c.rng
    number = f"99020019{r.randrange(40, 99)}0{r.randrange(1, 10)}1{r.randrange(10)}{r.randrange(1000):03d}X"
    return said_draft(c, said, r.choice([f"{said.text()} 身份证{number}", f"身份证号 {number} 住{said.text()}", f"{r.choice(NAMES)}，{number}，{said.text()}"]))


@kind("date_time", "any", 0.8)
def date_time(c, b):
    said, r = c.say(b), c.rng
    return said_draft(c, said, r.choice([f"{said.text()}，{r.randint(1, 12)}月{r.randint(1, 28)}日上午{r.randint(8, 11)}点停水", f"2024-0{r.randint(1, 9)}-1{r.randrange(10)} {said.text()}",
                                        f"{said.text()} 今晚{r.randint(6, 9)}点后在家", f"昨天{r.randint(1, 12)}:30 {said.text()}吵架", f"{said.text()} 已经坏了{r.randint(2, 9)}天", f"{said.text()}住着{r.randint(2, 6)}口人"]))


@kind("long_story", "any", 1.5)
def long_story(c, b):
    said = c.say(b)
    return said_draft(c, said, c.rng.choice(STORIES).format(a=said.text()))


@kind("pasted_twice", "any", 1.2)
def pasted_twice(c, b):
    said = c.say(b)
    return said_draft(c, said, c.rng.choice(["", " ", "，", "\n"]).join([said.text()] * 2))


@kind("repeated_admin", "any", 1)
def repeated_admin(c, b):
    said = c.speaker.say(b, admin=3)
    t = c.town
    lead = c.rng.choice([t.province[:2] + t.city + t.district, "中国" + t.province + t.city, said.admin, t.city + t.district, t.city.rstrip("市") + t.district + said.admin])
    return said_draft(c, said, lead + said.text())


@kind("polite_question", "any", 1.2)
def polite_question(c, b):
    said = c.say(b)
    a = said.text()
    return said_draft(c, said, c.rng.choice([f"我想知道{a}的网格员叫什么名字", f"{a}是不是归你们管啊", f"麻烦帮我看下{a}在哪个网格，谢谢", f"住{a}应该找谁", f"谁负责{a}", f"{a}网格长是谁，电话多少",
                                            f"查询：{a}", f"请问住在{a}的老人办高龄津贴找哪位", f"{a}属于第几网格", f"我是{a}的，我家网格员换人了吗"]))


@kind("vague_beside", "any", 1.5)
def vague_beside(c, b):
    """对面, 旁边: the building is the best answer, a choice is as good."""
    said = c.say(b, detail="block")
    draft = said_draft(c, said, said.text() + c.rng.choice(["对面", "旁边", "附近", "门口", "北边", "后面", "往东50米", "斜对过", "楼前", "西侧", "隔壁", "前面那排", "旁边的小花园"]))
    draft.label.choose_ok = True
    return draft
