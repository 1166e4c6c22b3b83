//! Lists by keyset: a page continues after the last row of the one before, so that writes in between neither repeat nor skip a row.
//!
//! The cursor is opaque and signed for its list and filters: nobody pages with a cursor of another list or of their own making.

use axum::{
    body::Body,
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use super::problem::Rejected;
use crate::{
    app::App,
    platform::{Error, Result},
};

/// Rows of a page when nobody says how many.
const LIMIT: i64 = 100;
/// The most rows of a page.
pub const LIMIT_MAX: i64 = 1000;
/// Bytes of the seal before the key.
const SEAL: usize = 16;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Paged<T: ToSchema> {
    /// The rows.
    #[schema(max_items = 1000)]
    pub items: Vec<T>,
    /// What to send as `after` for the next page; null on the last.
    #[schema(example = "b3BhcXVl")]
    pub next_cursor: Option<String>,
}

/// Where a page begins and how long it is. `K` is the key that the list is sorted by.
#[derive(Debug)]
pub struct Cursor<K> {
    /// The key of the last row before.
    pub after: Option<K>,
    /// Rows asked for.
    pub limit: i64,
    /// The list with its filters.
    list: String,
    /// The address of the list without `after`.
    address: String,
}

impl<K: Serialize + DeserializeOwned> Cursor<K> {
    /// Reads `after` and `limit` of a request; everything else in its address names the list.
    ///
    /// # Errors
    /// `input.invalid` with the parameter.
    pub fn read(app: &App, uri: &Uri, (after, limit): (Option<&str>, Option<i64>)) -> Result<Self, Rejected> {
        let limit = limit.unwrap_or(LIMIT);
        if !(1..=LIMIT_MAX).contains(&limit) {
            return Err(Rejected::at("?limit", "input.invalid", format!("1 to {LIMIT_MAX}")));
        }
        let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let kept: Vec<&str> = pairs.filter(|pair| !pair.starts_with("after=")).collect();
        let address = format!("{}?{}", uri.path(), kept.join("&"));
        let mut filters: Vec<&str> = kept.into_iter().filter(|pair| !pair.starts_with("limit=")).collect();
        filters.sort_unstable();
        let list = format!("{}?{}", uri.path(), filters.join("&"));
        let unreadable = || Rejected::at("?after", "input.invalid", "the cursor is not of this list");
        let after = after.map(|text| open(app, &list, text).ok_or_else(unreadable)).transpose()?;
        Ok(Self { after, limit, list, address })
    }

    /// How many rows to read: one more than the page, which tells whether there is another.
    #[must_use]
    pub fn rows(&self) -> i64 {
        self.limit.saturating_add(1)
    }

    /// The page of the rows read, with `Link: …; rel="next"` where there is another.
    ///
    /// # Errors
    /// A fault when a row cannot be written.
    pub fn page<T: Serialize + ToSchema>(
        &self,
        app: &App,
        mut items: Vec<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<Page<T>> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more).map(key);
        let next_cursor = last.map(|key| seal(app, &self.list, &key)).transpose()?;
        let link = next_cursor.as_ref().map(|cursor| {
            let joint = if self.address.ends_with('?') { "" } else { "&" };
            format!("<{}{joint}after={cursor}>; rel=\"next\"", self.address)
        });
        Ok(Page { paged: Paged { items, next_cursor }, link })
    }
}

/// A page and the link to the next.
#[derive(Debug)]
pub struct Page<T: ToSchema> {
    paged: Paged<T>,
    link: Option<String>,
}

impl<T: Serialize + ToSchema> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let body = match serde_json::to_vec(&self.paged) {
            Ok(body) => body,
            Err(error) => return Error::from(error).into_response(),
        };
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(link) = self.link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().insert(header::LINK, link);
        }
        response
    }
}

fn mac(app: &App, list: &str, key: &str) -> Vec<u8> {
    app.secrets.digest(&format!("cursor {list}\n{key}"))
}

fn seal<K: Serialize>(app: &App, list: &str, key: &K) -> Result<String> {
    let key = serde_json::to_string(key)?;
    Ok(URL_SAFE_NO_PAD.encode([mac(app, list, &key), key.into_bytes()].concat()))
}

fn open<K: DeserializeOwned>(app: &App, list: &str, text: &str) -> Option<K> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (tag, key) = bytes.split_at_checked(SEAL)?;
    let key = std::str::from_utf8(key).ok()?;
    let differs = tag.iter().zip(mac(app, list, key)).fold(0, |differs, (told, ours)| differs | (told ^ ours));
    if differs == 0 { serde_json::from_str(key).ok() } else { None }
}
