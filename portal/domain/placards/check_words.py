"""Check words: printed on a placard and shown after the scan, so that a sticker pasted over the code is noticed.

Two characters each, of the 3,755 most common ones; things one can see, taste or do. No two words are alike in sound,
also for people who do not tell zh from z, n from l or r, h from f or -ng from -n, and none sounds like another with one
syllable changed a little. Left out: brands, slogans, names of people, whatever means or sounds like misfortune.
"""

from collections import Counter
from collections.abc import Callable, Collection

_LIST = """
松鹤 竹林 荷叶 莲蓬 柳枝 杨树 银杏 桂圆 桃花 杏仁 樱桃 葡萄 核桃 板栗 花生 芝麻 麦穗 稻田
高粱 玉米 红薯 南瓜 冬瓜 辣椒 番茄 芹菜 菠菜 香菜 大葱 生姜 蘑菇 海带 豆角 豌豆 绿豆 莲藕
茶叶 玫瑰 月季 水仙 兰草 丁香 海棠 紫藤 薄荷 芦苇 藤椅 竹椅 柠檬 橙子 菠萝 椰子 杨梅 红枣
柿饼 喜鹊 云雀 麻雀 天鹅 大雁 海鸥 公鸡 小鸭 绵羊 奶牛 骏马 斑马 小鹿 白兔 熊猫 袋鼠 鲸鱼
鲤鱼 蜜蜂 蝴蝶 萤火 瓢虫 彩虹 晚霞 白云 月亮 星空 阳光 春雨 清泉 溪流 瀑布 湖水 沙滩 岛屿
山谷 草原 森林 田野 露珠 极光 微风 晨雾 灯笼 窗花 剪纸 毛笔 书架 书包 铅笔 橡皮 台灯 茶壶
茶杯 瓷碗 铁锅 砂锅 水桶 木梳 毛巾 枕头 棉被 围巾 手套 布鞋 纽扣 针线 毛衣 口袋 风车 陀螺
积木 象棋 围棋 皮球 秋千 滑梯 口琴 二胡 琵琶 锣鼓 钢琴 吉他 喇叭 邮票 日历 地图 钥匙 石桥
凉亭 长廊 庭院 楼梯 阳台 书房 厨房 码头 帆船 渔网 汽笛 单车 马车 轮船 拼图 皮影 春联 面条
月饼 年糕 饼干 蜂蜜 果酱 酸奶 咖啡 微笑 明亮 宽敞 珍珠 砖瓦 瓦片 藤蔓 葫芦 草帽 雨靴 山泉
梯田 小溪 河岸 峡谷 山峰 树荫 树根 果仁 泥土 陶罐 瓷瓶 屏风 石磨 算盘 圆规 画笔 颜料 黑板
课本 怀表 耳机 谜语 贺卡 气球 跳绳 足球 游泳 绘画 唱歌 舞蹈 糖人 龙虾 青蛙 骆驼 羚羊 孔雀
牧童 奶油 米粥 芋头 竹笋 洋葱 胡椒 丝绸 沙发 板凳 牙刷 雨衣 手帕 项链 扫帚 暖瓶 拱桥 戏台
鼓楼 街巷 胡同 院落 走廊 谷仓 牧场
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())


def pick(randbelow: Callable[[int], int], taken: Collection[str]) -> str:
    """A word for a new placard, `randbelow(n)` drawing from 0 … n-1.

    `taken` holds the words of the neighbours, once for each placard. A word none of them has is preferred; when all
    are taken, one of those taken least often.
    """
    uses = Counter(taken)
    fewest = min(uses[word] for word in WORDS)
    free = [word for word in WORDS if uses[word] == fewest]
    return free[randbelow(len(free))]
