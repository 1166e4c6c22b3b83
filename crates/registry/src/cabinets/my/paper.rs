//! The extract of a voucher as a paper (spec 2.1): its requisites, where it is booked, the state of every part.
//!
//! Whom it names depends on who asks: the beneficiary's own household reads name and IIN whole, everybody else a voucher without a person.

use documents::{
    pdf::{Attachment, Block, Both, Cell, Column, Paper, Table},
    xml_out::{XmlOut, XmlResult},
};
use jiff::{Timestamp, civil::Date};
use law::Pack;
use uuid::Uuid;

use super::{
    extract::{price, spans},
    household::{self, Held, Member},
    stay::Stay,
    store::{self, Voucher},
    strip::Part,
    view,
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, Tx,
        blocks::PartState,
        fact::instant,
        http::{Language, format},
        paper::{Book, Made, Said, Value, head, moment, month, programme, said, told, written},
    },
};

const NAMESPACE: &str = "urn:qazyna:voucher-extract:1";
const TITLE: Said = ("Ваучерден үзінді көшірме №", "Выписка по ваучеру №");
const HIDDEN: Said = ("көрсетілмейді", "не раскрывается");
/// Heads of the parts: what, share of the width, whether it is a number.
const COLUMNS: [(Said, u16, bool); 5] = [
    (("Ай", "Месяц"), 24, false),
    (("Күйі", "Состояние"), 34, false),
    (("Номинал, ₸", "Номинал, ₸"), 16, true),
    (("Төлеуге тиіс, ₸", "К оплате, ₸"), 16, true),
    (("Төленді, ₸", "Оплачено, ₸"), 16, true),
];

/// The extract of a voucher for whoever sees it: with the person for the household, without for an issuer, a performer and over the API.
///
/// # Errors
/// `voucher.unknown`; faults.
pub(in crate::cabinets) async fn of_voucher(app: &App, actor: &Actor, id: Uuid) -> Result<Made> {
    let unknown = || Refusal::new("voucher.unknown", id.to_string());
    if !household::keys(actor).is_empty() {
        let members = household::all(app, actor).await?;
        let own = members.iter().find_map(|member| {
            let held = member.held.iter().find(|held| held.voucher.id == id)?;
            Some((member, held))
        });
        let (member, held) = own.ok_or_else(unknown)?;
        return made(app.pack(), held, Some(member), app.clock.now());
    }
    let tx = app.begin(actor, "vouchers.read", 0).await?;
    let voucher = store::find_voucher(&tx, id).await?.ok_or_else(unknown)?;
    nobodys(tx, voucher).await
}

/// The extract of an issuer's own voucher by its number, without the person.
///
/// # Errors
/// `voucher.unknown`; faults.
pub(in crate::cabinets) async fn of_issuer(app: &App, actor: &Actor, number: &str) -> Result<Made> {
    let regions = actor.scope.regions().unwrap_or_default();
    let tx = app.begin(actor, "vouchers.read", 0).await?;
    let found = store::find_numbered(&tx, regions, &actor.organisation, number).await?;
    nobodys(tx, found.ok_or_else(|| Refusal::new("voucher.unknown", number))?).await
}

/// A voucher as it is shown to whoever may not read whose it is.
async fn nobodys(tx: Tx<'_>, voucher: Voucher) -> Result<Made> {
    let (pack, now, id) = (tx.pack(), tx.at(), voucher.id);
    let stays = household::stays_of(&tx, std::slice::from_ref(&voucher)).await?.remove(&id).unwrap_or_default();
    tx.commit().await?;
    let unknown = || Refusal::new("voucher.unknown", id.to_string());
    made(pack, &household::hold(pack, voucher, stays, now).ok_or_else(unknown)?, None, now)
}

/// The paper of a voucher; `whom` is the beneficiary where the reader is of the household.
///
/// # Errors
/// Faults.
pub(super) fn made(pack: &'static Pack, held: &Held, whom: Option<&Member>, at: Timestamp) -> Result<Made> {
    let number = held.voucher.number.as_str();
    let xml = written(xml(held, whom, at))?;
    let title = told(TITLE, &Both::same(number));
    let facts = facts(pack, held, whom, at);
    let columns = |&(head, share, is_number): &(Said, u16, bool)| {
        if is_number { Column::number(said(head), share) } else { Column::text(said(head), share) }
    };
    let parts = Table {
        columns: COLUMNS.iter().map(columns).collect(),
        rows: held.parts.iter().map(|part| row(pack, held, part)).collect(),
        ..Table::default()
    };
    let shown = |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
    let book = Book {
        sheets: ("parts".to_owned(), "voucher".to_owned()),
        header: COLUMNS.iter().map(|(name, _, _)| head(*name).replace('₸', "тиын")).collect(),
        rows: held.parts.iter().map(|part| values(pack, held, part)).collect(),
        about: facts.iter().map(|(what, value)| (shown(what), shown(value))).collect(),
    };
    let blocks = vec![
        Block::Title(title.clone()),
        Block::Facts(facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect()),
        Block::Heading(said(("Ваучердің бөліктері", "Части ваучера"))),
        Block::Table(parts),
    ];
    let attachment = Attachment {
        name: format!("{number}.xml"),
        media_type: "application/xml",
        about: "Canonical XML of the extract".to_owned(),
        bytes: xml.clone(),
    };
    let paper = Paper {
        id: format!("{number}/{}", instant(at)),
        title,
        is_landscape: false,
        made_at: moment(at),
        foot: format!("{number} · {}", format::instant(at)),
        blocks,
        attachments: vec![attachment],
    };
    Ok(Made { name: format!("extract-{number}"), xml, paper, book })
}

