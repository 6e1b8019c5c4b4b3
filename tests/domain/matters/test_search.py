"""Plain words find the matter. The phrases are written as people speak, not taken from the catalogue's word lists."""

import pytest

from portal.domain.matters.catalogue import shipped
from portal.domain.matters.models import Matter, MatterVersion, WorkType
from portal.domain.matters.search import MatterSearch, entry_of_version

SPOKEN = [
    ("你们存了我哪些信息，想看看", "geren-ziliao"),
    ("把我的资料删了", "geren-ziliao"),
    ("我妈今年八十三了，国家给钱吗", "gaoling"),
    ("家里没钱了怎么办", "dibao"),
    ("我爱人住院花了十几万，家里撑不住了", "linshi-zhichu"),
    ("昨天晚上家里失火了没地方去", "linshi-jinan"),
    ("爷爷走不了路了，想请人来看看算几级", "nengli-pinggu"),
    ("残疾人每个月能领多少钱", "canji-liangxiang"),
    ("我儿子耳朵聋，想办个证", "canjizheng"),
    ("残疾本过期了", "canjizheng"),
    ("老人独自在家，孩子在外地不放心", "tanfang"),
    ("能不能给我爸送午饭", "yanglao-butie"),
    ("洗澡洗不动，想找人帮忙", "yanglao-butie"),
    ("民政部那个每月八百的券怎么领", "shineng-butie"),
    ("我妈瘫痪两年了，护理的钱能报吗", "shineng-huli"),
    ("刚生的孩子怎么交医疗保险", "yibao-canbao"),
    ("农村合作医疗在哪儿交", "yibao-canbao"),
    ("我开出租的，自己怎么交养老", "linghuo-shebao"),
    ("厂子黄了，我没活干了", "shiye-dengji"),
    ("上个月被单位辞退", "shiye-dengji"),
    ("五十二岁了找活没人要", "jiuye-kunnan"),
    ("想申请个便宜的公家房子", "gongzufang"),
    ("房租太高住不起", "gongzufang"),
    ("外地户口怎么办居住", "juzhuzheng"),
    ("暂住证快到期了", "juzhuzheng"),
    ("媳妇怀上了，去哪登记", "shengyu-dengji"),
    ("要二胎用办手续吗", "shengyu-dengji"),
    ("当了十二年兵，退下来有什么待遇", "youfu-youdaizheng"),
    ("老板跑了，工资没发", "falv-yuanzhu"),
    ("请律师没钱", "falv-yuanzhu"),
    ("丈夫打我，想离婚", "falv-yuanzhu"),
    ("楼上老是往下漏水，赔偿谈不拢", "maodun-tiaojie"),
    ("和对门吵起来了，想找人说和说和", "maodun-tiaojie"),
    ("兄弟为了养老娘吵翻了", "maodun-tiaojie"),
    ("地下室的防火门被锁死了", "xiaofang-yinhuan"),
    ("消防车道停满了车", "xiaofang-yinhuan"),
    ("灭火器都空了", "xiaofang-yinhuan"),
    ("邻居把纸壳子堆在楼梯上", "loudao-duiwu"),
    ("有人在家门口给电瓶车充电", "loudao-duiwu"),
    ("电动车推进电梯", "loudao-duiwu"),
    ("三楼走廊全是破烂，走不过去", "loudao-duiwu"),
    ("单元门坏了关不严", "baoxiu-gonggong"),
    ("楼梯间的灯不亮", "baoxiu-gonggong"),
    ("马路上井盖没了", "baoxiu-gonggong"),
    ("电梯老是停", "baoxiu-gonggong"),
    ("下水道反水了", "baoxiu-gonggong"),
    ("楼顶漏雨漏到家里", "baoxiu-gonggong"),
    ("垃圾好几天没人收", "huanjing-weisheng"),
    ("满墙贴的都是小广告", "huanjing-weisheng"),
    ("遛狗的不捡屎", "huanjing-weisheng"),
    ("楼下老太太跳舞放音乐太吵", "zaosheng"),
    ("隔壁装修电钻响一天", "zaosheng"),
    ("工地半夜还在打桩", "zaosheng"),
    ("楼上小孩天天跑跑跳跳", "zaosheng"),
    ("卖菜的把路都占了", "zhandao"),
    ("有人在车位上装了锁", "zhandao"),
    ("邻居在楼下搭了个棚", "zhandao"),
    ("想给小区提点想法", "yijian-jianyi"),
    ("物业干得好想表扬一下", "yijian-jianyi"),
    ("这事该找谁", "zixun"),
    ("想打听一下退休的事", "zixun"),
    ("学校要我开个居住证明", "kaizhengming"),
    ("派出所让社区盖个章", "kaizhengming"),
    ("要证明我和我妈是母女", "kaizhengming"),
    ("没儿没女的老头谁管", "tekun"),
    ("孤老没人照顾", "tekun"),
    ("领最低生活费", "dibao"),
    ("一家四口就我一个人挣钱，不够花", "dibao"),
    ("大学学费凑不齐", "linshi-zhichu"),
    ("退伍的优待卡", "youfu-youdaizheng"),
    ("敲门老人没反应", "tanfang"),
    ("没工作想交社保", "linghuo-shebao"),
    ("奶奶九十了每个月有钱拿吗", "gaoling"),
    ("车祸住院急等着用钱", "linshi-jinan"),
    ("化疗把积蓄花完了", "linshi-zhichu"),
    ("眼睛瞎了能办什么证", "canjizheng"),
    ("我爸一个人在老家我不放心", "tanfang"),
    ("请个人上门给老人洗洗涮涮", "yanglao-butie"),
    ("老人大小便都在床上，护理费谁出", "shineng-huli"),
    ("小孩上户口以后医保怎么弄", "yibao-canbao"),
    ("我在家带孩子能自己缴养老保险不", "linghuo-shebao"),
    ("公司把我裁了", "shiye-dengji"),
    ("工厂关门以后找不着工作", "shiye-dengji"),
    ("一家子没一个上班的", "jiuye-kunnan"),
    ("想排公租房", "gongzufang"),
    ("来这边打工半年了要办什么证", "juzhuzheng"),
    ("老婆怀二胎了", "shengyu-dengji"),
    ("退伍兵优待", "youfu-youdaizheng"),
    ("包工头欠我工钱", "falv-yuanzhu"),
    ("婆婆媳妇天天吵", "maodun-tiaojie"),
    ("楼上漏水把我家天花板泡了", "maodun-tiaojie"),
    ("安全通道被锁", "xiaofang-yinhuan"),
    ("楼道里放了好多纸箱子", "loudao-duiwu"),
    ("有人从窗户往下拉电线充电", "loudao-duiwu"),
    ("小区大门的道闸坏了", "baoxiu-gonggong"),
    ("马桶返水，下水管堵了", "baoxiu-gonggong"),
    ("院子里全是狗粪", "huanjing-weisheng"),
    ("装修垃圾扔在路边", "huanjing-weisheng"),
    ("半夜两点还在唱卡拉OK", "zaosheng"),
    ("烧烤摊摆到马路上了", "zhandao"),
    ("有人在绿化带里种菜", "zhandao"),
    ("建议小区装个充电桩", "yijian-jianyi"),
    ("我想反映个问题", "yijian-jianyi"),
    ("孩子上学政策问谁", "zixun"),
    ("银行要亲属关系证明", "kaizhengming"),
    ("五保户怎么申请", "tekun"),
    ("老人评估要不要钱", "nengli-pinggu"),
    ("残疾人护理费多少", "canji-liangxiang"),
    ("养老券怎么用", "shineng-butie"),
]


