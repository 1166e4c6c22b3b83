//! The calculator: a month of one child by the rule that acts use. Everything it is asked stands in the address; nothing is kept.

use jiff::civil::Date;
use law::{
    Calendar, Minor, Month, Refusal, Terms,
    amount::{Amount, GroupDays, MonthCase},
    explain::{Explanation, explain},
    month::DayMask,
};
use serde_json::json;

use crate::platform::{
    govuk::Errors,
    http::{Language, format},
};

/// The kinds of days that are written as lists, with their mark.
pub(super) const LISTS: [(&str, &str); 4] = [("ill", "S"), ("unexcused", "U"), ("leave", "L"), ("closed", "C")];

/// The form as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) asked: bool,
    pub(super) month: String,
    pub(super) nominal: String,
    pub(super) weekdays: Vec<String>,
    pub(super) from: String,
    pub(super) to: String,
    /// By the order of [`LISTS`].
    pub(super) days: [String; 4],
    pub(super) vacations: String,
    pub(super) leave_used: String,
    pub(super) fee: String,
}

impl Form {
    /// The form of an address; before anything was asked, the usual week.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            let value: String = value.chars().take(200).collect();
            match name.as_str() {
                "month" => (form.month, form.asked) = (value, true),
                "nominal" => form.nominal = value,
                "weekday" => form.weekdays.push(value),
                "from" => form.from = value,
                "to" => form.to = value,
                "vacations" => form.vacations = value,
                "leave_used" => form.leave_used = value,
                "fee" => form.fee = value,
                list => {
                    let at = LISTS.iter().position(|(name, _)| *name == list);
                    if let Some(days) = at.and_then(|at| form.days.get_mut(at)) {
                        *days = value;
                    }
                }
            }
        }
        if !form.asked {
            form.weekdays = (1..=5).map(|day| day.to_string()).collect();
        }
        form
    }

    /// What was written into the list of a kind of days.
    pub(super) fn list(&self, name: &str) -> &str {
        let at = LISTS.iter().position(|(known, _)| *known == name);
        at.and_then(|at| self.days.get(at)).map_or("", String::as_str)
    }
}

/// A case that can be calculated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    nominal: i64,
    month: Month,
    weekdays: u8,
    vacations: Vec<(Date, Date)>,
    from: Option<Date>,
    to: Option<Date>,
    /// Days that are not presence: day and letter.
    listed: Vec<(u32, &'static str)>,
    leave_used: u32,
    fee: Option<i64>,
}

/// What came of a case, with each step.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) amount: Amount,
    pub(super) explanation: Explanation,
    /// Days of the group's week that are holidays or vacations.
    pub(super) off: Vec<u32>,
    /// The same case for `qazyna calc`.
    pub(super) line: String,
}

/// Days as people write them: `3, 4, 17-20`, each with its last; nothing for anything else.
fn spans(text: &str, month: Month) -> Option<Vec<(u32, u32)>> {
    let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let span = |part: &str| {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (from, to): (u32, u32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        (from >= 1 && to <= month.days() && from <= to).then_some((from, to))
    };
    parts.map(span).collect()
}

/// Reads the form; what is wrong goes to the errors.
pub(super) fn case(form: &Form, calendar: &Calendar, errors: &mut Errors) -> Option<Case> {
    let Some(month) = Month::parse(&form.month) else {
        errors.say("month", "calc-month-wrong");
        return None;
    };
    let nominal = format::parse_money(&form.nominal).filter(|tiyn| *tiyn > 0);
    if nominal.is_none() {
        errors.say("nominal", "calc-nominal-wrong");
    }
    let weekday = |text: &String| text.parse::<u8>().ok().filter(|day| (1..=7).contains(day));
    let weekdays = form.weekdays.iter().filter_map(weekday).fold(0_u8, |mask, day| mask | 1 << (day - 1));
    if weekdays == 0 {
        errors.say("weekday", "calc-weekdays-wrong");
    }
    let mut date = |field: &'static str, text: &str| -> Option<Date> {
        let day = text.trim();
        let read = day
            .parse::<u32>()
            .ok()
            .filter(|day| (1..=month.days()).contains(day))
            .and_then(|day| month.day_or_last(day));
        if read.is_none() && !day.is_empty() {
            errors.say(field, "calc-day-wrong");
        }
        read
    };
    let (from, to) = (date("from", &form.from), date("to", &form.to));
    let vacations = spans(&form.vacations, month);
    if vacations.is_none() {
        errors.say("vacations", "calc-days-wrong");
    }
    let dates = |(from, to): (u32, u32)| Some((month.day_or_last(from)?, month.day_or_last(to)?));
    let vacations: Vec<(Date, Date)> = vacations.unwrap_or_default().into_iter().filter_map(dates).collect();
    // A month that the calendar does not know is refused when the case is calculated.
    let study = calendar.study_days(month, weekdays, &vacations).unwrap_or(DayMask::MAX);
    let listed = listed(form, month, study & enrolled(month, from, to), errors);
    let leave_used = if form.leave_used.trim().is_empty() {
        Some(0)
    } else {
        form.leave_used.trim().parse().ok().filter(|n| *n <= 366)
    };
    if leave_used.is_none() {
        errors.say("leave_used", "calc-leave-wrong");
    }
    let fee = format::parse_money(&form.fee);
    if fee.is_none() && !form.fee.trim().is_empty() {
        errors.say("fee", "calc-fee-wrong");
    }
    let leave_used = leave_used?;
    errors.is_empty().then_some(Case {
        nominal: nominal?,
        month,
        weekdays,
        vacations,
        from,
        to,
        listed,
        leave_used,
        fee,
    })
}

