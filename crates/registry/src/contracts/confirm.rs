//! The parent's consent to a contract (spec 2.1, 2.4): where the terms ask for both sides, what is booked is active from then on. The
//! performer's side is the day of signature that its roster tells.

use jiff::civil::Date;
use law::Iin;
use uuid::Uuid;

use super::store::{self, Confirmation, ToConfirm};
use crate::{
    app::App,
    beneficiaries::store::signs_for,
    parties,
    platform::{Actor, Result, Role, Scope, access, error::refuse, fact::from_hex},
    vouchers::terms,
};

/// How the parent consents.
#[derive(Debug)]
pub enum Consent {
    /// By an own act, signed in; the contract is to be of this person.
    Portal {
        /// The child or student.
        person: Uuid,
    },
    /// On paper that a clerk of the issuer enters.
    Paper {
        /// Who signed it.
        iin: Iin,
        /// When; not after today.
        signed_on: Date,
        /// Which paper it is.
        document: String,
    },
}

/// Records the consent once; given again it changes nothing. Answers whether it is new.
///
/// # Errors
/// `access.denied`; `contract.unknown` for one that does not lie in the actor's scope; `contract.no_activation` where the terms ask for
/// no consent; `contract.not_in_force` for one that was taken back; `contract.not_guardian` for a paper of somebody else, `input.invalid` for
/// one of a day to come; faults.
pub async fn confirm(app: &App, actor: &Actor, contract: Uuid, consent: Consent) -> Result<bool> {
    access::require(app, actor, "confirm.contract").await?;
    let tx = app.begin(actor, "contracts.read", 0).await?;
    let found = store::find_to_confirm(&tx, contract).await?;
    tx.commit().await?;
    let Some(found) = found.filter(|found| is_of(&consent, found)) else {
        return refuse("contract.unknown", contract.to_string());
    };
    if let Consent::Paper { iin, .. } = &consent {
        let tx = app.begin(&actor.with_scope(Scope::National), "contracts.read", 0).await?;
        let may = signs_for(&tx, app.secrets.lookup(iin.as_str()), (found.bucket, found.person_id)).await?;
        tx.commit().await?;
        if !may {
            return refuse("contract.not_guardian", "who signed is neither the beneficiary nor a guardian");
        }
    }
    // What the actor may touch is checked: the write goes to the region of the contract.
    let actor = actor.with_scope(Scope::Regions(vec![found.region]));
    let mut tx = app.begin(&actor, "contracts.confirmed", found.region).await?;
    parties::lock_performers(&mut tx, found.region, &[found.performer_id]).await?;
    let Some(found) = store::find_to_confirm(&tx, contract).await? else {
        return refuse("contract.unknown", contract.to_string());
    };
    if !terms::terms(tx.pack(), &found.programme, tx.today().max(found.begins))?.activation {
        return refuse("contract.no_activation", found.programme);
    }
    if found.withdrawn {
        return refuse("contract.not_in_force", "the contract was taken back");
    }
    if found.confirmed {
        return Ok(false);
    }
    let row = row(&actor, (contract, &found), consent, (tx.today(), app))?;
    tx.record(&[row]).await?;
    parties::count_up(&tx, found.region, &[found.performer_id]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether the way of consent fits whoever is meant: a person consents for itself and its children alone.
fn is_of(consent: &Consent, found: &ToConfirm) -> bool {
    match consent {
        Consent::Portal { person } => *person == found.person_id,
        Consent::Paper { .. } => true,
    }
}

fn row(
    actor: &Actor,
    (contract_id, found): (Uuid, &ToConfirm),
    consent: Consent,
    (today, app): (Date, &App),
) -> Result<Confirmation> {
    let (channel, person_hmac, document, confirmed_on) = match consent {
        Consent::Portal { .. } => ("portal", from_hex(&actor.person), String::new(), today),
        Consent::Paper { .. } if actor.role == Role::Beneficiary => {
            return refuse("access.denied", "a paper is entered by a clerk of the issuer");
        }
        Consent::Paper { signed_on, .. } if signed_on > today => {
            return refuse("input.invalid", "the paper is of a day to come");
        }
        Consent::Paper { iin, signed_on, document } => {
            ("paper", app.secrets.lookup(iin.as_str()).1, document, signed_on)
        }
    };
    Ok(Confirmation {
        region: found.region,
        contract_id,
        side: "parent".to_owned(),
        channel: channel.to_owned(),
        person_hmac,
        document,
        confirmed_on,
        revision_at: found.revision_at,
    })
}
