"""Words around the address: greetings, couriers, phones, numbers, long stories, text pasted twice."""

from ..phrases import phrases
from . import fill, forms, kind, said_draft

BEFORE = phrases("noise_before")
AFTER = phrases("noise_after")
NAMES = phrases("noise_names")
QUESTIONS = phrases("noise_questions")
CARDS = phrases("noise_cards")
PHONES = phrases("noise_phones")
TIMES = phrases("noise_times")
STORIES = phrases("noise_stories")


def around(c, said, templates, **parts):
    """The said address inside one of some templates."""
    return said_draft(c, said, fill(c.rng, templates, a=said.text(), **parts))


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


@kind("polite_question", "any", 1.2)
def polite_question(c, b):
    return around(c, c.say(b), QUESTIONS)


@kind("name_phone", "any", 2)
def name_phone(c, b):
    """Name and phone beside the address; the numbers belong to nobody."""
    last = f"{c.rng.randrange(10000):04d}"
    phone = fill(c.rng, PHONES, x=f"1400000{last}", x1="140", x2="0000", x3=last)
    return around(c, c.say(b), CARDS, n=c.rng.choice(NAMES), p=phone)


@kind("identity_card", "any", 0.8)
def identity_card(c, b):
    r = c.rng
    number = f"99020019{r.randrange(40, 99)}0{r.randrange(1, 10)}1{r.randrange(10)}{r.randrange(1000):03d}X"
    cards = forms("{a} 身份证{i} | 身份证号 {i} 住{a} | {n}，{i}，{a}")
    return around(c, c.say(b), cards, n=r.choice(NAMES), i=number)


@kind("date_time", "any", 0.8)
def date_time(c, b):
    r = c.rng
    return around(c, c.say(b), TIMES, m=r.randint(1, 9), d=r.randint(10, 28), h=r.randint(8, 11), k=r.randint(2, 9))


@kind("long_story", "any", 1.5)
def long_story(c, b):
    return around(c, c.say(b), STORIES)


@kind("pasted_twice", "any", 1.2)
def pasted_twice(c, b):
    said = c.say(b)
    return said_draft(c, said, c.rng.choice(["", " ", "，", "\n"]).join([said.text()] * 2))


@kind("repeated_admin", "any", 1)
def repeated_admin(c, b):
    said, t = c.say(b, admin=3), c.town
    district = t.district_of(t.grids[b.grid])[0]
    city, short = t.city + district, t.city.rstrip("市") + district
    leads = [t.province[:2] + city, "中国" + t.province + t.city, said.admin, city, short + said.admin]
    return said_draft(c, said, c.rng.choice(leads) + said.text())
