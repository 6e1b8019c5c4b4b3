"""The parts of what a matter says: its words, papers, steps, limits and questions."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.matters.models import Level
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.workdays.spans import Span


class Basis(StrEnum):
    """Who set a value: the law of the country, a local rule, or custom."""

    NATIONAL = "national"
    LOCAL = "local"
    PRACTICE = "practice"


class Said(StrEnum):
    """Yes, no, or each place decides."""

    YES = "yes"
    NO = "no"
    LOCAL = "local"


class Need(StrEnum):
    """When a paper is needed."""

    ALWAYS = "always"
    IF_APPLICABLE = "if_applicable"
    IF_AVAILABLE = "if_available"
    IF_PROXY = "if_proxy"
    UNLESS_EXEMPT = "unless_exempt"
    LOCAL = "local"


class ProxyKind(StrEnum):
    """Who may apply for somebody: 家人, 监护人, 受托人, 居委会, 网格员帮办."""

    FAMILY = "family"
    GUARDIAN = "guardian"
    ENTRUSTED = "entrusted"
    COMMITTEE = "committee"
    WORKER = "worker"


class InPerson(StrEnum):
    """What nobody can do in the person's place.

    face_check     the face check or sign of life (刷脸、生存认证)
    authorisation  their signature under the authorisation of the income check (核对授权书)
    assessment     an assessment of themselves (评残、能力评估)
    agreement      their signature under a mediation agreement (调解协议)
    """

    FACE_CHECK = "face_check"
    AUTHORISATION = "authorisation"
    ASSESSMENT = "assessment"
    AGREEMENT = "agreement"


class Situation(StrEnum):
    OLD = "old"
    DISABLED = "disabled"
    HARD = "hard"
    JOBLESS = "jobless"
    RENTING = "renting"
    BUILDING = "building"


class AnswerKind(StrEnum):
    """How a question is answered: one line, several lines, one of the options, a number, a time, yes or no."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    NUMBER = "number"
    WHEN = "when"
    YES_NO = "yes_no"


class Photo(StrEnum):
    NONE = "none"
    WELCOME = "welcome"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to bring.

    shared      the government has it already, so nobody must hand it in (不用交)
    may_follow  the matter may be accepted without it when the person promises it for later (容缺受理)
    how         where it is got, or how it is made, in a sentence for the person
    """

    name: str
    need: Need
    shared: bool
    sensitive: bool
    may_follow: bool = False
    how: str = ""


class Begins(StrEnum):
    """What a step of the matter begins with by itself: the acceptance (受理), or a public period that ended well."""

    ACCEPTANCE = "acceptance"
    PUBLICITY_END = "publicity_end"


@dataclass(frozen=True, slots=True)
class Step:
    """One station of the way through the offices; `begins` None: whoever has it says when it is reached."""

    name: str
    level: Level
    limit: Span | None
    optional: bool
    note: str
    begins: Begins | None = None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """办理期限. `clock_starts` is said in words: 街道受理之日."""

    span: Span
    extend_to: Span | None
    basis: Basis
    clock_starts: str
    note: str


@dataclass(frozen=True, slots=True)
class Publicity:
    """公示: whether, how long, where, which facts of a person may stand there. `told` is for residents.

    recheck  by when an objection is to be re-checked, where the rules of the matter say so
    """

    required: Said
    span: Span | None
    where: str
    basis: Basis
    fields: tuple[str, ...]
    told: str
    note: str
    recheck: Span | None = None


@dataclass(frozen=True, slots=True)
class Proxy:
    allowed: Said
    kinds: tuple[ProxyKind, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Question:
    """Asked when filing, so that a description is never too thin.

    options    only where `kind` is choice
    sensitive  the kind of fact its answer is: asked on the page of such facts, under a consent of its own, and never
               kept among the answers
    """

    key: str
    label: str
    hint: str
    kind: AnswerKind
    options: tuple[str, ...]
    required: bool
    sensitive: FactKind | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """What stands above everything else of an urgent matter, and the numbers to call first."""

    banner: str
    phones: tuple[str, ...]
