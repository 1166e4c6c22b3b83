#!/usr/bin/env python3
"""Recomputes an audit export from its own files, knowing only the published rules (spec 2.6 and 3).

    recompute.py EXPORT_DIR [--nation]
        prints one difference a line; exit 1 when there is any, 0 when there is none

    --nation: the export is of all regions and programmes, so that it holds every day of leave of the months it covers; without it a child may
    have used more days elsewhere.

It shares no code with the registry. Money is integer tiyn.
"""

import bisect
import calendar
import csv
import datetime
import json
import os
import sys
from collections import defaultdict

differences = []


def differ(file, key, text):
    differences.append(f"{file} {key}: {text}")


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text):
    return datetime.date.fromisoformat(text)


def half_up(numerator, denominator):
    """A quotient of non-negative integers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def known(revisions, at):
    """The latest of revisions [(recorded_at, …)], ascending, with recorded_at <= at."""
    place = bisect.bisect_right(revisions, at, key=lambda revision: revision[0])
    return revisions[place - 1] if place else None


class Calendars:
    """Study days of a group's calendar in a month, as dates (spec 3.3)."""

    def __init__(self, terms):
        self.off = {day(text) for text in terms["calendar"]["off"]}
        self.cache = {}

    def study_days(self, month, weekdays, vacations):
        key = (month, weekdays, vacations)
        if key not in self.cache:
            year, number = int(month[:4]), int(month[5:7])
            meets = {int(one) for one in weekdays.split()}
            spans = [tuple(map(day, span.split("/"))) for span in vacations.split(";") if span]
            last = calendar.monthrange(year, number)[1]
            dates = (datetime.date(year, number, n) for n in range(1, last + 1))
            self.cache[key] = [
                date
                for date in dates
                if date.isoweekday() in meets
                and date not in self.off
                and not any(first <= date <= end for first, end in spans)
            ]
        return self.cache[key]


def amount(terms, study, first, last, marks, nominal, leave_used):
    """The counts of spec 3.4; None when a study day of the enrolment has no mark."""
    enrolled = [date for date in study if first <= date <= last]
    counts = dict.fromkeys("PSULC", 0)
    for date in enrolled:
        mark = marks.get(date)
        if not mark:
            return None
        counts[mark] += 1
    leave = min(counts["L"], max(0, terms["leave_days_max"] - leave_used))
    unexcused = counts["U"] + counts["L"] - leave
    total = len(enrolled)
    if terms["absence_rule"] == "three_day":
        payable = total - max(0, unexcused - terms["absence_days_allowed"])
    elif counts["P"] or (total and counts["S"] + counts["C"] == total):
        payable = total
    else:
        payable = 0
    return {
        "study_days": len(study),
        "enrolled_days": total,
        "present": counts["P"],
        "excused": counts["S"],
        "leave": leave,
        "closed": counts["C"],
        "unexcused": unexcused,
        "payable_days": payable,
        "computed": half_up(nominal * payable, len(study)) if study else 0,
    }


def apportion(money, claims):
    """Shares money among claims [(amount, weight)] (spec 3.6)."""
    if sum(amount for amount, _ in claims) <= money:
        return [amount for amount, _ in claims]
    paid = [0] * len(claims)
    open_claims = [place for place, (_, weight) in enumerate(claims) if weight > 0]
    while open_claims:
        weights = sum(claims[place][1] for place in open_claims)
        filled = [place for place in open_claims if claims[place][0] * weights <= money * claims[place][1]]
        if not filled:
            break
        for place in filled:
            paid[place] = claims[place][0]
            money -= paid[place]
        open_claims = [place for place in open_claims if place not in filled]
    else:
        return paid
    for place in open_claims:
        paid[place] = money * claims[place][1] // weights
    left = money - sum(paid[place] for place in open_claims)
    for place in sorted(open_claims, key=lambda place: (-(money * claims[place][1] % weights), place))[:left]:
        paid[place] += 1
    return paid


def fee_due(terms, fee, found):
    """What parents owe of a month's fee (spec 3.4): nothing where the terms charge none."""
    if terms["parental_fee"] != "charged":
        return 0
    days = found["enrolled_days"] - found["leave"] - found["closed"]
    return half_up(fee * days, found["study_days"]) if found["study_days"] else 0


