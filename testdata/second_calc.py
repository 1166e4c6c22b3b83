#!/usr/bin/env python3
"""A second `qazyna calc`, written from the words of the specification (chapters 3 and 4) alone.

    second_calc.py [FILE]      JSON Lines in (a file or stdin), one answer a line out; exit 2 when a line is not JSON

It shares no code and no data with the registry and is slow on purpose: exact fractions, every calendar day tried.
A test feeds both with generated cases (calc_cases.py); where they differ, one of them does not say what the spec says.
"""

import calendar
import datetime
import json
import re
import sys
from fractions import Fraction

sys.set_int_max_str_digits(0)
ONE_DAY = datetime.timedelta(1)


class Refused(Exception):
    """A refusal; its argument is the code."""


def need(condition, code="input.invalid"):
    if not condition:
        raise Refused(code)


# ---- 3.1 Types: every field of an op is typed before its first rule; anything wrong is input.invalid.


def text(value):
    need(isinstance(value, str))
    return value


def flag(value):
    need(isinstance(value, bool))
    return value


def integer(low, high):
    def check(value):
        need(isinstance(value, int) and not isinstance(value, bool) and low <= value <= high)
        return value

    return check


def one_of(*words):
    def check(value):
        need(text(value) in words)
        return value

    return check


def listed(inner, at_least=0):
    def check(value):
        need(isinstance(value, list) and len(value) >= at_least)
        return [inner(item) for item in value]

    return check


def fields(**types):
    """An object with these fields; a name that ends in an underscore may be absent. Unknown fields are ignored."""

    def check(value):
        need(isinstance(value, dict))
        typed = {}
        for name, inner in types.items():
            key = name.rstrip("_")
            if key in value:
                typed[key] = inner(value[key])
            else:
                need(name.endswith("_"))
        return typed

    return check


def date(value):
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text(value))
    need(match)
    try:
        return datetime.date(*map(int, match.groups()))
    except ValueError:
        raise Refused("input.invalid") from None


def month(value):
    """The first day of a month."""
    return date(text(value) + "-01")


def instant(value):
    """Nanoseconds since the first of January of year 1 in UTC, as a whole number."""
    form = r"(.{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
    match = re.fullmatch(form, text(value))
    need(match)
    day, hour, minute, second, fraction, sign, off_hour, off_minute = match.groups()
    hour, minute, second = int(hour), int(minute), int(second)
    off_hour, off_minute = int(off_hour or 0), int(off_minute or 0)
    need(hour <= 23 and minute <= 59 and second <= 59 and off_hour <= 23 and off_minute <= 59)
    offset = (off_hour * 60 + off_minute) * (-1 if sign == "-" else 1)
    minutes = (date(day).toordinal() * 24 + hour) * 60 + minute - offset
    return (minutes * 60 + second) * 10**9 + int((fraction or "").ljust(9, "0"))


def span(value):
    need(isinstance(value, list) and len(value) == 2)
    return date(value[0]), date(value[1])


def marks(value):
    need(isinstance(value, dict))
    return {date(day): text(mark) for day, mark in value.items()}


MONEY, NOT_NEGATIVE_MONEY = integer(-(10**15), 10**15), integer(0, 10**15)
COUNT, NOT_NEGATIVE_COUNT = integer(-(10**9), 10**9), integer(0, 10**9)
STUDY_DAYS = integer(-(10**9), 31)

