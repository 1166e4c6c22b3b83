#!/usr/bin/env python3
"""Recomputes an audit export from its own files, knowing only the published rules (spec 2.6 and 3).

    recompute.py EXPORT_DIR... [--nation]
        prints one difference a line; exit 1 when there is any, 0 when there is none

    --nation: the export is of all regions and programmes, so that it holds every day of leave of the months it covers; without it a child may
    have used more days elsewhere.

Exports of several months, made at one moment, are read as one: then it is also recomputed what goes over months, as far back as they reach
(days of leave of a calendar year, adjustments that should have been made). It shares no code with the registry. Money is integer tiyn.
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


def rows(folders, name):
    """The rows of a file in some folders, each once: exports overlap where an act corrects an earlier month."""
    seen = set()
    for folder in folders:
        with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if len(folders) == 1:
                    yield row
                    continue
                whole = tuple(row.values())
                if whole not in seen:
                    seen.add(whole)
                    yield row


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


def terms_of(folders):
    with open(os.path.join(folders[-1], "terms.json"), encoding="utf-8") as file:
        return json.load(file)


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
        self.terms = terms_of(folder)
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
                said.append((row["recorded_at"], row["mark"], row["method"]))
        for dates in self.marks.values():
            for said in dates.values():
                # Stable: of one instant the last row of the file counts.
                said.sort(key=lambda one: one[0])
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
        # Group, first and last day of each portion of a contract, and those that have lost all their days.
        self.portions = defaultdict(list)
        self.returned = defaultdict(list)
        for row in rows(folder, "portions.csv"):
            key = (row["voucher_number"], row["month"], row["contract_number"])
            self.first_day[key] = min(self.first_day.get(key, 99), int(row["from_day"]))
            held = self.returned if row["state"] in ("annulled", "returned") else self.portions
            held[key].append((row["group"], int(row["from_day"]), int(row["to_day"])))
        self.enrolled = defaultdict(set)
        for key, revisions in self.enrolments.items():
            for revision in revisions:
                self.enrolled[revision[1]].add(key)

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
                found, _ = self.line(row | dict(zip(("contract_number", "voucher_number", "performer_bin"), key)))
                share = 0 if isinstance(found, str) else found["computed"]
            share = min(share, nominal - taken)
            if key == mine:
                return share
            taken += share
        return 0

    def terms_of(self, row):
        return self.terms["programmes"][self.programme_of[row["act"]]]

    def spans(self, key, month, at):
        """Where a contract is served in a month as known at an instant: group, first and last date; one unless the group changed in it. The
        enrolment says which group it is now, the portion which it was in the month."""
        enrolment = known(self.enrolments.get(key, []), at)
        if enrolment is None:
            return []
        _, _, group, first, last = enrolment
        first, last = day(first), day(last) if last else datetime.date.max
        place = (key[1], month, key[0])
        portions = sorted(set(self.portions.get(place, [])), key=lambda portion: portion[1])
        if len({portion[0] for portion in portions}) < 2:
            held = portions or self.returned.get(place, [])
            return [(held[0][0] if held else group, first, last)]
        date = lambda number: datetime.date(int(month[:4]), int(month[5:]), number)
        return [(group, max(first, date(begin)), min(last, date(end))) for group, begin, end in portions]

    def said(self, key, month, at, span):
        """Study days of a span, each with what was said of it; None when no calendar was known."""
        group, first, last = span
        revision = known(self.groups.get((group, key[2]), []), at)
        if revision is None:
            return None
        beneficiary = known(self.enrolments[key], at)[1]
        dates = self.marks.get((beneficiary, key[2], month), {})
        study = self.calendars.study_days(month, revision[1], revision[2])
        return {date: known(dates.get(date, []), at) or ("", "", "") for date in study if first <= date <= last}

    def days(self, key, month, at):
        """The same of all spans of a contract."""
        all_days = {}
        for span in self.spans(key, month, at):
            all_days.update(self.said(key, month, at, span) or {})
        return all_days

    def leave_used(self, row):
        """Days of leave of the child in the calendar year before the month of a line (spec 3.4): wherever it was enrolled in the
        programme, whose vouchers' numbers begin alike."""
        at, year = row["known_at"], row["month"][:4]
        mine = known(self.enrolments.get((row["contract_number"], row["voucher_number"], row["performer_bin"]), []), at)
        taken = set()
        programme = row["voucher_number"].partition("-")[0]
        for key in (key for key in self.enrolled[mine[1]] if key[1].startswith(programme + "-")) if mine else ():
            for number in range(1, int(row["month"][5:])):
                for date, said in self.days(key, f"{year}-{number:02}", at).items():
                    if said[1] == "L":
                        taken.add((key[2], date))
        return len(taken)

    def line(self, row):
        """The amount of an act line from the facts known at its instant, a text when they do not suffice; and the span that it is of."""
        at, month = row["known_at"], row["month"]
        key = (row["contract_number"], row["voucher_number"], row["performer_bin"])
        spans = self.spans(key, month, at)
        if not spans:
            return "no enrolment was known", None
        found = [(self.amount_of(row, key, span), span) for span in spans]
        for one, span in found:
            if not isinstance(one, str) and all(int(row[name]) == value for name, value in one.items()):
                return one, span
        return found[0]

    def amount_of(self, row, key, span):
        at, month = row["known_at"], row["month"]
        said = self.said(key, month, at, span)
        if said is None:
            return "no calendar was known"
        revision = known(self.groups[span[0], key[2]], at)
        study = self.calendars.study_days(month, revision[1], revision[2])
        terms = self.terms_of(row)
        marks = {date: one[1] for date, one in said.items()}
        found = amount(terms, study, span[1], span[2], marks, int(row["nominal"]), int(row["leave_days_used"]))
        return found or "a study day has no mark"

    def place(self, row, span):
        """In which order a portion takes from its part, and what tells it from others."""
        contract = row["contract_number"]
        first = self.first_day.get((row["voucher_number"], row["month"], contract), 99)
        groups = {portion[0] for portion in self.portions.get((row["voucher_number"], row["month"], contract), [])}
        if span is None or len(groups) < 2:
            return first, (contract, "")
        return max(first, span[1].day if span[1].isoformat()[:7] == row["month"] else 1), (contract, span[0])


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
        places = {}
        for row in lines:
            key = f"{row['act']} {part[0]} {part[1]}"
            found, span = facts.line(row)
            begins, mine = facts.place(row, span)
            places[mine] = begins
            if isinstance(found, str):
                differ("act_lines.csv", key, found)
                owed[mine] += int(row["due"])
                fees_owed[mine] += int(row["parental_fee_due"] or 0)
                continue
            leave = facts.leave_used(row)
            whole = all(f"{row['month'][:4]}-{number:02}" in covered for number in range(1, int(row["month"][5:])))
            if int(row["leave_days_used"]) < leave or (nation and whole and int(row["leave_days_used"]) != leave):
                differ("act_lines.csv", key, f"leave_days_used is {row['leave_days_used']}, the marks of earlier months give {leave}")
            # What the acts before it have charged for the month is taken off an adjustment.
            fee = fee_due(facts.terms_of(row), int(row["parental_fee"] or 0), found) - fees_owed[mine]
            if int(row["parental_fee_due"] or 0) != fee:
                differ("act_lines.csv", key, f"parental_fee_due is {row['parental_fee_due']}, the facts give {fee}")
            fees_owed[mine] += int(row["parental_fee_due"] or 0)
            for name, value in found.items():
                if int(row[name]) != value:
                    differ("act_lines.csv", key, f"{name} is {row[name]}, the facts give {value}")
            # Portions before this one take from the nominal first (spec 2.1); what the act before it gave is taken off an adjustment.
            before = sum(due for other, due in owed.items() if places[other] < begins)
            due = min(found["computed"], max(0, int(row["nominal"]) - before)) - owed[mine]
            if row["kind"] == "month" and int(row["due"]) == 0 and is_short(facts.terms_of(row), acts[row["act"]]):
                # Short of its share by QR after the cure term: nothing is paid for the month (spec 3.7).
                due = 0
            if int(row["due"]) != due:
                differ("act_lines.csv", key, f"due is {row['due']}, the facts give {due}")
            # What a draft would adjust is said again by the next one.
            if row["kind"] == "month" or signed(acts[row["act"]]):
                owed[mine] += int(row["due"])
    check_qr(facts, acts, parts)
    check_kept(folder, facts, acts, parts)
    if len(folder) > 1:
        check_leave(facts, parts)
        check_adjusted(folder, facts, acts, parts)
    return acts, total


