#!/usr/bin/env python3
"""Cases that try to part two readings of the rules: seeded, adversarial lines for `qazyna calc`.

    calc_cases.py SEED COUNT      prints COUNT lines; the same seed prints the same lines

A case starts as one that a rule answers, and is then bent: fields taken away, doubled, mistyped, put on a limit, spelled
otherwise; often several at once, because the order of refusals is part of the rules.
"""

import calendar
import datetime
import random
import re
import sys

sys.dont_write_bytecode = True
from second_calc import OPS, check_digit_holds, study_days


class Raw(str):
    """A piece of JSON as it will be written."""


class Pairs(list):
    """An object as a list of [key, value], so that a key may come twice."""


NUMBERS = [0, 1, -1, 2, 3, 4, 5, 7, 8, 12, 13, 30, 31, 32, 59, 60, 61, 9999, 10000, 10001, 2024, 2027, 2028]
NUMBERS += [sign * (10**power + more) for sign in (1, -1) for power in (9, 15, 18, 30) for more in (-1, 0, 1)]
NUMBERS += [2**31 - 1, 2**31, -(2**31) - 1, 2**32, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 2**127, 10**400]
SPELLED = ["-0", "-0.0", "0.0", "1.0", "1e2", "1E0", "1e-1", "2.5", "1e999", "-1e999", "1e400", "0e0", "100e-2"]
JUNK = [None, True, False, "", " ", "x", "0", "1", "null", "true", "\u0000", "\u0663", "\U0001f600", "é", "e\u0301"]
JUNK += [[], {}, [[]], [None], {"": None}, [1, 2], ["2026-01-01"], ["2026-01-05", "2026-01-01"]] + list(map(Raw, SPELLED))
DATES = ["0001-01-01", "9999-12-31", "0000-01-01", "10000-01-01", "2024-02-29", "2023-02-29", "2025-02-29", "1900-02-29"]
DATES += ["2000-02-29", "2026-3-1", "2026-03-1", "26-03-01", "2026-03-01 ", " 2026-03-01", "+2026-03-01", "-2026-03-01"]
DATES += ["2026-13-01", "2026-00-10", "2026-04-31", "2026-04-00", "20260401", "2026/04/01", "2026-W10-1", "2026-03"]
DATES += ["2026-03-01T00:00:00Z", "２０２６-03-01", "2026-03-0\u0661", "2026‑03‑01", "2026-03-01\n", "2026-03-01\u0000"]
DATES += ["2023-12-31", "2024-01-01", "2027-12-31", "2028-01-01", "2024-05-04", "2024-05-08", "2025-01-03", "2025-01-05"]
MONTHS = ["2026-00", "2026-13", "2026-1", "0000-01", "0001-01", "9999-12", "2023-12", "2028-01", "2026-01-01", "2026-01 "]
MONTHS += ["202601", "+026-01", "２026-01", "10000-01", "2026-01\n"]
INSTANTS = ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"]
INSTANTS += ["2026-01-01T24:00:00Z", "2026-01-01T23:59:60Z", "2026-01-01T23:60:00Z", "2026-01-01t00:00:00Z"]
INSTANTS += ["2026-01-01T00:00:00z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00Z", "2026-01-01"]
INSTANTS += ["2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00,5Z", "2026-02-30T00:00:00Z"]
INSTANTS += ["2026-01-01T00:00:00+5:00", "2026-01-01T00:00:00+0500", "2026-01-01T00:00:00+05", "2026-01-01T00:00:00+24:00"]
INSTANTS += ["2026-01-01T00:00:00+23:59", "2026-01-01T00:00:00-23:59", "2026-01-01T00:00:00+05:60", "2026-01-01T00:00:00-00:00"]
INSTANTS += ["2026-01-01T00:00:00+05:00:00", "2026-01-01T00:00:00Z ", "2026-01-01T00:00:00.5\u0660Z", "2026-01-01T00:00:00[Asia/Almaty]"]
INSTANTS += ["2026-01-01T00:00:00+05:00[Asia/Almaty]", "2026-01-01T00:00:00\u221205:00", "2026-01-01T0\u0661:00:00Z"]
IDS = ["", "a", "b", "A", "aa", "ａ", "é", "e\u0301", "\uffff", "\U00010000", "\U0001f600", "z", "10", "9", "\u0000", "Ж", "Қ"]
WORDS = ["preschool", "preschool_accounts", "school", "tvet", "extra"]
STRANGE = ["club", "", "School", "preschool ", "tvet\u0000", "preschool-accounts", "002", "мектеп"]
JUNK_LINES = [b"not json", b"{", b"}", b"{}", b"[]", b"null", b"1", b'"x"', b"true", b"NaN", b"-Infinity", b"[1]x", b"{} {}"]
JUNK_LINES += [b"\xef\xbb\xbf{}", b'{"id":"\xff","op":"iin","in":{}}', b'{"id":"\xed\xa0\x80","op":"iin","in":{}}', b"\x0b", b"\x0c{}"]
JUNK_LINES += [b'{"id":"\xc0\x80","op":"iin","in":{}}', b"\xc2\xa0", b"{'id':1}", b'{"id":1,}', b'{"id":01}', b'{"id":+1}', b'{"id":.5}']
JUNK_LINES += [b'{"id":1.}', b'{"id":"\t"}', b'{"id":"\\x41"}', b'{"id":"\\u12"}', b'{"id":"\\u+123"}', b"/* */{}", b'{"id":1e}']
JUNK_LINES += [b'{"id":"\\ud800","op":"iin","in":{}}', b'{"id":"\\udc00\\ud800","op":"iin","in":{}}', b'{"x":"\\ud83d","x":1,"op":"iin"}']
JUNK_LINES += [b'{"id":"\\ud83d\\ude00","op":"iin","in":{}}', b'{"id":"\\\\ud800","op":"iin","in":{}}', b'{"\\ud800":1,"op":"iin","in":{}}']
JUNK_LINES += [b'{"id":1,"op":"iin","in":{"iin":NaN}}', b'{"id":1,"op":"iin","in":{"iin":Infinity}}', b'{"id":"\x7f","op":"x"}', b"\x00"]
JUNK_LINES += [b" ", b"\t", b"\r", b"", b"  \r", b" {} ", b"\t{}\r", b'{"id":1}{"id":2}', b"[" * 100 + b"]" * 100, b"[" * 100 + b"]" * 99]
JUNK_LINES += [b'{"id":"\xe2\x80\xa8","op":"x"}', b'{"id":"\xf4\x90\x80\x80","op":"x"}', b'{"id":"\x85","op":"x"}', b'{"id":NaN,"id":1,"op":"x"}']


