//! The timesheet of a group and month as a paper: the marks of every child day by day, their sums, room for the signatures.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use documents::{
    pdf::{Align, Attachment, Block, Both, Cell, Column, Paper, Table},
    xml_out::{XmlOut, XmlRefusal, XmlResult},
};
use jiff::{Timestamp, civil::Date};
use law::Pack;
use uuid::Uuid;

use super::{
    Own,
    attendance::{Asked, ChildRow, Grid, note, read},
    grid::{self, MARKS},
    in_address, month_of, store,
};
use crate::{
    app::App,
    attendance::Mark,
    platform::{
        Result, Tx,
        error::refuse,
        fact::instant,
        http::{Caller, format},
        paper::{Book, Form, Made, Said, Value, head, moment, month as month_said, programme, said, told, written},
    },
};

const NAMESPACE: &str = "urn:qazyna:timesheet:1";
const TITLE: Said = ("ҚАТЫСУ ТАБЕЛІ,", "ТАБЕЛЬ ПОСЕЩАЕМОСТИ,");
const LEGEND: Said = (
    "П – қатысты, Б – анықтамамен ауырды, Н – себепсіз келмеді, О – ата-ананың демалысы, К – топ жабық; * – QR арқылы; × – саналмайтын белгі; · – тіркелмеген немесе оқу күні емес; бос – белгі жоқ.",
    "П – присутствовал, Б – болел со справкой, Н – не был без причины, О – отпуск родителя, К – группа закрыта; * – по QR; × – отметка не считается; · – не зачислен или не учебный день; пусто – отметки нет.",
);

/// The letter of a mark in timesheets, which is the same in both languages and in the files that are imported.
fn letter(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "П",
        Mark::Excused => "Б",
        Mark::Unexcused => "Н",
        Mark::Leave => "О",
        Mark::Closed => "К",
        Mark::Withdrawn => "",
    }
}

fn shown(cell: grid::Cell) -> String {
    match cell {
        grid::Cell::Free | grid::Cell::Outside => "·".to_owned(),
        grid::Cell::Ahead | grid::Cell::Missing => String::new(),
        grid::Cell::Marked { mark, qr } => format!("{}{}", letter(mark), if qr { "*" } else { "" }),
        grid::Cell::Conflict(_) => "×".to_owned(),
    }
}

/// How often each mark counts, in the order of [`MARKS`].
fn counts(row: &grid::Row) -> [usize; 5] {
    MARKS.map(|mark| {
        let is = |cell: &&grid::Cell| matches!(cell, grid::Cell::Marked { mark: found, .. } if *found == mark);
        row.cells.iter().filter(is).count()
    })
}

/// Who keeps the timesheet.
struct Keeper {
    bin: String,
    name: Both,
}

/// A timesheet to be written.
struct Sheet<'g> {
    keeper: Keeper,
    grid: &'g Grid,
    month: Date,
    at: Timestamp,
}

/// `/org/attendance/{month}/timesheet.pdf`, `.xlsx` and `.xml` of the group asked for.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, month, form)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    let own = Own::enter(&app, &caller, "page.org.attendance").await?;
    let month = month_of(&month)?;
    let tx = own.begin(&app).await?;
    let groups = store::attendance::list_groups(&tx, &own, month).await?;
    let grid = read(&tx, &own, month, (&groups, &asked)).await?;
    let Some(grid) = grid else { return refuse("page.unknown", "the month has no groups") };
    let keeper = keeper(&tx, grid.group.performer_id).await?;
    let at = tx.at();
    tx.commit().await?;
    note(&app, &own, Some(&grid)).await?;
    Sheet { keeper, grid: &grid, month, at }.made(app.pack())?.answer(form).await
}

async fn keeper(tx: &Tx<'_>, performer: Uuid) -> Result<Keeper> {
    let found = store::find_performer(tx, performer).await?;
    let (bin, kk, ru) = found.unwrap_or_default();
    Ok(Keeper { bin, name: Both::new(kk, ru) })
}

