//! Puts the rows of the binary's pack into the database (spec 1.3): what is recorded rules, whatever a later binary says of the same key.

use std::collections::HashSet;

use law::{
    Pack,
    pack::{DayKind, EnteredDay, EnteredYear, PackRows},
};

use super::{enter::record, store};
use crate::{
    app::App,
    platform::{Actor, Result},
};

/// Records the rows of the embedded pack whose keys the database does not know yet; tells how many. May be run again.
///
/// # Errors
/// Faults of the database.
pub async fn seed(app: &App, actor: &Actor) -> Result<usize> {
    let mut tx = app.begin(actor, "rules.seeded", 0).await?;
    let (_, known) = store::entered(tx.client()?).await?;
    let rows = missing(Pack::kz(), &known);
    let count =
        [rows.terms.len(), rows.end_reasons.len(), rows.labels.len(), rows.days.len(), rows.years.len()].iter().sum();
    record(&mut tx, &rows).await?;
    tx.commit().await?;
    app.refresh_rules().await?;
    Ok(count)
}

/// The rows of a pack whose keys are not among those known.
fn missing(pack: &Pack, known: &PackRows) -> PackRows {
    let terms: HashSet<_> = known.terms.iter().map(|row| (&row.programme, row.valid_from)).collect();
    let ends: HashSet<_> = known.end_reasons.iter().map(|row| (&row.programme, &row.reason, row.valid_from)).collect();
    let labels: HashSet<_> = known.labels.iter().map(|row| (&row.programme, &row.state)).collect();
    let days: HashSet<_> = known.days.iter().map(|row| row.day).collect();
    let years: HashSet<_> = known.years.iter().map(|row| row.year).collect();
    let data = &pack.calendar_data;
    let day = |day, kind, act: &String| EnteredDay { day, kind, act: act.clone() };
    let decreed = data.decreed_off.iter().map(|row| day(row.date, DayKind::Off, &row.act));
    let worked = data.decreed_worked.iter().map(|row| day(row.date, DayKind::Worked, &row.act));
    let feasts = data.feasts.iter().map(|row| day(row.date, DayKind::Feast, &row.name));
    let year = |year: &i16| EnteredYear { year: *year, act: "calendar.toml".to_owned() };
    PackRows {
        terms: pack.terms.iter().filter(|row| !terms.contains(&(&row.programme, row.valid_from))).cloned().collect(),
        end_reasons: pack
            .end_reasons
            .iter()
            .filter(|row| !ends.contains(&(&row.programme, &row.reason, row.valid_from)))
            .cloned()
            .collect(),
        labels: pack.labels.iter().filter(|row| !labels.contains(&(&row.programme, &row.state))).cloned().collect(),
        days: decreed.chain(worked).chain(feasts).filter(|row| !days.contains(&row.day)).collect(),
        years: data.years.iter().filter(|row| !years.contains(row)).map(year).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::testkit::fixture::Country;

    #[tokio::test]
    async fn the_packs_rows_are_recorded_once_and_rule_as_the_pack_does() {
        let country = Country::new().await;
        assert!(seed(&country.app, &country.actor).await.unwrap() > 50);
        let (pack, embedded) = (country.app.pack(), Pack::kz());
        assert_eq!(
            (&pack.terms, &pack.end_reasons, &pack.labels),
            (&embedded.terms, &embedded.end_reasons, &embedded.labels)
        );
        assert_eq!(pack.calendar.off_days(), embedded.calendar.off_days());
        assert_eq!(pack.calendar.worked_days(), embedded.calendar.worked_days());
        assert_eq!(seed(&country.app, &country.actor).await.unwrap(), 0);
        assert_eq!(country.number("SELECT count(*) FROM journal_entries WHERE kind = 'rules.seeded'"), 1);
    }
}