def signed(act):
    return act["state"] not in ("draft", "performer_signed", "returned")


def check_qr(facts, acts, parts):
    """Student-days of an act, those by QR, and the share without which nobody signs (spec 3.7)."""
    counts, dues = defaultdict(lambda: [0, 0]), defaultdict(int)
    for lines in parts.values():
        for row in lines:
            if row["kind"] == "month":
                key = (row["contract_number"], row["voucher_number"], row["performer_bin"])
                _, span = facts.line(row)
                said = (facts.said(key, row["month"], row["known_at"], span) or {}).values() if span else ()
                dues[row["act"]] += int(row["due"])
                counts[row["act"]][0] += len(said)
                counts[row["act"]][1] += sum(1 for one in said if one[1:] == ("P", "qr"))
    for number, (enrolled, by_qr) in counts.items():
        act = acts[number]
        for name, value in (("enrolled_days", enrolled), ("qr_days", by_qr)):
            if int(act[name]) != value:
                differ("acts.csv", number, f"{name} is {act[name]}, the lines give {value}")
        needed = facts.terms["programmes"][act["programme"]]["qr_share_bp"]
        # After the cure term a month that is still short is signed as unpaid.
        if act["performer_signed_at"] and dues[number] and 10_000 * by_qr < needed * enrolled:
            differ("acts.csv", number, f"is signed with {by_qr} of {enrolled} student-days by QR, {needed} basis points are needed")


