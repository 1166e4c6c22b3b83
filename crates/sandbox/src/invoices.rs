//! The invoice system's double by files: an electronic invoice for every act that waits for one (spec 6.2).

use anyhow::{Context, Result};
use jiff::{Timestamp, tz};
use serde::{Deserialize, Serialize};

/// The columns of acts.csv (spec 2.6) that an invoice needs.
#[derive(Deserialize)]
struct Act {
    act: String,
    performer_bin: String,
    state: String,
    /// Tiyn.
    total: i64,
    issuer_signed_at: String,
}

/// A row of invoices.csv (docs/formats.md).
#[derive(Serialize)]
struct Invoice<'a> {
    act: &'a str,
    registration_number: String,
    invoice_date: String,
    total_tiyn: i64,
    performer_bin: &'a str,
}

/// Writes invoices.csv for the acts that the issuer has signed, that have no invoice yet and that owe something.
/// The invoice is dated with the day of the issuer's signature in Asia/Almaty (UTC+5).
///
/// # Errors
/// When acts.csv lacks a column, or a total or an instant cannot be read.
pub fn write(acts: &[u8]) -> Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["act", "registration_number", "invoice_date", "total_tiyn", "performer_bin"])?;
    let mut out = csv::WriterBuilder::new().has_headers(false).from_writer(out.into_inner()?);
    for (number, act) in (1_u32..).zip(csv::Reader::from_reader(acts).deserialize::<Act>()) {
        let act = act.context("acts.csv")?;
        if act.state != "issuer_signed" || act.total <= 0 {
            continue;
        }
        let signed: Timestamp =
            act.issuer_signed_at.parse().with_context(|| format!("issuer_signed_at of {}", act.act))?;
        let day = tz::Offset::constant(5).to_datetime(signed).date();
        out.serialize(Invoice {
            act: &act.act,
            registration_number: format!("ESF-{}-{}-{number:08}", act.performer_bin, day.strftime("%Y%m%d")),
            invoice_date: day.to_string(),
            total_tiyn: act.total,
            performer_bin: &act.performer_bin,
        })?;
    }
    Ok(out.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "act,programme,performer_bin,issuer_bin,month,state,total,enrolled_days,qr_days,\
        performer_signed_at,issuer_signed_at,invoice,paid_at\n";

    #[test]
    fn signed_acts_get_an_invoice_of_their_total_on_the_day_of_almaty() {
        let acts = format!(
            "{HEADER}A-1,school,050140000001,100140001755,2026-09,issuer_signed,123456,10,8,,2026-10-05T20:30:00Z,,\n\
             A-2,school,060140000033,100140001755,2026-09,performer_signed,99,10,8,,,,\n\
             A-3,school,070140000065,100140001755,2026-09,issuer_signed,0,10,8,,2026-10-05T20:30:00Z,,\n"
        );
        let expected = "act,registration_number,invoice_date,total_tiyn,performer_bin\n\
            A-1,ESF-050140000001-20261006-00000001,2026-10-06,123456,050140000001\n";
        assert_eq!(String::from_utf8(write(acts.as_bytes()).unwrap()).unwrap(), expected);
    }

    #[test]
    fn no_act_gives_a_table_without_rows() {
        assert_eq!(write(HEADER.as_bytes()).unwrap().iter().filter(|byte| **byte == b'\n').count(), 1);
    }
}
