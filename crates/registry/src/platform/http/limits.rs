//! What one client may ask for: so many requests a second, so many at once. Nobody's storm is anybody else's weather.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header::HeaderName},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    Caller,
    problem::{RetryAfter, is_api},
    session,
};
use crate::platform::Error;

/// How much one client may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// Requests a second in the long run.
    pub per_second: u32,
    /// Requests at once after a rest.
    pub burst: u32,
    /// Requests under way at the same time.
    pub at_once: u32,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { per_second: 50, burst: 500, at_once: 16 }
    }
}

/// Clients are forgotten when nothing was heard of them for so long.
const FORGOTTEN: Duration = Duration::from_secs(600);
/// How many clients are kept in mind before forgotten ones are looked for.
const KEPT: usize = 10_000;
/// A request, in the thousandths that buckets count.
const WHOLE: u64 = 1000;

const LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The buckets of all clients of this process.
#[derive(Debug)]
pub struct Limits {
    allowance: Allowance,
    clients: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    /// Thousandths of a request.
    left: u64,
    at: Instant,
    under_way: u32,
}

/// What a client may do now.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Go on; so many whole requests are left.
    Go(u64),
    /// Come again after so many seconds.
    Wait(u64),
}

impl Limits {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(allowance: Allowance) -> Self {
        Self { allowance, clients: Mutex::default() }
    }

    fn enter(&self, client: &str, now: Instant) -> Verdict {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() > KEPT {
            clients.retain(|_, bucket| bucket.under_way > 0 || now.duration_since(bucket.at) < FORGOTTEN);
        }
        let full = u64::from(self.allowance.burst).saturating_mul(WHOLE);
        let bucket = clients.entry(client.to_owned()).or_insert_with(|| Bucket { left: full, at: now, under_way: 0 });
        let rested = u64::try_from(now.duration_since(bucket.at).as_millis()).unwrap_or(u64::MAX);
        // A request a second is a thousandth a millisecond.
        let more = rested.saturating_mul(u64::from(self.allowance.per_second));
        bucket.left = bucket.left.saturating_add(more).min(full);
        bucket.at = now;
        if bucket.under_way >= self.allowance.at_once {
            return Verdict::Wait(1);
        }
        let Some(left) = bucket.left.checked_sub(WHOLE) else {
            let missing = WHOLE.saturating_sub(bucket.left);
            let per_second = u64::from(self.allowance.per_second).saturating_mul(WHOLE).max(1);
            return Verdict::Wait(missing.div_ceil(per_second).max(1));
        };
        bucket.left = left;
        bucket.under_way = bucket.under_way.saturating_add(1);
        Verdict::Go(left.checked_div(WHOLE).unwrap_or_default())
    }

    fn leave(&self, client: &str) {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = clients.get_mut(client) {
            bucket.under_way = bucket.under_way.saturating_sub(1);
        }
    }
}

/// Leaves also when the client hangs up in the middle.
struct Stay(Arc<Limits>, String);

impl Drop for Stay {
    fn drop(&mut self) {
        self.0.leave(&self.1);
    }
}

/// Whom a request is counted for: the organisation, a private person, else the address it comes from.
fn client(request: &Request) -> String {
    match request.extensions().get::<Caller>() {
        Some(caller) if caller.actor.organisation.is_empty() => format!("person {}", caller.actor.person),
        Some(caller) => format!("organisation {}", caller.actor.organisation),
        None => format!("address {}", session::client(request.extensions())),
    }
}

/// The layer: `request.rate` with `Retry-After` above the allowance; `RateLimit` and `RateLimit-Policy` on every answer below `/api/`.
pub async fn layer(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let client = client(&request);
    let Allowance { per_second, burst, .. } = limits.allowance;
    let (mut response, left) = match limits.enter(&client, Instant::now()) {
        Verdict::Go(left) => {
            let stay = Stay(Arc::clone(&limits), client);
            let response = next.run(request).await;
            drop(stay);
            (response, left)
        }
        Verdict::Wait(seconds) => {
            let refusal = crate::platform::Refusal::new("request.rate", format!("again in {seconds} s"));
            let mut response = Error::from(refusal).into_response();
            response.extensions_mut().insert(RetryAfter(seconds));
            (response, 0)
        }
    };
    let headers = [
        (LIMIT_POLICY, format!("\"client\";q={burst};w={}", burst.checked_div(per_second).unwrap_or(1).max(1))),
        (LIMIT, format!("\"client\";r={left}")),
    ];
    for (name, text) in headers {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_138_a_client_has_its_own_bucket_and_its_own_places() {
        let limits = Limits::new(Allowance { per_second: 2, burst: 3, at_once: 2 });
        let start = Instant::now();
        let one = |after: u64| limits.enter("one", start + Duration::from_millis(after));
        assert_eq!((one(0), one(0)), (Verdict::Go(2), Verdict::Go(1)));
        assert_eq!(one(0), Verdict::Wait(1), "two are under way");
        limits.leave("one");
        assert_eq!(one(0), Verdict::Go(0));
        limits.leave("one");
        assert_eq!(one(0), Verdict::Wait(1), "the bucket is empty");
        assert_eq!(limits.enter("two", start), Verdict::Go(2));
        assert_eq!(one(499), Verdict::Wait(1));
        assert_eq!(one(501), Verdict::Go(0), "half a second gives one back");
    }
}
