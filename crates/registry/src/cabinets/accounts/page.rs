//! An account on a page, the same for its owner and the registrar: where it stands, its notices, the statement of a period.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use super::{Account, Balance, Row, Statement, note, paper::told, registrar::Form as Change, statement};
use crate::{
    accounts::{Owner, State, account::Event as Told},
    app::App,
    platform::{
        Result,
        blocks::{Event, Timeline},
        error::refuse,
        govuk::{self, Cell, Input, SummaryList, Table, Tag},
        http::{self, Caller, Language, Reader, page::show as render, words},
        paper::{Form, attached},
    },
};

/// The period that the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// First day; empty for 1 January.
    from: String,
    /// Last day; empty for today.
    to: String,
}

impl Asked {
    /// A period of two days.
    pub(super) fn of(from: Date, to: Date) -> Self {
        Self { from: from.to_string(), to: to.to_string() }
    }

    /// What is no day is the default.
    fn period(&self, today: Date) -> (Date, Date) {
        let to = self.to.parse().unwrap_or(today);
        let from = self.from.parse().unwrap_or_else(|_| to.first_of_year());
        (from.min(to), to)
    }
}

/// Which cabinet shows it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its path behind the language.
    pub(crate) path: String,
    /// The page, with the crumbs of its cabinet.
    pub(crate) page: http::Page,
}

#[derive(Template)]
#[template(path = "cabinets/accounts/account.html")]
pub(super) struct AccountPage {
    page: http::Page,
    here: String,
    found: Statement,
    change: Option<Change>,
}

/// The page of an account. The form of the registrar stands on it where there is one.
///
/// # Errors
/// `account.unknown`; faults.
pub(crate) async fn show(
    (app, caller): (&App, &Caller),
    place: Place,
    owner: &Owner,
    asked: &Asked,
) -> Result<Response> {
    render(&page_of((app, caller), place, (owner, asked), None).await?)
}

/// The same with what the registrar may do.
///
/// # Errors
/// As [`show`].
pub(super) async fn page_of(
    (app, caller): (&App, &Caller),
    place: Place,
    (owner, asked): (&Owner, &Asked),
    change: Option<Change>,
) -> Result<AccountPage> {
    note(app, &caller.actor, owner).await?;
    let tx = app.begin(&caller.actor, "accounts.read", 0).await?;
    let found = statement(&tx, owner, asked.period(tx.today())).await?;
    tx.commit().await?;
    let change = change.map(|change| change.of(&found.account));
    Ok(AccountPage { here: place.page.href(&place.path), page: place.page, found, change })
}

/// The statement of a period as a file: `xml`, `pdf`, `xlsx` or `csv`.
///
/// # Errors
/// `page.unknown`, `account.unknown`; faults.
pub(crate) async fn file(
    (app, caller): (&App, &Caller),
    owner: &Owner,
    (asked, form): (&Asked, &str),
) -> Result<Response> {
    if !["xml", "pdf", "xlsx", "csv"].contains(&form) {
        return refuse("page.unknown", "a statement is an xml, a pdf, an xlsx or a csv");
    }
    note(app, &caller.actor, owner).await?;
    let tx = app.begin(&caller.actor, "accounts.read", 0).await?;
    let found = statement(&tx, owner, asked.period(tx.today())).await?;
    tx.commit().await?;
    if form == "csv" {
        let name = format!("account-{}-{}-{}.csv", owner.number(), found.from, found.to);
        return Ok(attached(&name, "text/csv; charset=utf-8", found.csv()?));
    }
    found.made()?.answer(Form::parse(form)?).await
}

/// A reason in words; what an older table named stays as it is.
pub(super) fn reason(reader: &Reader, code: &str) -> String {
    let key = format!("account-reason-{}", code.replace('_', "-"));
    if words::has(&key) { reader.t(key).to_string() } else { code.to_owned() }
}

/// The state in a word and a colour.
pub(super) fn tag(page: &http::Page, state: &State) -> Tag {
    let word = match state {
        State::Blocked { hold, .. } => page.t(format!("account-hold-{}", hold.code())),
        State::Active | State::Closed { .. } => page.t_of("account-state", state.code()),
    };
    match state {
        State::Active => Tag::green(word),
        State::Blocked { .. } => Tag::red(word),
        State::Closed { .. } => Tag::grey(word),
    }
}

/// What was done, in words.
pub(super) fn event_word(page: &http::Page, event: &Told) -> String {
    match event.change.hold() {
        Some(hold) => page.t(format!("account-event-block-{}", hold.code())).to_string(),
        None => page.t_of("account-event", event.change.code()).to_string(),
    }
}

