//! Keys of those who sign acts: RSA and ECDSA in turn, certified by the sandbox authority.

use std::path::Path;

use anyhow::Result;
use eds::Role;
use jiff::Timestamp;

use super::{digits::Twelve, officials::Login, people::Person};
use crate::ca::{Authority, KeyKind, Profile, Usage};

/// Who is to be certified.
pub(super) struct Holder {
    pub(super) person: Person,
    pub(super) bin: Twelve,
    /// Number from 0: even ones get RSA.
    pub(super) number: u32,
    pub(super) office: Office,
}

/// For which organisation the holder signs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Office {
    /// The director of a performer.
    Director,
    /// The head of the issuer.
    IssuerHead,
}

/// The authority and the term of what it certifies.
pub(super) struct Keys {
    authority: Authority,
    not_before: Timestamp,
    not_after: Timestamp,
}

impl Keys {
    /// Makes the authority in `dir`. Its lists do not expire while the two months are played.
    pub(super) fn create(dir: &Path) -> Result<Self> {
        let not_before: Timestamp = "2026-01-01T00:00:00+05:00".parse()?;
        let not_after: Timestamp = "2029-01-01T00:00:00+05:00".parse()?;
        let authority = Authority::create(dir, not_before)?;
        authority.crl(not_before, not_after)?;
        Ok(Self { authority, not_before, not_after })
    }

    /// Certifies a holder: `keys/performer-<BIN>.pem` or `keys/issuer-<BIN>.pem`.
    pub(super) fn issue(&mut self, holder: &Holder) -> Result<()> {
        let bin = String::from_utf8_lossy(&holder.bin).into_owned();
        let file = match holder.office {
            Office::Director => format!("performer-{bin}"),
            Office::IssuerHead => format!("issuer-{bin}"),
        };
        let person = &holder.person;
        let profile = Profile {
            iin: Some(String::from_utf8_lossy(&person.iin).into_owned()),
            bin: Some(bin),
            name: format!("{} {}", person.last(), person.first).to_uppercase(),
            roles: vec![Role::Organisation, Role::Head],
            key: if holder.number.is_multiple_of(2) { KeyKind::Rsa } else { KeyKind::Ec },
            not_before: self.not_before,
            not_after: self.not_after,
            usage: Usage::Sign,
        };
        self.authority.issue_to(&file, &profile)?;
        Ok(())
    }

    /// Certifies somebody for signing in: `keys/auth-<file>.pem`.
    pub(super) fn issue_login(&mut self, login: &Login) -> Result<()> {
        let person = &login.person;
        let profile = Profile {
            iin: Some(String::from_utf8_lossy(&person.iin).into_owned()),
            bin: login.bin.map(|bin| String::from_utf8_lossy(&bin).into_owned()),
            name: format!("{} {}", person.last(), person.first).to_uppercase(),
            roles: login.roles.clone(),
            key: KeyKind::Ec,
            not_before: self.not_before,
            not_after: self.not_after,
            usage: Usage::Auth,
        };
        self.authority.issue_to(&format!("auth-{}", login.file), &profile)?;
        Ok(())
    }
}