class Facts:
    """What the export says was known, and when."""

    def __init__(self, folder):
        with open(os.path.join(folder, "terms.json"), encoding="utf-8") as file:
            self.terms = json.load(file)
        self.calendars = Calendars(self.terms)
        self.groups = defaultdict(list)
        self.performers_of = defaultdict(set)
        for row in rows(folder, "groups.csv"):
            self.groups[row["group"], row["performer_bin"]].append((row["recorded_at"], row["weekdays"], row["vacations"]))
            self.performers_of[row["group"]].add(row["performer_bin"])
        self.enrolments = defaultdict(list)
        for row in rows(folder, "enrolments.csv"):
            revision = (row["recorded_at"], row["beneficiary"], row["group"], row["from"], row["to"])
            self.enrolments[row["contract_number"], row["voucher_number"], row["performer_bin"]].append(revision)
        for revisions in (*self.groups.values(), *self.enrolments.values()):
            revisions.sort(key=lambda revision: revision[0])
        self.marks = defaultdict(lambda: defaultdict(list))
        for row in rows(folder, "marks.csv"):
            for performer in self.performers_of[row["group"]]:
                said = self.marks[row["beneficiary"], performer, row["date"][:7]][day(row["date"])]
                said.append((row["recorded_at"], row["mark"]))
        for dates in self.marks.values():
            for said in dates.values():
                # Stable: of one instant the last row of the file counts.
                said.sort(key=lambda one: one[0])
        self.places_of = defaultdict(set)
        for beneficiary, performer, month in self.marks:
            self.places_of[beneficiary, month].add(performer)
        self.programme_of = {row["act"]: row["programme"] for row in rows(folder, "acts.csv")}
        self.contracts_of = defaultdict(list)
        for key in self.enrolments:
            self.contracts_of[key[1]].append(key)
        self.estimates = defaultdict(list)
        for row in rows(folder, "estimates.csv"):
            of = self.estimates[row["performer_bin"], row["programme"], row["month"]]
            of.append((row["recorded_at"], int(row["amount"])))
        self.obligations = defaultdict(list)
        for row in rows(folder, "capital.csv"):
            of = self.obligations[row["performer_bin"], row["programme"], row["number"]]
            of.append((row["recorded_at"], row))
        for revisions in (*self.estimates.values(), *self.obligations.values()):
            revisions.sort(key=lambda revision: revision[0])
        self.first_day = {}
        for row in rows(folder, "portions.csv"):
            key = (row["voucher_number"], row["month"], row["contract_number"])
            self.first_day[key] = min(self.first_day.get(key, 99), int(row["from_day"]))

    def estimate(self, performer, act, month, at):
        """The estimate of a performer's month as known at an instant, or None."""
        found = known(self.estimates.get((performer, self.programme_of[act], month), []), at)
        return found and found[1]

    def served(self, key, month, at):
        """Study days of the group and those of them in the enrolment, with the first and last day of it, as known at an instant."""
        enrolment = known(self.enrolments.get(key, []), at)
        revision = enrolment and known(self.groups.get((enrolment[2], key[2]), []), at)
        if not revision:
            return [], [], None, None
        first, last = day(enrolment[3]), day(enrolment[4]) if enrolment[4] else datetime.date.max
        study = self.calendars.study_days(month, revision[1], revision[2])
        return study, [date for date in study if first <= date <= last], first, last

    def lives(self, key, month, at):
        """Whether an enrolment has a day of the month."""
        _, _, first, last = self.served(key, month, at)
        start = day(month + "-01")
        end = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        return first is not None and max(first, start) <= min(last, end)

    def most(self, row):
        """The most that a part takes of an estimate: its nominal, or its days' share where several serve it."""
        month, at, nominal = row["month"], row["known_at"], int(row["nominal"])
        mine = (row["contract_number"], row["voucher_number"], row["performer_bin"])
        live = [key for key in self.contracts_of[row["voucher_number"]] if self.lives(key, month, at)]
        study, enrolled, _, _ = self.served(mine, month, at)
        if len(live) < 2:
            return nominal if enrolled else 0
        taken = 0
        for key in sorted(live, key=lambda key: self.served(key, month, at)[2]):
            study, enrolled, _, _ = self.served(key, month, at)
            if self.estimate(key[2], row["act"], month, at) is not None:
                share = half_up(nominal * len(enrolled), len(study))
            else:
                found = self.line(row | dict(zip(("contract_number", "voucher_number", "performer_bin"), key)))
                share = 0 if isinstance(found, str) else found["computed"]
            share = min(share, nominal - taken)
            if key == mine:
                return share
            taken += share
        return 0

    def terms_of(self, row):
        return self.terms["programmes"][self.programme_of[row["act"]]]

    def leave_before(self, row, covered):
        """Days of leave in the calendar year before the line's month, of the months that the export covers, over all performers; and
        whether it covers all of them."""
        enrolment = known(self.enrolments.get((row["contract_number"], row["voucher_number"], row["performer_bin"]), []), row["known_at"])
        if enrolment is None:
            return 0, False
        year, until = row["month"][:4], int(row["month"][5:7])
        months = [f"{year}-{number:02}" for number in range(1, until)]
        days = 0
        for month in months:
            for performer in self.places_of[enrolment[1], month]:
                dates = self.marks[enrolment[1], performer, month]
                days += sum((known(said, row["known_at"]) or ("", ""))[1] == "L" for said in dates.values())
        return days, all(month in covered for month in months)

    def line(self, row):
        """The amount of an act line from the facts known at its instant; a text when they do not suffice."""
        at, month = row["known_at"], row["month"]
        key = (row["contract_number"], row["voucher_number"], row["performer_bin"])
        enrolment = known(self.enrolments.get(key, []), at)
        if enrolment is None:
            return "no enrolment was known"
        _, beneficiary, group, first, last = enrolment
        revision = known(self.groups.get((group, row["performer_bin"]), []), at)
        if revision is None:
            return "no calendar was known"
        study = self.calendars.study_days(month, revision[1], revision[2])
        dates = self.marks.get((beneficiary, row["performer_bin"], month), {})
        marks = {date: (known(said, at) or ("", ""))[1] for date, said in dates.items()}
        terms = self.terms_of(row)
        end = day(last) if last else datetime.date.max
        found = amount(terms, study, day(first), end, marks, int(row["nominal"]), int(row["leave_days_used"]))
        return found or "a study day has no mark"


