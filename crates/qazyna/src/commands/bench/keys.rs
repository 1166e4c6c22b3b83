//! An authority of the sandbox that certifies those who sign.

use std::path::Path;

use anyhow::{Context as _, Result};
use eds::Role;
use jiff::{SignedDuration, Timestamp};
use registry::app::{App, TrustPaths};
use sandbox::ca::{Authority, KeyKind, Profile, Usage};

use super::draw::numbers;

/// Certifies the heads of organisations, each another person.
pub(super) struct Keys {
    authority: Authority,
    now: Timestamp,
    persons: Box<dyn Iterator<Item = String> + Send>,
}

impl Keys {
    /// Makes the authority in the data folder and has the application trust it.
    pub(super) fn create(app: &mut App, data: &Path) -> Result<Self> {
        let (ca, now) = (data.join("ca"), app.clock.now());
        std::fs::create_dir_all(&ca)?;
        let authority = Authority::create(&ca, now)?;
        authority.crl(now, now.checked_add(SignedDuration::from_hours(24))?)?;
        app.trust = TrustPaths { roots: Some(ca.join("roots")), crls: Some(ca.join("crl")) };
        Ok(Self { authority, now, persons: Box::new(numbers("8105063")) })
    }

    /// The key of an organisation's head, elliptic.
    pub(super) fn head_of(&mut self, bin: &str) -> Result<Vec<u8>> {
        let iin = self.persons.next().context("the persons who sign ran out")?;
        let profile = Profile {
            iin: Some(iin),
            bin: Some(bin.to_owned()),
            name: "АБАЙ ҚҰНАНБАЙҰЛЫ".to_owned(),
            roles: vec![Role::Organisation, Role::Head],
            key: KeyKind::Ec,
            not_before: self.now.checked_sub(SignedDuration::from_hours(1))?,
            not_after: self.now.checked_add(SignedDuration::from_hours(24))?,
            usage: Usage::Sign,
        };
        Ok(self.authority.issue(&profile)?.pem.into_bytes())
    }
}