IN = {
    "iin": fields(iin=text),
    "bin": fields(bin=text),
    "iban": fields(iban=text),
    "working_days": fields(**{"from": date, "to": date}),
    "add_working_days": fields(date=date, days=COUNT),
    "deadline": fields(event=date, working_days_=COUNT, days_=COUNT, months_=COUNT),
    "amount_due": fields(
        programme=text,
        nominal=MONEY,
        month=month,
        calendar_=fields(weekdays_=listed(integer(1, 7), 1), vacations_=listed(span)),
        enrolled_from_=date,
        enrolled_to_=date,
        marks=marks,
        leave_days_used_=NOT_NEGATIVE_COUNT,
        parental_fee_=NOT_NEGATIVE_MONEY,
    ),
    "voucher_split": fields(**{"programme": text, "from": date, "to": date, "total_": MONEY, "monthly_": MONEY}),
    "order_volume": fields(
        normative=NOT_NEGATIVE_MONEY, months=listed(fields(study_days=STUDY_DAYS, enrolled_days=listed(COUNT)), 1)
    ),
    "apportion": fields(
        available=MONEY, claims=listed(fields(id=text, amount=MONEY, weight=NOT_NEGATIVE_COUNT))
    ),
    "qr_share": fields(enrolled=COUNT, qr=COUNT, required_bp_=integer(0, 10000)),
    "capital_due": fields(
        kind=one_of("new", "reconstruction"), mrp=MONEY, study_days=STUDY_DAYS, enrolled_days=COUNT
    ),
    "queue_category": fields(
        birth_date=date,
        year=integer(1, 9999),
        large_family_=flag,
        single_parent_=flag,
        vulnerable_=flag,
        other_vulnerable_=flag,
        sibling_enrolled_=flag,
    ),
    "allocate": fields(
        total=COUNT,
        categories_=listed(fields(no=COUNT, k=integer(1, 10**9)), 1),
        applications=listed(fields(id=text, category=COUNT, registered_at=instant)),
    ),
}


# ---- 3.2 Identifiers


def check_digit_holds(digits):
    """The check of IIN and BIN."""
    for weights in range(1, 12), [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]:
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11
        if rest != 10:
            return rest == int(digits[11])
    return False


def iin(i):
    digits = i["iin"]
    need(re.fullmatch("[0-9]{12}", digits), "iin.format")
    sign = int(digits[6])
    need(1 <= sign <= 6, "iin.century")
    year = 1800 + (sign - 1) // 2 * 100 + int(digits[:2])
    try:
        birth = datetime.date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        raise Refused("iin.birth_date") from None
    need(check_digit_holds(digits), "iin.checksum")
    return {"birth_date": birth.isoformat(), "sex": "male" if sign % 2 else "female"}


def bin_(i):
    digits = i["bin"]
    need(re.fullmatch("[0-9]{12}", digits), "bin.format")
    need(1 <= int(digits[2:4]) <= 12, "bin.registration_month")
    entities = {"4": "resident", "5": "non_resident", "6": "joint_entrepreneur"}
    need(digits[4] in entities, "bin.entity_type")
    attributes = {"0": "head", "1": "branch", "2": "representation", "3": "farm"}
    need(digits[5] in attributes, "bin.attribute")
    need(check_digit_holds(digits), "bin.checksum")
    return {"entity": entities[digits[4]], "attribute": attributes[digits[5]]}


def iban(i):
    account = i["iban"]
    need(re.fullmatch("KZ[0-9]{5}[0-9A-Z]{13}", account), "iban.format")
    number = "".join(str(int(character, 36)) for character in account[4:] + account[:4])
    need(int(number) % 97 == 1, "iban.checksum")
    return {"bank_code": account[4:7]}


# ---- 3.3 Calendars

ENTERED = range(2024, 2028)
DECREED_OFF = {datetime.date(2024, 5, 8), datetime.date(2025, 1, 3)}
DECREED_WORKED = {datetime.date(2024, 5, 4), datetime.date(2025, 1, 5)}
KURBAN_AIT = {2024: (6, 16), 2025: (6, 6), 2026: (5, 27), 2027: (5, 16)}


def weekend(day):
    return day.isoweekday() >= 6


def non_working_holidays():
    """Every holiday of the entered years, on its own day and, where it moves, on the other day too."""
    days_off = set(DECREED_OFF)
    moving = []
    for year in ENTERED:
        days_off |= {datetime.date(year, 1, 7), datetime.date(year, *KURBAN_AIT[year])}
        fixed = [(1, 1), (1, 2), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9), (7, 6), (10, 25), (12, 16)]
        fixed += [(8, 30)] if year <= 2025 else []
        fixed += [(3, 15)] if year >= 2027 else []
        moving += [datetime.date(year, *day) for day in fixed]
    days_off |= set(moving)
    for holiday in sorted(moving):
        if weekend(holiday):
            day = holiday
            while weekend(day) or day in days_off:
                day += ONE_DAY
            days_off.add(day)
    return days_off


HOLIDAYS = non_working_holidays()