def check_beside(facts, acts, lines):
    """Lines of estimates and of the capital component, act by act in the order of months (spec 3.8, 3.9)."""
    given = defaultdict(int)
    of_part = defaultdict(int)
    counted = defaultdict(dict)
    by_act = defaultdict(list)
    for row in lines:
        by_act[row["act"]].append(row)
    for act in sorted(by_act, key=lambda act: (acts[act]["month"], act)):
        own, performer = acts[act]["month"], acts[act]["performer_bin"]
        estimates, capital = defaultdict(list), defaultdict(list)
        for row in by_act[act]:
            if row["kind"] == "capital":
                capital[row["month"]].append(row)
                continue
            if row["voucher_number"]:
                # The latest line of a part says whether it is among the pupils.
                counted[performer, row["month"]][row["voucher_number"], row["contract_number"]] = True
            if row["kind"] == "estimate":
                estimates[row["month"]].append(row)
        for month, month_lines in estimates.items():
            check_estimate(facts, (act, month, own), month_lines, (of_part, given[performer, month]))
        asked = {month for month in capital} | {own}
        at = by_act[act][0]["known_at"]
        for month in sorted(asked):
            check_capital(facts, (act, performer, month, at), capital[month], (counted[performer, month], given))
        for row in by_act[act]:
            key = (performer, row["month"], row["contract_number"]) if row["kind"] == "capital" else (performer, row["month"])
            given[key] += int(row["due"])
            of_part[performer, row["voucher_number"], row["month"], row["contract_number"]] += int(row["due"])


