//! The bytes of a version of an act, which both sides sign (spec 6.1): canonical XML.

use documents::xml_out::{XmlOut, XmlRefusal, XmlResult};
use jiff::{Timestamp, civil::Date};
use law::Terms;
use uuid::Uuid;

use super::{
    beside::BesideLine,
    draft::{Draft, Line},
};
use crate::platform::fact::instant;

/// The namespace of version 1 of the form.
const NAMESPACE: &str = "urn:qazyna:act:1";
/// What the performer signs for (spec 6.1).
const DECLARATION: &str = "The performer answers for the completeness and truth of the attendance and contract data of its learning system that this act rests on. / Исполнитель несёт ответственность за полноту и достоверность данных посещаемости и договоров своей учебной системы, на которых основан этот акт. / Орындаушы осы актіге негіз болған оқу жүйесіндегі қатысу мен шарт деректерінің толықтығы мен дұрыстығына жауап береді.";

/// What stands above the lines.
pub(super) struct Head<'a> {
    pub(super) id: Uuid,
    pub(super) number: &'a str,
    pub(super) version: i16,
    pub(super) month: Date,
    pub(super) performer_bin: &'a str,
    pub(super) issuer_bin: &'a str,
    pub(super) known_at: Timestamp,
    pub(super) prepared_by: &'a str,
    /// `max(0, Σ dues − receivable carried over)` (tiyn).
    pub(super) total: i64,
    /// What earlier acts left to be set off (tiyn).
    pub(super) receivable: i64,
}

/// Writes the document.
///
/// # Errors
/// Never for texts that were taken in: what XML does not allow is refused there.
pub(super) fn document(head: &Head<'_>, terms: &Terms, draft: &Draft<'_>) -> Result<Vec<u8>, XmlRefusal> {
    let (id, version, known_at) = (head.id.to_string(), head.version.to_string(), instant(head.known_at));
    let month = head.month.strftime("%Y-%m").to_string();
    let attributes = [
        ("id", id.as_str()),
        ("number", head.number),
        ("version", &version),
        ("month", &month),
        ("programme", &terms.programme),
        ("performer", head.performer_bin),
        ("issuer", head.issuer_bin),
        ("known_at", &known_at),
        ("prepared_by", head.prepared_by),
    ];
    XmlOut::document("act", NAMESPACE, &attributes, |xml| {
        xml.leaf("declaration", DECLARATION)?;
        let rule = format!("{} {}", terms.source, terms.valid_from);
        xml.element("rule", &[("id", "1"), ("version", &rule), ("clause", "3.4"), ("act", &terms.act)], |_| Ok(()))?;
        xml.element("lines", &[], |xml| {
            let mut texts = Texts::default();
            (1_u32..).zip(&draft.lines).try_for_each(|(n, line)| write_line(xml, &mut texts, n, line))?;
            let next = u32::try_from(draft.lines.len()).unwrap_or(u32::MAX).saturating_add(1);
            (next..).zip(&draft.beside).try_for_each(|(n, line)| write_beside(xml, n, line))
        })?;
        let totals = [
            ("lines", draft.count().to_string()),
            ("enrolled_days", draft.enrolled_days.to_string()),
            ("qr_days", draft.qr_days.to_string()),
            ("due", draft.due().to_string()),
            ("receivable", head.receivable.to_string()),
            ("total", head.total.to_string()),
        ];
        let fees = draft.lines.iter().filter_map(|line| line.fee).map(|(_, due)| due).reduce(i64::saturating_add);
        let fees = fees.map(|due| ("parental_fee_due", due.to_string()));
        let unpaid = draft.unpaid.map(|code| ("unpaid", code.to_owned()));
        let totals = totals.into_iter().chain(fees).chain(unpaid).collect::<Vec<_>>();
        let totals: Vec<(&str, &str)> = totals.iter().map(|(name, value)| (*name, value.as_str())).collect();
        xml.element("totals", &totals, |_| Ok(()))
    })
}

/// Texts of a line, kept from one to the next so that lines do not allocate.
#[derive(Default)]
struct Texts(String, Vec<usize>);

impl Texts {
    fn put(&mut self, value: impl std::fmt::Display) {
        use std::fmt::Write as _;
        // Writing to a String cannot fail.
        write!(self.0, "{value}").ok();
        self.1.push(self.0.len());
    }

    fn get(&self, n: usize) -> &str {
        let start = n.checked_sub(1).and_then(|before| self.1.get(before)).copied().unwrap_or(0);
        self.1.get(n).and_then(|end| self.0.get(start..*end)).unwrap_or_default()
    }
}

/// A line that is of no part: of an estimate, or of an obligation of the capital component, which it names.
fn write_beside(xml: &mut XmlOut, n: u32, line: &BesideLine) -> XmlResult {
    let (n, month) = (n.to_string(), line.month.strftime("/%Y-%m").to_string());
    let [nominal, pupils, computed, due] =
        [line.nominal, line.pupils.into(), line.computed, line.due].map(|number: i64| number.to_string());
    let kind = if line.obligation.is_nil() { "estimate" } else { "capital" };
    let mut attributes = vec![("n", n.as_str()), ("kind", kind), ("part", &month), ("nominal", &nominal)];
    if !line.obligation.is_nil() {
        attributes.extend([("obligation", line.document.as_str()), ("pupils", &pupils)]);
    }
    attributes.extend([("computed", computed.as_str()), ("due", &due), ("rule", "1")]);
    xml.element("line", &attributes, |_| Ok(()))
}

const NAMES: [&str; 15] = [
    "n",
    "kind",
    "part",
    "portion",
    "nominal",
    "study",
    "enrolled",
    "present",
    "excused",
    "leave",
    "closed",
    "unexcused",
    "payable",
    "computed",
    "due",
];

/// What a line says besides, where parents pay a fee.
const FEE: [&str; 2] = ["parental_fee", "parental_fee_due"];

fn write_line(xml: &mut XmlOut, texts: &mut Texts, n: u32, line: &Line<'_>) -> XmlResult {
    texts.0.clear();
    texts.1.clear();
    let (portion, amount) = (line.portion, &line.amount);
    texts.put(n);
    texts.put(line.kind().0);
    texts.put(format_args!("{}/{:04}-{:02}", portion.number, portion.month.year(), portion.month.month()));
    texts.put(portion.portion);
    texts.put(portion.nominal);
    for days in [
        amount.study_days,
        amount.enrolled_days,
        amount.present,
        amount.excused,
        amount.leave,
        amount.closed,
        amount.unexcused,
        amount.payable_days,
    ] {
        texts.put(days);
    }
    texts.put(amount.due.tiyn());
    texts.put(line.due);
    let mut used = NAMES.len();
    if let Some((fee, due)) = line.fee {
        texts.put(fee);
        texts.put(due);
        used = used.saturating_add(FEE.len());
    }
    let mut attributes = [("", ""); 18];
    for ((slot, name), n) in attributes.iter_mut().zip(NAMES.into_iter().chain(FEE)).zip(0..used) {
        *slot = (name, texts.get(n));
    }
    if let Some(last) = attributes.get_mut(used) {
        *last = ("rule", "1");
    }
    xml.element("line", attributes.get(..=used).unwrap_or_default(), |_| Ok(()))
}
