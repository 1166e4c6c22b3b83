//! Reads an extract of the state persons register (spec 7.2): new persons, and what has changed of those known.

use std::collections::{HashMap, HashSet};

use documents::table::Column;
use jiff::civil::Date;
use law::{Iin, Sex};
use unicode_normalization::UnicodeNormalization as _;

use super::store::{self, Held, Person, PersonState, Relocation};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
        secrets::PersonKey,
        table_file::{Cells, TableFile, column, optional},
    },
};

/// Rows of one transaction.
const CHUNK: usize = 10_000;
/// More guardians than this are a mistake.
const GUARDIANS_MAX: usize = 10;
/// How often a chunk that lost a race is done again.
const TRIES: usize = 3;

const COLUMNS: &[Column<'static>] = &[
    column(&["iin", "ЖСН", "ИИН"]),
    column(&["last_name", "тегі", "фамилия"]),
    column(&["first_name", "аты", "имя"]),
    optional(&["middle_name", "әкесінің аты", "отчество"]),
    column(&["birth_date", "туған күні", "дата рождения"]),
    column(&["sex", "жынысы", "пол"]),
    optional(&["guardian_iins", "заңды өкілдердің ЖСН", "ИИН законных представителей"]),
    column(&["kato", "ӘАОЖ", "КАТО"]),
    column(&["status", "мәртебесі", "статус"]),
    optional(&["status_on", "мәртебе күні", "дата статуса"]),
];

/// What a row tells. Holds personal data in clear, so it has no `Debug`.
struct Told {
    row: u64,
    bucket: i16,
    iin_hmac: Vec<u8>,
    iin: Iin,
    sex: &'static str,
    names: String,
    guardians: String,
    region: i16,
    kato: String,
    status: String,
    status_on: Option<Date>,
}

impl Told {
    fn key(&self) -> (i16, &[u8]) {
        (self.bucket, &self.iin_hmac)
    }

    /// Everything that may change of a person, as one text for the digest; the IIN keeps namesakes apart.
    fn text(&self) -> String {
        let since = self.status_on.map(|day| day.to_string()).unwrap_or_default();
        [self.iin.as_str(), &self.names, &self.guardians, &self.kato, &self.status, &since].join("\n")
    }
}

/// Imports persons (S1–S4: data of the state persons register). A row is taken or refused by itself: `iin.…`, `row.invalid`,
/// `row.duplicate` for a person who is in the file twice. A row that says what is known already is accepted and changes nothing.
/// Memory grows by 16 bytes a row beside the file itself.
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
    let delivery = Delivery { app, actor, kind: "import.persons", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let total = count(delivery.bytes)?;
    let mut file = TableFile::open(delivery.bytes, COLUMNS)?;
    let (mut report, mut seen, mut read) = (Report::default(), HashSet::new(), 0_usize);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut ended = false;
        while chunk.len() < CHUNK && !ended {
            let Some(line) = file.next_row()? else {
                ended = true;
                continue;
            };
            read = read.saturating_add(1);
            match told(delivery.app, &file.cells(&line), line.number()) {
                Ok(told) if seen.insert(short(&told.iin_hmac)) => chunk.push(told),
                Ok(_) => report.refuse_row(
                    delivery.name,
                    line.number(),
                    &Refusal::new("row.duplicate", "the person is in the file twice"),
                ),
                Err(refusal) => report.refuse_row(delivery.name, line.number(), &refusal),
            }
        }
        // Keys are taken in one order by everybody.
        chunk.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        take(delivery, &chunk, &mut report, ended.then_some(kept)).await?;
        delivery.progress.at("persons", read, total);
        if ended {
            return Ok(report);
        }
    }
}

/// Reads the file to its end before anything is done, so that a file that breaks off is refused as a whole.
fn count(bytes: &[u8]) -> Result<usize> {
    let mut file = TableFile::open(bytes, COLUMNS)?;
    let mut rows = 0_usize;
    while file.next_row()?.is_some() {
        rows = rows.saturating_add(1);
    }
    Ok(rows)
}

/// Half of a keyed hash: enough to tell the persons of one file apart.
fn short(hmac: &[u8]) -> [u8; 16] {
    hmac.first_chunk().copied().unwrap_or_default()
}

fn told(app: &App, cells: &Cells<'_>, row: u64) -> Result<Told, Refusal> {
    let iin = cells.iin("iin")?;
    if cells.date("birth_date")? != iin.birth_date() {
        return Err(cells.invalid("birth_date", "does not agree with the IIN"));
    }
    let sex = match iin.sex() {
        Sex::Male => "male",
        Sex::Female => "female",
    };
    if cells.word("sex", &["male", "female"])? != sex {
        return Err(cells.invalid("sex", "does not agree with the IIN"));
    }
    let names = [cells.text("last_name")?, cells.text("first_name")?, cells.any_text("middle_name")?]
        .join("\t")
        .nfc()
        .collect();
    let (kato, region) = cells.kato("kato")?;
    let status = cells.word("status", &["alive", "deceased"])?;
    let status_on = cells.any_date("status_on")?;
    if status_on.is_some_and(|day| day < iin.birth_date()) {
        return Err(cells.invalid("status_on", "is before the birth"));
    }
    let guardians = guardians(cells, &iin)?;
    let (bucket, iin_hmac) = app.secrets.lookup(iin.as_str());
    Ok(Told { row, bucket, iin_hmac, iin, sex, names, guardians, region, kato, status, status_on })
}