impl AccountPage {
    fn account(&self) -> &Account {
        &self.found.account
    }

    fn facts(&self) -> SummaryList {
        let (page, account) = (&self.page, self.account());
        let (kk, ru) = &account.names;
        let name = if page.reader().language == Language::Kk { kk } else { ru };
        let list = SummaryList::new().row(page.t("account-number"), account.owner.number());
        let list = match &account.owner {
            Owner::Performer(bin) => list.row_lines(page.t("account-owner"), [name, bin]),
            Owner::Person(..) => list.row(page.t("account-owner"), if name.is_empty() { "–" } else { name }),
        };
        let list = list
            .row(page.t("account-opened"), page.date(account.opened_on))
            .row_html(page.t("account-state"), tag(page, &account.state));
        match &account.state {
            State::Active => list,
            State::Blocked { reason: why, document, since, .. } => list
                .row(page.t("account-since"), page.date(*since))
                .row(page.t("account-reason"), reason(page.reader(), why))
                .row(page.t("account-document"), document),
            State::Closed { reason: why, on } => list
                .row(page.t("account-since"), page.date(*on))
                .row(page.t("account-reason"), reason(page.reader(), why)),
        }
    }

    /// What the state means for the owner.
    fn meaning(&self) -> Option<String> {
        let key = match &self.account().state {
            State::Active => return None,
            State::Blocked { hold, .. } => format!("account-means-{}-{}", self.account().owner.kind(), hold.code()),
            State::Closed { .. } => "account-means-closed".to_owned(),
        };
        Some(self.page.t(key).to_string())
    }

    /// The notices: opening, every block, lift and closing, the newest first.
    fn notices(&self) -> Timeline {
        let (page, account) = (&self.page, self.account());
        let told = |event: &Told| {
            let about = page.t("account-notice").with("reason", reason(page.reader(), &event.reason));
            about.with("document", event.document.as_str()).with("on", page.date(event.effective_on))
        };
        let mut events: Vec<Event> = account
            .events
            .iter()
            .rev()
            .map(|(at, event)| {
                Event::new(*at, event_word(page, event)).by(page.t("account-registrar")).about(told(event))
            })
            .collect();
        events.push(Event::new(account.opened_at, page.t("account-event-open")).about(page.t("account-opened-by")));
        Timeline::new(page, events)
    }

    fn day(&self, name: &'static str) -> Input {
        let day = if name == "from" { self.found.from } else { self.found.to };
        let label = self.page.t(format!("account-{name}"));
        Input::new(name, label).kind("date").value(day).classes("govuk-input--width-10")
    }

    fn rows(&self) -> Table {
        let (page, owner) = (&self.page, &self.account().owner);
        let mut table = Table::new(page.t("account-statement"))
            .caption_hidden()
            .stacked()
            .text(page.t("account-on"))
            .text(page.t("account-operation"));
        for (name, _) in Balance::default().columns(owner) {
            table = table.number(page.t(format!("account-sum-{name}")));
        }
        let sums = |balance: Balance, shows_zero: bool| -> Vec<Cell> {
            let amount = |sum: i64| if sum == 0 && !shows_zero { "–".to_owned() } else { page.amount(sum) };
            balance.columns(owner).into_iter().map(|(_, sum)| Cell::number(amount(sum))).collect()
        };
        let balance = |on: Date, key: &'static str, of: Balance| {
            let mut cells = vec![Cell::new(page.date(on)), Cell::new(page.t(key))];
            cells.extend(sums(of, true));
            cells
        };
        let row = |row: &Row| {
            let said = told(row);
            let word = page.t(format!("account-row-{}", row.what.word())).to_string();
            let said = match page.reader().language {
                Language::Kk => said.kk,
                Language::Ru => said.ru,
                Language::En => [
                    word,
                    row.voucher.clone(),
                    row.month.map(|month| page.month(month).to_string()).unwrap_or_default(),
                    row.document.clone(),
                ]
                .into_iter()
                .filter(|piece| !piece.is_empty())
                .collect::<Vec<_>>()
                .join(", "),
            };
            let mut cells = vec![Cell::new(page.date(row.on)), Cell::new(said)];
            cells.extend(sums(row.change, false));
            cells
        };
        let opening = balance(self.found.from, "account-opening", self.found.opening);
        let closing = balance(self.found.to, "account-closing", self.found.closing());
        let rows = std::iter::once(opening).chain(self.found.rows.iter().map(row)).chain([closing]);
        table.rows(rows.collect::<Vec<_>>())
    }

    fn href(&self, form: &str) -> String {
        format!("{}/statement.{form}?from={}&to={}", self.here, self.found.from, self.found.to)
    }
}
