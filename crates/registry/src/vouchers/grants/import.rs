//! Reads the grant register (docs/formats.md): a row says what a student's grant is from now on.

use std::collections::{BTreeSet, HashMap};

use documents::table::Column;
use jiff::civil::Date;
use law::{Pack, terms::Issue};
use uuid::Uuid;

use super::store::{self, Grant};
use crate::{
    app::App,
    beneficiaries::store::{Known, find_known},
    platform::{
        Actor, Progress, Refusal, Report, Result,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column, optional},
    },
};

/// Rows of one look-up.
const CHUNK: usize = 10_000;

const COLUMNS: &[Column<'static>] = &[
    column(&["iin", "ЖСН", "ИИН"]),
    column(&["grant_number", "грант нөмірі", "номер гранта"]),
    column(&["college_bin", "колледж БСН", "БИН колледжа"]),
    column(&["qualification", "біліктілік коды", "код квалификации"]),
    column(&["study_form", "оқу нысаны", "форма обучения"]),
    column(&["from", "бастап", "с"]),
    column(&["to", "дейін", "по"]),
    optional(&["programme", "бағдарлама", "программа"]),
];

/// What a row tells. Holds the hash of a person, so it has no `Debug`.
struct Told {
    row: u64,
    person: (i16, Vec<u8>),
    programme: String,
    number: String,
    college_bin: String,
    qualification: String,
    study_form: String,
    span: (Date, Date),
}

/// Imports the grant register. A row is taken or refused by itself: `iin.…`, `bin.…`, `row.invalid`, `row.duplicate`, `programme.unknown`,
/// `person.unknown`. A row that says what is known changes nothing;
/// one that differs is a new revision of the grant.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file are in the report.
pub async fn import(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.grants", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows, mut seen) = (Report::default(), Vec::new(), BTreeSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app, cells))? {
        match told {
            Ok(told) if seen.insert((told.person.clone(), told.programme.clone(), told.number.clone())) => {
                rows.push(Told { row, ..told });
            }
            Ok(_) => {
                report.refuse_row(delivery.name, row, &Refusal::new("row.duplicate", "the grant is in the file twice"))
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let mut tx = delivery.app.begin(delivery.actor, "grants.imported", 0).await?;
    let mut news = Vec::new();
    for chunk in rows.chunks(CHUNK) {
        let hashes: Vec<_> = chunk.iter().map(|told| told.person.clone()).collect();
        let known: HashMap<Vec<u8>, Known> =
            find_known(&tx, &hashes).await?.into_iter().map(|known| (known.iin_hmac.clone(), known)).collect();
        let persons: BTreeSet<(i16, Uuid)> = known.values().map(|known| (known.bucket, known.id)).collect();
        let held: HashMap<_, Grant> = store::list_latest(&tx, &Vec::from_iter(persons))
            .await?
            .into_iter()
            .map(|grant| ((grant.person_id, grant.programme.clone(), grant.number.clone()), grant))
            .collect();
        for told in chunk {
            match grant(told, known.get(&told.person.1)) {
                Ok(grant) => {
                    report.accept(delivery.name);
                    let key = (grant.person_id, grant.programme.clone(), grant.number.clone());
                    if held.get(&key) != Some(&grant) {
                        news.push(grant);
                    }
                }
                Err(refusal) => report.refuse_row(delivery.name, told.row, &refusal),
            }
        }
    }
    report.errors.sort_by_key(|error| error.row);
    news.sort_by(|one, other| {
        (one.bucket, one.person_id, &one.number).cmp(&(other.bucket, other.person_id, &other.number))
    });
    if !delivery.dry_run {
        for chunk in news.chunks(CHUNK) {
            tx.record(chunk).await?;
        }
    }
    delivery.progress.at("grants", rows.len(), rows.len());
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

fn told(app: &App, cells: &Cells<'_>) -> Result<Told, Refusal> {
    let iin = cells.iin("iin")?;
    let span = (cells.date("from")?, cells.date("to")?);
    if span.1 < span.0 {
        return Err(cells.invalid("to", "is before from"));
    }
    Ok(Told {
        row: 0,
        person: app.secrets.lookup(iin.as_str()),
        programme: programme(app.pack(), cells)?,
        number: cells.text("grant_number")?.to_owned(),
        college_bin: cells.bin("college_bin")?,
        qualification: cells.text("qualification")?.to_owned(),
        study_form: cells.text("study_form")?.to_owned(),
        span,
    })
}

/// The programme that a row names; without a name the only one whose terms issue by the register.
fn programme(pack: &'static Pack, cells: &Cells<'_>) -> Result<String, Refusal> {
    let by_register = |code: &str| pack.latest_terms(code).is_some_and(|terms| terms.issue == Issue::GrantRegister);
    if !cells.raw("programme").is_empty() {
        let named = cells.programme("programme", pack)?;
        return if by_register(&named) {
            Ok(named)
        } else {
            Err(cells.invalid("programme", "is not issued by the grant register"))
        };
    }
    let all: BTreeSet<&str> =
        pack.terms.iter().map(|terms| terms.programme.as_str()).filter(|code| by_register(code)).collect();
    let mut all = all.into_iter();
    match (all.next(), all.next()) {
        (Some(only), None) => Ok(only.to_owned()),
        (Some(_) | None, _) => {
            Err(cells.invalid("programme", "name one: not exactly one is issued by the grant register"))
        }
    }
}

fn grant(told: &Told, known: Option<&Known>) -> Result<Grant, Refusal> {
    let known = known.ok_or_else(|| Refusal::new("person.unknown", "nobody in the persons register has this IIN"))?;
    Ok(Grant {
        bucket: known.bucket,
        person_id: known.id,
        programme: told.programme.clone(),
        number: told.number.clone(),
        college_bin: told.college_bin.clone(),
        qualification: told.qualification.clone(),
        study_form: told.study_form.clone(),
        valid_from: told.span.0,
        valid_to: told.span.1,
    })
}
