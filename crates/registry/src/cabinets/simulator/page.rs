//! The page of the simulator: the form, what it comes to, and the months as a table and a file.

use std::{collections::BTreeMap, marker::PhantomData, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query as FromAddress, State},
    response::Response,
};
use jiff::civil::Date;
use law::Month;
use serde::{Deserialize, Serialize};

use super::{
    rule::{Booked, Change, Key, Price, Sums, contingent_e4, simulate},
    store,
};
use crate::{
    app::App,
    cabinets::{
        issuer::volumes::contingent,
        lists::{self, Question, Whose, filled},
        titles,
    },
    platform::{
        Actor, Result, Tx, access,
        govuk::{self, Cell, Errors, SummaryList, Table},
        http::{Caller, Page, Reader, format, page::show as answer, words},
    },
};

/// An issuer's own.
#[derive(Default)]
pub(super) struct Own;

impl Whose for Own {
    const OWN: bool = true;
    const WORD: &'static str = "simulator";
    const PATH: &'static str = "/issuer/simulator";
    const ACTION: &'static str = "page.issuer.budget";
}

/// Every issuer's.
#[derive(Default)]
pub(super) struct Country;

impl Whose for Country {
    const OWN: bool = false;
    const WORD: &'static str = "country.simulator";
    const PATH: &'static str = "/operator/simulator";
    const ACTION: &'static str = "page.operator";
}

/// The question: what is simulated and what is changed, as it was written.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, bound = "")]
pub(super) struct Query<W: Whose> {
    #[serde(skip)]
    whose: PhantomData<W>,
    year: String,
    /// `75/school`.
    of: String,
    /// `urban/private/primary/5`; everything when empty.
    key: String,
    /// The first month, `YYYY-MM`.
    from: String,
    /// `7,5` or `-3`.
    percent: String,
    /// The new sum of a month in tenge.
    amount: String,
    /// Children more or less.
    children: String,
}

impl<W: Whose> Query<W> {
    fn year(&self, today: Date) -> i16 {
        self.year.trim().parse().ok().filter(|year| (2020..=2100).contains(year)).unwrap_or_else(|| today.year())
    }

    fn of(&self) -> Option<(i16, &str)> {
        let (region, programme) = self.of.split_once('/')?;
        Some((region.parse().ok()?, programme))
    }

    /// The change that is written; what is wrong goes to the errors.
    fn change(&self, year: i16, errors: &mut Errors) -> Option<Change> {
        let first = Date::new(year, 1, 1).ok()?;
        let from = filled(&self.from).map_or(Some(first), |text| Month::parse(text).map(Month::first));
        if from.is_none() {
            errors.say("from", "sim-from-wrong");
        }
        let percent = filled(&self.percent).map(hundredths);
        if percent == Some(None) {
            errors.say("percent", "sim-percent-wrong");
        }
        let amount = filled(&self.amount).map(|text| format::parse_money(text).filter(|tiyn| *tiyn > 0));
        if amount == Some(None) {
            errors.say("amount", "sim-amount-wrong");
        }
        if amount.is_some() && percent.is_some() {
            errors.say("amount", "sim-one-of-both");
        }
        let children = filled(&self.children).map_or(Some(0), signed);
        if children.is_none() {
            errors.say("children", "sim-children-wrong");
        }
        let price = match (amount.flatten(), percent.flatten()) {
            (Some(tiyn), _) => Price::Set(tiyn),
            (None, Some(hundredths)) => Price::By(hundredths),
            (None, None) => Price::Same,
        };
        let change = Change { from: from?, key: filled(&self.key).map(parse_key), price, children: children? };
        errors.is_empty().then_some(change)
    }
}

/// `7,5` as 750; at most two digits after the comma, between −100 and 1 000 per cent.
fn hundredths(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end().replace('−', "-");
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let value = format::parse_money(text.trim_start_matches('+'))?.checked_mul(sign)?;
    (-10_000..=100_000).contains(&value).then_some(value)
}

fn signed(text: &str) -> Option<i64> {
    let text: String = text.replace('−', "-").chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_start_matches('+').parse().ok().filter(|count: &i64| count.abs() <= 10_000_000)
}

fn written_key(key: &Key) -> String {
    key.as_ref().map_or_else(
        || "-".to_owned(),
        |(locality, performer, group, hours)| format!("{locality}/{performer}/{group}/{hours}"),
    )
}

fn parse_key(text: &str) -> Key {
    let mut parts = text.split('/').map(str::to_owned);
    let (locality, performer, group) = (parts.next()?, parts.next()?, parts.next()?);
    Some((locality, performer, group, parts.next()?.parse().ok()?))
}

