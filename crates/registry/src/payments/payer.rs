//! From which account a programme is paid: dated data of the pack.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::platform::Result;

const FILE: &str = include_str!("../../../../packs/kz/payments.toml");

/// The holder of the account for control of payments (KSN).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Payer {
    programmes: Vec<String>,
    valid_from: Date,
    pub(super) name: String,
    pub(super) bin: String,
    pub(super) iban: String,
    pub(super) bik: String,
    pub(super) knp: String,
    /// Whether the holder itself has entered the row.
    #[serde(rename = "verified")]
    _verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    payer: Vec<Payer>,
}

/// The payer of a programme on a day.
///
/// # Errors
/// When the pack has none.
pub(super) fn payer(programme: &str, on: Date) -> Result<&'static Payer> {
    static PAYERS: LazyLock<Vec<Payer>> =
        LazyLock::new(|| toml::from_str::<File>(FILE).map(|file| file.payer).unwrap_or_default());
    let fits = |payer: &&Payer| payer.valid_from <= on && payer.programmes.iter().any(|one| one == programme);
    let found = PAYERS.iter().filter(fits).max_by_key(|payer| payer.valid_from);
    Ok(found.ok_or_else(|| anyhow::anyhow!("packs/kz/payments.toml names no payer of {programme} on {on}"))?)
}

/// KBE of a payee: resident, and private (17) or state (16).
pub(super) fn kbe(performer_kind: &str) -> &'static str {
    if performer_kind == "state" { "16" } else { "17" }
}
