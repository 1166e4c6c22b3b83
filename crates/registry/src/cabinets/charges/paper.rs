//! The charge list as a paper: every contract with its formula, what is paid and owed by age; places for signatures.

use documents::{
    pdf::{Attachment, Block, Both, Cell, Column, Moment, Paper, Table},
    xml_out::{XmlOut, XmlRefusal},
};

use super::{ChargeList, Row};
use crate::{
    contracts::fees::Age,
    platform::{
        Result,
        http::format,
        paper::{Book, Made, Said, Value, head, said, written},
    },
};

const NAMESPACE: &str = "urn:qazyna:parental-fees:1";
const TITLE: Said = ("АТА-АНА ТӨЛЕМІН ЕСЕПТЕУ ВЕДОМОСІ", "ВЕДОМОСТЬ НАЧИСЛЕНИЯ РОДИТЕЛЬСКОЙ ПЛАТЫ");
/// Columns of the rows: head, share of the width, whether it is a number.
const COLUMNS: [(Said, u16, bool); 9] = [
    (("Шарт", "Договор"), 20, false),
    (("Айлық төлем, ₸", "Плата в месяц, ₸"), 12, true),
    (("Күндер", "Дни"), 9, true),
    (("Айға есептелді, ₸", "Начислено за месяц, ₸"), 13, true),
    (("Төленді, ₸", "Оплачено, ₸"), 12, true),
    (("Берешек, ₸", "Долг, ₸"), 12, true),
    (("1 ай", "1 месяц"), 9, true),
    (("2 ай", "2 месяца"), 9, true),
    (("3 ай және одан көп", "3 месяца и больше"), 9, true),
];
/// Ages above the current month, in the order of the columns.
const AGES: [Age; 3] = [Age::One, Age::Two, Age::Three];

impl ChargeList {
    fn facts(&self) -> Vec<(Both, Both)> {
        let (bin, month) = (&self.party.bin, self.month.strftime("%m.%Y").to_string());
        let performer =
            Both::new(format!("{}, БСН {bin}", self.party.name_kk), format!("{}, БИН {bin}", self.party.name_ru));
        vec![
            (said(("Орындаушы", "Исполнитель")), performer),
            (said(("Ай", "Месяц")), Both::same(month)),
            (said(("Берешек күні", "Долг на дату")), Both::same(format::date(self.today))),
        ]
    }

    fn numbers(&self, row: &Row) -> Vec<Cell> {
        let amount = |sum: i64| Cell::from(if sum == 0 { String::new() } else { format::amount(sum) });
        let days = if row.study == 0 { String::new() } else { format!("{} / {}", row.days, row.study) };
        let mut cells = vec![Cell::from(row.contract.clone()), amount(row.fee), Cell::from(days)];
        cells.extend([row.due, row.stands.paid, row.stands.rest()].map(amount));
        cells.extend(AGES.map(|age| amount(row.stands.aged(age, self.today))));
        cells
    }

    fn printed(&self) -> Table {
        let column = |&(head, share, is_number): &(Said, u16, bool)| {
            if is_number { Column::number(said(head), share) } else { Column::text(said(head), share) }
        };
        let mut sums = vec![Cell::Both(said(("Жиыны", "Итого"))), Cell::from(""), Cell::from("")];
        sums.extend([self.due(), self.paid(), self.rest()].map(|sum| Cell::from(format::amount(sum))));
        sums.extend(AGES.map(|age| Cell::from(format::amount(self.aged(age)))));
        Table {
            columns: COLUMNS.iter().map(column).collect(),
            rows: self.rows.iter().map(|row| self.numbers(row)).collect(),
            sums: vec![sums],
            size: 150,
        }
    }

