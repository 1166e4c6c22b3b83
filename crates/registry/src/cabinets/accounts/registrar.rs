//! The registrar's pages of accounts: which are blocked or closed, the way to any of them, and what is done to one.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form as Body, Router,
    extract::{Path, Query, State as Of},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use law::{Bin, Iin};
use serde::Deserialize;

use super::{
    Account, Asked, Place,
    page::{event_word, file, page_of, reason},
    reorganisations,
};
use crate::{
    accounts::{self, Change, Changing, Hold, Owner, store},
    app::App,
    beneficiaries::store::find_known,
    cabinets::issuer::step_up::StepUp,
    platform::{
        Refusal, Result, Tx, access,
        error::refuse,
        govuk::{self, Cell, Errors, Item, Radios, Select, Table},
        http::{
            Caller, Page, Reader,
            page::{show, show_again},
        },
    },
    vouchers,
};

/// Accounts listed: those that are blocked or closed are few.
const LISTED: i64 = 200;

/// The routes.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/registrar/accounts", get(list).post(search))
        .route("/{language}/registrar/accounts/{account}", get(one).post(enter))
        .route("/{language}/registrar/accounts/{account}/statement.{form}", get(statement))
        .route("/{language}/registrar/reorganisations", get(reorganisations::list).post(reorganisations::enter))
}

/// What is looked for: in the body, so that no IIN stands in an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Sought {
    q: String,
}

#[derive(Template)]
#[template(path = "cabinets/accounts/list.html")]
struct ListPage {
    page: Page,
    errors: Errors,
    sought: Sought,
    held: Option<Table>,
}

async fn page(app: &App, reader: &Reader, caller: &Caller, (sought, errors): (Sought, Errors)) -> Result<ListPage> {
    let tx = open(app, caller).await?;
    let held = store::list_held(&tx, &["block", "close"], LISTED).await?;
    tx.commit().await?;
    let page = errors.on(reader.page("accounts-title"));
    let row = |held: &store::Held| {
        let number = held.owner.number();
        [
            Cell::link(page.href(format!("/registrar/accounts/{number}")), &number),
            Cell::new(event_word(&page, &held.event)),
            Cell::new(reason(reader, &held.event.reason)),
            Cell::new(page.instant(held.at)),
        ]
    };
    let table = Table::new(page.t("accounts-held"))
        .caption_hidden()
        .stacked()
        .text(page.t("account-number"))
        .text(page.t("account-state"))
        .text(page.t("account-reason"))
        .text(page.t("account-since"));
    let held = (!held.is_empty()).then(|| table.rows(held.iter().map(row)));
    Ok(ListPage { page, errors, sought, held })
}

async fn open<'a>(app: &'a App, caller: &Caller) -> Result<Tx<'a>> {
    access::require(app, &caller.actor, "page.registrar").await?;
    app.begin(&caller.actor, "accounts.read", 0).await
}

async fn list(Of(app): Of<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let errors = Errors::new(reader.language);
    show(&page(&app, &reader, &caller, (Sought::default(), errors)).await?)
}

/// Leads from an IIN, a BIN, a voucher or an account's own number to the account.
async fn search(Of(app): Of<Arc<App>>, reader: Reader, caller: Caller, Body(sought): Body<Sought>) -> Result<Response> {
    let tx = open(&app, &caller).await?;
    let found = seek(&tx, sought.q.trim()).await;
    tx.commit().await?;
    match found {
        Ok(owner) => Ok(Redirect::to(&reader.href(format!("/registrar/accounts/{}", owner.number()))).into_response()),
        Err(error) => {
            let mut errors = Errors::new(reader.language);
            errors.refused("q", error)?;
            show_again(&page(&app, &reader, &caller, (sought, errors)).await?)
        }
    }
}

async fn seek(tx: &Tx<'_>, text: &str) -> Result<Owner> {
    let unknown = || Refusal::new("account.unknown", "");
    let owner = if let Some(owner) = Owner::parse(&text.to_uppercase()) {
        owner
    } else if text.split('-').count() == 5 {
        let voucher = vouchers::end::find(tx, text).await?;
        Owner::Person(voucher.child.0, voucher.child.1)
    } else if let Ok(iin) = Iin::parse(text) {
        let known = find_known(tx, &[tx.app().secrets.lookup(iin.as_str())]).await?;
        let known = known.into_iter().next().ok_or_else(unknown)?;
        Owner::Person(known.bucket, known.id)
    } else {
        Owner::Performer(Bin::parse(text).map_err(|_| unknown())?.as_str().to_owned())
    };
    match store::find_opened(tx, &owner).await? {
        Some(_) => Ok(owner),
        None => Err(unknown().into()),
    }
}