def check_kept(folder, facts, acts, parts):
    """Every portion of a month whose act is made stands in it, or among what it left out."""
    excepted = {(row["performer_bin"], row["month"], row["voucher_number"]) for row in rows(folder, "exceptions.csv")}
    made = {}
    for lines in parts.values():
        for row in lines:
            act = acts[row["act"]]
            made[act["programme"], act["performer_bin"], act["month"]] = row["known_at"]
    told = {(part, row["contract_number"], row["performer_bin"]) for part, lines in parts.items() for row in lines}
    for row in rows(folder, "portions.csv"):
        part = (row["voucher_number"], row["month"])
        key = (row["contract_number"], row["voucher_number"], row["performer_bin"])
        programmes = {programme for programme, performer, month in made if (performer, month) == (key[2], row["month"])}
        for programme in programmes:
            at = made[programme, key[2], row["month"]]
            revisions = facts.enrolments.get(key, [])
            # What was told after the act was made comes with a later one.
            if row["state"] in ("annulled", "returned") or not revisions or revisions[0][0] > at or not facts.days(key, row["month"], at):
                continue
            if (part, key[0], key[2]) not in told and (key[2], row["month"], key[1]) not in excepted:
                differ("portions.csv", "/".join((*part, key[0])), "stands in no act and in no exception")


def check_leave(facts, parts):
    for part, lines in parts.items():
        for row in lines:
            used = facts.leave_used(row)
            if int(row["leave_days_used"]) != used:
                differ("act_lines.csv", f"{row['act']} {part[0]} {part[1]}", f"leave_days_used is {row['leave_days_used']}, the marks give {used}")