@pytest.fixture(scope="module")
def search() -> MatterSearch:
    versions = []
    for entry in shipped().entries:
        version = MatterVersion(
            name=entry["name"],
            category=entry["category"],
            work_type=WorkType(entry["work_type"]),
            content=entry,
        )
        version.matter = Matter(slug=entry["slug"])
        versions.append(version)
    return MatterSearch(entry_of_version(version) for version in versions)


def test_the_phrases_are_not_the_words_of_the_catalogue():
    words = {word for entry in shipped().entries for word in (*entry["words"], entry["name"])}
    assert len(SPOKEN) >= 60
    assert len({phrase for phrase, _slug in SPOKEN} & words) == 0
    assert {slug for _phrase, slug in SPOKEN} == {entry["slug"] for entry in shipped().entries}


@pytest.mark.parametrize(("phrase", "slug"), SPOKEN)
def test_what_people_say_finds_the_matter_among_the_first_three(search: MatterSearch, phrase: str, slug: str):
    assert slug in search.find(phrase)[:3]


@pytest.mark.parametrize("entry", shipped().entries, ids=lambda entry: entry["slug"])
def test_each_word_of_a_matter_finds_it_first_of_all(search: MatterSearch, entry: dict):
    """Unless several matters share the word: then it is among the first three."""
    for word in (entry["name"], *entry["words"]):
        owners = [one["slug"] for one in shipped().entries if word in (one["name"], *one["words"])]
        found = search.find(word)
        assert found[0] == entry["slug"] if len(owners) == 1 else entry["slug"] in found[:3], f"{word}: {found}"


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("低宝", "dibao"),
        ("dibao", "dibao"),
        ("居住正", "juzhuzheng"),
        ("公祖房", "gongzufang"),
        ("高龄金贴", "gaoling"),
        ("楼道堆务", "loudao-duiwu"),
        ("失业等级", "shiye-dengji"),
        ("残疾人正", "canjizheng"),
        ("殘疾證", "canjizheng"),
        ("樓道堆雜物", "loudao-duiwu"),
        ("低　保！", "dibao"),
        ("４０５０", "jiuye-kunnan"),
    ],
)
def test_slips_of_the_finger_and_other_scripts_are_understood(search: MatterSearch, typed: str, slug: str):
    assert search.find(typed)[0] == slug


@pytest.mark.parametrize(
    "typed", ["", " ", "，。！", "asdfgh", "股票代码", "飞机票", "办护照", "\u202e", "🏠", "的了吗"]
)
def test_what_is_no_matter_finds_none(search: MatterSearch, typed: str):
    assert search.find(typed) == []


def test_a_very_long_question_is_read_from_its_beginning(search: MatterSearch):
    assert search.find("路灯不亮" + "啊" * 5000)[0] == "baoxiu-gonggong"