/// What the registrar writes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    /// `block-payments`, `block-all`, `lift`, `close`, `reopen`.
    event: String,
    reason: String,
    pub(super) document: String,
}

impl Written {
    fn change(&self) -> Option<Change> {
        let (event, hold) =
            self.event.split_once('-').map_or((self.event.as_str(), None), |(event, hold)| (event, Some(hold)));
        Change::of(event, hold)
    }
}

/// The form of the registrar.
pub(super) struct Form {
    pub(super) written: Written,
    pub(super) errors: Errors,
    pub(super) step_up: StepUp,
    /// What the state allows.
    allowed: Vec<Change>,
}

impl Form {
    fn new(
        (reader, caller, app): (&Reader, &Caller, &App),
        number: &str,
        (written, errors): (Written, Errors),
    ) -> Self {
        let step_up = StepUp::seen(reader, caller, app.clock.now(), &format!("/registrar/accounts/{number}"));
        Self { written, errors, step_up, allowed: Vec::new() }
    }

    /// The same for what an account allows.
    pub(super) fn of(self, account: &Account) -> Self {
        let all =
            [Change::Block(Hold::Payments), Change::Block(Hold::All), Change::Lift, Change::Close, Change::Reopen];
        let allowed = all.into_iter().filter(|change| account.state.require(&account.owner, *change).is_ok());
        Self { allowed: allowed.collect(), ..self }
    }

    pub(super) fn events(&self, page: &Page) -> Radios {
        let word = |change: &Change| match change.hold() {
            Some(hold) => format!("block-{}", hold.code()),
            None => change.code().to_owned(),
        };
        let items = self.allowed.iter().map(word).map(|word| {
            let text = page.t(format!("account-do-{word}"));
            Item::new(word, text)
        });
        Radios::new("event", page.t("account-event"))
            .items(items)
            .value(&self.written.event)
            .error(self.errors.get("event"))
    }

    pub(super) fn reasons(&self, page: &Page) -> Select {
        let mut codes: Vec<&str> = self.allowed.iter().flat_map(|change| change.reasons()).copied().collect();
        codes.sort_unstable();
        codes.dedup();
        let choices = codes.into_iter().map(|code| (code, reason(page.reader(), code)));
        Select::new("reason", page.t("account-reason"))
            .choices(choices)
            .value(&self.written.reason)
            .error(self.errors.get("reason"))
    }
}

fn place(reader: &Reader, errors: &Errors, owner: &Owner) -> Place {
    let page = errors.on(reader.page("account-title"));
    Place {
        path: format!("/registrar/accounts/{owner}"),
        page: page.crumb("/registrar/accounts", reader.t("accounts-title")).wide(),
    }
}

fn owner(caller: &Caller, number: &str) -> Result<Owner> {
    match accounts::api::owner(&caller.actor, number) {
        Ok(owner) => Ok(owner),
        Err(_) => refuse("page.unknown", "no such account"),
    }
}

async fn one(
    Of(app): Of<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, number)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    let owner = owner(&caller, &number)?;
    let errors = Errors::new(reader.language);
    let place = place(&reader, &errors, &owner);
    let form = Form::new((&reader, &caller, &app), &number, (Written::default(), errors));
    show(&page_of((&app, &caller), place, (&owner, &asked), Some(form)).await?)
}

async fn enter(
    Of(app): Of<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, number)): Path<(String, String)>,
    Body(written): Body<Written>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    caller.require_step_up(app.clock.now())?;
    let owner = owner(&caller, &number)?;
    let mut errors = Errors::new(reader.language);
    if let Some(change) = written.change() {
        let (reason, document) = (written.reason.clone(), written.document.clone());
        let what = Changing { owner: owner.clone(), change, reason, document };
        match accounts::change(&app, &caller.actor, &what).await {
            Ok(_) => return Ok(reader.done(format!("/registrar/accounts/{number}"), "done-account-changed")),
            Err(error) => {
                let field = match error.code() {
                    Some("account.reason") => "reason",
                    Some("account.document") => "document",
                    _ => "event",
                };
                errors.refused(field, error)?;
            }
        }
    } else {
        errors.say("event", "account-event-empty");
    }
    let place = place(&reader, &errors, &owner);
    let form = Form::new((&reader, &caller, &app), &number, (written, errors));
    show_again(&page_of((&app, &caller), place, (&owner, &Asked::default()), Some(form)).await?)
}

async fn statement(
    Of(app): Of<Arc<App>>,
    caller: Caller,
    Path((_, number, form)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    file((&app, &caller), &owner(&caller, &number)?, (&asked, &form)).await
}
