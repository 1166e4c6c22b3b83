//! The register of acts as a paper (spec 6.3): which acts are to be paid by it, to whom, with its control total; made from facts alone, so
//! that it is the same whenever it is asked for.

use documents::{
    pdf::{Attachment, Block, Both, Cell, Column, Paper, Table},
    sum_words::{Tongue, sum_in_words},
    xml_out::{XmlOut, XmlRefusal},
};
use law::Pack;
use uuid::Uuid;

use super::store::api::{Listed, Register, find_register};
use crate::platform::{
    Refusal, Result, Tx,
    fact::instant,
    http::{Language, format},
    paper::{Book, Made, Said, Value, both, head, moment, month, programme, said, told, written},
};

const NAMESPACE: &str = "urn:qazyna:register:1";
const TITLE: Said = ("КӨРСЕТІЛГЕН ҚЫЗМЕТТЕР АКТІЛЕРІНІҢ ТІЗІЛІМІ №", "РЕЕСТР АКТОВ ОКАЗАННЫХ УСЛУГ №");
/// Columns: head, share of the width, whether it is a number.
const COLUMNS: [(Said, u16, bool); 7] = [
    (("№", "№"), 5, true),
    (("Акт", "Акт"), 28, false),
    (("Орындаушы", "Исполнитель"), 36, false),
    (("БСН", "БИН"), 14, false),
    (("ЖСК", "ИИК"), 22, false),
    (("Төлем тапсырмасы", "Платёжное поручение"), 28, false),
    (("Сомасы, ₸", "Сумма, ₸"), 15, true),
];

/// The register in all forms, if it lies in the scope.
///
/// # Errors
/// `register.unknown`; faults.
pub(crate) async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Made> {
    let found = find_register(tx, id).await?;
    let (register, listed) = found.ok_or_else(|| Refusal::new("register.unknown", id.to_string()))?;
    made(tx.pack(), &register, &listed)
}

fn made(pack: &'static Pack, register: &Register, listed: &[Listed]) -> Result<Made> {
    let xml = written(xml(register, listed))?;
    let title = told(TITLE, &Both::same(register.number.as_str()));
    let facts = facts(pack, register);
    let shown = |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
    let book = Book {
        sheets: ("acts".to_owned(), "register".to_owned()),
        header: COLUMNS.iter().map(|(name, _, _)| head(*name).replace('₸', "тиын")).collect(),
        rows: (1..).zip(listed).map(values).collect(),
        about: facts.iter().map(|(what, value)| (shown(what), shown(value))).collect(),
    };
    let line = Both::same("\u{a0}_______________________________");
    let blocks = vec![
        Block::Title(title.clone()),
        Block::Facts(facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect()),
        Block::Table(table(register, listed)),
        Block::Facts(vec![(said(("Эмитент", "Эмитент")), Cell::Both(line))]),
    ];
    let name = format!("register-{}", register.number);
    let attachment = Attachment {
        name: format!("{name}.xml"),
        media_type: "application/xml",
        about: "Canonical XML of the register".to_owned(),
        bytes: xml.clone(),
    };
    let paper = Paper {
        id: register.id.to_string(),
        title,
        is_landscape: true,
        made_at: moment(register.recorded_at),
        foot: register.number.clone(),
        blocks,
        attachments: vec![attachment],
    };
    Ok(Made { name, xml, paper, book })
}

fn facts(pack: &'static Pack, register: &Register) -> Vec<(Both, Both)> {
    let words = Both::new(sum_in_words(register.total, Tongue::Kk), sum_in_words(register.total, Tongue::Ru));
    let code = format!("{:02}", register.region);
    let region = pack.regions.iter().find(|region| region.code == code);
    let region = region.map_or_else(
        || both(|language| language.t("region-nation")),
        |region| Both::new(Language::Kk.of(&region.title), Language::Ru.of(&region.title)),
    );
    vec![
        (said(("Бағдарлама", "Программа")), programme(pack, &register.programme)),
        (said(("Ай", "Месяц")), month(register.month)),
        (said(("Өңір", "Регион")), region),
        (said(("Қалыптастырылды", "Сформирован")), Both::same(format::instant(register.recorded_at))),
        (said(("Актілер саны", "Количество актов")), Both::same(register.acts.to_string())),
        (said(("Жиыны", "Итого")), Both::same(format::money(register.total))),
        (said(("Сомасы жазумен", "Сумма прописью")), words),
    ]
}

fn table(register: &Register, listed: &[Listed]) -> Table {
    let column = |&(head, share, is_number): &(Said, u16, bool)| {
        if is_number { Column::number(said(head), share) } else { Column::text(said(head), share) }
    };
    let row = |(n, one): (usize, &Listed)| {
        vec![
            Cell::from(n.to_string()),
            Cell::from(one.act.as_str()),
            Cell::Both(Both::new(one.name_kk.as_str(), one.name_ru.as_str())),
            Cell::from(one.bin.as_str()),
            Cell::from(one.iban.as_str()),
            Cell::from(one.order.as_str()),
            Cell::from(format::amount(one.amount)),
        ]
    };
    let mut sum = vec![Cell::from(""); COLUMNS.len()];
    if let Some(cell) = sum.get_mut(1) {
        *cell = said(("Жиыны", "Итого")).into();
    }
    if let Some(cell) = sum.last_mut() {
        *cell = format::amount(register.total).into();
    }
    Table {
        columns: COLUMNS.iter().map(column).collect(),
        rows: (1..).zip(listed).map(row).collect(),
        sums: vec![sum],
        size: 150,
    }
}

fn values((n, one): (i64, &Listed)) -> Vec<Value> {
    vec![
        n.into(),
        one.act.as_str().into(),
        one.name_ru.as_str().into(),
        one.bin.as_str().into(),
        one.iban.as_str().into(),
        one.order.as_str().into(),
        one.amount.into(),
    ]
}

fn xml(register: &Register, listed: &[Listed]) -> Result<Vec<u8>, XmlRefusal> {
    let (id, of_month) = (register.id.to_string(), register.month.strftime("%Y-%m").to_string());
    let (acts, total, formed) = (register.acts.to_string(), register.total.to_string(), instant(register.recorded_at));
    let region = format!("{:02}", register.region);
    let attributes = [
        ("id", id.as_str()),
        ("number", &register.number),
        ("programme", &register.programme),
        ("region", &region),
        ("month", &of_month),
        ("acts", &acts),
        ("total", &total),
        ("recorded_at", &formed),
    ];
    XmlOut::document("register", NAMESPACE, &attributes, |xml| {
        for one in listed {
            let amount = one.amount.to_string();
            let attributes = [
                ("number", one.act.as_str()),
                ("performer", &one.bin),
                ("iban", &one.iban),
                ("bik", &one.bik),
                ("order", &one.order),
                ("amount", &amount),
            ];
            xml.element("act", &attributes, |_| Ok(()))?;
        }
        Ok(())
    })
}