/// The days of the month on which the child is enrolled.
fn enrolled(month: Month, from: Option<Date>, to: Option<Date>) -> DayMask {
    month.days_between(from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX))
}

/// The days of the lists, each in one list only. A range means the child's study days in it: an illness goes on over a weekend, its marks do not.
fn listed(form: &Form, month: Month, study: DayMask, errors: &mut Errors) -> Vec<(u32, &'static str)> {
    let studied = |day: u32| study & law::month::day_bit(day) != 0;
    let mut all: Vec<(u32, &'static str)> = Vec::new();
    for ((name, letter), text) in LISTS.into_iter().zip(&form.days) {
        let Some(spans) = spans(text, month) else {
            errors.say(name, "calc-days-wrong");
            continue;
        };
        if spans.iter().any(|(from, to)| from < to && !(*from..=*to).any(studied)) {
            errors.say(name, "calc-days-none");
            continue;
        }
        let meant = |(from, to): (u32, u32)| (from..=to).filter(move |day| from == to || studied(*day));
        for day in spans.into_iter().flat_map(meant) {
            if all.iter().any(|(known, other)| *known == day && *other != letter) {
                errors.say(name, "calc-days-twice");
                break;
            }
            if !all.iter().any(|(known, _)| *known == day) {
                all.push((day, letter));
            }
        }
    }
    all
}

impl Case {
    /// Every day of the month that is enrolled and studied has a mark: the one written, else presence.
    fn marks(&self, calendar: &Calendar) -> Result<Vec<(Date, &'static str)>, Refusal> {
        let study = calendar.study_days(self.month, self.weekdays, &self.vacations)?;
        let enrolled = study & enrolled(self.month, self.from, self.to);
        let day = |day: u32| {
            let written = self.listed.iter().find(|(listed, _)| *listed == day).map(|(_, letter)| *letter);
            let present = enrolled & law::month::day_bit(day) != 0;
            Some((self.month.day_or_last(day)?, written.or(present.then_some("P"))?))
        };
        Ok((1..=self.month.days()).filter_map(day).collect())
    }

    fn law<'a>(&'a self, marks: &'a [(Date, &'static str)]) -> MonthCase<'a> {
        MonthCase {
            nominal: Minor::new(self.nominal),
            month: self.month,
            group: GroupDays { weekdays: self.weekdays, vacations: &self.vacations },
            enrolled_from: self.from,
            enrolled_to: self.to,
            marks,
            leave_days_used: self.leave_used,
            parental_fee: self.fee.map(Minor::new),
        }
    }

    /// Calculates by the terms, with the refusals of spec 3.4.
    pub(super) fn answer(&self, terms: &Terms, calendar: &Calendar) -> Result<Answer, Refusal> {
        let marks = self.marks(calendar)?;
        let case = self.law(&marks);
        let facts = case.facts(calendar)?;
        let amount = case.amount_due(terms.into(), calendar)?;
        let whole_week = |day: &u32| {
            let weekday = self.month.day_or_last(*day).map_or(0, |date| date.weekday().to_monday_zero_offset());
            self.weekdays >> weekday & 1 == 1 && facts.study & law::month::day_bit(*day) == 0
        };
        Ok(Answer {
            explanation: explain(terms, &facts, &amount),
            off: (1..=self.month.days()).filter(whole_week).collect(),
            line: self.line(terms, &marks),
            amount,
        })
    }

    /// The case as a line of `qazyna calc`.
    fn line(&self, terms: &Terms, marks: &[(Date, &'static str)]) -> String {
        let weekdays: Vec<u8> = (1..=7).filter(|day| self.weekdays >> (day - 1) & 1 == 1).collect();
        let vacations: Vec<[String; 2]> =
            self.vacations.iter().map(|(from, to)| [from.to_string(), to.to_string()]).collect();
        let marks: serde_json::Map<String, serde_json::Value> =
            marks.iter().map(|(date, letter)| (date.to_string(), json!(letter))).collect();
        let mut case = json!({
            "programme": terms.programme,
            "nominal": self.nominal,
            "month": self.month.to_string(),
            "calendar": { "weekdays": weekdays, "vacations": vacations },
            "marks": marks,
            "leave_days_used": self.leave_used,
        });
        if let Some(fields) = case.as_object_mut() {
            let dates = [("enrolled_from", self.from), ("enrolled_to", self.to)];
            fields
                .extend(dates.into_iter().filter_map(|(name, date)| Some((name.to_owned(), json!(date?.to_string())))));
            fields.extend(self.fee.map(|fee| ("parental_fee".to_owned(), json!(fee))));
        }
        json!({ "id": "1", "op": "amount_due", "in": case }).to_string()
    }

    /// The field that a refusal is about.
    pub(super) fn field(&self, refusal: Refusal, calendar: &Calendar) -> &'static str {
        let outside = || {
            let study = calendar.study_days(self.month, self.weekdays, &self.vacations).unwrap_or_default();
            let enrolled = study & enrolled(self.month, self.from, self.to);
            let letter = self.listed.iter().find(|(day, _)| enrolled & law::month::day_bit(*day) == 0);
            letter
                .and_then(|(_, letter)| LISTS.iter().find(|(_, known)| known == letter))
                .map_or("ill", |(name, _)| name)
        };
        match refusal.code() {
            "amount.not_positive" => "nominal",
            "period.reversed" => "to",
            "calendar.unknown_year" => "month",
            "mark.outside_enrolment" => outside(),
            _ => "weekday-1",
        }
    }
}

