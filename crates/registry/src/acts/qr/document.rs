//! A performer documents a technical failure.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    cure::until,
    store::{self, QrFailure},
};
use crate::{
    app::App,
    parties,
    platform::{Actor, Refusal, Result, Scope, access, error::refuse},
};

/// The longest document number and cause.
const WORDS_MAX: usize = 500;

/// What failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Whose it is.
    pub performer: (i16, Uuid),
    /// The first and the last day, of one month.
    pub days: (Date, Date),
    /// The group; none: all groups.
    pub group: Option<String>,
    /// Which document says so.
    pub document: String,
    /// What happened.
    pub cause: String,
}

/// Records a failure; answers its id.
///
/// # Errors
/// `access.denied`; `input.invalid` for days of several months or to come, or words that are missing or too long; `group.unknown`;
/// `qr.not_asked` where the terms ask for no share; `qr.cured` when the cure term is over; `month.closed` when the act is signed; faults.
pub async fn document(app: &App, actor: &Actor, what: Failure) -> Result<Uuid> {
    access::require(app, actor, "document.qr").await?;
    let Scope::Own { parties, .. } = &actor.scope else {
        return refuse("access.denied", "an organisation documents what is its own");
    };
    if !parties.contains(&what.performer) {
        return refuse("access.denied", "another organisation's");
    }
    let (region, performer_id) = what.performer;
    let (from, to) = what.days;
    let month = from.first_of_month();
    for words in [&what.document, &what.cause] {
        if words.trim().is_empty() || words.chars().count() > WORDS_MAX {
            return refuse("input.invalid", "document and cause have 1 to 500 characters");
        }
    }
    let wide = actor.with_scope(Scope::Regions(vec![region]));
    let mut tx = app.begin(&wide, "qr.documented", region).await?;
    if to < from || to.first_of_month() != month || to > tx.today() {
        return refuse("input.invalid", "the days are of one month and not to come");
    }
    parties::lock_performers(&mut tx, region, &[performer_id]).await?;
    let programme = store::find_programme(&tx, what.performer).await?;
    let programme = programme.ok_or_else(|| Refusal::new("performer.unknown", ""))?;
    let terms = tx.pack().terms_on(&programme, month.last_of_month());
    let last = terms.and_then(|terms| until(tx.pack(), terms, month));
    let last = last.ok_or_else(|| Refusal::new("qr.not_asked", programme))?;
    if tx.today() > last {
        return refuse("qr.cured", last.to_string());
    }
    if store::is_signed(&tx, (region, month), performer_id).await? {
        return refuse("month.closed", "the act is signed");
    }
    let group_id = match &what.group {
        None => Uuid::nil(),
        Some(code) => {
            let groups = store::list_titles(&tx, region, performer_id).await?;
            let found = groups.into_iter().find(|(_, known, _)| known == code).map(|(id, ..)| id);
            found.ok_or_else(|| Refusal::new("group.unknown", code.clone()))?
        }
    };
    let id = app.clock.id();
    tx.record(&[QrFailure {
        region,
        month,
        id,
        performer_id,
        group_id,
        from_day: from.day().into(),
        to_day: to.day().into(),
        document: what.document.trim().to_owned(),
        cause: what.cause.trim().to_owned(),
    }])
    .await?;
    parties::count_up(&tx, region, &[performer_id]).await?;
    tx.commit().await?;
    Ok(id)
}