fn facts(pack: &'static Pack, held: &Held, whom: Option<&Member>, at: Timestamp) -> Vec<(Both, Both)> {
    let voucher = &held.voucher;
    let issuer = format!("{}, {}", voucher.issuer_name, voucher.issuer_bin);
    let mut facts = vec![
        (said(("Ваучердің нөмірі", "Номер ваучера")), Both::same(voucher.number.as_str())),
        (said(("Эмитент, БСН", "Эмитент, БИН")), Both::same(issuer)),
    ];
    let whose = said(("Бенефициар", "Бенефициар"));
    match whom {
        Some(member) => {
            let name = member.name.as_deref().unwrap_or("–");
            facts.push((whose, Both::same(name)));
            facts.push((said(("ЖСН", "ИИН")), Both::same(member.iin.as_deref().unwrap_or("–"))));
            facts.push((said(("Туған күні", "Дата рождения")), Both::same(format::date(member.born_on))));
        }
        None => facts.push((whose, said(HIDDEN))),
    }
    facts.push((said(("Шығарылған күні", "Дата выпуска")), Both::same(format::date(voucher.issued_on))));
    facts.push((said(("Бағдарлама", "Программа")), programme(pack, &voucher.programme)));
    facts.push((said(("Құны", "Стоимость")), Both::same(format::money(price(held)))));
    for (stay, first, last) in spans(held) {
        facts.push((said(("Орындаушыда броньдалған", "Забронирован за исполнителем")), booked(stay, first, last)));
    }
    facts.push((said(("Деректер сәті", "Данные на момент")), Both::same(format::instant(at))));
    facts
}

fn booked(stay: &Stay, first: Date, last: Date) -> Both {
    let (bin, contract) = (&stay.performer.bin, &stay.contract.number);
    let (from, to) = (format::date(first), format::date(last));
    let name = |language| view::place_name(language, &stay.performer);
    Both::new(
        format!("{}, БСН {bin}, шарт № {contract}, {from} – {to}", name(Language::Kk)),
        format!("{}, БИН {bin}, договор № {contract}, {from} – {to}", name(Language::Ru)),
    )
}

fn label(pack: &Pack, held: &Held, part: &Part) -> Both {
    let in_language = |language| view::part_in(language, pack, &held.voucher.programme, part.state);
    Both::new(in_language(Language::Kk), in_language(Language::Ru))
}

/// The nominal, fixed by a booking, and what is due and paid, once the month is accepted (tiyn).
fn sums(part: &Part) -> [Option<i64>; 3] {
    let is_closed = matches!(part.state, PartState::WrittenOff | PartState::Redeemed);
    let nominal = part.nominal.filter(|_| part.live().next().is_some());
    [nominal, is_closed.then_some(part.due), is_closed.then_some(part.paid)]
}

fn row(pack: &Pack, held: &Held, part: &Part) -> Vec<Cell> {
    let sum = |sum: Option<i64>| Cell::from(sum.map_or_else(|| "–".to_owned(), format::amount));
    let mut row = vec![Cell::Both(month(part.month)), Cell::Both(label(pack, held, part))];
    row.extend(sums(part).map(sum));
    row
}

fn values(pack: &Pack, held: &Held, part: &Part) -> Vec<Value> {
    let state = label(pack, held, part);
    let mut row: Vec<Value> =
        vec![part.month.strftime("%Y-%m").to_string().into(), format!("{} / {}", state.kk, state.ru).into()];
    row.extend(sums(part).map(|sum| sum.map_or(Value::Empty, Value::Number)));
    row
}

fn xml(held: &Held, whom: Option<&Member>, at: Timestamp) -> Result<Vec<u8>, documents::xml_out::XmlRefusal> {
    let voucher = &held.voucher;
    let (at, issued_on, year) = (instant(at), voucher.issued_on.to_string(), voucher.year.to_string());
    let price = price(held).to_string();
    let attributes = [
        ("number", voucher.number.as_str()),
        ("programme", &voucher.programme),
        ("year", &year),
        ("issuer", &voucher.issuer_bin),
        ("issuer_name", &voucher.issuer_name),
        ("issued_on", &issued_on),
        ("price", &price),
        ("as_of", &at),
    ];
    XmlOut::document("extract", NAMESPACE, &attributes, |xml| {
        if let Some(member) = whom {
            let born_on = member.born_on.to_string();
            let iin = member.iin.as_deref().unwrap_or_default();
            let name = member.name.as_deref().unwrap_or_default();
            xml.element("beneficiary", &[("iin", iin), ("name", name), ("birth_date", &born_on)], |_| Ok(()))?;
        }
        for (stay, first, last) in spans(held) {
            let (from, to) = (first.to_string(), last.to_string());
            let attributes = [
                ("performer", stay.performer.bin.as_str()),
                ("contract", &stay.contract.number),
                ("from", &from),
                ("to", &to),
            ];
            xml.element("booking", &attributes, |_| Ok(()))?;
        }
        held.parts.iter().try_for_each(|part| xml_part(xml, part))
    })
}

fn xml_part(xml: &mut XmlOut, part: &Part) -> XmlResult {
    let text = |sum: Option<i64>| sum.map(|sum| sum.to_string()).unwrap_or_default();
    let [nominal, due, paid] = sums(part).map(text);
    let of_month = part.month.strftime("%Y-%m").to_string();
    let attributes = [
        ("month", of_month.as_str()),
        ("state", part.state.word()),
        ("nominal", &nominal),
        ("due", &due),
        ("paid", &paid),
    ];
    xml.element("part", &attributes, |_| Ok(()))
}
