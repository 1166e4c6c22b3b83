//! The statement of an account as a paper: the account, balances at the beginning, every movement, balances at the end.

use documents::{
    csv_out::CsvOut,
    pdf::{Attachment, Block, Both, Cell, Column, Moment, Paper, Table},
    safe_cell::Cell as Field,
    xml_out::{XmlOut, XmlRefusal},
};

use super::{Balance, Row, Statement};
use crate::{
    accounts::{Owner, State},
    platform::{
        Result,
        http::format,
        paper::{Book, Made, Said, Value, both, head, month, said, written},
    },
};

const NAMESPACE: &str = "urn:qazyna:account-statement:1";
const TITLE: Said = ("ЖЕКЕ ШОТТАН ҮЗІНДІ КӨШІРМЕ", "ВЫПИСКА ПО ЛИЦЕВОМУ СЧЁТУ");
const ON: Said = ("Күні", "Дата");
const WHAT: Said = ("Операция", "Операция");
const OPENING: Said = ("Кезең басындағы қалдық", "Остаток на начало");
const CLOSING: Said = ("Кезең соңындағы қалдық", "Остаток на конец");

/// The head of a column of money.
fn column(name: &str) -> Said {
    match name {
        "committed" => ("Брондалған, ₸", "Забронировано, ₸"),
        "due" => ("Төлеуге тиіс, ₸", "К оплате, ₸"),
        "ordered" => ("Тапсырмада, ₸", "В поручениях, ₸"),
        "paid" => ("Төленген, ₸", "Оплачено, ₸"),
        _ => ("Дебиторлық, ₸", "Дебиторская, ₸"),
    }
}

/// What a row tells, in both languages of papers: the operation, and what it is about.
pub(super) fn told(row: &Row) -> Both {
    let word = both(|language| language.t(format!("account-row-{}", row.what.word())));
    let part = row.month.map(month);
    let about = |word: &str, part: Option<&str>| {
        let pieces = [Some(word), Some(row.voucher.as_str()), part, Some(row.document.as_str())];
        pieces.into_iter().flatten().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(", ")
    };
    Both::new(
        about(&word.kk, part.as_ref().map(|part| part.kk.as_str())),
        about(&word.ru, part.as_ref().map(|part| part.ru.as_str())),
    )
}

impl Statement {
    fn owner(&self) -> &Owner {
        &self.account.owner
    }

    fn facts(&self) -> Vec<(Both, Both)> {
        let account = &self.account;
        let (kk, ru) = &account.names;
        let named = |name: &str, word: &str| match &account.owner {
            Owner::Performer(bin) => format!("{name}, {word} {bin}"),
            Owner::Person(..) if name.is_empty() => "–".to_owned(),
            Owner::Person(..) => name.to_owned(),
        };
        let state = both(|language| language.t(format!("account-state-{}", account.state.code())));
        let since = match &account.state {
            State::Active => None,
            State::Blocked { since, .. } => Some(*since),
            State::Closed { on, .. } => Some(*on),
        };
        let state = match since.map(format::date) {
            Some(since) => Both::new(format!("{}, {since}", state.kk), format!("{}, {since}", state.ru)),
            None => state,
        };
        let span = format!("{} – {}", format::date(self.from), format::date(self.to));
        vec![
            (said(("Шот нөмірі", "Номер счёта")), Both::same(account.owner.number())),
            (said(("Шот иесі", "Владелец счёта")), Both::new(named(kk, "БСН"), named(ru, "БИН"))),
            (said(("Ашылған күні", "Открыт")), Both::same(format::date(account.opened_on))),
            (said(("Күйі", "Состояние")), state),
            (said(("Кезең", "Период")), Both::same(span)),
        ]
    }

    fn table(&self) -> Table {
        let names = Balance::default().columns(self.owner());
        let mut columns = vec![Column::text(said(ON), 12), Column::text(said(WHAT), 40)];
        columns.extend(names.iter().map(|(name, _)| Column::number(said(column(name)), 12)));
        let sums = |balance: Balance, shows_zero: bool| -> Vec<Cell> {
            let shown = balance.columns(self.owner()).into_iter();
            let amount = |sum: i64| if sum == 0 && !shows_zero { String::new() } else { format::amount(sum) };
            shown.map(|(_, sum)| Cell::from(amount(sum))).collect()
        };
        let balance = |on, word: Said, balance| {
            let mut cells = vec![Cell::from(format::date(on)), Cell::Both(said(word))];
            cells.extend(sums(balance, true));
            cells
        };
        let row = |row: &Row| {
            let mut cells = vec![Cell::from(format::date(row.on)), Cell::Both(told(row))];
            cells.extend(sums(row.change, false));
            cells
        };
        let opening = balance(self.from, OPENING, self.opening);
        Table {
            columns,
            rows: std::iter::once(opening).chain(self.rows.iter().map(row)).collect(),
            sums: vec![balance(self.to, CLOSING, self.closing())],
            size: 160,
        }
    }