def check_estimate(facts, where, lines, before):
    (act, month, own), (of_part, given) = where, before
    at, performer = lines[0]["known_at"], lines[0]["performer_bin"]
    estimate = facts.estimate(performer, act, month, at)
    if estimate is None:
        return differ("act_lines.csv", f"{act} {month}", "no estimate was known")
    parts = [row for row in lines if row["voucher_number"]]
    beside = [row for row in lines if not row["voucher_number"]]
    most = [facts.most(row) for row in parts]
    claims = [(computed, int(row["enrolled_days"])) for computed, row in zip(most, parts)]
    paid = apportion(estimate, claims)
    for row, computed, due in zip(parts, most, paid):
        key = (performer, row["voucher_number"], month, row["contract_number"])
        study, enrolled, _, _ = facts.served((row["contract_number"], row["voucher_number"], performer), month, at)
        if month != own:
            due = min(of_part[key], computed) - of_part[key]
        told = {"study_days": len(study), "enrolled_days": len(enrolled), "payable_days": len(enrolled)}
        for name, value in (told | {"computed": computed, "due": due}).items():
            if int(row[name]) != value:
                differ("act_lines.csv", f"{act} {row['voucher_number']} {month}", f"{name} is {row[name]}, the facts give {value}")
    rest = estimate - sum(int(row["due"]) for row in parts) - (given if month != own else 0)
    if sum(int(row["due"]) for row in beside) != rest:
        differ("act_lines.csv", f"{act} {month}", f"the estimate is {estimate}, beside the parts it asks for {rest}")
    for row in beside:
        if int(row["nominal"]) != estimate or row["computed"] != row["due"]:
            differ("act_lines.csv", f"{act} {month}", "the line beside the parts does not name the estimate")


def check_capital(facts, where, lines, before):
    (act, performer, month, at), (counted, given) = where, before
    terms = facts.terms["capital"]
    told = {row["contract_number"]: row for row in lines}
    standing = []
    for (bin_, programme, number), revisions in facts.obligations.items():
        revision = known(revisions, at)
        if (bin_, programme) == (performer, facts.programme_of[act]) and revision:
            standing.append(revision[1])
    standing.sort(key=lambda one: (one["accepted_on"], one["number"]))
    pupils = []
    for voucher, contract in sorted(counted, key=lambda key: (key[0], facts.first_day.get((key[0], month, key[1]), 99))):
        study, enrolled, _, _ = facts.served((contract, voucher, performer), month, at)
        pupils.append((len(study), set(enrolled)))
    for one in standing:
        places = int(one["places"]) if one["first_month"] <= month <= one["last_month"] else 0
        taken, sum_, seated = defaultdict(int), 0, 0
        rate = terms["kinds"][one["kind"]] * terms["mrp"][month[:4]]
        for study, left in pupils:
            days = {date for date in left if taken[date] < places}
            for date in days:
                taken[date] += 1
            left -= days
            seated += bool(days)
            sum_ += half_up(rate * len(days), terms["study_months"] * study) if days else 0
        due = sum_ - given[performer, month, one["number"]]
        row = told.pop(one["number"], None)
        if row is None:
            if due:
                differ("act_lines.csv", f"{act} {month} {one['number']}", f"no capital line, the facts give {due}")
            continue
        whole = half_up(rate, terms["study_months"])
        for name, value in {"nominal": whole, "enrolled_days": seated, "computed": sum_, "due": due}.items():
            if int(row[name]) != value:
                differ("act_lines.csv", f"{act} {month} {one['number']}", f"{name} is {row[name]}, the facts give {value}")
    for number in told:
        differ("act_lines.csv", f"{act} {month} {number}", "no such obligation was known")


