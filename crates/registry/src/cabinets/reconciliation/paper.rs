//! The statement as a paper: balance, every act, adjustment and payment of the period, balance; places for both signatures.

use documents::{
    pdf::{Attachment, Block, Both, Cell, Column, Paper, Table},
    xml_out::{XmlOut, XmlRefusal},
};
use ledger::posting::Kind;

use super::{Row, Statement};
use crate::platform::{
    Result,
    http::format,
    paper::{Book, Made, Said, Value, head, said, written},
};

const NAMESPACE: &str = "urn:qazyna:reconciliation:1";
const TITLE: Said = ("ӨЗАРА ЕСЕП АЙЫРЫСУДЫ САЛЫСТЫРУ АКТІСІ", "АКТ СВЕРКИ ВЗАИМНЫХ РАСЧЁТОВ");
/// Columns of the rows: head, share of the width, whether it is a number.
const COLUMNS: [(Said, u16, bool); 4] = [
    (("Күні", "Дата"), 14, false),
    (("Құжат", "Документ"), 56, false),
    (("Есептелді, ₸", "Начислено, ₸"), 20, true),
    (("Төленді, ₸", "Оплачено, ₸"), 20, true),
];

/// What a row is about.
pub(super) fn document(row: &Row) -> Both {
    let (act, order) = (&row.act, &row.order);
    match row.kind {
        Kind::WriteOff => Both::new(format!("Акт № {act}"), format!("Акт № {act}")),
        Kind::AdjustUp | Kind::AdjustDown => {
            Both::new(format!("Түзету, акт № {act}"), format!("Корректировка, акт № {act}"))
        }
        Kind::PerformerDue | Kind::PerformerDown => Both::new(
            format!("Смета немесе күрделі құрамдауыш, акт № {act}"),
            format!("Смета или капитальная составляющая, акт № {act}"),
        ),
        Kind::Receivable | Kind::PerformerReceivable => Both::new(
            format!("Дебиторлық берешекке түзету, акт № {act}"),
            format!("Корректировка в дебиторскую задолженность, акт № {act}"),
        ),
        Kind::ReturnedAfter | Kind::PerformerReturnedAfter => Both::new(
            format!("Төлем қайтарылды, тапсырма № {order}, акт № {act}"),
            format!("Возврат платежа, поручение № {order}, акт № {act}"),
        ),
        Kind::Redeem | Kind::PerformerRedeem => Both::new(
            format!("Төлем тапсырмасы № {order}, акт № {act}"),
            format!("Платёжное поручение № {order}, акт № {act}"),
        ),
        Kind::Allot
        | Kind::Cut
        | Kind::Book
        | Kind::Release
        | Kind::Order
        | Kind::Returned
        | Kind::SetOff
        | Kind::Reserve
        | Kind::Unreserve
        | Kind::PerformerOrder
        | Kind::PerformerReturned
        | Kind::PerformerSetOff => Both::same(act.as_str()),
    }
}

impl Statement {
    fn performer(&self) -> Both {
        let bin = &self.sides.performer;
        Both::new(
            format!("{}, БСН {bin}", self.parties.performer_kk),
            format!("{}, БИН {bin}", self.parties.performer_ru),
        )
    }

    fn issuer(&self) -> Both {
        let (bin, name) = (&self.sides.issuer, &self.parties.issuer);
        Both::new(format!("{name}, БСН {bin}"), format!("{name}, БИН {bin}"))
    }

    fn facts(&self) -> Vec<(Both, Both)> {
        let span = format!("{} – {}", format::date(self.from), format::date(self.to));
        vec![
            (said(("Эмитент", "Эмитент")), self.issuer()),
            (said(("Орындаушы", "Исполнитель")), self.performer()),
            (said(("Кезең", "Период")), Both::same(span)),
        ]
    }

    fn ends(&self) -> Vec<(Both, Both)> {
        let money = |sum: i64| Both::same(format::money(sum));
        let closing = format::date(self.to);
        let mut ends = vec![
            (Both::new(format!("{closing} күнгі сальдо"), format!("Сальдо на {closing}")), money(self.closing())),
            (said(("соның ішінде төлеуге тиіс", "в том числе к оплате исполнителю")), money(self.due)),
            (
                said((
                    "соның ішінде орындаушының дебиторлық берешегі",
                    "в том числе дебиторская задолженность исполнителя",
                )),
                money(self.receivable),
            ),
        ];
        if self.set_off != 0 {
            ends.push((said(("Кезеңде есепке жатқызылды", "Зачтено за период")), money(self.set_off)));
        }
        ends
    }

    /// Who owes whom, in words.
    fn verdict(&self) -> Both {
        let (on, sum) = (format::date(self.to), format::money(self.closing().saturating_abs()));
        match self.closing() {
            0 => Both::new(format!("{on} күні берешек жоқ."), format!("На {on} задолженности нет.")),
            owed if owed > 0 => Both::new(
                format!("{on} күні эмитенттің орындаушы алдындағы берешегі {sum}."),
                format!("На {on} задолженность эмитента перед исполнителем {sum}."),
            ),
            _ => Both::new(
                format!("{on} күні орындаушының эмитент алдындағы берешегі {sum}."),
                format!("На {on} задолженность исполнителя перед эмитентом {sum}."),
            ),
        }
    }