/// The guardians in ascending order, separated by spaces.
fn guardians(cells: &Cells<'_>, child: &Iin) -> Result<String, Refusal> {
    let mut iins = Vec::new();
    for part in cells.raw("guardian_iins").split_whitespace() {
        iins.push(cells.iin_of("guardian_iins", part)?);
    }
    iins.sort_unstable();
    iins.dedup();
    if iins.contains(child) || iins.len() > GUARDIANS_MAX {
        return Err(cells.invalid("guardian_iins", "names the person itself or too many guardians"));
    }
    Ok(iins.iter().map(Iin::as_str).collect::<Vec<_>>().join(" "))
}

/// Takes a chunk in one transaction, again when another import took some of the same persons meanwhile.
async fn take(delivery: &Delivery<'_>, chunk: &[Told], report: &mut Report, last: Option<&Kept>) -> Result<()> {
    let mut tries = TRIES;
    loop {
        tries = tries.saturating_sub(1);
        let mut attempt = report.clone();
        match take_once(delivery, chunk, &mut attempt, last).await {
            Err(error) if error.is_conflict() && tries > 0 => {}
            done => {
                *report = attempt;
                return done;
            }
        }
    }
}

async fn take_once(delivery: &Delivery<'_>, chunk: &[Told], report: &mut Report, last: Option<&Kept>) -> Result<()> {
    let mut tx = delivery.app.begin(delivery.actor, "persons.imported", 0).await?;
    let buckets: Vec<i16> = chunk.iter().map(|told| told.bucket).collect();
    let hmacs: Vec<Vec<u8>> = chunk.iter().map(|told| told.iin_hmac.clone()).collect();
    let known = store::list_held(&tx, &buckets, &hmacs).await?;
    let known: HashMap<(i16, &[u8]), &Held> =
        known.iter().map(|known| ((known.bucket, known.iin_hmac.as_slice()), known)).collect();
    let mut news = News::default();
    for told in chunk {
        match news.add(&tx, told, known.get(&told.key()).copied())? {
            None => report.accept(delivery.name),
            Some(refusal) => report.refuse_row(delivery.name, told.row, &refusal),
        }
    }
    if !delivery.dry_run {
        tx.record(&news.persons).await?;
        store::insert_keys(&tx, &news.keys).await?;
        tx.record(&news.states).await?;
        news.relocations.sort_by_key(|row| (row.region, row.bucket, row.person_id));
        tx.record(&news.relocations).await?;
        news.guardians.sort_unstable();
        store::insert_guardians(&tx, &news.guardians).await?;
    }
    match last {
        Some(kept) if report.exit() != 2 => delivery.settle(tx, kept, report).await,
        _ if delivery.dry_run => Ok(()),
        _ => tx.commit().await,
    }
}

/// What a chunk adds.
#[derive(Default)]
struct News {
    persons: Vec<Person>,
    keys: Vec<(i16, uuid::Uuid, Vec<u8>)>,
    states: Vec<PersonState>,
    relocations: Vec<Relocation>,
    /// The index from guardians to children.
    guardians: Vec<(i16, Vec<u8>, i16, uuid::Uuid)>,
}

impl News {
    /// Adds what a row tells that is not known yet.
    fn add(&mut self, tx: &Tx<'_>, told: &Told, known: Option<&Held>) -> Result<Option<Refusal>> {
        let secrets = &tx.app().secrets;
        let digest = secrets.digest(&told.text());
        let (id, key) = match known {
            Some(known) if known.digest.as_ref() == Some(&digest) => return Ok(None),
            Some(known) => match &known.wrapped_key {
                Some(wrapped) => (known.id, secrets.person_key(wrapped)?),
                None => return Ok(Some(Refusal::new("row.invalid", "the data of this person were erased"))),
            },
            None => {
                let (id, (key, wrapped)) = (tx.app().clock.id(), secrets.new_person_key()?);
                self.keys.push((told.bucket, id, wrapped));
                self.persons.push(Person {
                    bucket: told.bucket,
                    id,
                    region: told.region,
                    iin_hmac: told.iin_hmac.clone(),
                    iin_cipher: secrets.encrypt(&key, told.iin.as_str())?,
                    birth_date: told.iin.birth_date(),
                    sex: told.sex.to_owned(),
                });
                (id, key)
            }
        };
        for guardian in told.guardians.split_whitespace() {
            let (bucket, hmac) = secrets.lookup(guardian);
            self.guardians.push((bucket, hmac, told.bucket, id));
        }
        if let Some(from_kato) = known.and_then(|known| known.kato.clone()).filter(|kato| *kato != told.kato)
            && told.status == "alive"
        {
            self.relocations.push(Relocation {
                region: told.region,
                bucket: told.bucket,
                person_id: id,
                from_kato,
                to_kato: told.kato.clone(),
                effective_on: tx.today(),
            });
        }
        self.states.push(state(tx, told, id, (&key, digest))?);
        Ok(None)
    }
}

fn state(tx: &Tx<'_>, told: &Told, person_id: uuid::Uuid, (key, digest): (&PersonKey, Vec<u8>)) -> Result<PersonState> {
    let secrets = &tx.app().secrets;
    Ok(PersonState {
        bucket: told.bucket,
        person_id,
        region: told.region,
        name_cipher: secrets.encrypt(key, &told.names)?,
        guardians: [digest, secrets.encrypt(key, &told.guardians)?].concat(),
        kato: told.kato.clone(),
        status: told.status.clone(),
        effective_on: told.status_on.unwrap_or_else(|| tx.today()),
    })
}
