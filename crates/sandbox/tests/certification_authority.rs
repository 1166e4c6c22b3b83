//! The sandbox certification authority as its users see it: a folder of files.

use eds::{Certificate, Code, Revocation, Role, SigningKey, Status, Trust, Usage};
use jiff::Timestamp;
use sandbox::ca::{Authority, KeyKind, Profile};

#[cfg(test)]
fn day(text: &str) -> Timestamp {
    format!("{text}T00:00:00Z").parse().expect("a date")
}

#[cfg(test)]
fn profile(key: KeyKind) -> Profile {
    Profile {
        iin: Some("850101300015".to_owned()),
        bin: Some("120440001238".to_owned()),
        name: "СӘРСЕНОВ ӘЛІХАН".to_owned(),
        roles: vec![Role::Organisation, Role::Head],
        key,
        not_before: day("2026-01-01"),
        not_after: day("2027-01-01"),
        usage: sandbox::ca::Usage::Sign,
    }
}

#[test]
fn the_folder_holds_all_that_signing_and_verifying_need() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = day("2026-10-01");
    let mut authority = Authority::create(dir.path(), at).expect("an authority");
    let mut revoked = None;
    for (name, key) in [("performer-1", KeyKind::Rsa), ("issuer", KeyKind::Ec)] {
        let issued = authority.issue_to(name, &profile(key)).expect("a certificate");
        revoked = Some(issued.serial);
    }
    let read = |file: &str| std::fs::read(dir.path().join(file)).expect("a file");
    let trust = || {
        Trust::read([read("roots/root.pem")], [read("crl/root.crl"), read("crl/ca.crl")], Revocation::Required)
            .expect("trust")
    };
    let sign = |file: &str| {
        let key = SigningKey::from_pem(&read(file)).expect("a key");
        assert_eq!(key.certificate().usage(), Usage::Sign);
        let signature = eds::cms::sign(b"act", &key, false, at).expect("a signature");
        eds::cms::verify(&signature, Some(b"act"), &trust(), at)
    };
    authority.crl(day("2026-09-01"), day("2026-11-01")).expect("lists");
    for file in ["keys/performer-1.pem", "keys/issuer.pem"] {
        let outcome = sign(file);
        assert_eq!(outcome.status, Status::Passed);
        assert_eq!(outcome.signers[0].name.as_deref(), Some("СӘРСЕНОВ ӘЛІХАН"));
        assert_eq!(outcome.signers[0].roles, [Role::Organisation, Role::Head]);
    }
    authority.revoke(revoked.expect("a serial number"), day("2026-09-15"));
    authority.crl(day("2026-09-15"), day("2026-11-01")).expect("lists");
    assert_eq!(sign("keys/performer-1.pem").status, Status::Passed);
    assert_eq!(sign("keys/issuer.pem").status, Status::Failed(Code::CertificateRevoked));
}

#[test]
fn the_root_of_one_run_trusts_the_certificates_of_another() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let at = day("2026-10-01");
    let first = Authority::create(one.path(), at).expect("an authority");
    let mut second = Authority::create(other.path(), day("2026-11-01")).expect("an authority");
    let key = SigningKey::from_pem(second.issue(&profile(KeyKind::Ec)).expect("issued").pem.as_bytes()).expect("a key");
    let trust = Trust {
        roots: vec![Certificate::parse(first.root().as_bytes()).expect("a root")],
        revocation: Revocation::Skip,
        ..Trust::default()
    };
    assert_eq!(eds::validate(key.certificate(), key.chain(), &trust, at), Ok(()));
}
