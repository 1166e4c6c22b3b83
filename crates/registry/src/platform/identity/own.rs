//! `/{language}/auth/sessions`: where else the person is signed in, which sessions ended why, and ending them.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{end_own, list, store::Listed};
use crate::{
    app::App,
    platform::{
        Result, govuk,
        http::{Page, Reader, page::show, session::SignedIn},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/auth/sessions", get(sessions).post(end))
}

#[derive(Template)]
#[template(path = "platform/identity/sessions.html")]
struct SessionsPage {
    page: Page,
    current: Uuid,
    sessions: Vec<Listed>,
}

impl SessionsPage {
    fn title(&self, session: &Listed) -> String {
        let Some(role) = &session.role else { return self.page.t("sessions-no-role").into() };
        let bin = session.bin.clone().unwrap_or_default();
        let role = self.page.t_of("signin-role", role).to_string();
        if bin.is_empty() { role } else { format!("{role}, {bin}") }
    }

    fn facts(&self, session: &Listed) -> govuk::SummaryList {
        let page = &self.page;
        let list = govuk::SummaryList::new()
            .row(page.t("sessions-begun"), page.instant(session.created_at))
            .row(page.t("sessions-used"), page.instant(session.used_at));
        match session.ended_at {
            Some(at) => {
                list.row(page.t("sessions-ended"), page.instant(at)).row(page.t("sessions-why"), self.why(session))
            }
            None => list,
        }
    }

    fn why(&self, session: &Listed) -> String {
        if session.ended_why.is_empty() {
            String::new()
        } else {
            self.page.t_of("sessions-why", &session.ended_why).into()
        }
    }
}

async fn sessions(State(app): State<Arc<App>>, reader: Reader, signed_in: SignedIn) -> Result<Response> {
    let sessions = list(&app, &signed_in.known).await?;
    show(&SessionsPage { page: reader.page("sessions-title"), current: signed_in.known.id, sessions })
}

#[derive(Deserialize)]
struct Which {
    id: Uuid,
}

async fn end(
    State(app): State<Arc<App>>,
    reader: Reader,
    signed_in: SignedIn,
    Form(which): Form<Which>,
) -> Result<Response> {
    end_own(&app, &signed_in.known, which.id).await?;
    if which.id == signed_in.known.id {
        return Ok(Redirect::to(&reader.href("/auth/login")).into_response());
    }
    Ok(reader.done("/auth/sessions", "done-session-ended"))
}