def check_lines(folder, covered, nation):
    facts = Facts(folder)
    acts = {row["act"]: row for row in rows(folder, "acts.csv")}
    total = defaultdict(int)
    # Lines by part, in the order in which acts take them up; parts of months that the export does not cover are left out.
    parts, all_lines = defaultdict(list), []
    for row in rows(folder, "act_lines.csv"):
        total[row["act"]] += int(row["due"])
        all_lines.append(row)
        if row["month"] in covered and row["kind"] in ("month", "adjustment"):
            parts[row["voucher_number"], row["month"]].append(row)
    check_beside(facts, acts, [row for row in all_lines if row["month"] in covered])
    for part, lines in parts.items():
        first = lambda row: facts.first_day.get((*part, row["contract_number"]), 99)
        lines.sort(key=lambda row: (acts[row["act"]]["month"], first(row), row["kind"], row["known_at"]))
        owed, fees_owed = defaultdict(int), defaultdict(int)
        for row in lines:
            key = f"{row['act']} {part[0]} {part[1]}"
            found = facts.line(row)
            if isinstance(found, str):
                differ("act_lines.csv", key, found)
                owed[row["contract_number"]] += int(row["due"])
                fees_owed[row["contract_number"]] += int(row["parental_fee_due"] or 0)
                continue
            leave, whole = facts.leave_before(row, covered)
            if int(row["leave_days_used"]) < leave or (nation and whole and int(row["leave_days_used"]) != leave):
                differ("act_lines.csv", key, f"leave_days_used is {row['leave_days_used']}, the marks of earlier months give {leave}")
            # What the acts before it have charged for the month is taken off an adjustment.
            fee = fee_due(facts.terms_of(row), int(row["parental_fee"] or 0), found) - fees_owed[row["contract_number"]]
            if int(row["parental_fee_due"] or 0) != fee:
                differ("act_lines.csv", key, f"parental_fee_due is {row['parental_fee_due']}, the facts give {fee}")
            fees_owed[row["contract_number"]] += int(row["parental_fee_due"] or 0)
            for name, value in found.items():
                if int(row[name]) != value:
                    differ("act_lines.csv", key, f"{name} is {row[name]}, the facts give {value}")
            # Portions before this one take from the nominal first (spec 2.1); what the act before it gave is taken off an adjustment.
            mine = row["contract_number"]
            before = sum(due for other, due in owed.items() if facts.first_day.get((*part, other), 99) < first(row))
            due = min(found["computed"], max(0, int(row["nominal"]) - before)) - owed[mine]
            if row["kind"] == "month" and int(row["due"]) == 0 and is_short(facts.terms_of(row), acts[row["act"]]):
                # Short of its share by QR after the cure term: nothing is paid for the month (spec 3.7).
                due = 0
            if int(row["due"]) != due:
                differ("act_lines.csv", key, f"due is {row['due']}, the facts give {due}")
            owed[mine] += int(row["due"])
    return acts, total


def is_short(terms, act):
    """Whether an act's month is below the share by QR that the terms ask for."""
    enrolled = int(act["enrolled_days"])
    return enrolled > 0 and int(act["qr_days"]) * 10000 < terms["qr_share_bp"] * enrolled


def check_acts(acts, total, receivables):
    for number, row in acts.items():
        if row["state"] == "draft":
            continue
        # What the performer owed before may be set off; an act never falls below zero.
        if not receivables and int(row["total"]) != max(0, total[number]):
            differ("acts.csv", number, f"total is {row['total']}, its lines give {total[number]}")


COLUMNS = ("committed", "due", "ordered", "paid")


class Ledger:
    """Balances that follow from movements.csv alone."""

    def __init__(self, folder):
        self.lines = defaultdict(lambda: dict.fromkeys(("free", *COLUMNS, "receivable"), 0))
        self.parts = defaultdict(lambda: {"booked": 0, "written": False, "due": 0, "paid": 0, "told": False})
        self.receivables = False
        for row in rows(folder, "movements.csv"):
            value = int(row["amount"])
            if value < 0:
                differ("movements.csv", row["id"], "the amount is below zero")
            self.leg(row["debit"], -value)
            self.leg(row["credit"], value)
            self.part(row, value)

    def leg(self, account, value):
        name, _, owner = account.partition(":")
        line = owner.split("|")[0]
        kind, _, state = name.partition(".")
        if name == "budget.free":
            self.lines[line]["free"] += value
        elif kind in ("part", "performer"):
            self.lines[line][state] += value
            self.receivables |= state == "receivable"
        elif name != "treasury.allotment":
            differ("movements.csv", account, "is no account")

    def part(self, row, value):
        debit, credit = (row[side].partition(":")[0] for side in ("debit", "credit"))
        if not row["voucher_number"]:
            return
        sides = [row[side] for side in ("debit", "credit") if row[side].startswith(("part.", "performer."))]
        performer = sides[0].split("|")[1] if sides else ""
        part = self.parts[row["voucher_number"], row["part_month"], performer]
        part["told"] = True
        part["booked"] += value * ((credit == "part.committed") - (debit == "part.committed"))
        part["written"] |= (debit, credit) == ("part.committed", "part.due")
        gives = {
            ("part.committed", "part.due"): (1, 0),
            ("budget.free", "part.due"): (1, 0),
            ("part.due", "budget.free"): (-1, 0),
            ("performer.receivable", "budget.free"): (-1, 0),
            ("part.ordered", "part.paid"): (0, 1),
            ("part.paid", "part.due"): (0, -1),
            ("part.due", "performer.receivable"): (0, 1),
        }
        due, paid = gives.get((debit, credit), (0, 0))
        part["due"] += due * value
        part["paid"] += paid * value


