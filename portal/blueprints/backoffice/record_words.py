"""What the rows of the record are called on the page."""

from flask_babel import gettext as _

from portal.domain.accounts.roles import Role
from portal.domain.records.models import Record
from portal.filters import role


def action_names() -> dict[str, str]:
    """The acts that are recorded, in words, in the order of the filter."""
    return {
        "sign_in.done": _("登录"),
        "visit.answers_read": _("看了上门时填的内容"),
        "sign_in.failed": _("没登上：密码或动态码不对"),
        "sign_in.refused": _("没登上：没有这个账号，或正锁着"),
        "account.locked": _("账号锁住了"),
        "account.opened": _("新开账号"),
        "account.changed": _("改了账号的姓名或联系人"),
        "account.appointed": _("加了岗位"),
        "account.dismissed": _("去掉岗位"),
        "account.closed": _("停用账号"),
        "account.reopened": _("重新启用账号"),
        "account.password_issued": _("给了新的初始密码"),
        "account.password_changed": _("改了自己的密码"),
        "second_factor.on": _("打开动态码"),
        "second_factor.off": _("关掉动态码"),
        "person.added": _("新加人员"),
        "person.edited": _("改了人员的卡片"),
        "person.photo_changed": _("换了照片"),
        "person.photo_removed": _("去掉照片"),
        "post.begun": _("开始任职"),
        "post.ended": _("结束任职"),
        "post.withdrawn": _("撤回任职"),
        "absence.entered": _("登记请假和代班"),
        "absence.withdrawn": _("撤回请假"),
        "placards.made": _("生成一批公示牌"),
        "placards.printed": _("打印公示牌"),
        "placard.made": _("生成公示牌"),
        "placard.put_up": _("公示牌上墙"),
        "placard.damage_reported": _("报公示牌破损"),
        "placard.damage_cleared": _("破损处理好了"),
        "placard.lost": _("公示牌停用：丢了"),
        "placard.replaced": _("公示牌停用：换了新的"),
        "placard.removed": _("公示牌停用：撤下了"),
        "town.imported": _("导入网格和楼栋"),
        "community.phone_changed": _("改了社区电话"),
        "subdistrict.phone_changed": _("改了监督电话"),
        "building.added": _("新加楼栋"),
        "department.added": _("新加部门"),
        "department.changed": _("改了部门"),
        "department.closed": _("撤销部门"),
        "department.reopened": _("重新启用部门"),
        "alias.added": _("新加别名"),
        "alias.removed": _("去掉别名"),
        "result.published": _("公开了办结结果"),
        "result.withdrawn": _("撤下公开的结果"),
        "result.kept_off": _("办结结果定为不公开"),
        "publicity.notice_printed": _("打印了公示"),
        "publicity.taken_down": _("提前撤下公示"),
        "publicity.waived": _("未成年人免去公示"),
        "objection.read": _("打开看了异议"),
        "kinship.printed": _("打印近亲属申报登记"),
        "message.sent_again": _("消息再发一次"),
        "robot.added": _("新加群机器人或邮箱"),
        "robot.tried": _("试发一条消息"),
        "robot.switched_on": _("重新启用群机器人或邮箱"),
        "robot.switched_off": _("停用群机器人或邮箱"),
        "address.alias": _("没找到的地址：记成别名"),
        "address.building": _("没找到的地址：加了楼栋"),
        "address.dismissed": _("没找到的地址：不用处理"),
        "matters.loaded": _("放进随软件带来的事项"),
        "matter.edited": _("改了事项"),
        "matter.retired": _("停办事项"),
        "matter.restored": _("恢复事项"),
        "matter.confirmed": _("核实了事项的本地内容"),
        "matter.confirmation_taken_back": _("撤回核实"),
        "reply_template.added": _("加了常用语"),
        "reply_template.edited": _("改了常用语"),
        "reply_template.removed": _("删掉常用语"),
        "calendar.entered": _("录入放假安排"),
        "calendar.replaced": _("更正放假安排"),
        "request.filed": _("替群众登记诉求"),
        "request.slip_printed": _("打印诉求的单子"),
        "request.authorisation_printed": _("打印委托书"),
        "request.person_code_handed_over": _("把查询码交给本人"),
        "request.fact_read": _("看了群众的个人信息"),
        "request.code_renewed": _("换了诉求的查询码"),
        "request.merged": _("合并诉求"),
        "request.copy_given": _("本人要了一份自己的资料"),
        "request.person_corrected": _("按本人要求更正资料"),
        "request.data_deleted": _("按本人要求删除资料"),
    }


def subject_kinds() -> dict[str, str]:
    """What acts are done to, in words."""
    return {
        "user": _("账号"),
        "person": _("人员"),
        "grid": _("网格"),
        "building": _("楼栋"),
        "community": _("社区"),
        "subdistrict": _("街道"),
        "department": _("部门"),
        "placard": _("公示牌"),
        "placards": _("公示牌"),
        "unmatched-address": _("没找到的地址"),
        "message": _("消息"),
        "robot": _("群机器人或邮箱"),
        "town": _("全镇"),
        "matter": _("事项"),
        "matters": _("事项"),
        "reply-template": _("常用语"),
        "calendar": _("放假安排"),
        "request": _("诉求"),
    }


class RecordWords:
    """Says the rows of one page in words; looks every word up once."""

    def __init__(self) -> None:
        self.actions = action_names()
        self.kinds = subject_kinds()

    def action(self, row: Record) -> str:
        return self.actions.get(row.action, row.action)

    def subject(self, row: Record) -> str:
        """`placard 7KQ4M2XD` as 公示牌 7KQ4M2XD."""
        kind, _blank, code = row.subject.partition(" ")
        return f"{self.kinds.get(kind, kind)} {code}".strip()

    def detail(self, row: Record) -> str:
        """A role at the beginning in words; all else as it was written."""
        word, _blank, rest = row.detail.partition(" ")
        return f"{role(Role(word))} {rest}".strip() if word in list(Role) else row.detail
