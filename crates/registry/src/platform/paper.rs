//! Papers of the registry: one set of data as canonical XML, as PDF/A-3 with that XML inside, and as a workbook.
//!
//! Documents of the state speak Kazakh and Russian whatever their reader's language is, so their words stand in pairs beside each form and
//! not among the messages of the pages.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use documents::{
    pdf::{Both, Moment, Paper},
    safe_cell::Cell,
    xlsx_out::{About, write_described},
    xml_out::XmlRefusal,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use law::Pack;

use crate::platform::{
    Result,
    error::refuse,
    http::{Language, Text, file::attachment, format, problem::Rejected, words},
};

/// A word of a form: in Kazakh and in Russian.
pub(crate) type Said = (&'static str, &'static str);

/// A word of a form, for a paper.
pub(crate) fn said((kk, ru): Said) -> Both {
    Both::new(kk, ru)
}

/// A word of a form with what follows it: `Ай: 2026 ж. қыркүйек`.
pub(crate) fn told((kk, ru): Said, value: &Both) -> Both {
    // A number stays with its sign.
    let gap = if ru.ends_with('№') { '\u{a0}' } else { ' ' };
    Both::new(format!("{kk}{gap}{}", value.kk), format!("{ru}{gap}{}", value.ru))
}

/// A word of a form as the head of a column of a workbook.
pub(crate) fn head((kk, ru): Said) -> String {
    if kk == ru { kk.to_owned() } else { format!("{kk} / {ru}") }
}

/// A message of the pages in both languages.
pub(crate) fn both(message: impl Fn(Language) -> Text) -> Both {
    Both::new(message(Language::Kk).to_string(), message(Language::Ru).to_string())
}

/// A month.
pub(crate) fn month(first: Date) -> Both {
    both(|language| format::month(language, first))
}

/// A programme: what everybody calls it.
pub(crate) fn programme(pack: &Pack, code: &str) -> Both {
    let key = format!("programme-{}", code.replace('_', "-"));
    let brand = pack.latest_terms(code).map_or(code, |terms| &terms.brand);
    if !words::has(&key) || brand.is_empty() {
        return Both::same(if brand.is_empty() { code } else { brand });
    }
    let named = both(|language| language.t(key.clone()));
    Both::new(format!("{} ({brand})", named.kk), format!("{} ({brand})", named.ru))
}

/// The order of the state that terms come from, by its source and its own name.
pub(crate) fn order(source: &str, act: &str) -> Both {
    let key = format!("rules-act-{}", source.to_lowercase());
    if words::has(&key) { both(|language| language.t(key.clone())) } else { Both::same(act) }
}

/// An instant, for a paper's own data.
pub(crate) fn moment(at: Timestamp) -> Moment {
    let at = at.to_zoned(TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Moment {
        year: u16::try_from(at.year()).unwrap_or_default(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
    }
}

/// A refusal of the writer of XML is a fault: what XML does not allow is refused when it is taken in.
pub(crate) fn written(xml: Result<Vec<u8>, XmlRefusal>) -> anyhow::Result<Vec<u8>> {
    xml.map_err(|refusal| anyhow::anyhow!("a paper cannot be written: {refusal}"))
}

/// A form of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Canonical XML: what the other two are made from.
    Xml,
    /// PDF/A-3, Kazakh and Russian.
    Pdf,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// The form of an ending.
    ///
    /// # Errors
    /// `page.unknown`.
    pub(crate) fn parse(ending: &str) -> Result<Self> {
        match ending {
            "xml" => Ok(Self::Xml),
            "pdf" => Ok(Self::Pdf),
            "xlsx" => Ok(Self::Xlsx),
            _ => refuse("page.unknown", "a paper is an xml, a pdf or an xlsx"),
        }
    }

    /// The form that a query of the API asks for; the XML when it asks for none.
    ///
    /// # Errors
    /// `input.invalid`.
    pub(crate) fn asked(form: Option<&str>) -> Result<Self, Rejected> {
        let Some(form) = form else { return Ok(Self::Xml) };
        Self::parse(form).map_err(|_| Rejected::at("?form", "input.invalid", "xml, pdf or xlsx"))
    }

    /// Its ending.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Xml => "application/xml; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// A cell of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    /// A count, or a sum in tiyn.
    Number(i64),
    Empty,
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

/// The workbook of a paper: its table, and on the second sheet everything else it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    /// Names of the two sheets.
    pub(crate) sheets: (String, String),
    /// Heads of the columns; sums are in tiyn.
    pub(crate) header: Vec<String>,
    /// Rows.
    pub(crate) rows: Vec<Vec<Value>>,
    /// What and value.
    pub(crate) about: Vec<(String, String)>,
}

impl Book {
    fn bytes(self) -> Result<Vec<u8>> {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>());
        let about = About { sheet: self.sheets.1.clone(), lines: self.about.clone() };
        let mut out = Vec::new();
        write_described(&mut out, (&self.sheets.0, &header), rows, Some(&about))?;
        Ok(out)
    }
}

fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Text(text) => Cell::Text(text),
        Value::Number(number) => Cell::Integer(*number),
        Value::Empty => Cell::Empty,
    }
}

/// A paper that can be given in each form.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    /// What its file is called, without an ending.
    pub(crate) name: String,
    /// The canonical XML.
    pub(crate) xml: Vec<u8>,
    /// The pages.
    pub(crate) paper: Paper,
    /// The workbook.
    pub(crate) book: Book,
}

impl Made {
    /// The bytes in a form.
    ///
    /// # Errors
    /// Faults.
    pub(crate) fn bytes(self, form: Form) -> Result<Vec<u8>> {
        match form {
            Form::Xml => Ok(self.xml),
            Form::Pdf => Ok(self.paper.write()?),
            Form::Xlsx => self.book.bytes(),
        }
    }

    /// The file as an answer. A long paper takes a second to set: it is made off the threads that answer.
    ///
    /// # Errors
    /// Faults.
    pub(crate) async fn answer(self, form: Form) -> Result<Response> {
        let name = format!("{}.{}", self.name, form.ending());
        let bytes = tokio::task::spawn_blocking(move || self.bytes(form)).await.map_err(anyhow::Error::from)??;
        Ok(attached(&name, form.media_type(), bytes))
    }
}

/// A file to be saved, kept in no cache.
pub(crate) fn attached(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(value) = HeaderValue::from_str(&attachment(name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
