//! Lists of the cabinets: a question that lives in the address, a page of rows by key, and files of exactly what the filter shows – at once
//! while they are short, else as a job.

mod ask;
mod file;
mod listing;
mod long;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

pub(crate) use ask::{Ask, programmes, regions};
pub(crate) use file::{Datum, Form, List};
pub(crate) use listing::Listing;
pub(crate) use long::Long;

use crate::{
    app::App,
    platform::{
        Actor, Result,
        govuk::Pagination,
        http::{Caller, Page, Reader},
        jobs,
    },
};

/// No list has more: a workbook could not hold them.
pub(crate) const ROWS_MAX: i64 = 1_000_000;
/// What stands for itself in an address (RFC 3986, 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The kind of the job.
pub(crate) const KIND: &str = "export.list";

/// What a list is asked for: the query of its page, which is that of its files too.
pub(crate) trait Question: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The list's word in jobs.
    const WORD: &'static str;
    /// The page, behind the language; its files are at `<path>/file`.
    const PATH: &'static str;

    /// The fields as the address has them, without the place in the list.
    fn fields(&self) -> Vec<(&'static str, &str)>;

    /// The key that the page begins after; empty for the first.
    fn after(&self) -> &str;

    /// The first rows for a file.
    fn list(&self, app: &App, actor: &Actor, limit: i64) -> impl Future<Output = Result<List>> + Send;

    /// What is written in a field.
    fn field(&self, name: &str) -> &str {
        self.fields().into_iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// The same question as a query, from its first page; `with` replaces or adds.
    fn with(&self, with: &[(&str, &str)]) -> String {
        let own = self.fields();
        let kept = own.into_iter().filter(|(name, _)| !with.iter().any(|(other, _)| other == name));
        encode(kept.chain(with.iter().copied()))
    }

    /// The page of the same question, behind the language.
    fn path(&self, with: &[(&str, &str)]) -> String {
        format!("{}{}", Self::PATH, self.with(with))
    }

    /// The files of the question: of each form the address and the name.
    fn files(&self, page: &Page) -> Vec<(String, &'static str)> {
        let href = |form: Form| page.href(format_args!("{}/file{}", Self::PATH, self.with(&[("form", form.ending())])));
        vec![(href(Form::Xlsx), "XLSX"), (href(Form::Csv), "CSV")]
    }
}

/// Whose rows a list has that two roles see: each of the two is a type, so that its page, word and action stand together.
pub(crate) trait Whose: Default + Send + Sync + 'static {
    /// Only those of the actor's organisation; else the country's.
    const OWN: bool;
    /// The list's word in jobs.
    const WORD: &'static str;
    /// Its page.
    const PATH: &'static str;
    /// Who may see it.
    const ACTION: &'static str;
}

/// A field that says something.
pub(crate) fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// `?a=b&c=d` of what is filled in; nothing when all is empty.
pub(crate) fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.extend(utf8_percent_encode(value, UNRESERVED));
    }
    out
}

/// A place in a list by time: when and which the last row of the page before was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) at: Timestamp,
    pub(crate) key: String,
}

impl Place {
    /// Reads `after`; what is no place is the beginning.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (at, key) = text.split_once('.')?;
        Some(Self { at: Timestamp::from_microsecond(at.parse().ok()?).ok()?, key: key.to_owned() })
    }

    /// The value of `after`.
    pub(crate) fn text(at: Timestamp, key: impl std::fmt::Display) -> String {
        format!("{}.{key}", at.as_microsecond())
    }
}

/// Cuts rows that were read one too many to their page: the way back to the beginning and to the page after.
pub(crate) fn pages<Q: Question, R>(
    page: &Page,
    query: &Q,
    (rows, size): (&mut Vec<R>, i64),
    key: impl Fn(&R) -> String,
) -> Pagination {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|last| page.href(query.path(&[("after", &key(last))])));
    let previous = filled(query.after()).map(|_| page.href(query.path(&[])));
    Pagination::new(page, previous, next)
}

/// Which file of a list is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    pub(crate) form: String,
}

/// The route of a list's files: a short list is answered, a long one becomes a job.
pub(crate) async fn file<Q: Question>(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(wanted): Query<Wanted>,
    Query(query): Query<Q>,
) -> Result<Response> {
    let form = Form::parse(&wanted.form)?;
    let list = query.list(&app, &caller.actor, at_once(&app)).await?;
    answer_or_job((&app, &reader, &caller), (&list, form), (Q::WORD, json!(query))).await
}

/// How many rows are read to know whether a job is needed: one more than is given at once.
pub(crate) fn at_once(app: &App) -> i64 {
    i64::try_from(app.list_rows_at_once).unwrap_or(ROWS_MAX).saturating_add(1)
}

/// Answers a list that is short, else makes a job of it: `list` is its word, `query` what was asked.
pub(crate) async fn answer_or_job(
    (app, reader, caller): (&App, &Reader, &Caller),
    (list, form): (&List, Form),
    (word, query): (&str, Value),
) -> Result<Response> {
    let about = reader.about_file(app.clock.now());
    if list.rows.len() <= app.list_rows_at_once {
        return list.answer(form, &about);
    }
    // The last line says who asks: a job has its actor, and its input is no place for a name.
    let lines = about.lines.get(..about.lines.len().saturating_sub(1)).unwrap_or_default();
    let about = json!({ "sheet": about.sheet, "lines": lines });
    let language = reader.language.code();
    let input = json!({ "list": word, "query": query, "form": form.ending(), "language": language, "about": about });
    let job = jobs::start(app, &caller.actor, KIND, input).await?;
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_anything_else_is_the_beginning() {
        let at = Timestamp::from_microsecond(1_790_000_000_000_001).unwrap();
        assert_eq!(Place::parse(&Place::text(at, "ab.c")), Some(Place { at, key: "ab.c".to_owned() }));
        for text in ["", "7", "x.y", "99999999999999999999.z"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }
}