    /// The list in all forms. The same charges and payments on a day are the same bytes.
    ///
    /// # Errors
    /// Faults.
    pub(in crate::cabinets) fn made(&self) -> Result<Made> {
        let xml = written(self.xml())?;
        let month = self.month.strftime("%Y-%m").to_string();
        let name = format!("parental-fees-{}-{}-{month}-{}", self.party.bin, self.party.programme, self.today);
        let cells = |facts: Vec<(Both, Both)>| {
            Block::Facts(facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect())
        };
        let line = "\u{a0}_______________________________";
        let sign = |who: Said| (said(who), Both::same(line));
        let rule = said((
            "Айға есептелді = айлық төлем × (тіркелген күндер − ата-ана демалысы − топ жабық күндер) / оқу күндері.",
            "Начислено за месяц = плата × (дни зачисления − отпуск родителя − дни закрытия группы) / учебные дни.",
        ));
        let blocks = vec![
            Block::Title(said(TITLE)),
            cells(self.facts()),
            Block::Text(rule),
            Block::Table(self.printed()),
            cells(vec![sign(("Басшы", "Руководитель")), sign(("Бухгалтер", "Бухгалтер"))]),
        ];
        let attachment = Attachment {
            name: format!("{name}.xml"),
            media_type: "application/xml",
            about: "Canonical XML of the charge list".to_owned(),
            bytes: xml.clone(),
        };
        let paper = Paper {
            id: name.clone(),
            title: said(TITLE),
            is_landscape: true,
            made_at: Moment {
                year: u16::try_from(self.today.year()).unwrap_or_default(),
                month: u8::try_from(self.today.month()).unwrap_or_default(),
                day: u8::try_from(self.today.day()).unwrap_or_default(),
                hour: 0,
                minute: 0,
                second: 0,
            },
            foot: format!("{} · {month}", self.party.bin),
            blocks,
            attachments: vec![attachment],
        };
        Ok(Made { name, xml, paper, book: self.book() })
    }

    fn book(&self) -> Book {
        let row = |row: &Row| -> Vec<Value> {
            let mut cells: Vec<Value> = vec![row.contract.as_str().into(), row.voucher.as_str().into()];
            let stands = &row.stands;
            cells.extend([row.fee, row.days, row.study, row.due, stands.paid, stands.rest()].map(Value::from));
            cells.extend(AGES.map(|age| Value::from(stands.aged(age, self.today))));
            cells
        };
        let names: [Said; 11] = [
            ("Шарт", "Договор"),
            ("Ваучер", "Ваучер"),
            ("Айлық төлем, тиын", "Плата в месяц, тиын"),
            ("Төленетін күндер", "Оплачиваемые дни"),
            ("Оқу күндері", "Учебные дни"),
            ("Айға есептелді, тиын", "Начислено за месяц, тиын"),
            ("Төленді, тиын", "Оплачено, тиын"),
            ("Берешек, тиын", "Долг, тиын"),
            ("1 ай, тиын", "1 месяц, тиын"),
            ("2 ай, тиын", "2 месяца, тиын"),
            ("3 ай және одан көп, тиын", "3 месяца и больше, тиын"),
        ];
        let shown =
            |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
        Book {
            sheets: ("parental-fees".to_owned(), "about".to_owned()),
            header: names.into_iter().map(head).collect(),
            rows: self.rows.iter().map(row).collect(),
            about: self.facts().into_iter().map(|(what, value)| (shown(&what), shown(&value))).collect(),
        }
    }

    fn xml(&self) -> Result<Vec<u8>, XmlRefusal> {
        let (month, today) = (self.month.strftime("%Y-%m").to_string(), self.today.to_string());
        let [due, paid, owed] = [self.due(), self.paid(), self.rest()].map(|sum| sum.to_string());
        let attributes = [
            ("performer", self.party.bin.as_str()),
            ("programme", &self.party.programme),
            ("month", &month),
            ("as_of", &today),
            ("due", &due),
            ("paid", &paid),
            ("owed", &owed),
        ];
        XmlOut::document("parental_fees", NAMESPACE, &attributes, |xml| {
            for row in &self.rows {
                let stands = &row.stands;
                let sums =
                    [row.fee, row.days, row.study, row.due, stands.charged, stands.paid, stands.rest(), stands.ahead];
                let [fee, days, study, due, charged, paid, owed, ahead] = sums.map(|sum| sum.to_string());
                let ages = Age::ALL.map(|age| (age.word(), stands.aged(age, self.today).to_string()));
                let mut attributes = vec![
                    ("contract", row.contract.as_str()),
                    ("voucher", &row.voucher),
                    ("fee", &fee),
                    ("days", &days),
                    ("study", &study),
                    ("due", &due),
                    ("charged", &charged),
                    ("paid", &paid),
                    ("owed", &owed),
                    ("ahead", &ahead),
                ];
                attributes.extend(ages.iter().map(|(word, sum)| (*word, sum.as_str())));
                xml.element("contract", &attributes, |_| Ok(()))?;
            }
            Ok(())
        })
    }
}
