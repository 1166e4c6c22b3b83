//! The paper of an act (spec 6.1): a rendering of the frozen bytes that are signed, with the signatures over them.
//!
//! Sums, days and rules come from those bytes alone, so that a paper printed in ten years says what was signed. The form follows the
//! standard act of services rendered (form Р-1, annex 50 to the order of the Minister of Finance № 562 of 20 December 2012); the annex
//! explains every line: formula, days not paid and by which rule, version of the rule, clause (spec 3.4).

mod annex;
mod form;
mod line;

use axum::response::Response;
use documents::pdf::{Attachment, Both, Paper};
use jiff::{Timestamp, civil::Date};
use law::{Month, Pack, Terms};
use uuid::Uuid;

use super::{
    Document, Rule,
    store::paper::{Frozen, Signature, find_frozen},
};
use crate::platform::{
    Refusal, Result, Tx,
    paper::{Book, Form, Made, Value, attached, head, moment},
};
use line::Line;

/// The frozen bytes of an act with its signatures, if it lies in the scope.
///
/// # Errors
/// `act.unknown`; faults.
pub(crate) async fn find(tx: &Tx<'_>, act: Uuid) -> Result<Frozen> {
    find_frozen(tx, act).await?.ok_or_else(|| Refusal::new("act.unknown", act.to_string()).into())
}

impl Frozen {
    /// The document in a form: the very bytes that are signed, or a paper that shows them.
    ///
    /// # Errors
    /// Faults.
    pub(crate) async fn answer(self, pack: &'static Pack, form: Form) -> Result<Response> {
        if form == Form::Xml {
            let name = format!("{}-v{}.xml", self.number, self.version);
            return Ok(attached(&name, form.media_type(), self.xml));
        }
        self.made(pack)?.answer(form).await
    }

    /// The document in all forms.
    ///
    /// # Errors
    /// A fault when the stored bytes are none of ours.
    pub(crate) fn made(self, pack: &'static Pack) -> Result<Made> {
        Ok(Read::of(pack, self)?.made())
    }
}

/// A frozen act as it is read for its paper.
struct Read {
    pack: &'static Pack,
    frozen: Frozen,
    document: Document,
    month: Date,
    lines: Vec<Line>,
}

/// A signature with what its certificate says.
struct Signed {
    side: String,
    /// The person and the organisation.
    name: String,
    organisation: String,
    bin: String,
    serial: String,
    algorithm: String,
    signed_at: Option<Timestamp>,
    recorded_at: Timestamp,
    entry: Uuid,
}

impl From<&Signature> for Signed {
    fn from(stored: &Signature) -> Self {
        let certificate = eds::cms::claimed(&stored.cms).into_iter().next();
        let certificate = certificate.as_ref();
        Self {
            side: stored.side.clone(),
            name: certificate.and_then(|known| known.name()).unwrap_or_default().to_owned(),
            organisation: certificate.and_then(|known| known.organisation()).unwrap_or_default().to_owned(),
            bin: stored.bin.clone(),
            serial: certificate.map(eds::Certificate::serial).unwrap_or_default(),
            algorithm: stored.algorithm.clone(),
            signed_at: stored.signed_at.parse().ok(),
            recorded_at: stored.recorded_at,
            entry: stored.entry,
        }
    }
}

impl Read {
    fn of(pack: &'static Pack, frozen: Frozen) -> Result<Self> {
        let document = Document::read(&frozen.xml)?;
        let month = Month::parse(document.head("month")).map_or(Date::ZERO, |month| month.first());
        let rule = rule(pack, &document).map(|terms| Rule::from(terms.absence()));
        let unpaid = document.totals.iter().any(|(name, _)| name == "unpaid");
        let lines = document.lines.iter().map(|written| Line::of(written, (rule, unpaid))).collect();
        Ok(Self { pack, frozen, document, month, lines })
    }

    fn signatures(&self) -> Vec<Signed> {
        self.frozen.signatures.iter().map(Signed::from).collect()
    }

    fn number(&self) -> &str {
        self.document.head("number")
    }

    /// The last thing that changed what the paper says.
    fn made_at(&self) -> Timestamp {
        let signed = self.frozen.signatures.iter().map(|signature| signature.recorded_at).max();
        signed.unwrap_or(self.frozen.recorded_at).max(self.frozen.recorded_at)
    }

    fn made(self) -> Made {
        let name = format!("{}-v{}", self.frozen.number, self.frozen.version);
        let (signatures, title) = (self.signatures(), form::title(&self));
        let blocks = form::blocks(&self, &signatures).into_iter().chain(annex::blocks(&self)).collect();
        let attachment = Attachment {
            name: format!("{name}.xml"),
            media_type: "application/xml",
            about: "Canonical XML of the act: the bytes that are signed".to_owned(),
            bytes: self.frozen.xml.clone(),
        };
        let paper = Paper {
            id: format!("{}/{}", self.document.head("id"), self.frozen.version),
            foot: form::foot(&self),
            title,
            is_landscape: true,
            made_at: moment(self.made_at()),
            blocks,
            attachments: vec![attachment],
        };
        let book = self.book(&signatures);
        Made { name, xml: self.frozen.xml, paper, book }
    }

    fn book(&self, signatures: &[Signed]) -> Book {
        let shown =
            |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
        let facts = form::facts(self).into_iter().chain(form::sums(self));
        let mut about: Vec<(String, String)> = facts.map(|(what, value)| (shown(&what), shown(&value))).collect();
        for signature in signatures {
            about.extend(form::signature(signature).into_iter().map(|(what, value)| (head(what), shown(&value))));
        }
        let rows: Vec<Vec<Value>> = self.lines.iter().map(|line| annex::row(self, line)).collect();
        Book { sheets: (form::SHEETS.0.to_owned(), form::SHEETS.1.to_owned()), header: annex::heads(), rows, about }
    }
}

/// The row of terms that the document names by its source and the day from which it rules.
fn rule<'p>(pack: &'p Pack, document: &Document) -> Option<&'p Terms> {
    let (source, from) = document.rule("version").split_once(' ')?;
    let programme = document.head("programme");
    let named =
        |terms: &&Terms| terms.programme == programme && terms.source == source && terms.valid_from.to_string() == from;
    pack.terms.iter().find(named).or_else(|| pack.latest_terms(programme))
}
