//! What a page says once after a form: the code of a message in the query, never its text, so that nobody can write words into our pages.

use std::fmt::Display;

use super::words;

/// Only messages that begin so may be asked for by a query.
const PREFIX: &str = "done-";

/// A path that shows a `done-…` message, with a number for its `$n`.
pub(super) fn path(path: impl Display, key: &'static str, n: Option<u64>) -> String {
    let path = path.to_string();
    let joint = if path.contains('?') { '&' } else { '?' };
    let code = key.strip_prefix(PREFIX).unwrap_or(key);
    match n {
        Some(n) => format!("{path}{joint}done={code}&n={n}"),
        None => format!("{path}{joint}done={code}"),
    }
}

/// The message that a query asks for.
pub(super) fn read(query: &str) -> Option<(String, u64)> {
    let find = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let key = format!("{PREFIX}{}", find("done")?);
    words::has(&key).then(|| (key, find("n").and_then(|n| n.parse().ok()).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_of_what_was_done_can_be_asked_for() {
        assert_eq!(
            path("/kk/org/acts?month=2026-09", "done-sent", Some(12)),
            "/kk/org/acts?month=2026-09&done=sent&n=12"
        );
        assert_eq!(read("month=2026-09&done=sent&n=12"), Some(("done-sent".to_owned(), 12)));
        assert_eq!(read("done=sent"), Some(("done-sent".to_owned(), 0)));
        for bad in ["", "done=", "done=no-such", "done=layout-skip", "n=1", "done=%3Cb%3E"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