impl Sheet<'_> {
    fn made(&self, pack: &'static Pack) -> Result<Made> {
        let xml = written(self.xml())?;
        let name = format!("timesheet-{}-{}", self.grid.group.code, in_address(self.month));
        let title = told(TITLE, &month_said(self.month));
        let line = || Cell::from("\u{a0}_______________________________");
        let facts = self.facts(pack);
        let both =
            |text: &Both| if text.kk == text.ru { text.kk.clone() } else { format!("{} / {}", text.kk, text.ru) };
        let book = Book {
            sheets: ("timesheet".to_owned(), "about".to_owned()),
            header: self.heads(),
            rows: (1..).zip(&self.grid.rows).map(|(n, child)| values(n, child)).collect(),
            about: facts.iter().map(|(what, value)| (both(what), both(value))).collect(),
        };
        let blocks = vec![
            Block::Title(title.clone()),
            Block::Facts(facts.into_iter().map(|(what, value)| (what, Cell::Both(value))).collect()),
            Block::Table(self.table()),
            Block::Text(said(LEGEND)),
            Block::Facts(vec![
                (said(("Тәрбиеші, мұғалім", "Воспитатель, учитель")), line()),
                (said(("Басшы", "Руководитель")), line()),
            ]),
        ];
        let attachment = Attachment {
            name: format!("{name}.xml"),
            media_type: "application/xml",
            about: "Canonical XML of the timesheet".to_owned(),
            bytes: xml.clone(),
        };
        let paper = Paper {
            id: format!("{}/{}/{}", self.grid.group.id, in_address(self.month), instant(self.at)),
            title,
            is_landscape: true,
            made_at: moment(self.at),
            foot: format!("{} · {}", self.grid.group.code, format::instant(self.at)),
            blocks,
            attachments: vec![attachment],
        };
        Ok(Made { name, xml, paper, book })
    }

    fn facts(&self, pack: &'static Pack) -> Vec<(Both, Both)> {
        let (bin, name) = (&self.keeper.bin, &self.keeper.name);
        let performer = Both::new(format!("{}, БСН {bin}", name.kk), format!("{}, БИН {bin}", name.ru));
        vec![
            (said(("Орындаушы", "Исполнитель")), performer),
            (said(("Бағдарлама", "Программа")), programme(pack, &self.grid.group.programme)),
            (said(("Топ, сынып", "Группа, класс")), Both::same(self.grid.group.name())),
            (said(("Оқу күндері", "Учебных дней")), Both::same(self.grid.days.study.count_ones().to_string())),
            (said(("Деректер сәті", "Данные на момент")), Both::same(format::instant(self.at))),
        ]
    }

    fn heads(&self) -> Vec<String> {
        let mut heads: Vec<String> = NAMES.into_iter().map(head).collect();
        heads.extend((1..=self.grid.days.month.days()).map(|day| day.to_string()));
        heads.extend(SUMS.into_iter().map(head));
        heads
    }

    fn table(&self) -> Table {
        let mut columns = vec![
            Column::number(said(("№", "№")), 18),
            Column::text(said(("Бала", "Ребёнок")), 110),
            Column::text(said(("Ваучер", "Ваучер")), 100),
        ];
        columns.extend((1..=self.grid.days.month.days()).map(|day| Column::mark(Both::same(day.to_string()), 14)));
        let sums = MARKS.map(|mark| Column::mark(Both::same(letter(mark)), 16));
        columns.extend(sums);
        columns.push(Column { head: said(("Төленеді", "К опл.")), share: 28, align: Align::Right });
        let row = |(n, child): (usize, &ChildRow)| {
            let mut row = vec![
                Cell::from(n.to_string()),
                Cell::from(child.name.as_deref().unwrap_or("–")),
                Cell::from(child.place.voucher.as_str()),
            ];
            row.extend(child.row.cells.iter().map(|cell| Cell::from(shown(*cell))));
            row.extend(counts(&child.row).map(|count| Cell::from(count.to_string())));
            row.push(Cell::from(child.row.payable.map(|days| days.to_string()).unwrap_or_default()));
            row
        };
        Table { columns, rows: (1..).zip(&self.grid.rows).map(row).collect(), sums: Vec::new(), size: 120 }
    }

    fn xml(&self) -> Result<Vec<u8>, XmlRefusal> {
        let (of_month, at) = (in_address(self.month), instant(self.at));
        let study = self.grid.days.study.count_ones().to_string();
        let attributes = [
            ("performer", self.keeper.bin.as_str()),
            ("programme", &self.grid.group.programme),
            ("group", &self.grid.group.code),
            ("month", &of_month),
            ("study_days", &study),
            ("as_of", &at),
        ];
        XmlOut::document("timesheet", NAMESPACE, &attributes, |xml| {
            self.grid.rows.iter().try_for_each(|child| xml_child(xml, child))
        })
    }
}

const NAMES: [Said; 4] = [("№", "№"), ("Бала", "Ребёнок"), ("Ваучер", "Ваучер"), ("Шарт", "Договор")];
const SUMS: [Said; 6] = [
    ("Қатысты", "Был"),
    ("Ауырды", "Болел"),
    ("Себепсіз", "Без причины"),
    ("Демалыс", "Отпуск"),
    ("Топ жабық", "Группа закрыта"),
    ("Төленетін", "К оплате"),
];

fn values(n: i64, child: &ChildRow) -> Vec<Value> {
    let mut row: Vec<Value> = vec![
        n.into(),
        child.name.as_deref().unwrap_or_default().into(),
        child.place.voucher.as_str().into(),
        child.place.contract_number.as_str().into(),
    ];
    row.extend(child.row.cells.iter().map(|cell| Value::from(shown(*cell))));
    row.extend(counts(&child.row).map(|count| Value::Number(i64::try_from(count).unwrap_or(i64::MAX))));
    row.push(child.row.payable.map_or(Value::Empty, |days| Value::Number(days.into())));
    row
}

fn xml_child(xml: &mut XmlOut, child: &ChildRow) -> XmlResult {
    let payable = child.row.payable.map(|days| days.to_string()).unwrap_or_default();
    let attributes = [
        ("name", child.name.as_deref().unwrap_or_default()),
        ("voucher", &child.place.voucher),
        ("contract", &child.place.contract_number),
        ("payable", &payable),
    ];
    xml.element("child", &attributes, |xml| {
        for (cell, day) in child.row.cells.iter().zip(1_u32..) {
            if let grid::Cell::Marked { mark, qr } = *cell {
                let day = day.to_string();
                let attributes =
                    [("n", day.as_str()), ("mark", mark.letter()), ("qr", if qr { "true" } else { "false" })];
                xml.element("day", &attributes, |_| Ok(()))?;
            }
        }
        Ok(())
    })
}