/// `3, 4, 17`, or a dash.
pub(super) fn listed_days(days: &[u32]) -> String {
    if days.is_empty() { "–".to_owned() } else { days.iter().map(u32::to_string).collect::<Vec<_>>().join(", ") }
}

/// The rule in the reader's words.
pub(super) fn told(language: Language, explanation: &Explanation) -> &str {
    // The text begins with the formula in tiyn, which the page shows in tenge.
    let text = language.of(&explanation.text);
    text.strip_prefix(explanation.formula.as_str()).map_or(text, |rest| rest.trim_start_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use law::Pack;
    use proptest::prelude::*;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn usual() -> Vec<(&'static str, &'static str)> {
        let mut pairs = vec![("month", "2026-09"), ("nominal", "60 000")];
        pairs.extend(["1", "2", "3", "4", "5"].map(|day| ("weekday", day)));
        pairs
    }

    /// What `qazyna calc` answers to the line of an answer.
    fn by_the_command(line: &str) -> serde_json::Value {
        let mut out = Vec::new();
        law::calc::run(Pack::kz(), line.as_bytes(), &mut out).unwrap();
        serde_json::from_slice::<serde_json::Value>(&out).unwrap()["out"].clone()
    }

    #[test]
    fn a_usual_month_is_explained() {
        let mut pairs = usual();
        pairs.extend([("unexcused", "1-4, 7"), ("ill", "8"), ("fee", "20000")]);
        let mut errors = Errors::new(Language::Ru);
        let pack = Pack::kz();
        let case = case(&form(&pairs), &pack.calendar, &mut errors).unwrap();
        let terms = pack.terms.iter().find(|terms| terms.source == "S0").unwrap();
        let answer = case.answer(terms, &pack.calendar).unwrap();
        assert_eq!((answer.amount.study_days, answer.amount.unexcused, answer.amount.payable_days), (22, 5, 20));
        assert_eq!(answer.amount.due.tiyn(), 5_454_545);
        let said = told(Language::Ru, &answer.explanation);
        assert!(said.contains("Не оплачены дни 4, 7"), "{said}");
        assert_eq!(by_the_command(&answer.line)["due"], 5_454_545);
        assert_eq!(by_the_command(&answer.line)["parental_fee_due"], answer.amount.parental_fee_due.unwrap().tiyn());
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = |pairs: &[(&'static str, &'static str)]| -> Vec<String> {
            let mut all = usual();
            all.retain(|(name, _)| !pairs.iter().any(|(other, _)| other == name));
            all.extend(pairs);
            let mut errors = Errors::new(Language::Kk);
            assert_eq!(case(&form(&all), &Pack::kz().calendar, &mut errors), None, "{pairs:?}");
            errors.all().map(|(field, _)| field.to_owned()).collect()
        };
        assert_eq!(wrong(&[("month", "2026-13")]), ["month"]);
        assert_eq!(wrong(&[("nominal", "-5"), ("weekday", "9")]), ["nominal", "weekday"]);
        assert_eq!(wrong(&[("from", "31"), ("unexcused", "40")]), ["from", "unexcused"]);
        assert_eq!(wrong(&[("unexcused", "3"), ("leave", "3")]), ["leave"]);
        assert_eq!(
            wrong(&[("leave_used", "x"), ("fee", "y"), ("vacations", "5-3")]),
            ["vacations", "leave_used", "fee"]
        );
    }

    #[test]
    fn a_day_that_is_no_study_day_is_refused_at_its_list() {
        let mut pairs = usual();
        pairs.push(("closed", "5"));
        let (pack, terms) = (Pack::kz(), &Pack::kz().terms[0]);
        let case = case(&form(&pairs), &pack.calendar, &mut Errors::new(Language::En)).unwrap();
        let refusal = case.answer(terms, &pack.calendar).unwrap_err();
        assert_eq!((refusal.code(), case.field(refusal, &pack.calendar)), ("mark.outside_enrolment", "closed"));
    }

    #[test]
    fn a_range_means_the_study_days_in_it() {
        let calendar = &Pack::kz().calendar;
        let marks = |pairs: &[(&'static str, &'static str)]| {
            let mut all = usual();
            all.extend(pairs);
            let mut errors = Errors::new(Language::En);
            let case = case(&form(&all), calendar, &mut errors);
            let wrong: Vec<String> = errors.all().map(|(field, _)| field.to_owned()).collect();
            (case.map(|case| case.listed), wrong)
        };
        let days = |days: &[u32], letter: &'static str| Some(days.iter().map(|day| (*day, letter)).collect::<Vec<_>>());
        // 5 and 6 September 2026 are a weekend; the Day of the Republic, 25 October, is a Sunday and moves to Monday.
        assert_eq!(marks(&[("ill", "3-8")]), (days(&[3, 4, 7, 8], "S"), vec![]));
        assert_eq!(marks(&[("ill", "3-8"), ("vacations", "1-4")]), (days(&[7, 8], "S"), vec![]));
        assert_eq!(marks(&[("ill", "3-8"), ("from", "7")]), (days(&[7, 8], "S"), vec![]));
        assert_eq!(marks(&[("month", "2026-10"), ("unexcused", "23–27")]), (days(&[23, 27], "U"), vec![]));
        // What a range leaves out may stand in another list; a range of nothing is a mistake.
        assert_eq!(marks(&[("ill", "3-6"), ("unexcused", "5-7")]).1, Vec::<String>::new());
        assert_eq!(marks(&[("ill", "3-7"), ("unexcused", "7-9")]).1, ["unexcused"]);
        assert_eq!(marks(&[("closed", "5-6")]), (None, vec!["closed".to_owned()]));
    }

    proptest! {
        /// The page and the command use one rule.
        #[test]
        fn the_page_answers_what_the_command_answers(
            month in 1_u32..=12, nominal in 1_i64..100_000_000, mask in 1_u8..128, from in 1_u32..=28, unexcused in 1_u32..=28, row in 0_usize..5,
        ) {
            let pack = Pack::kz();
            let terms = &pack.terms[row];
            let weekdays: Vec<String> = (1..=7).filter(|day| mask >> (day - 1) & 1 == 1).map(|day: u8| day.to_string()).collect();
            let (month, nominal) = (format!("2026-{month:02}"), format!("{},{:02}", nominal / 100, nominal % 100));
            let (from, unexcused) = (from.to_string(), unexcused.to_string());
            let mut pairs = vec![("month", month.as_str()), ("nominal", &nominal), ("from", &from), ("unexcused", &unexcused)];
            pairs.extend(weekdays.iter().map(|day| ("weekday", day.as_str())));
            let case = case(&form(&pairs), &pack.calendar, &mut Errors::new(Language::En)).unwrap();
            if let Ok(answer) = case.answer(terms, &pack.calendar) {
                prop_assert_eq!(by_the_command(&answer.line)["due"].as_i64(), Some(answer.amount.due.tiyn()));
            }
        }
    }
}
