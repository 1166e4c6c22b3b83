//! Reads rates (docs/formats.md): append-only; a later row for the same key and date replaces an earlier one.

use std::collections::HashSet;

use documents::table::Column;
use law::{Pack, terms::NominalSource};
use uuid::Uuid;

use super::store::{self, Rate, RateIssuer};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Role,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column, optional},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["locality", "жергілікті жер", "местность"]),
    column(&["performer_kind", "орындаушы түрі", "вид исполнителя"]),
    column(&["group_kind", "топ түрі", "вид группы"]),
    column(&["hours", "сағат", "часы"]),
    column(&["valid_from", "басталуы", "действует с"]),
    column(&["valid_to", "аяқталуы", "действует по"]),
    column(&["monthly_tiyn", "айлық сомасы", "сумма в месяц"]),
    column(&["act_number", "акт нөмірі", "номер акта"]),
    column(&["act_date", "акт күні", "дата акта"]),
    column(&["note", "ескерту", "примечание"]),
    optional(&["issuer_bin", "эмитенттің БСН", "БИН эмитента"]),
];

/// Imports rates: of the methodology (S2), or an issuer's own where the terms say that it sets them (S3): then the issuer that brings the
/// file is meant, else the one that `issuer_bin` names. One bad row refuses the file: `programme.unknown`, `row.invalid`, `row.duplicate` (two rows for
/// one key and date). A row that is known already is accepted and adds nothing.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file are in the report.
pub async fn import_rates(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.rates", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report::default();
    let (mut rates, mut keys) = (Vec::new(), HashSet::new());
    let (pack, actor) = (delivery.app.pack(), delivery.actor);
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(pack, actor, cells))? {
        match told {
            Ok((rate, _)) if !actor.reaches(rate.region) => {
                let words = "region: is not one of those that bring the file";
                report.refuse_row(delivery.name, row, &Refusal::new("access.denied", words));
            }
            Ok((rate, issuer)) if keys.insert((key(&rate), issuer.clone())) => {
                report.accept(delivery.name);
                rates.push((rate, issuer));
            }
            Ok(_) => report.refuse_row(
                delivery.name,
                row,
                &Refusal::new("row.duplicate", "the same key and date is in the file twice"),
            ),
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let report = report.whole();
    if !report.errors.is_empty() {
        return Ok(report);
    }
    let mut tx = delivery.app.begin(delivery.actor, "rates.imported", 0).await?;
    let acts: Vec<&str> = rates.iter().map(|(rate, _)| rate.act_number.as_str()).collect();
    let known = store::list_by_act(&tx, &acts).await?;
    let known: HashSet<_> = known.iter().map(|(rate, issuer)| (whole_key(rate), issuer.clone())).collect();
    rates.retain(|(rate, issuer)| !known.contains(&(whole_key(rate), issuer.clone())));
    let mut issuers = Vec::new();
    for (rate, issuer) in &mut rates {
        rate.id = delivery.app.clock.id();
        let of = |issuer_bin| RateIssuer { region: rate.region, rate_id: rate.id, issuer_bin };
        issuers.extend(issuer.take().map(of));
    }
    let rates: Vec<Rate> = rates.into_iter().map(|(rate, _)| rate).collect();
    tx.record(&rates).await?;
    tx.record(&issuers).await?;
    delivery.progress.at("rates", rates.len(), rates.len());
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

/// The key of spec 3 and the date from which it rules.
fn key(rate: &Rate) -> String {
    let Rate { region, programme, locality, performer_kind, group_kind, hours, valid_from, .. } = rate;
    format!("{programme}\t{region}\t{locality}\t{performer_kind}\t{group_kind}\t{hours}\t{valid_from}")
}

/// Everything but the id.
fn whole_key(rate: &Rate) -> String {
    format!(
        "{}\t{:?}\t{}\t{}\t{}\t{}",
        key(rate),
        rate.valid_to,
        rate.monthly,
        rate.act_number,
        rate.act_date,
        rate.note
    )
}

/// A rate, and whose it is where the programme's issuers set theirs.
fn told(pack: &Pack, actor: &Actor, cells: &Cells<'_>) -> Result<(Rate, Option<String>), Refusal> {
    let rate = rate(pack, cells)?;
    let terms = pack.terms_on(&rate.programme, rate.valid_from).or_else(|| pack.latest_terms(&rate.programme));
    let own = terms.is_some_and(|terms| terms.nominal == NominalSource::IssuerRate);
    let issuer = match own {
        false if cells.raw("issuer_bin").is_empty() => None,
        false => return Err(cells.invalid("issuer_bin", "rates of this programme are the methodology's")),
        true if actor.role == Role::Issuer && cells.raw("issuer_bin").is_empty() => Some(actor.organisation.clone()),
        true => Some(cells.bin("issuer_bin")?),
    };
    if actor.role == Role::Issuer && issuer.as_ref().is_some_and(|bin| *bin != actor.organisation) {
        return Err(Refusal::new("access.denied", "issuer_bin: an issuer sets its own rates alone"));
    }
    Ok((rate, issuer))
}

fn rate(pack: &Pack, cells: &Cells<'_>) -> Result<Rate, Refusal> {
    let (valid_from, valid_to) = (cells.date("valid_from")?, cells.any_date("valid_to")?);
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(cells.invalid("valid_to", "is before valid_from"));
    }
    Ok(Rate {
        region: cells.region("region")?,
        id: Uuid::nil(),
        programme: cells.programme("programme", pack)?,
        locality: cells.word("locality", &["urban", "rural"])?,
        performer_kind: cells.word("performer_kind", &["state", "private"])?,
        group_kind: cells.text("group_kind")?.to_owned(),
        hours: cells.number("hours", 0..=24)?,
        valid_from,
        valid_to,
        monthly: cells.tiyn("monthly_tiyn")?,
        act_number: cells.text("act_number")?.to_owned(),
        act_date: cells.date("act_date")?,
        note: cells.any_text("note")?.to_owned(),
    })
}
