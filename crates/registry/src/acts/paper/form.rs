//! The first pages of an act's paper: the standard form with what it certifies, the sums in words, the declaration and the signatures.

use std::collections::BTreeMap;

use documents::{
    pdf::{Block, Both, Cell, Column, Table},
    sum_words::{Tongue, sum_in_words},
};
use jiff::civil::Date;

use super::{Read, Signed};
use crate::platform::{
    http::format,
    paper::{Said, month, programme, said, told},
};

/// Names of the workbook's sheets.
pub(super) const SHEETS: (&str, &str) = ("lines", "act");

const FORM: Said = (
    "Р-1 нысаны, Қазақстан Республикасы Қаржы министрінің 2012 жылғы 20 желтоқсандағы № 562 бұйрығына 50-қосымша",
    "Форма Р-1, приложение 50 к приказу Министра финансов Республики Казахстан от 20 декабря 2012 года № 562",
);
const UNSIGNED: Said = (
    "ЖОБА. Екі тарап қол қойғанға дейін құжаттың күші жоқ.",
    "ПРОЕКТ. До подписания обеими сторонами документ не имеет силы.",
);
const TRUTH: Said = (
    "Қол қойылған түпнұсқа – осы файлға салынған канондық XML; беттер соның көрсетілімі. Қолтаңбалар электрондық цифрлық, жазбаларды /verify бетінде тексеруге болады.",
    "Подписанный подлинник – канонический XML, вложенный в этот файл; страницы лишь показывают его. Подписи электронные цифровые, записи журнала проверяются на странице /verify.",
);

pub(super) fn title(read: &Read) -> Both {
    let number = Both::same(read.number());
    told(("Атқарылған жұмыстар (көрсетілген қызметтер) актісі №", "Акт выполненных работ (оказанных услуг) №"), &number)
}

pub(super) fn foot(read: &Read) -> String {
    format!("{} · v{} · {}", read.number(), read.document.head("version"), read.document.head("id"))
}

/// A party: its name by the certificate that signed, else by the registry, and its BIN, which the document holds.
fn party(read: &Read, side: &str) -> Both {
    let (bin, kk, ru) = match side {
        "performer" => (read.document.head("performer"), &read.frozen.performer.1, &read.frozen.performer.2),
        _ => (read.document.head("issuer"), &read.frozen.issuer.1, &read.frozen.issuer.1),
    };
    let signed = read.signatures().into_iter().find(|signature| signature.side == side);
    let organisation = signed.map(|signature| signature.organisation).filter(|name| !name.is_empty());
    match organisation {
        Some(name) => Both::new(format!("{name}, БСН {bin}"), format!("{name}, БИН {bin}")),
        None => Both::new(format!("{kk}, БСН {bin}"), format!("{ru}, БИН {bin}")),
    }
}

/// What the act is about.
pub(super) fn facts(read: &Read) -> Vec<(Both, Both)> {
    let known = read.document.head("known_at").parse().map(format::instant).unwrap_or_default();
    let last = read.month.last_of_month();
    let span = format!("{} – {}", format::date(read.month), format::date(last));
    let version = read.document.head("version").to_owned();
    vec![
        (said(("Тапсырыс беруші (эмитент)", "Заказчик (эмитент)")), party(read, "issuer")),
        (said(("Орындаушы", "Исполнитель")), party(read, "performer")),
        (said(("Бағдарлама", "Программа")), programme(read.pack, read.document.head("programme"))),
        (said(("Қызмет көрсетілген кезең", "Период оказания услуг")), Both::same(span)),
        (said(("Нұсқа және деректер сәті", "Версия и момент данных")), Both::same(format!("{version}, {known}"))),
    ]
}

/// What is paid by the act.
pub(super) fn sums(read: &Read) -> Vec<(Both, Both)> {
    let money = |name: &str| Both::same(format::money(read.document.total(name)));
    let (due, total) = (read.document.total("due"), read.document.total("total"));
    let mut sums = vec![(said(("Жолдар бойынша жиыны", "Итого по строкам")), money("due"))];
    let set_off = due.saturating_sub(total);
    if set_off > 0 {
        let name = said(("Бұрынғы берешек есебіне ұсталды", "Удержано в счёт прежней задолженности"));
        sums.push((name, Both::same(format::money(set_off))));
    }
    sums.push((said(("Төлеуге барлығы", "Всего к оплате")), money("total")));
    let words = Both::new(sum_in_words(total, Tongue::Kk), sum_in_words(total, Tongue::Ru));
    sums.push((said(("Сомасы жазумен", "Сумма прописью")), words));
    sums
}

/// What a signature says: who, when, by which certificate, and where it is proven.
pub(super) fn signature(signed: &Signed) -> Vec<(Said, Both)> {
    let made = signed.signed_at.map(format::instant).unwrap_or_default();
    let side = match signed.side.as_str() {
        "performer" => said(("Тапсырды (орындаушы)", "Сдал (исполнитель)")),
        _ => said(("Қабылдады (эмитент)", "Принял (эмитент)")),
    };
    let organisation = match signed.organisation.as_str() {
        "" => signed.bin.clone(),
        name => format!("{name}, {}", signed.bin),
    };
    vec![
        (("Тарап", "Сторона"), side),
        (("Қол қойған", "Подписал"), Both::same(signed.name.as_str())),
        (("Ұйым", "Организация"), Both::same(organisation)),
        (("Сертификаттың сериялық нөмірі", "Серийный номер сертификата"), Both::same(signed.serial.as_str())),
        (("Алгоритм", "Алгоритм"), Both::same(signed.algorithm.as_str())),
        (("Қол қойылды", "Подписано"), Both::same(made)),
        (("Тізілім қабылдады", "Принято реестром"), Both::same(format::instant(signed.recorded_at))),
        (("Журнал жазбасы (түбіртек)", "Запись журнала (квитанция)"), Both::same(signed.entry.to_string())),
    ]
}

