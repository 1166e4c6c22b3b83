//! `Idempotency-Key`: what a client asked for once is done once, and asked again it is answered the same.
//!
//! The answer is written in the transaction of the effect, so that neither is without the other. Only what succeeded is kept: a request that
//! was refused may be asked again under its key and is then judged anew. Keys of one client say nothing to another.

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::problem::Rejected;
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Tx, housekeeping, jobs},
};

/// The longest key.
const KEY_MAX: usize = 255;

/// The header of a request that creates something.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    /// Method, path and query: the same key at another door is another request.
    target: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Rejected;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejected> {
        let missing = |words: &str| Rejected::at("#Idempotency-Key", "idempotency.missing", words);
        let mut told = parts.headers.get_all("idempotency-key").iter();
        let (Some(value), None) = (told.next(), told.next()) else { return Err(missing("send the header once")) };
        let key = value.to_str().map_err(|_| missing("the key is of printable ASCII"))?.trim();
        if key.is_empty() || key.len() > KEY_MAX {
            return Err(missing("the key has 1 to 255 characters"));
        }
        Ok(Self { key: key.to_owned(), target: format!("{} {}", parts.method, parts.uri) })
    }
}

/// What a request is answered, and answered again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The path of what was made, for the `Location` header; empty where nothing was made.
    pub location: String,
    /// The JSON.
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer with a JSON body.
    ///
    /// # Errors
    /// A fault when it cannot be written.
    pub fn json(status: StatusCode, location: impl Into<String>, body: &impl serde::Serialize) -> Result<Self> {
        Ok(Self { status, location: location.into(), body: serde_json::to_vec(body)? })
    }

    fn response(self, replayed: bool) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Ok(location) = HeaderValue::from_str(&self.location)
            && !self.location.is_empty()
        {
            headers.insert(header::LOCATION, location);
        }
        if replayed {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

/// Erases answers kept before then; answers how many.
///
/// # Errors
/// Faults.
pub(in crate::platform) async fn erase(app: &App, before: Timestamp) -> Result<u64> {
    let statement = "DELETE FROM idempotency_keys WHERE (client, key) IN (
            SELECT k.client, k.key FROM idempotency_keys k WHERE k.recorded_at < $1 ORDER BY k.recorded_at LIMIT $2)";
    housekeeping::erase(app, statement, &before).await
}

/// The first time or again.
pub enum Begun<'a> {
    /// It was done before: the answer of then.
    Again(Response),
    /// It is to be done now.
    First(Box<First<'a>>),
}

/// A request under way: nobody else works under its key.
pub struct First<'a> {
    /// The transaction of the effect; it sees every job (see [`jobs::begin`]).
    pub tx: Tx<'a>,
    client: String,
    key: String,
    hash: Vec<u8>,
}

/// Whose keys these are.
fn client(actor: &Actor) -> String {
    let whose = if actor.organisation.is_empty() { &actor.person } else { &actor.organisation };
    format!("{}/{whose}", actor.role.code())
}

impl Once {
    /// Looks the key up and, for the first time, begins the transaction of the effect.
    ///
    /// # Errors
    /// `idempotency.in_progress` while the first request with the key is under way, `idempotency.mismatch` when the key came with another
    /// request; faults.
    pub async fn begin<'a>(&self, app: &'a App, actor: &Actor, body: &[u8]) -> Result<Begun<'a>> {
        let client = client(actor);
        let hash = Sha256::new().chain_update(&self.target).chain_update([0]).chain_update(body).finalize().to_vec();
        let tx = jobs::begin(app, actor).await?;
        let lock = format!("{client} {}", self.key);
        let locked = tx.find("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", &[&lock]).await?;
        let locked: bool = locked.map_or(Ok(false), |row| row.try_get(0))?;
        if !locked {
            return Err(Refusal::new("idempotency.in_progress", "").into());
        }
        let known = tx
            .find(
                "SELECT request_hash, status, location, body FROM idempotency_keys WHERE client = $1 AND key = $2",
                &[&client, &self.key],
            )
            .await?;
        let Some(row) = known else {
            return Ok(Begun::First(Box::new(First { tx, client, key: self.key.clone(), hash })));
        };
        tx.commit().await?;
        if row.try_get::<_, Vec<u8>>(0)? != hash {
            return Err(Refusal::new("idempotency.mismatch", "the key came with another request before").into());
        }
        let status = u16::try_from(row.try_get::<_, i16>(1)?).map_err(anyhow::Error::from)?;
        let status = StatusCode::from_u16(status).map_err(anyhow::Error::from)?;
        Ok(Begun::Again(Reply { status, location: row.try_get(2)?, body: row.try_get(3)? }.response(true)))
    }
}

impl First<'_> {
    /// Keeps the answer and commits it with the effect.
    ///
    /// # Errors
    /// Faults; then neither is there.
    pub async fn answer(self, reply: Reply) -> Result<Response> {
        let status = i16::try_from(reply.status.as_u16()).map_err(anyhow::Error::from)?;
        self.tx
            .execute(
                "INSERT INTO idempotency_keys (client, key, request_hash, status, location, body, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[&self.client, &self.key, &self.hash, &status, &reply.location, &reply.body, &self.tx.at()],
            )
            .await?;
        let app = self.tx.app();
        self.tx.commit().await?;
        jobs::woken(app);
        Ok(reply.response(false))
    }
}