/// What a key says to people: city, private, primary school, 5 hours.
fn key_title(page: &Page, key: &Key) -> String {
    let Some((locality, performer, group, hours)) = key else { return page.t("sim-no-rate").to_string() };
    let word = |prefix: &str, code: &str| {
        let known = format!("{prefix}-{}", code.replace('_', "-"));
        if words::has(&known) { page.t(known).to_string() } else { code.to_owned() }
    };
    let hours = page.t("sim-hours").with("n", i64::from(*hours)).to_string();
    [word("locality", locality), word("performer-kind", performer), word("group-kind", group), hours].join(", ")
}

/// What the database said of a question.
struct Found {
    booked: Vec<Booked>,
    allotted: BTreeMap<Date, i64>,
}

async fn find<W: Whose>(tx: &Tx<'_>, actor: &Actor, query: &Query<W>) -> Result<Option<Found>> {
    let Some((region, programme)) = query.of() else { return Ok(None) };
    let issuer = W::OWN.then_some(actor.organisation.as_str());
    let asked = store::Asked { issuer, region, programme, year: query.year(tx.today()) };
    let booked = store::list_booked(tx, &asked).await?;
    Ok(Some(Found { booked, allotted: store::list_allotted(tx, &asked).await? }))
}

/// A month as it is shown.
struct Row {
    month: Date,
    now: Sums,
    then: Sums,
    allotted: i64,
}

impl Row {
    /// What the allotment leaves; below zero it is short.
    fn rest(&self) -> i64 {
        self.allotted.saturating_sub(self.then.sum)
    }
}

fn rows(found: &Found, change: &Change) -> Vec<Row> {
    let mut months = simulate(&found.booked, change);
    for month in found.allotted.keys() {
        months.entry(*month).or_default();
    }
    let allotted = |month: &Date| found.allotted.get(month).copied().unwrap_or_default();
    months.into_iter().map(|(month, (now, then))| Row { month, now, then, allotted: allotted(&month) }).collect()
}