pub(super) fn blocks(read: &Read, signatures: &[Signed]) -> Vec<Block> {
    let mut blocks = vec![Block::Corner(said(FORM)), Block::Title(title(read))];
    if signatures.len() < 2 {
        blocks.push(Block::Text(said(UNSIGNED)));
    }
    let cells = |facts: Vec<(Both, Both)>| facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect();
    blocks.push(Block::Facts(cells(facts(read))));
    blocks.push(Block::Table(services(read)));
    blocks.push(Block::Facts(cells(sums(read))));
    blocks.push(Block::Facts(cells(attached(read))));
    blocks.push(Block::Text(declaration(read)));
    blocks.push(Block::Heading(said(("Қолтаңбалар", "Подписи"))));
    if signatures.is_empty() {
        blocks.push(Block::Text(said(("Әлі ешкім қол қоймаған.", "Ещё никто не подписал."))));
    } else {
        blocks.push(Block::Table(signed(signatures)));
    }
    blocks.push(Block::Text(said(TRUTH)));
    blocks
}

/// Whether it corrects, for which month, of what kind.
type Service<'l> = (bool, Date, &'l str);

/// The table of the form: a row for the month, and one for each month that is corrected.
fn services(read: &Read) -> Table {
    let columns = vec![
        Column::number(said(("Р/с №", "№ п/п")), 5),
        Column::text(said(("Жұмыстардың (қызметтердің) атауы", "Наименование работ (услуг)")), 36),
        Column::text(said(("Орындалған күні", "Дата выполнения")), 14),
        Column::text(said(("Есеп туралы мәлімет", "Сведения об отчёте")), 10),
        Column::text(said(("Өлшем бірлігі", "Единица измерения")), 9),
        Column::number(said(("Саны", "Количество")), 8),
        Column::number(said(("Бірлік бағасы, ₸", "Цена за единицу, ₸")), 9),
        Column::number(said(("Құны, ₸", "Стоимость, ₸")), 12),
    ];
    let mut groups: BTreeMap<Service<'_>, (i64, i64)> = BTreeMap::new();
    for line in &read.lines {
        let sums = groups.entry((line.is_adjustment(), line.month, line.kind.as_str())).or_default();
        *sums = (sums.0.saturating_add(line.payable), sums.1.saturating_add(line.due));
    }
    let row = |(n, (of, sums)): (usize, (&Service<'_>, &(i64, i64)))| {
        let &(is_adjustment, of_month, kind) = of;
        vec![
            Cell::from(n.to_string()),
            Cell::Both(told(service(kind), &month(of_month))),
            Cell::from(format!("{} – {}", format::date(of_month), format::date(of_month.last_of_month()))),
            Cell::from("–"),
            Cell::from(if is_adjustment || kind == "capital" {
                said(("сома", "сумма"))
            } else {
                said(("бала-күн", "дето-день"))
            }),
            Cell::from(if is_adjustment || kind == "capital" { String::new() } else { format::number(sums.0) }),
            Cell::from(said(("қосымша бойынша", "по приложению"))),
            Cell::from(format::amount(sums.1)),
        ]
    };
    let rows = (1..).zip(&groups).map(row).collect();
    let mut sum = vec![Cell::from(""); columns.len()];
    if let Some(cell) = sum.get_mut(1) {
        *cell = said(("Жиыны", "Итого")).into();
    }
    if let Some(cell) = sum.last_mut() {
        *cell = format::amount(read.document.total("due")).into();
    }
    Table { columns, rows, sums: vec![sum], size: 160 }
}

fn service(kind: &str) -> Said {
    match kind {
        "adjustment" => {
            ("Білім беру ваучерлері бойынша қызметті түзету,", "Корректировка услуг по образовательным ваучерам,")
        }
        "estimate" => ("Білім беру қызметі, смета бойынша,", "Образовательные услуги по смете,"),
        "capital" => ("Күрделі құрамдауыш,", "Капитальная составляющая,"),
        _ => ("Білім беру ваучерлері бойынша қызмет,", "Услуги по образовательным ваучерам,"),
    }
}

/// What the form asks for besides: supplies of the customer, and what is attached.
fn attached(read: &Read) -> Vec<(Both, Both)> {
    let count = read.lines.len();
    vec![
        (
            said((
                "Тапсырыс берушіден алынған қорлардың пайдаланылуы",
                "Использование запасов, полученных от заказчика",
            )),
            said(("жоқ", "нет")),
        ),
        (
            said(("Қосымша", "Приложение")),
            Both::new(
                format!("жолдар мен түсіндірмелер, жолдар саны: {count}; канондық XML"),
                format!("строки с объяснениями, строк: {count}; канонический XML"),
            ),
        ),
    ]
}

/// The declaration of the signed bytes, which hold it in English, Russian and Kazakh.
fn declaration(read: &Read) -> Both {
    let text = &read.document.declaration;
    match text.split(" / ").collect::<Vec<_>>().as_slice() {
        [_, ru, kk] => Both::new(*kk, *ru),
        _ => Both::same(text.as_str()),
    }
}

fn signed(signatures: &[Signed]) -> Table {
    let shares = [11, 15, 17, 14, 14, 11, 11, 26];
    let heads = signatures.first().map(signature).unwrap_or_default();
    let columns = heads.into_iter().zip(shares).map(|((head, _), share)| Column::text(said(head), share)).collect();
    let row = |one: &Signed| signature(one).into_iter().map(|(_, value)| Cell::Both(value)).collect();
    Table { columns, rows: signatures.iter().map(row).collect(), sums: Vec::new(), size: 150 }
}
