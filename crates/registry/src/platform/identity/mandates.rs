//! Reads mandates (docs/formats.md): who may act in which role for which organisation. A row for a known (person, BIN, role) ends or renews it.

use std::collections::{HashMap, HashSet};

use documents::table::Column;

use super::store::{self, Held, Mandate, MandateProgrammes};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Role,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column, optional},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["iin", "ЖСН", "ИИН"]),
    column(&["bin", "БСН", "БИН"]),
    column(&["role", "рөлі", "роль"]),
    column(&["from", "басталуы", "действует с"]),
    optional(&["to", "аяқталуы", "действует по"]),
    optional(&["regions", "өңірлер", "регионы"]),
    optional(&["programmes", "бағдарламалар", "программы"]),
];

/// Roles that a mandate gives.
const ROLES: [&str; 6] = [
    Role::Issuer.code(),
    Role::Operator.code(),
    Role::Registrar.code(),
    Role::Authority.code(),
    Role::Performer.code(),
    Role::Auditor.code(),
];

/// Imports mandates. A row is taken or refused by itself: `iin.…`, `bin.…`, `row.invalid`, `row.duplicate` for a person, BIN and role that are
/// in the file twice. A row that says what is known already is accepted and changes nothing.
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
    let delivery = Delivery { app, actor, kind: "import.mandates", name: file.0, bytes: file.1, dry_run, progress };
    let report = delivery.act(async |kept| read(&delivery, kept).await).await?;
    app.identity.forget();
    Ok(report)
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report::default();
    let (mut told, mut seen) = (Vec::new(), HashSet::new());
    for (row, read) in table_file::read_all(delivery.bytes, COLUMNS, |cells| mandate(delivery.app, cells))? {
        match read {
            Ok(held) if seen.insert(key(&held)) => {
                report.accept(delivery.name);
                told.push(held);
            }
            Ok(_) => report.refuse_row(
                delivery.name,
                row,
                &Refusal::new("row.duplicate", "this person, BIN and role are in the file twice"),
            ),
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let mut tx = delivery.app.begin(delivery.actor, "mandates.imported", 0).await?;
    let hashes: Vec<_> = told.iter().map(|held| (held.mandate.bucket, held.mandate.person_hmac.clone())).collect();
    let known = store::list_mandates(&tx, &hashes).await?;
    let known: HashMap<_, _> = known.iter().map(|held| (key(held), held)).collect();
    told.retain(|held| known.get(&key(held)) != Some(&held));
    told.sort_by_key(key);
    tx.record(&told.iter().filter_map(programmes_of).collect::<Vec<_>>()).await?;
    let mandates: Vec<Mandate> = told.into_iter().map(|held| held.mandate).collect();
    tx.record(&mandates).await?;
    delivery.progress.at("mandates", mandates.len(), mandates.len());
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

/// What is recorded beside a mandate that is not for all programmes.
fn programmes_of(Held { mandate, programmes }: &Held) -> Option<MandateProgrammes> {
    let Mandate { bucket, person_hmac, bin, role, .. } = mandate.clone();
    let programmes = Some(programmes.clone()).filter(|codes| !codes.is_empty())?;
    Some(MandateProgrammes { bucket, person_hmac, bin, role, programmes })
}

fn key(Held { mandate, .. }: &Held) -> (i16, Vec<u8>, String, String) {
    (mandate.bucket, mandate.person_hmac.clone(), mandate.bin.clone(), mandate.role.clone())
}

fn mandate(app: &App, cells: &Cells<'_>) -> Result<Held, Refusal> {
    let (bucket, person_hmac) = app.secrets.lookup(cells.iin("iin")?.as_str());
    let (valid_from, valid_to) = (cells.date("from")?, cells.any_date("to")?);
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(cells.invalid("to", "is before from"));
    }
    let role = cells.word("role", &ROLES)?;
    let regions = regions(cells)?;
    let listed = [Role::Authority, Role::Auditor].iter().any(|known| known.code() == role);
    if !regions.is_empty() && !listed {
        return Err(cells.invalid("regions", "are for authorities and auditors alone"));
    }
    let programmes = programmes(app, cells)?;
    if !programmes.is_empty() && role != Role::Auditor.code() {
        return Err(cells.invalid("programmes", "are for auditors alone"));
    }
    let mandate = Mandate { bucket, person_hmac, bin: cells.bin("bin")?, role, regions, valid_from, valid_to };
    Ok(Held { mandate, programmes })
}

/// Programme codes separated by blanks, as the database keeps them: ascending, by commas.
fn programmes(app: &App, cells: &Cells<'_>) -> Result<String, Refusal> {
    let mut codes: Vec<&str> = cells.raw("programmes").split_whitespace().collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.iter().any(|code| app.pack().latest_terms(code).is_none()) {
        return Err(cells.invalid("programmes", "names no programme"));
    }
    Ok(codes.join(","))
}

/// Region codes separated by blanks, as the database keeps them: ascending, by commas.
fn regions(cells: &Cells<'_>) -> Result<String, Refusal> {
    let mut codes: Vec<&str> = cells.raw("regions").split_whitespace().collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.iter().any(|code| table_file::region_of(code).is_none()) {
        return Err(cells.invalid("regions", "names no region of the country"));
    }
    Ok(codes.join(","))
}
