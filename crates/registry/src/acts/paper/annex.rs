//! The annex of an act's paper: every line with its days and its formula, and below what its letters mean.

use std::collections::BTreeSet;

use documents::pdf::{Block, Both, Cell, Column, Table};

use super::{
    Read, Rule,
    line::{Line, Note},
    rule,
};
use crate::platform::{
    http::format,
    paper::{Said, Value, head, order, said},
};

const HEADING: Said = ("Қосымша. Жолдар және әр соманың түсіндірмесі", "Приложение. Строки и объяснение каждой суммы");
const NOTES: Said = ("Ережелер мен белгілер", "Правила и обозначения");

/// Columns of the annex: head, share of the width, whether they are numbers.
const COLUMNS: [(Said, u16, bool); 14] = [
    (("№", "№"), 4, true),
    (("Ваучер, кезең", "Ваучер, период"), 20, false),
    (("Ай", "Месяц"), 7, false),
    (("Оқу күні", "Учебных дней"), 8, true),
    (("Тіркелген", "Зачислен"), 9, true),
    (("Қатысты", "Был"), 8, true),
    (("Ауырды", "Болел"), 8, true),
    (("Демалыс", "Отпуск"), 9, true),
    (("Топ жабық", "Группа закрыта"), 8, true),
    (("Себепсіз", "Без причины"), 9, true),
    (("Төленбейді", "Не оплачено"), 10, true),
    (("Есептеу: номинал × төленетін / оқу күні", "Расчёт: номинал × оплачено / учебных"), 27, false),
    (("Төлеуге, ₸", "К оплате, ₸"), 12, true),
    (("Белгі", "Основание"), 10, false),
];

/// The formula with its numbers: `65 800,00 × 20 / 22 = 59 818,18`.
fn formula(line: &Line) -> String {
    let (nominal, computed) = (format::amount(line.nominal), format::amount(line.computed));
    match line.kind.as_str() {
        "capital" => return format!("Σ {nominal} × e / s, n = {}: {computed}", line.pupils),
        "estimate" if line.voucher.is_empty() => return format!("{nominal} − Σ = {computed}"),
        "estimate" => return format!("max {computed}"),
        _ => {}
    }
    format!("{nominal} × {} / {} = {computed}", line.payable, line.study)
}

/// The rule of a line and its letters: `1a`.
fn letters(line: &Line) -> String {
    let mut text = line.rule.clone();
    for note in &line.notes {
        text.push_str(note.letter());
    }
    text
}

fn voucher(line: &Line) -> String {
    if line.portion > 1 { format!("{} ({})", line.voucher, line.portion) } else { line.voucher.clone() }
}

pub(super) fn blocks(read: &Read) -> Vec<Block> {
    let column = |&(head, share, is_number): &(Said, u16, bool)| {
        if is_number { Column::number(said(head), share) } else { Column::text(said(head), share) }
    };
    let row = |line: &Line| -> Vec<Cell> {
        let days = [line.study, line.enrolled].into_iter().chain(line.marks).chain([line.unpaid()]);
        let mut cells = vec![
            Cell::from(line.n.to_string()),
            Cell::from(voucher(line)),
            Cell::from(line.month.strftime("%m.%Y").to_string()),
        ];
        cells.extend(days.map(|days| Cell::from(if days == 0 { "–".to_owned() } else { days.to_string() })));
        cells.extend([formula(line), format::amount(line.due), letters(line)].map(Cell::from));
        cells
    };
    let mut sum = vec![Cell::from(""); COLUMNS.len()];
    if let Some(cell) = sum.get_mut(11) {
        *cell = said(("Жиыны", "Итого")).into();
    }
    if let Some(cell) = sum.get_mut(12) {
        *cell = format::amount(read.document.total("due")).into();
    }
    let table = Table {
        columns: COLUMNS.iter().map(column).collect(),
        rows: read.lines.iter().map(row).collect(),
        sums: vec![sum],
        size: 140,
    };
    let mut blocks = vec![Block::NewPage, Block::Heading(said(HEADING)), Block::Table(table)];
    blocks.push(Block::Heading(said(NOTES)));
    blocks.extend(notes(read).into_iter().map(Block::Text));
    blocks
}

/// The rule with its version, clause and order, and what each letter that stands in the annex means.
fn notes(read: &Read) -> Vec<Both> {
    let document = &read.document;
    let terms = rule(read.pack, document);
    let (id, version, clause) = (document.rule("id"), document.rule("version"), document.rule("clause"));
    let act = order(terms.map_or("", |terms| &terms.source), document.rule("act"));
    let mut notes = vec![Both::new(
        format!("{id} – ереже нұсқасы {version}, {clause}-тармақ; негізі: {}.", act.kk),
        format!("{id} – версия правила {version}, пункт {clause}; основание: {}.", act.ru),
    )];
    let standing: BTreeSet<Note> = read.lines.iter().flat_map(|line| line.notes.iter().copied()).collect();
    let absence = terms.map(|terms| Rule::from(terms.absence()));
    for note in Note::ALL.into_iter().filter(|note| standing.contains(note)) {
        let text = meaning(note, absence);
        notes.push(Both::new(format!("{} – {}", note.letter(), text.kk), format!("{} – {}", note.letter(), text.ru)));
    }
    notes
}