def working(day):
    need(day.year in ENTERED, "calendar.unknown_year")
    return day in DECREED_WORKED or not (weekend(day) or day in HOLIDAYS)


def days_between(first, last):
    while first <= last:
        yield first
        first += ONE_DAY


def working_days(i):
    first, last = i["from"], i["to"]
    need(first <= last, "period.reversed")
    need(first.year in ENTERED and last.year in ENTERED, "calendar.unknown_year")
    return {"working_days": sum(working(day) for day in days_between(first, last))}


def after_working_days(day, count):
    need(count > 0, "days.not_positive")
    working(day)
    while count > 0:
        day += ONE_DAY
        count -= working(day)
    return day


def add_working_days(i):
    return {"date": after_working_days(i["date"], i["days"]).isoformat()}


def deadline(i):
    event = i["event"]
    need(sum(unit in i for unit in ("working_days", "days", "months")) == 1)
    if "working_days" in i:
        return {"date": after_working_days(event, i["working_days"]).isoformat()}
    need(i.get("days", i.get("months")) > 0, "days.not_positive")
    need(event.year in ENTERED, "calendar.unknown_year")
    if "days" in i:
        need(i["days"] < 366 * len(ENTERED), "calendar.unknown_year")
        end = event + i["days"] * ONE_DAY
    else:
        months = event.year * 12 + event.month - 1 + i["months"]
        year, number = months // 12, months % 12 + 1
        need(year in ENTERED, "calendar.unknown_year")
        end = datetime.date(year, number, min(event.day, calendar.monthrange(year, number)[1]))
    while not working(end):
        end += ONE_DAY
    return {"date": end.isoformat()}


def last_of_month(first):
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


# ---- 3.4 to 3.9 Money

PROGRAMMES = ("preschool", "preschool_accounts", "school", "tvet", "extra")


def half_up(value):
    """A number that is not negative, to the nearest whole one; a half goes up."""
    return (Fraction(value) + Fraction(1, 2)).__floor__()


def study_days(first, group):
    free = {day for start, end in group.get("vacations", []) for day in days_between(max(start, first), min(end, last_of_month(first)))}
    weekdays = group.get("weekdays", range(1, 6))
    return [
        day
        for day in days_between(first, last_of_month(first))
        if day.isoweekday() in weekdays and day not in HOLIDAYS and day not in free
    ]


def amount_due(i):
    first, nominal, given = i["month"], i["nominal"], i["marks"]
    need(i["programme"] in PROGRAMMES, "programme.unknown")
    need(nominal > 0, "amount.not_positive")
    if "enrolled_from" in i and "enrolled_to" in i:
        need(i["enrolled_from"] <= i["enrolled_to"], "period.reversed")
    need(first.year in ENTERED, "calendar.unknown_year")
    days = study_days(first, i.get("calendar", {}))
    need(days, "month.no_study_days")
    need(set(given.values()) <= set("PSULC"), "mark.unknown")
    start, end = i.get("enrolled_from", first), i.get("enrolled_to", last_of_month(first))
    enrolled = [day for day in days if start <= day <= end]
    need(set(given) <= set(enrolled), "mark.outside_enrolment")
    need(set(enrolled) <= set(given), "timesheet.incomplete")

    n, e = len(days), len(enrolled)
    present, excused, closed, absent, away = (list(given.values()).count(mark) for mark in "PSCUL")
    leave = min(away, max(0, 60 - i.get("leave_days_used", 0)))
    unexcused = absent + away - leave
    charged = i["programme"] in ("preschool", "preschool_accounts")
    if charged:
        payable = e - max(0, unexcused - 3)
    else:
        payable = e if present or excused + closed == e else 0
    out = {"study_days": n, "enrolled_days": e, "present": present, "excused": excused, "leave": leave, "closed": closed}
    out |= {"unexcused": unexcused, "payable_days": payable, "due": half_up(Fraction(nominal * payable, n))}
    if charged and "parental_fee" in i:
        out["parental_fee_due"] = half_up(Fraction(i["parental_fee"] * (e - leave - closed), n))
    return out