def check_adjusted(folder, facts, acts, parts):
    """What a performer's latest signed act knew of earlier months that were written off is what their lines add up to (spec 2.4, 2.5)."""
    excepted = {(row["performer_bin"], row["month"], row["voucher_number"]) for row in rows(folder, "exceptions.csv")}
    nominals = {(row["voucher_number"], row["month"]): row["nominal"] for row in rows(folder, "parts.csv")}
    latest = {}
    for lines in parts.values():
        for row in lines:
            act = acts[row["act"]]
            whose = (act["programme"], act["performer_bin"])
            if signed(act) and (act["month"], row["known_at"]) > latest.get(whose, ("", "")):
                latest[whose] = (act["month"], row["known_at"])
    for part, lines in parts.items():
        owed, of, places = defaultdict(int), {}, {}
        for row in (row for row in lines if signed(acts[row["act"]])):
            begins, mine = facts.place(row, facts.line(row)[1])
            owed[mine] += int(row["due"])
            of[mine], places[mine] = row, begins
        for mine, row in of.items():
            month, at = latest[acts[row["act"]]["programme"], row["performer_bin"]]
            is_other = nominals.get(part) not in ("", row["nominal"])
            is_kept = (row["performer_bin"], month, part[0]) in excepted
            is_unpaid = is_short(facts.terms_of(row), acts[row["act"]]) and int(row["due"]) == 0
            if month <= part[1] or row["known_at"] >= at or is_other or is_kept or is_unpaid or mine[1]:
                continue
            now = {**row, "known_at": at}
            now["leave_days_used"] = facts.leave_used(now)
            found, _ = facts.line(now)
            key = f"{part[0]} {part[1]} {mine[0]}"
            if isinstance(found, str):
                differ("act_lines.csv", key, f"at {at}: {found}")
                continue
            before = sum(due for other, due in owed.items() if places[other] < places[mine])
            due = min(found["computed"], max(0, int(row["nominal"]) - before))
            if due != owed[mine]:
                differ("act_lines.csv", key, f"adds up to {owed[mine]}, what was known at {at} gives {due}")


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
    acts = {row["act"]: row for row in rows(folder, "acts.csv")}
    written = (row for row in rows(folder, "act_lines.csv") if signed(acts[row["act"]]))
    last_nominals = {}
    for row in sorted(written, key=lambda row: row["known_at"]):
        last_nominals[row["voucher_number"], row["month"]] = int(row["nominal"])
    programmes = terms_of(folder)["programmes"]
    by_part = defaultdict(list)
    serving = defaultdict(list)
    for (voucher, month, performer), part in ledger.parts.items():
        by_part[voucher, month].append(part)
        serving[voucher, month].append(performer)
    served = defaultdict(lambda: defaultdict(list))
    for row in rows(folder, "portions.csv"):
        served[row["voucher_number"], row["month"]][row["performer_bin"]].append(row["state"])
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
        # Movements do not tell a performer's portions apart, of which one may be written off alone, and a portion for which nothing was left
        # of the nominal has none.
        unsaid = (of for performer, of in served[key].items() if len(of) > 1 or performer not in serving[key])
        if any({"booked", "active"} & set(of) for of in unsaid):
            states.add("booked")
        if "booked" in states and programmes[row["programme"]]["activation"]:
            # Consent moves no money.
            states.add("active")
        if row["state"] not in states:
            differ("parts.csv", "/".join(key), f"state is {row['state']}, movements give {' or '.join(sorted(states))}")
        # A part that was written off and whose nominal was lowered since owes more until the next act adjusts it.
        if row["nominal"] and int(row["due"]) > max(int(row["nominal"]), last_nominals.get(key, 0)):
            differ("parts.csv", "/".join(key), f"due {row['due']} is above the nominal {row['nominal']}")


def main():
    folder = [one for one in sys.argv[1:] if one != "--nation"]
    if not folder:
        sys.exit(__doc__)
    covered = {row["month"] for row in rows(folder, "parts.csv")}
    ledger = Ledger(folder)
    acts, total = check_lines(folder, covered, "--nation" in sys.argv)
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