    fn table(&self) -> Table {
        let column = |&(head, share, is_number): &(Said, u16, bool)| {
            if is_number { Column::number(said(head), share) } else { Column::text(said(head), share) }
        };
        let amount = |sum: i64| Cell::from(if sum == 0 { String::new() } else { format::amount(sum) });
        let row = |row: &Row| {
            vec![Cell::from(format::date(row.on)), Cell::Both(document(row)), amount(row.accrued), amount(row.paid)]
        };
        let opening = vec![
            Cell::from(format::date(self.from)),
            Cell::Both(said(("Бастапқы сальдо", "Сальдо на начало"))),
            Cell::from(format::amount(self.opening)),
        ];
        let sums = vec![
            Cell::from(""),
            Cell::Both(said(("Кезеңдегі айналым", "Обороты за период"))),
            Cell::from(format::amount(self.accrued())),
            Cell::from(format::amount(self.paid())),
        ];
        Table {
            columns: COLUMNS.iter().map(column).collect(),
            rows: std::iter::once(opening).chain(self.rows.iter().map(row)).collect(),
            sums: vec![sums],
            size: 160,
        }
    }

    /// The statement in all forms. The same movements are the same bytes.
    ///
    /// # Errors
    /// Faults.
    pub(crate) fn made(&self) -> Result<Made> {
        let xml = written(self.xml())?;
        let name = format!("reconciliation-{}-{}-{}-{}", self.sides.performer, self.sides.issuer, self.from, self.to);
        let cells = |facts: Vec<(Both, Both)>| {
            Block::Facts(facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect())
        };
        let line = "\u{a0}_______________________________";
        let sign = |who: Said| (said(who), Both::same(line));
        let blocks = vec![
            Block::Title(said(TITLE)),
            cells(self.facts()),
            Block::Table(self.table()),
            cells(self.ends()),
            Block::Text(self.verdict()),
            Block::Heading(said(("Тараптардың қолы", "Подписи сторон"))),
            cells(vec![sign(("Эмитент", "От эмитента")), sign(("Орындаушы", "От исполнителя"))]),
        ];
        let attachment = Attachment {
            name: format!("{name}.xml"),
            media_type: "application/xml",
            about: "Canonical XML of the statement".to_owned(),
            bytes: xml.clone(),
        };
        let paper = Paper {
            id: name.clone(),
            title: said(TITLE),
            is_landscape: false,
            made_at: documents::pdf::Moment {
                year: u16::try_from(self.to.year()).unwrap_or_default(),
                month: u8::try_from(self.to.month()).unwrap_or_default(),
                day: u8::try_from(self.to.day()).unwrap_or_default(),
                hour: 0,
                minute: 0,
                second: 0,
            },
            foot: format!("{} · {}", self.sides.performer, self.sides.issuer),
            blocks,
            attachments: vec![attachment],
        };
        Ok(Made { name, xml, paper, book: self.book() })
    }

    fn book(&self) -> Book {
        let shown =
            |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
        let row = |row: &Row| -> Vec<Value> {
            vec![
                row.on.to_string().into(),
                shown(&document(row)).into(),
                row.act.as_str().into(),
                row.order.as_str().into(),
                row.accrued.into(),
                row.paid.into(),
            ]
        };
        let names: [Said; 6] = [
            ("Күні", "Дата"),
            ("Құжат", "Документ"),
            ("Акт", "Акт"),
            ("Тапсырма", "Поручение"),
            ("Есептелді, тиын", "Начислено, тиын"),
            ("Төленді, тиын", "Оплачено, тиын"),
        ];
        let opening = (said(("Бастапқы сальдо", "Сальдо на начало")), Both::same(format::money(self.opening)));
        let about = self.facts().into_iter().chain([opening]).chain(self.ends());
        Book {
            sheets: ("reconciliation".to_owned(), "about".to_owned()),
            header: names.into_iter().map(head).collect(),
            rows: self.rows.iter().map(row).collect(),
            about: about.map(|(what, value)| (shown(&what), shown(&value))).collect(),
        }
    }

    fn xml(&self) -> Result<Vec<u8>, XmlRefusal> {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let sums = [self.opening, self.accrued(), self.paid(), self.closing(), self.due, self.receivable, self.set_off];
        let [opening, accrued, paid, closing, due, receivable, set_off] = sums.map(|sum| sum.to_string());
        let attributes = [
            ("performer", self.sides.performer.as_str()),
            ("issuer", &self.sides.issuer),
            ("from", &from),
            ("to", &to),
            ("opening", &opening),
            ("accrued", &accrued),
            ("paid", &paid),
            ("closing", &closing),
            ("due", &due),
            ("receivable", &receivable),
            ("set_off", &set_off),
        ];
        XmlOut::document("reconciliation", NAMESPACE, &attributes, |xml| {
            for row in &self.rows {
                let (on, accrued, paid) = (row.on.to_string(), row.accrued.to_string(), row.paid.to_string());
                let kind = row.kind.code().to_string();
                let attributes = [
                    ("on", on.as_str()),
                    ("movement", &kind),
                    ("act", &row.act),
                    ("order", &row.order),
                    ("accrued", &accrued),
                    ("paid", &paid),
                ];
                xml.element("row", &attributes, |_| Ok(()))?;
            }
            Ok(())
        })
    }
}
