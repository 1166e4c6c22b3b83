//! The organisation's lists as files: each whole, at once or as a job.

use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Own, act, acts, attendance, children, groups, payments};
use crate::{
    app::App,
    cabinets::lists::{self, Form, List},
    platform::{
        Result,
        error::refuse,
        http::{Caller, Language, Reader},
        identity::capacities,
        jobs::Order,
    },
};

/// A list with what narrows it; a job keeps it as it was asked.
#[derive(Debug, Deserialize, Serialize)]
pub(super) enum Wanted {
    /// Acts.
    Acts(acts::Asked),
    /// Lines of an act, by its id.
    Lines(String),
    /// A month (`yyyy-mm`) of a group.
    Attendance(String, attendance::Asked),
    /// Children of a month.
    Children(children::Asked),
    /// Groups with their places.
    Groups,
    /// Acts with the date of each step.
    Payments(acts::Asked),
}

impl Wanted {
    /// The word of the list in a job.
    fn word(&self) -> &'static str {
        match self {
            Self::Acts(_) => "org.acts",
            Self::Lines(_) => "org.lines",
            Self::Attendance(..) => "org.attendance",
            Self::Children(_) => "org.children",
            Self::Groups => "org.groups",
            Self::Payments(_) => "org.payments",
        }
    }

    /// The list, of at most so many rows where it is read row by row.
    async fn list(&self, (app, own, reader): (&App, &Own, &Reader), limit: i64) -> Result<List> {
        match self {
            Self::Acts(asked) => acts::list((app, own, reader), asked, limit).await,
            Self::Lines(id) => act::list((app, own, reader), id, limit).await,
            Self::Attendance(month, asked) => attendance::list((app, own, reader), month, asked).await,
            Self::Children(asked) => children::list((app, own, reader), asked).await,
            Self::Groups => groups::list((app, own, reader)).await,
            Self::Payments(asked) => payments::list((app, own, reader), asked, limit).await,
        }
    }

    /// The file as an answer, or the way to the job that makes it.
    pub(super) async fn answer(
        self,
        (app, reader, caller): (&App, &Reader, &Caller),
        own: &Own,
        ending: &str,
    ) -> Result<Response> {
        let form = Form::parse(ending)?;
        let list = self.list((app, own, reader), lists::at_once(app)).await?;
        lists::answer_or_job((app, reader, caller), (&list, form), (self.word(), json!(self))).await
    }
}

/// The list of a job, whole; what is the organisation's own is found anew.
pub(in crate::cabinets) async fn job(order: &Order, language: Language, word: &str, query: Value) -> Result<List> {
    let wanted: Wanted = serde_json::from_value(query)?;
    if wanted.word().strip_prefix("org.") != Some(word) {
        return refuse("input.invalid", "there is no such list");
    }
    let scope = capacities::of_organisation(&order.app, &order.actor.organisation).await?;
    let own = Own::of(order.actor.with_scope(scope))?;
    wanted.list((&order.app, &own, &Reader::of_language(language, order.app.pack())), lists::ROWS_MAX).await
}