def voucher_split(i):
    programme, first, last = i["programme"], i["from"], i["to"]
    need(programme in PROGRAMMES, "programme.unknown")
    need(first <= last, "period.reversed")
    if programme == "extra":
        last = min(last, datetime.date(first.year, 12, 31))
    skipped = {"school": (6, 7, 8), "tvet": (7, 8)}.get(programme, ())
    touched = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    months = [f"{at // 12:04}-{at % 12 + 1:02}" for at in touched if at % 12 + 1 not in skipped]
    need(months, "voucher.no_months")
    need(len(months) <= 12, "voucher.too_long")
    need(("total" in i) != ("monthly" in i), "voucher.rate")
    need(i.get("total", i.get("monthly")) > 0, "amount.not_positive")
    if "monthly" in i:
        nominals = [i["monthly"]] * len(months)
    else:
        need(i["total"] >= len(months), "amount.too_small")
        equal, rest = divmod(i["total"], len(months))
        nominals = [equal + (place < rest) for place in range(len(months))]
    parts = [{"month": at, "nominal": nominal} for at, nominal in zip(months, nominals)]
    return {"parts": parts, "nominal": sum(nominals)}


def order_volume(i):
    mean = Fraction(0)
    for at in i["months"]:
        need(at["study_days"] > 0, "month.no_study_days")
        need(all(0 <= days <= at["study_days"] for days in at["enrolled_days"]), "enrolled_days.range")
        mean += Fraction(sum(at["enrolled_days"]), at["study_days"]) / len(i["months"])
    ten_thousandths = half_up(mean * 10000)
    contingent = f"{ten_thousandths // 10000}.{ten_thousandths % 10000:04}"
    return {"contingent": contingent, "volume": half_up(mean * i["normative"])}


def apportion(i):
    left, claims = i["available"], i["claims"]
    amounts, weights = [claim["amount"] for claim in claims], [claim["weight"] for claim in claims]
    need(left >= 0 and all(amount >= 0 for amount in amounts), "amount.negative")
    paid = [0] * len(claims)
    if sum(amounts) <= left:
        paid = amounts
    else:
        still_open = [at for at in range(len(claims)) if weights[at] > 0]
        while still_open:
            whole = sum(weights[at] for at in still_open)
            filled = {at for at in still_open if left * weights[at] >= amounts[at] * whole}
            if not filled:
                break
            for at in filled:
                paid[at] = amounts[at]
            left -= sum(amounts[at] for at in filled)
            still_open = [at for at in still_open if at not in filled]
        if still_open:
            for at in still_open:
                paid[at] = left * weights[at] // whole
            rest = left - sum(paid[at] for at in still_open)
            by_remainder = sorted(still_open, key=lambda at: -(left * weights[at] % whole))
            for at in by_remainder[:rest]:
                paid[at] += 1
    shares = [{"id": claim["id"], "amount": amount} for claim, amount in zip(claims, paid)]
    return {"paid": shares, "unpaid": sum(amounts) - sum(paid)}