def check_budget(folder, ledger):
    seen = set()
    for row in rows(folder, "budget.csv"):
        line = "/".join(row[name] for name in ("issuer_bin", "programme", "region", "month", "source", "kbk"))
        seen.add(line)
        found = ledger.lines.get(line, dict.fromkeys(("free", *COLUMNS, "receivable"), 0))
        # What performers must give back lowers what the line has paid.
        balances = {name: found[name] for name in COLUMNS}
        balances["paid"] += found["receivable"]
        balances["allotted"] = found["free"] + sum(balances.values())
        for name, value in balances.items():
            if int(row[name]) != value:
                differ("budget.csv", line, f"{name} is {row[name]}, movements give {value}")
        if found["free"] < 0:
            differ("budget.csv", line, f"is overcommitted by {-found['free']}")
        for name in COLUMNS:
            if found[name] < 0:
                differ("budget.csv", line, f"{name} is below zero")
    for line in ledger.lines.keys() - seen:
        differ("budget.csv", line, "is missing")


def check_parts(folder, ledger):
    with open(os.path.join(folder, "terms.json"), encoding="utf-8") as file:
        programmes = json.load(file)["programmes"]
    by_part = defaultdict(list)
    for (voucher, month, _), part in ledger.parts.items():
        by_part[voucher, month].append(part)
    for row in rows(folder, "parts.csv"):
        key = (row["voucher_number"], row["month"])
        portions = by_part.get(key, [])
        for name in ("due", "paid"):
            value = sum(portion[name] for portion in portions)
            if int(row[name]) != value:
                differ("parts.csv", "/".join(key), f"{name} is {row[name]}, movements give {value}")
        live = [portion for portion in portions if portion["written"] or portion["booked"] > 0]
        if any(not portion["written"] for portion in live):
            states = {"booked"}
        elif live:
            states = {"redeemed" if all(one["paid"] >= one["due"] for one in live) else "written_off"}
        else:
            states = {"issued", "annulled"}
        if not portions or any(not one["written"] and one["booked"] == 0 for one in portions):
            # Booked without money: the month has no published line, or another portion holds the whole nominal.
            states.add("booked")
        if "booked" in states and programmes[row["programme"]]["activation"]:
            # Consent moves no money.
            states.add("active")
        if row["state"] not in states:
            differ("parts.csv", "/".join(key), f"state is {row['state']}, movements give {' or '.join(sorted(states))}")
        if row["nominal"] and int(row["due"]) > int(row["nominal"]):
            differ("parts.csv", "/".join(key), f"due {row['due']} is above the nominal {row['nominal']}")


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--nation"]):
        sys.exit(__doc__)
    folder = sys.argv[1]
    covered = {row["month"] for row in rows(folder, "parts.csv")}
    ledger = Ledger(folder)
    acts, total = check_lines(folder, covered, len(sys.argv) == 3)
    check_acts(acts, total, ledger.receivables)
    check_budget(folder, ledger)
    check_parts(folder, ledger)
    for text in differences[:1000]:
        print(text)
    if len(differences) > 1000:
        print(f"and {len(differences) - 1000} more")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