fn meaning(note: Note, absence: Option<Rule>) -> Both {
    let allowed = match absence {
        Some(Rule::Allowed(allowed)) => allowed,
        Some(Rule::Enrolled | Rule::Estimate | Rule::Capital) | None => 0,
    };
    match note {
        Note::Absent => Both::new(
            format!("айына {allowed} күнге дейін себепсіз келмеу төленеді, одан асқан күндер төленбейді."),
            format!("до {allowed} дней без причины за месяц оплачиваются, дни сверх этого не оплачиваются."),
        ),
        Note::NotSeen => said((
            "ай бойы бала бірде-бір рет қатыспады және күндердің бәрі дәлелді емес: тіркелген күндер төленбейді.",
            "за месяц ребёнок ни разу не присутствовал, и уважительны не все дни: дни зачисления не оплачиваются.",
        )),
        Note::Partly => said((
            "бала айдың оқу күндерінің бір бөлігінде ғана тіркелген.",
            "ребёнок зачислен только на часть учебных дней месяца.",
        )),
        Note::Cut => said((
            "сома номинал шегінде қысқартылды: айдың басқа кезеңдері номиналды пайдаланып қойған.",
            "сумма срезана до номинала: остальное использовали другие периоды этого месяца.",
        )),
        Note::Short => said((
            "түзету мерзімінен кейін де QR арқылы белгіленген күндер үлесі жеткіліксіз: ай төленбейді.",
            "доля дней по QR и после срока исправления недостаточна: месяц не оплачивается.",
        )),
        Note::Adjusts => said((
            "түзету: есептелген сома мен бұрынғы актілерде қабылданған соманың айырмасы (ең көбі – номинал қалдығы).",
            "корректировка: разница между рассчитанной суммой и принятой прежними актами (не более остатка номинала).",
        )),
        Note::Estimate => said((
            "3.8: айдың сметасы қатысуға қарамастан төленеді; бөлікке тиетіні max сомадан аспайды, қалғаны орындаушының өзіне жазылады.",
            "3.8: смета месяца оплачивается независимо от посещаемости; на часть приходится не больше max, остальное относится на самого исполнителя.",
        )),
        Note::Capital => said((
            "3.9: күрделі құрамдауыш – орындар шегіндегі n оқушы бойынша: e – тіркелген, s – оқу күндері; бұрынғы актілерде қабылданған сома шегеріледі.",
            "3.9: капитальная составляющая – по n ученикам в пределах мест: e – дни зачисления, s – учебные дни; за вычетом принятого прежними актами.",
        )),
    }
}

/// Heads of the workbook's columns.
pub(super) fn heads() -> Vec<String> {
    let names = [
        ("№", "№"),
        ("Түрі", "Вид"),
        ("Ваучер", "Ваучер"),
        ("Кезең", "Период"),
        ("Ай", "Месяц"),
        ("Номинал, тиын", "Номинал, тиын"),
        ("Оқу күндері", "Учебных дней"),
        ("Тіркелген", "Зачислен"),
        ("Қатысты", "Был"),
        ("Ауырды", "Болел"),
        ("Демалыс", "Отпуск"),
        ("Топ жабық", "Группа закрыта"),
        ("Себепсіз", "Без причины"),
        ("Төленетін", "Оплачено"),
        ("Төленбейтін", "Не оплачено"),
        ("Есептелген, тиын", "Рассчитано, тиын"),
        ("Төлеуге, тиын", "К оплате, тиын"),
        ("Формула", "Формула"),
        ("Түсіндірме", "Объяснение"),
        ("Ереже нұсқасы", "Версия правила"),
        ("Тармақ", "Пункт"),
    ];
    names.into_iter().map(head).collect()
}

/// A line in the workbook.
pub(super) fn row(read: &Read, line: &Line) -> Vec<Value> {
    let absence = rule(read.pack, &read.document).map(|terms| Rule::from(terms.absence()));
    let why: Vec<String> = line.notes.iter().map(|note| meaning(*note, absence)).map(|text| text.ru).collect();
    let month = line.month.strftime("%Y-%m").to_string();
    let mut row: Vec<Value> = vec![
        line.n.into(),
        line.kind.as_str().into(),
        line.voucher.as_str().into(),
        line.portion.into(),
        month.into(),
        line.nominal.into(),
    ];
    let days = [line.study, line.enrolled].into_iter().chain(line.marks).chain([line.payable, line.unpaid()]);
    row.extend(days.map(Value::from));
    row.extend([line.computed, line.due].map(Value::from));
    row.extend([formula(line), why.join(" ")].map(Value::from));
    row.extend([read.document.rule("version"), read.document.rule("clause")].map(Value::from));
    row
}