def qr_share(i):
    enrolled, qr, required = i["enrolled"], i["qr"], i.get("required_bp", 5000)
    need(0 <= qr <= enrolled, "qr.counts")
    meets = enrolled > 0 and 10000 * qr >= required * enrolled
    return {"share_bp": 10000 * qr // enrolled if enrolled else 0, "meets": meets}


def capital_due(i):
    need(i["mrp"] > 0, "amount.not_positive")
    need(i["study_days"] > 0, "month.no_study_days")
    need(0 <= i["enrolled_days"] <= i["study_days"], "enrolled_days.range")
    rate = {"new": 96, "reconstruction": 47}[i["kind"]]
    return {"due": half_up(Fraction(rate * i["mrp"] * i["enrolled_days"], 9 * i["study_days"]))}


# ---- 4 Queue

COEFFICIENTS = [4, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1]


def queue_category(i):
    born, year = i["birth_date"], i["year"]
    need(born <= datetime.date(year, 7, 1))
    age = year - born.year - ((born.month, born.day) > (7, 1))
    large, single, other = (i.get(name, False) for name in ("large_family", "single_parent", "other_vulnerable"))
    vulnerable, sibling = i.get("vulnerable", False) or other, i.get("sibling_enrolled", False)
    rows = [
        large and age >= 3,
        other and age == 5,
        single and other and age >= 4,
        other and age >= 4,
        age >= 5,
        large and age == 2,
        vulnerable and age >= 3,
        age >= 4,
        vulnerable and age == 2,
        sibling and age == 3,
        vulnerable and age == 2,
        sibling and age == 2,
        large and age == 1,
        age >= 2,
        vulnerable and age == 1,
        True,
    ]
    return {"age": age, "category": rows.index(True) + 1}


def allocate(i):
    table = [{"no": no, "k": k} for no, k in enumerate(COEFFICIENTS, 1)]
    listed_categories = i.get("categories", table)
    ks = {category["no"]: category["k"] for category in sorted(listed_categories, key=lambda row: row["no"])}
    need(len(ks) == len(listed_categories))
    applications = i["applications"]
    need(len({application["id"] for application in applications}) == len(applications))
    need(all(application["category"] in ks for application in applications), "category.unknown")
    need(i["total"] >= 0, "total.negative")
    queues = {no: [] for no in ks}
    for application in sorted(applications, key=lambda one: (one["registered_at"], one["id"])):
        queues[application["category"]].append(application["id"])
    quotas, unused = quotas_of(i["total"], ks, {no: len(queue) for no, queue in queues.items()})
    sequence, used = [], dict.fromkeys(ks, 0)
    while len(sequence) < sum(quotas.values()):
        for no, k in ks.items():
            upto = min(used[no] + k, quotas[no])
            sequence += queues[no][used[no] : upto]
            used[no] = upto
    return {"quotas": [{"category": no, "quota": quotas[no]} for no in ks], "unused": unused, "sequence": sequence}


def quotas_of(left, ks, unmet):
    quotas = dict.fromkeys(ks, 0)
    while left > 0 and any(unmet.values()):
        still_open = [no for no in ks if unmet[no]]
        whole = sum(ks[no] for no in still_open)
        given = {no: min(left * ks[no] // whole, unmet[no]) for no in still_open}
        if not any(given.values()):
            given = {no: 1 for no in still_open[:left]}
        for no, places in given.items():
            quotas[no] += places
            unmet[no] -= places
            left -= places
    return quotas, left


# ---- 3.1 Envelope

OPS = {
    "iin": iin,
    "bin": bin_,
    "iban": iban,
    "working_days": working_days,
    "add_working_days": add_working_days,
    "deadline": deadline,
    "amount_due": amount_due,
    "voucher_split": voucher_split,
    "order_volume": order_volume,
    "apportion": apportion,
    "qr_share": qr_share,
    "capital_due": capital_due,
    "queue_category": queue_category,
    "allocate": allocate,
}


class Real:
    """A number with a point or an exponent: no integer, whatever its value; kept as it was written."""

    def __init__(self, written):
        self.written = written


def not_a_number(word):
    raise ValueError(word)


SURROGATE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.")


def parsed(line):
    """The value of a line; ValueError when it is not JSON."""
    written = line.decode("utf-8")
    value = json.loads(written, parse_float=Real, parse_constant=not_a_number)
    if any(match.group(1) for match in SURROGATE.finditer(written)):
        raise ValueError("a lone surrogate")
    return value


def printed(value):
    if isinstance(value, Real):
        return value.written
    if isinstance(value, list):
        return "[" + ",".join(map(printed, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(printed(key) + ":" + printed(inner) for key, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def answered(case):
    try:
        need(isinstance(case, dict) and isinstance(case.get("op"), str))
        need(case["op"] in OPS, "op.unknown")
        need(isinstance(case.get("in"), dict))
        return {"out": OPS[case["op"]](IN[case["op"]](case["in"]))}
    except Refused as refused:
        return {"error": {"code": str(refused)}}


def main():
    stream = open(sys.argv[1], "rb") if len(sys.argv) > 1 else sys.stdin.buffer
    status, out = 0, sys.stdout.buffer
    for number, line in enumerate(stream, 1):
        if not line.strip(b" \t\r\n"):
            continue
        case = None
        try:
            case = parsed(line)
        except ValueError:
            status, reply = 2, {"error": {"code": "input.not_json", "detail": f"line {number}"}}
        else:
            reply = answered(case)
        reply = {"id": case.get("id") if isinstance(case, dict) else None} | reply
        out.write(printed(reply).encode() + b"\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