    /// The statement in all forms. The same movements are the same bytes.
    ///
    /// # Errors
    /// Faults.
    pub(crate) fn made(&self) -> Result<Made> {
        let xml = written(self.xml())?;
        let number = self.owner().number();
        let name = format!("account-{number}-{}-{}", self.from, self.to);
        let facts = self.facts().into_iter().map(|(what, value)| (what, Cell::Both(value))).collect();
        let basis = said((
            "Қалдықтар ваучерлер тізілімінің қозғалыстарынан шығарылған.",
            "Остатки выведены из движений реестра ваучеров.",
        ));
        let attachment = Attachment {
            name: format!("{name}.xml"),
            media_type: "application/xml",
            about: "Canonical XML of the statement of the account".to_owned(),
            bytes: xml.clone(),
        };
        let paper = Paper {
            id: name.clone(),
            title: said(TITLE),
            is_landscape: true,
            made_at: Moment {
                year: u16::try_from(self.to.year()).unwrap_or_default(),
                month: u8::try_from(self.to.month()).unwrap_or_default(),
                day: u8::try_from(self.to.day()).unwrap_or_default(),
                hour: 0,
                minute: 0,
                second: 0,
            },
            foot: number,
            blocks: vec![
                Block::Title(said(TITLE)),
                Block::Facts(facts),
                Block::Table(self.table()),
                Block::Text(basis),
            ],
            attachments: vec![attachment],
        };
        Ok(Made { name, xml, paper, book: self.book() })
    }

    /// The rows as CSV: opening and closing balance first and last, sums in tiyn.
    ///
    /// # Errors
    /// Faults.
    pub(super) fn csv(&self) -> Result<Vec<u8>> {
        let names = Balance::default().columns(self.owner());
        let mut header = vec!["date", "operation", "voucher", "month", "document"];
        header.extend(names.iter().map(|(name, _)| *name));
        let mut out = CsvOut::new(b"\xef\xbb\xbf".to_vec(), &header)?;
        let mut put = |on: String, word: &str, row: Option<&Row>, balance: Balance| {
            let part =
                row.and_then(|row| row.month).map(|month| month.strftime("%Y-%m").to_string()).unwrap_or_default();
            let texts = [
                on.as_str(),
                word,
                row.map_or("", |row| row.voucher.as_str()),
                part.as_str(),
                row.map_or("", |row| row.document.as_str()),
            ];
            let mut cells: Vec<Field<'_>> =
                texts.iter().map(|text| if text.is_empty() { Field::Empty } else { Field::Text(text) }).collect();
            cells.extend(balance.columns(self.owner()).into_iter().map(|(_, sum)| Field::Integer(sum)));
            out.row(&cells)
        };
        put(self.from.to_string(), "opening", None, self.opening)?;
        for row in &self.rows {
            put(row.on.to_string(), row.what.word(), Some(row), row.change)?;
        }
        put(self.to.to_string(), "closing", None, self.closing())?;
        Ok(out.finish()?)
    }

    fn book(&self) -> Book {
        let shown =
            |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
        let columns = Balance::default().columns(self.owner());
        let mut header = vec![head(ON), head(WHAT), head(("Ваучер", "Ваучер")), head(("Құжат", "Документ"))];
        header.extend(columns.iter().map(|(name, _)| head(column(name)).replace('₸', "тиын / тиын")));
        let row = |row: &Row| {
            let mut cells: Vec<Value> = vec![
                row.on.to_string().into(),
                shown(&told(row)).into(),
                row.voucher.as_str().into(),
                row.document.as_str().into(),
            ];
            cells.extend(row.change.columns(self.owner()).into_iter().map(|(_, sum)| Value::Number(sum)));
            cells
        };
        let balances = |word: Said, balance: Balance| {
            let line = move |(name, sum): (&'static str, i64)| {
                (format!("{}: {}", head(word), head(column(name))), format::amount(sum))
            };
            balance.columns(self.owner()).into_iter().map(line).collect::<Vec<_>>()
        };
        let facts = self.facts().into_iter().map(|(what, value)| (shown(&what), shown(&value)));
        let about = facts.chain(balances(OPENING, self.opening)).chain(balances(CLOSING, self.closing())).collect();
        Book {
            sheets: ("account".to_owned(), "about".to_owned()),
            header,
            rows: self.rows.iter().map(row).collect(),
            about,
        }
    }

    fn xml(&self) -> Result<Vec<u8>, XmlRefusal> {
        let number = self.owner().number();
        let (opened, from, to) = (self.account.opened_on.to_string(), self.from.to_string(), self.to.to_string());
        let attributes = [
            ("account", number.as_str()),
            ("opened", &opened),
            ("state", self.account.state.code()),
            ("from", &from),
            ("to", &to),
        ];
        let sums = |balance: Balance| -> Vec<(&'static str, String)> {
            balance.columns(self.owner()).into_iter().map(|(name, sum)| (name, sum.to_string())).collect()
        };
        XmlOut::document("account", NAMESPACE, &attributes, |xml| {
            let balance = |xml: &mut XmlOut, name, balance| {
                let sums = sums(balance);
                let attributes: Vec<(&str, &str)> = sums.iter().map(|(name, sum)| (*name, sum.as_str())).collect();
                xml.element(name, &attributes, |_| Ok(()))
            };
            balance(xml, "opening", self.opening)?;
            for row in &self.rows {
                let (on, sums) = (row.on.to_string(), sums(row.change));
                let part = row.month.map(|month| month.strftime("%Y-%m").to_string()).unwrap_or_default();
                let mut attributes = vec![("on", on.as_str()), ("operation", row.what.word())];
                attributes.extend([("voucher", row.voucher.as_str()), ("month", &part), ("document", &row.document)]);
                attributes.extend(sums.iter().map(|(name, sum)| (*name, sum.as_str())));
                xml.element("row", &attributes, |_| Ok(()))?;
            }
            balance(xml, "closing", self.closing())
        })
    }
}