impl<W: Whose> Question for Query<W> {
    const WORD: &'static str = W::WORD;
    const PATH: &'static str = W::PATH;

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("year", &self.year),
            ("of", &self.of),
            ("key", &self.key),
            ("from", &self.from),
            ("percent", &self.percent),
            ("amount", &self.amount),
            ("children", &self.children),
        ]
    }

    fn after(&self) -> &'static str {
        ""
    }

    async fn list(&self, app: &App, actor: &Actor, _: i64) -> Result<lists::List> {
        access::require(app, actor, W::ACTION).await?;
        let tx = app.begin(actor, "simulator.read", 0).await?;
        let (found, year) = (find(&tx, actor, self).await?, self.year(tx.today()));
        tx.commit().await?;
        let change = self.change(year, &mut Errors::new(crate::platform::http::Language::En));
        let rows = found.zip(change).map(|(found, change)| rows(&found, &change)).unwrap_or_default();
        let row = |one: &Row| {
            vec![
                one.month.strftime("%Y-%m").to_string().into(),
                one.now.children.into(),
                one.now.sum.into(),
                one.then.children.into(),
                one.then.sum.into(),
                one.allotted.into(),
                one.rest().into(),
            ]
        };
        let header =
            ["month", "children_now", "sum_now_tiyn", "children_then", "sum_then_tiyn", "allotted_tiyn", "rest_tiyn"];
        Ok(lists::List::new("simulation", header, rows.iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/simulator/page.html")]
struct SimulatorPage {
    page: Page,
    errors: Errors,
    path: String,
    year: String,
    of: String,
    budgets: Vec<(String, String)>,
    keys: Vec<(String, String)>,
    key: String,
    months: Vec<(String, String)>,
    from: String,
    percent: String,
    amount: String,
    children: String,
    asked: bool,
    answer: Option<(SummaryList, Table)>,
    files: Vec<(String, &'static str)>,
}

pub(super) async fn show<W: Whose>(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    FromAddress(query): FromAddress<Query<W>>,
) -> Result<Response> {
    access::require(&app, &caller.actor, W::ACTION).await?;
    let tx = app.begin(&caller.actor, "simulator.read", 0).await?;
    let year = query.year(tx.today());
    let issuer = W::OWN.then_some(caller.actor.organisation.as_str());
    let budgets = store::list_budgets(&tx, (issuer, year)).await?;
    let found = find(&tx, &caller.actor, &query).await?;
    tx.commit().await?;
    let mut errors = Errors::new(reader.language);
    let change = found.as_ref().and_then(|_| query.change(year, &mut errors));
    let page = reader.page("sim-title").wide();
    let page = if W::OWN {
        page.crumb("/issuer", reader.t("issuer-title"))
    } else {
        page.crumb("/operator", reader.t("operator-desk-title"))
    };
    let page = errors.on(page);
    let named = |(region, programme): &(i16, String)| {
        let title =
            format!("{} · {}", titles::region(page.reader(), *region), titles::programme(page.reader(), programme));
        (format!("{region}/{programme}"), title)
    };
    let mut keys: Vec<Key> = found.iter().flat_map(|found| &found.booked).map(|one| one.key.clone()).collect();
    keys.sort();
    keys.dedup();
    let month_of = |number: i8| Date::new(year, number, 1).ok();
    let known = |month: Date| (month.strftime("%Y-%m").to_string(), page.month(month).to_string());
    answer(&SimulatorPage {
        path: page.href(W::PATH),
        budgets: budgets.iter().map(named).collect(),
        keys: std::iter::once((String::new(), page.t("sim-all-keys").to_string()))
            .chain(keys.iter().map(|key| (written_key(key), key_title(&page, key))))
            .collect(),
        months: (1..=12).filter_map(month_of).map(known).collect(),
        answer: found.as_ref().zip(change).map(|(found, change)| shown(&page, &rows(found, &change))),
        asked: found.is_some(),
        files: query.files(&page),
        year: year.to_string(),
        of: query.of,
        key: query.key,
        from: query.from,
        percent: query.percent,
        amount: query.amount,
        children: query.children,
        errors,
        page,
    })
}

/// The sums of the year and its months.
fn shown(page: &Page, rows: &[Row]) -> (SummaryList, Table) {
    let sum = |of: fn(&Row) -> i64| rows.iter().fold(0_i64, |sum, row| sum.saturating_add(of(row)));
    let served: Vec<&Row> = rows.iter().filter(|row| row.now.children > 0 || row.then.children > 0).collect();
    let mean = |of: fn(&Row) -> i64| contingent(contingent_e4(&served.iter().map(|row| of(row)).collect::<Vec<_>>()));
    let (now, then) = (sum(|row| row.now.sum), sum(|row| row.then.sum));
    let short: i64 = rows.iter().map(|row| row.rest().min(0).saturating_neg()).sum();
    let list = SummaryList::new()
        .row(page.t("sim-contingent-now"), mean(|row| row.now.children))
        .row(page.t("sim-contingent-then"), mean(|row| row.then.children))
        .row(page.t("sim-year-now"), page.money(now))
        .row(page.t("sim-year-then"), page.money(then))
        .row(page.t("sim-difference"), page.money(then.saturating_sub(now)))
        .row(page.t("sim-allotted"), page.money(sum(|row| row.allotted)))
        .row(page.t("sim-short"), page.money(short));
    let row = |one: &Row| {
        let month = if one.rest() < 0 {
            page.t("sim-month-short").with("month", page.month(one.month)).to_string()
        } else {
            page.month(one.month).to_string()
        };
        [
            Cell::new(month),
            Cell::new(page.number(one.now.children)),
            Cell::new(page.amount(one.now.sum)),
            Cell::new(page.number(one.then.children)),
            Cell::new(page.amount(one.then.sum)),
            Cell::new(page.amount(one.then.sum.saturating_sub(one.now.sum))),
            Cell::new(page.amount(one.allotted)),
            Cell::new(page.amount(one.rest())),
        ]
    };
    let table = Table::new(page.t("sim-months"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-month"))
        .number(page.t("sim-children-now"))
        .number(page.t("sim-sum-now"))
        .number(page.t("sim-children-then"))
        .number(page.t("sim-sum-then"))
        .number(page.t("sim-difference"))
        .number(page.t("sim-allotted"))
        .number(page.t("sim-rest"))
        .rows(rows.iter().map(row));
    (list, table)
}

#[cfg(test)]
mod reading {
    use super::*;

    #[test]
    fn percents_and_children_are_read_as_people_write_them() {
        for (text, expected) in
            [("7,5", Some(750)), ("-3", Some(-300)), ("+10 %", Some(1_000)), ("−0.25", Some(-25)), ("0", Some(0))]
        {
            assert_eq!(hundredths(text), expected, "{text}");
        }
        for bad in ["x", "7,555", "-101", "1001", "%", ""] {
            assert_eq!(hundredths(bad), None, "{bad}");
        }
        assert_eq!(
            [signed("1 200"), signed("-7"), signed("+3"), signed("x"), signed("99999999")],
            [Some(1_200), Some(-7), Some(3), None, None]
        );
        let key = Some(("urban".to_owned(), "private".to_owned(), "primary".to_owned(), 5));
        assert_eq!(parse_key(&written_key(&key)), key);
        assert_eq!(parse_key(&written_key(&None)), None);
    }
}
