//! terms.json: the terms, rates and calendar that the amounts follow from.

use std::{fs, io::Write as _};

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::{Work, Written};
use crate::{cabinets::store::month, platform::Result};

/// Writes the terms in force at the end of the last month, every rate known with its date of recording, and the days off and worked.
pub(super) async fn write(work: &Work<'_>) -> Result<Written> {
    work.progress.at("terms.json", 0, 0);
    let pack = work.tx.pack();
    let on = work.months.iter().max().map_or(Date::MAX, |month| month.last_of_month());
    let mut programmes = Map::new();
    for terms in &pack.terms {
        if work.programme.as_ref().is_none_or(|asked| *asked == terms.programme)
            && let Some(terms) = pack.terms_on(&terms.programme, on)
        {
            programmes.insert(terms.programme.clone(), serde_json::to_value(terms)?);
        }
    }
    let rows = work.tx.query(month::RATES, &[&work.region, &work.programme, &work.months]).await?;
    let rates = rows.iter().map(|row| Ok(row.try_get(0)?)).collect::<Result<Vec<Value>>>()?;
    let days = |days: &std::collections::BTreeSet<Date>| days.iter().map(ToString::to_string).collect::<Vec<_>>();
    let calendar = json!({ "off": days(pack.calendar.off_days()), "worked": days(pack.calendar.worked_days()) });
    let kinds = pack.capital.kinds.iter().map(|row| (row.kind.clone(), Value::from(row.mrp)));
    let mrp = pack.mrp.iter().map(|row| (row.year.to_string(), Value::from(row.tiyn.tiyn())));
    let capital = json!({
        "study_months": pack.capital.study_months,
        "kinds": kinds.collect::<Map<_, _>>(),
        "mrp": mrp.collect::<Map<_, _>>(),
    });
    let count = u64::try_from(rates.len()).unwrap_or(u64::MAX);
    let terms = json!({ "programmes": programmes, "rates": rates, "calendar": calendar, "capital": capital });
    let mut text = serde_json::to_vec_pretty(&terms)?;
    text.push(b'\n');
    let mut file = fs::File::create(work.folder.join("terms.json"))?;
    file.write_all(&text)?;
    file.sync_all()?;
    Ok(Written { name: "terms.json".to_owned(), rows: count })
}
