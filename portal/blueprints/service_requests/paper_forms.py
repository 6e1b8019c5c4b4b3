"""What is asked of each paper: it is here, it cannot be had, it does not apply; with the reason, and photographs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField
from wtforms.validators import DataRequired, Length, Optional

from portal.domain.papers.asked import Answered
from portal.domain.papers.models import PaperState
from portal.domain.papers.providing import LONGEST_REASON, Provided
from portal.domain.service_requests.photos import MOST_OF_PAPER
from portal.forms import LineField, RuledForm, choices

NOT_NOW = "not_now"
_ACCEPTED = {"accept": "image/*"}


def state_words() -> dict[str, str]:
    return {
        PaperState.HAVE.value: _("有"),
        PaperState.CANNOT.value: _("拿不到"),
        PaperState.NOT_APPLICABLE.value: _("不适用"),
    }


class PaperAnswers(RuledForm):
    """Three fields for each paper, by its place in the list: `state_1`, `reason_1`, `photos_1`."""

    papers: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, papers: Sequence[str], known: Mapping[str, Answered] | None = None, *, optional: bool = False, **facts: Any
    ) -> Any:
        """The form for these papers, with what was answered before; `optional`: one may be left for another time."""
        fields: dict[str, Any] = {}
        for n, name in enumerate(papers, 1):
            words = {NOT_NOW: _("这次先不交"), **state_words()} if optional else state_words()
            checks = [Optional()] if optional else [DataRequired(_("“%(name)s”，请选一个。", name=name))]
            fields[f"state_{n}"] = RadioField(
                name, checks, choices=choices(words), default=NOT_NOW if optional else None
            )
            fields[f"reason_{n}"] = LineField(
                _l("拿不到或者不适用的，为什么"), [Length(max=LONGEST_REASON, message=_l("最多 200 个字。"))]
            )
            fields[f"photos_{n}"] = MultipleFileField(_l("拍照或选照片"), render_kw=_ACCEPTED)
        shown = {}
        for n, name in enumerate(papers, 1):
            if known and name in known:
                shown |= {f"state_{n}": known[name].state.value, f"reason_{n}": known[name].reason}
        made = type(cls.__name__, (cls,), fields)(data=shown, **facts)
        made.papers = tuple(papers)
        return made

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        for n, name in enumerate(self.papers, 1):
            state, reason = self[f"state_{n}"].data, self[f"reason_{n}"]
            if state in (PaperState.CANNOT, PaperState.NOT_APPLICABLE) and not reason.data:
                words = state_words()[state]
                reason.errors = [_("“%(name)s”%(state)s，请写为什么。", name=name, state=words)]
                right = False
            if len(self.files_of(n)) > MOST_OF_PAPER:
                self[f"photos_{n}"].errors = [_("一样材料最多传 %(n)s 张照片，请少选几张。", n=MOST_OF_PAPER)]
                right = False
        return right

    def files_of(self, n: int) -> list[FileStorage]:
        """What was chosen; a browser sends an empty file for none."""
        return [one for one in self[f"photos_{n}"].data or () if isinstance(one, FileStorage) and one.filename]

    @property
    def sent(self) -> Iterable[tuple[str, FileStorage]]:
        """Every photograph with the name of its paper."""
        return [(name, file) for n, name in enumerate(self.papers, 1) for file in self.files_of(n)[:MOST_OF_PAPER]]

    def say_have(self, names: Iterable[str]) -> None:
        """Who photographs a paper has it, whether they ticked it or not."""
        for n, name in enumerate(self.papers, 1):
            if name in names and self[f"state_{n}"].data in (None, "", NOT_NOW):
                self[f"state_{n}"].data = PaperState.HAVE.value

    @property
    def answers(self) -> dict[str, Answered]:
        """What was said of each paper, as far as it makes sense; nothing for those left for another time."""
        said = {}
        for n, name in enumerate(self.papers, 1):
            state, reason = self[f"state_{n}"].data, self[f"reason_{n}"].data or ""
            if state in list(PaperState) and len(reason) <= LONGEST_REASON:
                said[name] = Answered(PaperState(state), "" if state == PaperState.HAVE else reason)
        return said

    def provided(self, copies: Mapping[str, int]) -> list[Provided]:
        """For the verbs: what was said, with the number of photographs that came with each."""
        return [Provided(name, said.state, said.reason, copies.get(name, 0)) for name, said in self.answers.items()]


class DraftPapersForm(PaperAnswers):
    """On the way to a request."""
