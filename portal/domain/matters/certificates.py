"""The twenty certificates a community may not issue (民发〔2020〕20号), and who answers for each instead.

That they may not be issued is the rule; where to go is general knowledge and is shown as such.
"""

from typing import NamedTuple


class Certificate(NamedTuple):
    """What people ask for, who can issue it or vouch for it, and what often makes it unnecessary."""

    name: str
    where: str
    hint: str


NOT_ISSUED = (
    Certificate("亲属关系证明", "公安派出所、公证处", "户口簿、结婚证、出生医学证明能看出关系的，不用另开证明。"),
    Certificate("居民身份信息证明", "公安派出所", "身份证、户口簿就是证明。"),
    Certificate("户口登记项目变更申请证明", "公安派出所", "到户籍窗口直接申请更改。"),
    Certificate("养犬证明", "公安派出所", "办养犬登记；有的地方归城管。"),
    Certificate("无犯罪记录证明", "公安派出所", "多数地方可以在网上申请。"),
    Certificate("社区戒毒、社区康复表现证明", "公安机关、街道戒毒康复工作机构", "由负责的工作机构出具。"),
    Certificate("人员失踪证明", "公安派出所、人民法院", "先报案；要宣告失踪的，向法院申请。"),
    Certificate("婚姻状况证明", "民政局婚姻登记处", "结婚证、离婚证就是证明；登记处可以查记录。"),
    Certificate("出生证明", "接生的医院", "《出生医学证明》丢了，向原来签发的医院申请补发。"),
    Certificate("健在证明", "人社部门、公证处", "领养老金的，在手机上做资格认证就行。"),
    Certificate(
        "死亡证明", "医院、社区卫生服务中心、公安", "在医院去世找医院；在家去世找社区卫生服务中心；意外找公安。"
    ),
    Certificate("疾病状况证明", "看病的医院", "病历、诊断书由医院出具。"),
    Certificate("残疾状况证明", "残联", "残疾人证就是证明。"),
    Certificate("婚育状况证明", "民政局婚姻登记处、街道卫健窗口", "结婚的事问婚姻登记处，生育登记问街道。"),
    Certificate("居民就业状况证明", "工作单位、人社部门", "社保缴费记录、失业登记能说明情况。"),
    Certificate("居民个人档案证明", "存档案的单位、人才服务机构", "不知道档案在哪里，先问人社部门。"),
    Certificate("居民财产证明", "不动产登记中心、银行、车管所", "房子、存款、车辆各由登记的单位出具。"),
    Certificate("遗产继承权证明", "公证处、人民法院", "有争议的，到法院。"),
    Certificate("市场主体住所证明", "市场监管部门", "用房产证或租房合同；不少地方自己申报就行。"),
    Certificate("证件遗失证明", "原来发证的单位", "直接申请补办，一般不用证明。"),
)