class Cases:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.heat = 1

    def pick(self, *values):
        return self.r.choice(values)

    def rare(self, one_in):
        """Seldom true; less seldom in a hot case, so that several faults meet and the order of refusals shows."""
        return self.r.randrange(max(2, one_in // self.heat)) == 0

    def some(self, **optional):
        """Each of these fields or not."""
        return {name: value() for name, value in optional.items() if self.r.randrange(2)}

    # ---- values

    def date(self):
        if self.rare(40):
            return self.r.choice(DATES)
        year = self.r.choice([2024, 2025, 2026, 2027] * 12 + [2023, 2028, 1, 1900, 2000, 9999])
        month = self.r.randint(1, 12)
        length = calendar.monthrange(year, month)[1]
        return f"{year:04}-{month:02}-{self.pick(1, length, self.r.randint(1, length), self.r.randint(1, length)):02}"

    def later(self, date):
        """Mostly a date after another one."""
        if self.rare(8):
            return self.date()
        try:
            return str(datetime.date.fromisoformat(date) + datetime.timedelta(self.r.choice([0, 1, 5, 30, 200, 364, 365, 366, 900])))
        except (ValueError, OverflowError):
            return date

    def instant(self):
        if self.rare(60):
            return self.r.choice(INSTANTS)
        clock = f"{self.pick(0, 4, 5, 18, 19, 23):02}:{self.pick(0, 30, 59):02}:{self.pick(0, 59):02}"
        fraction = self.pick("", "", ".0", ".5", ".50", ".000000001", ".999999999", ".123456789")
        day = self.pick("2024-02-28", "2024-02-29", "2024-03-01", "2023-12-31", "2024-01-01")
        return f"{day}T{clock}{fraction}{self.pick('Z', '+05:00', '-00:00', '+00:00', '-05:30', '+23:59')}"

    def money(self):
        small = self.r.randint(1, 10 ** self.r.randint(1, 9))
        return self.pick(small, small, 7600000, 3802800, 10**15, 10**15 - 1, 1, self.r.choice([0, 1, 2, -1, 10**15 + 1]))

    def programme(self):
        return self.r.choice(STRANGE) if self.rare(15) else self.r.choice(WORDS)

    # ---- one case that a rule answers, for each op

    def iin(self):
        sign = self.r.randint(1, 6) if not self.rare(10) else self.pick(0, 7, 8, 9)
        date = self.date().replace("-", "")[2:8] if not self.rare(10) else f"{self.r.randrange(10**6):06}"
        return {"iin": self.checked(f"{date}{sign}{self.r.randrange(10**4):04}")}

    def bin(self):
        month = self.r.randint(1, 12) if not self.rare(10) else self.pick(0, 13, 99)
        kind = self.pick(4, 5, 6, self.r.randrange(10)) * 10 + self.pick(0, 1, 2, 3, self.r.randrange(10))
        return {"bin": self.checked(f"{self.r.randrange(100):02}{month:02}{kind:02}{self.r.randrange(10**5):05}")}

    def checked(self, digits):
        """Eleven digits with the check digit that fits, mostly; sometimes a foreign character or a wrong length."""
        fits = [digit for digit in "0123456789" if re.fullmatch("[0-9]{11}", digits) and check_digit_holds(digits + digit)]
        digits += self.r.choice(fits) if fits and not self.rare(5) else self.pick(*"0123456789")
        if self.rare(25):
            at = self.r.randrange(12)
            digits = digits[:at] + self.pick("", "٣", "３", "A", " ", "-", "00", "\n") + digits[at + 1 :]
        return digits

    def iban(self):
        rest = f"{self.r.randrange(1000):03}" + "".join(self.r.choices("0123456789ABCXYZ", k=13))
        number = int("".join(str(int(character, 36)) for character in rest + "KZ00"))
        check = 98 - number % 97
        check = self.pick(check, check, check, (check + 97) % 100, (check - 97) % 100, self.r.randrange(100))
        account = f"KZ{check:02}{rest}"
        if self.rare(8):
            at = self.r.randrange(20)
            account = account[:at] + self.pick("", "a", "Ａ", "٣", " ", "K", "0", "ZZ", "\n") + account[at + 1 :]
        return {"iban": account if not self.rare(40) else account.lower()}

    def working_days(self):
        start = self.date()
        return {"from": start, "to": self.later(start)}

    def term(self):
        return self.pick(self.r.randint(1, 40), self.r.randint(1, 40), 0, -1, 1, 250, 1500, 10**9, -(10**9))

    def add_working_days(self):
        return {"date": self.date(), "days": self.term()}

    def deadline(self):
        units = [self.pick("working_days", "days", "months")] if not self.rare(10) else self.r.sample(["working_days", "days", "months"], self.pick(0, 2, 3))
        return {"event": self.date()} | {unit: self.term() for unit in units}

    def group(self, month):
        def vacations():
            start = f"{month}-{self.r.randint(1, 28):02}"
            return [[start, self.later(start)] for _ in range(self.r.randint(0, 3))]

        return self.some(weekdays=lambda: self.r.choices(range(1, 8), k=self.r.randint(1, 6)), vacations=vacations)

    def amount_due(self):
        year = self.r.choice([2024, 2025, 2026, 2027] * 8 + [2023, 2028])
        month = f"{year}-{self.r.randint(1, 12):02}"
        day = lambda: self.date() if self.rare(10) else f"{month}-{self.r.randint(1, 28):02}"
        case = {"programme": self.programme(), "nominal": self.money(), "month": month}
        case |= self.some(calendar=lambda: self.group(month), leave_days_used=lambda: self.pick(0, 40, 55, 59, 60, 61, 10**9))
        case |= self.some(parental_fee=lambda: self.pick(0, self.money(), self.r.randint(0, 10**7)))
        if self.rare(2):
            case |= self.some(enrolled_from=day, enrolled_to=day)
        case["marks"] = self.marks(case)
        return case

    def marks(self, case):
        """A mark on nearly every enrolled study day; seldom one too few, too many or unknown."""
        try:
            spans = [[datetime.date.fromisoformat(day) for day in span] for span in case.get("calendar", {}).get("vacations", [])]
            days = study_days(datetime.date.fromisoformat(case["month"] + "-01"), case.get("calendar", {}) | {"vacations": spans})
        except ValueError:
            days = []
        letters = self.pick("PPPPPPPPSULC", "PU", "L", "LU", "SC", "SCU", "U", "PSULC", "P")
        inside = [str(day) for day in days if case.get("enrolled_from", "") <= str(day) <= case.get("enrolled_to", "A")]
        marks = {day: self.r.choice(letters) for day in inside}
        if self.rare(8) and marks:
            marks.pop(self.r.choice(list(marks)))
        if self.rare(8):
            marks[self.pick(self.date(), f"{case['month']}-{self.r.randint(1, 31):02}")] = self.r.choice(letters)
        if self.rare(12):
            marks[self.r.choice(inside or [self.date()])] = self.pick("X", "", "p", "PP", "Р", " P")
        return marks

    def voucher_split(self):
        start = self.date()
        end = self.later(start)
        rate = self.some(total=self.money) if self.rare(2) else {self.pick("total", "monthly"): self.money()}
        rate |= self.some(monthly=self.money) if self.rare(8) else {}
        return {"programme": self.programme(), "from": start, "to": end} | rate

    def order_volume(self):
        def month():
            study = self.pick(self.r.randint(1, 31), 20, 31, self.r.choice([0, -1, 32, 21]))
            days = [self.r.randint(0, max(0, study)) for _ in range(self.r.randint(0, 30))]
            if self.rare(20):
                days.append(self.pick(study + 1, -1, 10**9, -(10**9), 10**9 + 1))
            return {"study_days": study, "enrolled_days": days}

        return {"normative": self.pick(self.money(), self.r.randint(0, 10**8)), "months": [month() for _ in range(self.pick(1, 2, 3, 12, 0))]}

    def apportion(self):
        size = self.pick(0, 1, 2, 3, 5, 8, 20) if not self.rare(300) else 2000
        top = self.pick(1, 3, 10, 10**3, 10**9, 10**15)
        weights = self.pick([1], [0, 1], [0], [1, 2, 3], [22, 21, 0, 7], [10**9, 1], list(range(32)))
        claims = [{"id": self.pick(f"c{at}", self.r.choice(IDS)), "amount": self.r.randint(0, top), "weight": self.r.choice(weights)} for at in range(size)]
        whole = min(10**15, sum(claim["amount"] for claim in claims))
        available = self.pick(whole, max(0, whole - 1), whole // 2, whole // 3, self.r.randint(0, whole), 0, 1, min(size, whole), whole + 1)
        if self.rare(15) and claims:
            self.r.choice(claims)[self.pick("amount", "weight")] = self.pick(-1, 10**15, 10**9, 10**9 + 1)
        return {"available": available if not self.rare(30) else -1, "claims": claims}

    def qr_share(self):
        enrolled = self.pick(self.r.randint(0, 100), 0, 1, 10**9, self.r.randint(1, 10**6), 10000, 3)
        qr = self.pick(self.r.randint(0, enrolled), enrolled // 2, -(-enrolled // 2), enrolled, enrolled + 1, -1, enrolled // 3)
        return {"enrolled": enrolled, "qr": qr} | self.some(required_bp=lambda: self.pick(0, 1, 3333, 3334, 5000, 10000, 10001, -1))

    def capital_due(self):
        study = self.pick(self.r.randint(1, 31), 22, 0, -1, 31, 32)
        kind = self.pick("new", "reconstruction", "new", "old") if self.rare(4) else "new"
        return {"kind": kind, "mrp": self.pick(393200, 432500, self.money(), 10**15, 0), "study_days": study, "enrolled_days": self.pick(self.r.randint(0, max(0, study)), study, study + 1, -1, 1, 1)}

    def queue_category(self):
        year = self.pick(2024, 2025, 2026, 2026, 2027, 1, 9999)
        born = f"{max(1, year - self.r.randint(0, 7)):04}-{self.pick('07-01', '07-02', '06-30', '01-01', '12-31', '02-28', '02-29')}"
        flags = ["large_family", "single_parent", "vulnerable", "other_vulnerable", "sibling_enrolled"]
        flags = {flag: self.pick(True, True, False) for flag in flags if self.r.randrange(2)}
        return {"birth_date": born if not self.rare(20) else self.date(), "year": year} | flags

    def allocate(self):
        if self.r.randrange(2):
            numbers = self.r.sample(range(0, 25), self.r.randint(1, 8))
            own = {"categories": [{"no": no, "k": self.pick(1, 1, 2, 3, 5, 10**9, self.r.randint(1, 40))} for no in numbers]}
        else:
            numbers, own = range(1, 17), {}
        size = self.pick(0, 1, 3, 10, 40) if not self.rare(200) else 800
        numbers = list(numbers)[: self.pick(1, 3, 30)]
        applications = [{"id": self.r.choice(IDS) * self.pick(0, 1) + f"{self.r.choice(IDS)}{at}", "category": self.r.choice(numbers), "registered_at": self.instant()} for at in range(size)]
        if self.rare(10) and applications:
            applications.append(dict(self.r.choice(applications)) | self.some(category=lambda: self.pick(99, -1, 0, 17), id=lambda: "другой"))
        if self.rare(15) and own:
            own["categories"].append({"no": self.pick(numbers[0], 30, 0, -1), "k": self.pick(0, 1, -1, 10**9 + 1)})
        total = self.pick(self.r.randint(0, max(1, size)), self.r.randint(0, 2 * size + 2), 0, size, 1, 10**9, -1)
        return {"total": total} | own | {"applications": applications}

    # ---- bending

    def places(self, value, into):
        """Every [container, index] below a value."""
        items = enumerate(value)
        for at, item in items:
            into.append((value, at))
            inner = item[1] if isinstance(value, Pairs) else item
            if isinstance(inner, list):
                self.places(inner, into)
        return into

    def other(self, value):
        """Something else in the place of a value."""
        near = NUMBERS + [value - 1, value + 1, -value] if isinstance(value, int) else NUMBERS
        kinds = [self.r.choice(near), self.r.choice(near), self.r.choice(JUNK), self.r.choice(JUNK)]
        kinds += [self.r.choice(pairs) for pairs in (DATES, MONTHS, INSTANTS, IDS, WORDS + STRANGE)]
        if isinstance(value, str) and value:
            kinds += [value + " ", value[:-1], value.upper(), value.lower(), value.replace("0", "०"), [value]] * 2
        return tree(self.r.choice(kinds))

    def bend(self, whole):
        places = self.places(whole, [])
        if not places:
            whole.append(["iin", "x"] if isinstance(whole, Pairs) else 1)
            return
        container, at = self.r.choice(places if self.rare(2) else places[:12])
        pair = isinstance(container, Pairs)
        value = container[at][1] if pair else container[at]
        way = self.r.randrange(10)
        if way < 2:
            del container[at]
        elif way == 2 and pair:
            container.insert(self.pick(0, at, at + 1, len(container)), [container[at][0], self.other(value)])
        elif way == 3 and pair:
            container.append([self.pick("extra", "IN", "from ", "", container[at][0].upper()), self.other(value)])
        elif way == 4:
            container.insert(at, container[at])
        elif pair:
            container[at] = [container[at][0], self.other(value)]
        else:
            container[at] = self.other(value)

    def envelope(self, name, body):
        case = Pairs([["id", self.r.choice(IDS)], ["op", name], ["in", body]])
        if self.rare(30):
            case[0][1] = tree(self.r.choice(JUNK + NUMBERS[:20] + [10**15, 10**18, {"a": [1, "b"]}]))
        if self.rare(30):
            self.r.shuffle(case)
        if self.rare(60):
            case.append([self.pick("id", "op", "in", "Op"), tree(self.r.choice(JUNK + [{}]))])
        if self.rare(60):
            case.insert(0, [self.pick("id", "op", "in"), tree(self.r.choice(JUNK + [{}]))])
        if self.rare(60):
            del case[self.r.randrange(len(case))]
        if self.rare(80):
            case = Pairs([pair if pair[0] != "op" else ["op", self.pick("iim", "", "IIN", "iin ", "amount-due", None, 1)] for pair in case])
        return case

    def line(self):
        self.heat = 1
        if self.rare(60):
            return self.r.choice(JUNK_LINES)
        name = self.r.choice(list(OPS) + ["amount_due", "amount_due", "voucher_split", "apportion", "allocate"])
        self.heat = self.pick(1, 1, 1, 6)
        body = tree(getattr(self, name)())
        self.heat = 1
        for _ in range(self.pick(0, 0, 0, 0, 1, 1, 2, 3)):
            self.bend(body)
        if self.rare(10):
            self.r.shuffle(body)
        line = self.written(self.envelope(name, body)).encode()
        return self.torn(line) if self.rare(30) else line

    def torn(self, line):
        """A line with some bytes lost, doubled or replaced; never a second line."""
        for _ in range(self.pick(1, 1, 2, 4)):
            at, upto = self.r.randrange(len(line) + 1), self.pick(0, 1, 1, 2)
            put = self.pick(b"", b"", b'"', b"\\", b"{", b"}", b",", b":", b"0", b"-", b".", b"e", b"\x00", b"\xff", b"\xef\xbb\xbf", b" ", b"\r", line[at : at + 9])
            line = line[:at] + put + line[at + upto :]
        return line

    def written(self, value):
        if isinstance(value, Raw):
            return value
        gap = " " if self.rare(9) else ""
        if isinstance(value, Pairs):
            return "{" + gap + ",".join(f"{self.quoted(key)}{gap}:{self.written(inner)}" for key, inner in value) + gap + "}"
        if isinstance(value, list):
            return "[" + ",".join(map(self.written, value)) + gap + "]"
        if isinstance(value, str):
            return self.quoted(value)
        return {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else str(value)

    def quoted(self, value):
        escape_all = self.rare(40)
        return '"' + "".join(escaped(character) if escape_all or character in '"\\' or character < " " else character for character in value) + '"'


def escaped(character):
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def tree(value):
    """A copy in which objects are Pairs."""
    if isinstance(value, dict):
        return Pairs([key, tree(inner)] for key, inner in value.items())
    if isinstance(value, list):
        return [tree(inner) for inner in value]
    return value


def main():
    cases = Cases(sys.argv[1])
    for _ in range(int(sys.argv[2])):
        sys.stdout.buffer.write(cases.line() + b"\n")


if __name__ == "__main__":
    sys.set_int_max_str_digits(0)
    main()
