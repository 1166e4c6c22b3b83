//! Revocation and time (H 75 to 79, 87): OCSP answers, time stamps, and what they prove.

use eds::evidence::Evidence;
use eds::ocsp::{self, Answer};
use eds::tsp::{self, Token};
use eds::{Certificate, Code, Crl, Reason, Revoked, SigningKey, Status, Trust};
use jiff::{SignedDuration, Timestamp};
use sandbox::ca::{Authority, KeyKind, Profile};

use crate::common::{ISSUING_KEY, KINDS, Odd, SIGNING, World, at, day, openssl, person};

pub(crate) const ACT: &[u8] = b"<act number=\"1\"/>";
pub(crate) const NONCE: &[u8] = &[7; 32];

pub(crate) fn issuing(world: &World) -> Certificate {
    Certificate::parse(world.authority.issuing().as_bytes()).unwrap()
}

/// Trust without a list of the issuing authority: its certificates are known by answers alone.
pub(crate) fn by_answers(world: &World, answers: Vec<Answer>) -> Trust {
    Trust { crls: vec![Crl::parse(&world.crls[0]).unwrap()], answers, ..world.trust() }
}

pub(crate) fn asked(world: &World, key: &SigningKey) -> Vec<u8> {
    ocsp::request(key.certificate(), &issuing(world), NONCE).unwrap()
}

pub(crate) fn answered(world: &World, key: &SigningKey, from: Timestamp, to: Option<Timestamp>) -> Answer {
    let answer = world.authority.answer(&asked(world, key), from, to).unwrap();
    Answer::parse(&answer, Some(NONCE)).unwrap()
}

pub(crate) fn judge(world: &World, key: &SigningKey, answers: Vec<Answer>) -> Status {
    let signature = eds::cms::sign(ACT, key, false, at()).unwrap();
    eds::cms::verify(&signature, Some(ACT), &by_answers(world, answers), at()).status
}

pub(crate) fn ago(minutes: i64) -> Timestamp {
    at() - SignedDuration::from_mins(minutes)
}

pub(crate) fn ca(world: &World) -> (&'static str, &'static str) {
    world.write("ca.pem", world.authority.issuing().as_bytes());
    ("ca.pem", ISSUING_KEY)
}

/// A signature with a time stamp made at `stamped`.
fn stamped(authority: &Authority, key: &SigningKey, moment: Timestamp) -> Vec<u8> {
    let signature = eds::cms::sign(ACT, key, false, moment).unwrap();
    eds::cms::stamp(&signature, &token(authority, &eds::cms::signature_values(&signature)[0], moment)).unwrap()
}

fn token(authority: &Authority, over: &[u8], moment: Timestamp) -> Token {
    let response = authority.time_stamp(&tsp::request(over, NONCE).unwrap(), 1, moment).unwrap();
    Token::from_response(&response, over, NONCE).unwrap()
}

pub(crate) fn check(signature: &[u8], trust: &Trust, moment: Timestamp) -> Status {
    eds::cms::verify(signature, Some(ACT), trust, moment).status
}

#[test]
fn h76_an_expired_certificate_with_a_time_stamp_from_its_time_is_accepted() {
    let mut world = World::new();
    for kind in KINDS {
        let (key, _) = world.issue(&Profile { not_after: day("2026-09-30"), ..person(kind) });
        let trust = world.without_revocation();
        let bare = eds::cms::sign(ACT, &key, false, day("2026-09-29")).unwrap();
        assert_eq!(check(&bare, &trust, at()), Status::Failed(Code::CertificateExpired));
        let early = stamped(&world.authority, &key, day("2026-09-29"));
        let outcome = eds::cms::verify(&early, Some(ACT), &trust, at());
        assert_eq!(outcome.status, Status::Passed);
        assert_eq!((outcome.signers[0].signed_at, outcome.signers[0].stamped), (Some(day("2026-09-29")), true));
        let late = stamped(&world.authority, &key, at());
        assert_eq!(check(&late, &trust, at()), Status::Failed(Code::CertificateExpired));
    }
}

#[test]
fn h77_revoked_after_the_time_stamp_stays_passed_and_before_it_fails() {
    let mut world = World::new();
    let signing = day("2026-09-15");
    let (key, issued) = world.issue(&person(KeyKind::Gost2015));
    let signature = stamped(&world.authority, &key, signing);
    let bare = eds::cms::sign(ACT, &key, false, signing).unwrap();
    assert_eq!(check(&signature, &world.trust(), at()), Status::Passed);
    for (revoked, expected) in [
        (day("2026-09-16"), Status::Passed),
        (signing, Status::Failed(Code::CertificateRevoked)),
        (day("2026-09-14"), Status::Failed(Code::CertificateRevoked)),
    ] {
        world.authority.revoke(issued.serial, revoked);
        world.publish();
        assert_eq!(check(&signature, &world.trust(), at()), expected);
        assert_eq!(check(&bare, &world.trust(), at()), Status::Failed(Code::CertificateRevoked));
        let answer = answered(&world, &key, ago(1), None);
        // The time stamping authority is certified by the same issuer: its list stays.
        let trust = Trust { answers: vec![answer], ..world.trust() };
        assert_eq!(check(&signature, &trust, at()), expected);
    }
}

#[test]
fn h77_a_key_known_to_be_unsafe_from_an_earlier_day_counts_from_that_day() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Ec));
    ca(&world);
    let signature = stamped(&world.authority, &key, day("2026-09-15"));
    for (reason, expected, word) in [
        ("keyTime,20260910000000Z", Status::Failed(Code::CertificateRevoked), "keyCompromise"),
        ("keyTime,20260916000000Z", Status::Passed, "keyCompromise"),
        ("superseded", Status::Passed, "superseded"),
    ] {
        let line = format!("R\t270101000000Z\t260920000000Z,{reason}\t{:04X}\tunknown\t/CN=TEST\n", issued.serial);
        world.write("index.txt", line.as_bytes());
        world.write("index.txt.attr", b"");
        world.write("number", b"1F\n");
        world.write("ca.cnf", b"[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ncrlnumber=number\n");
        let make = [
            "ca",
            "-config",
            "ca.cnf",
            "-gencrl",
            "-cert",
            "ca.pem",
            "-keyfile",
            ISSUING_KEY,
            "-crl_lastupdate",
            "20260930000000Z",
            "-crl_nextupdate",
            "20261007000000Z",
        ];
        let list = Crl::parse(&openssl(world.path(), &make).unwrap()).unwrap();
        assert_eq!(list.number().as_deref(), Some("1F"));
        let revoked = list.revoked(key.certificate()).unwrap();
        assert_eq!(revoked.reason.map(Reason::word), Some(word));
        let trust = Trust { crls: vec![Crl::parse(&world.crls[0]).unwrap(), list], ..world.trust() };
        assert_eq!(check(&signature, &trust, at()), expected, "{reason}");
    }
}

#[test]
fn h77_a_list_from_after_the_end_of_a_certificate_may_have_forgotten_its_revocation() {
    let mut world = World::new();
    let (key, _) = world.issue(&Profile { not_after: day("2026-09-20"), ..person(KeyKind::Ec) });
    let signature = stamped(&world.authority, &key, day("2026-09-15"));
    assert_eq!(check(&signature, &world.trust(), at()), Status::Indeterminate(Code::RevocationStale));
    // A list that was issued between the time stamp and the end tells, though it is not current any more.
    let earlier = world.authority.crl(day("2026-09-16"), day("2026-09-17")).unwrap();
    let mut trust = world.trust();
    trust.crls.push(Crl::parse(&earlier[1]).unwrap());
    assert_eq!(check(&signature, &trust, at()), Status::Passed);
    // One from before the time stamp does not.
    let before = world.authority.crl(day("2026-09-13"), day("2026-09-14")).unwrap();
    let mut trust = world.trust();
    trust.crls.push(Crl::parse(&before[1]).unwrap());
    assert_eq!(check(&signature, &trust, at()), Status::Indeterminate(Code::RevocationStale));
}

#[test]
fn h79_lists_of_changes_and_of_a_part_are_no_lists() {
    let world = World::new();
    ca(&world);
    world.write("index.txt", b"");
    world.write("index.txt.attr", b"");
    for extension in [
        "2.5.29.27=DER:020101",
        "2.5.29.28=DER:30038101FF",
        "2.5.29.28=critical,DER:30038101FF",
        "1.2.398.9=critical,DER:0500",
    ] {
        let config = format!(
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ncrl_extensions=e\n[e]\n{extension}\n"
        );
        world.write("ca.cnf", config.as_bytes());
        let make = ["ca", "-config", "ca.cnf", "-gencrl", "-cert", "ca.pem", "-keyfile", ISSUING_KEY, "-crldays", "7"];
        let list = openssl(world.path(), &make).unwrap();
        assert_eq!(Crl::parse(&list).unwrap_err(), Code::RevocationMalformed, "{extension}");
    }
}

#[test]
fn h87_a_token_over_other_bytes_from_an_untrusted_authority_or_of_the_future_is_refused() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let trust = world.trust();
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let values = eds::cms::signature_values(&signature);
    let other = token(&world.authority, b"other", at());
    assert_eq!(eds::cms::stamp(&signature, &other).unwrap_err(), Code::TimestampImprint);
    assert_eq!(other.verify(&values[0], &trust, at()), Err(Code::TimestampImprint));
    assert_eq!(other.verify(b"other", &trust, at()), Ok(at()));

    let future = stamped(&world.authority, &key, at() + SignedDuration::from_mins(2));
    assert_eq!(check(&future, &trust, at()), Status::Failed(Code::TimestampFuture));
    let moved = crate::common::restamped(&stamped(&world.authority, &key, at()), &other);
    assert_eq!(check(&moved, &trust, at()), Status::Failed(Code::TimestampImprint));

    let request = tsp::request(&values[0], NONCE).unwrap();
    let issuer = ca(&world);
    for (extensions, expected) in [
        ("keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping", None),
        ("keyUsage=critical,digitalSignature\nextendedKeyUsage=timeStamping", Some(Code::TimestampUntrusted)),
        (
            "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping,emailProtection",
            Some(Code::TimestampUntrusted),
        ),
        (SIGNING, Some(Code::TimestampUntrusted)),
    ] {
        let bundle = Odd { key: "EC", extensions, digest: "-sha256", issuer, name: "tsa" }.issue(&world);
        let authority = SigningKey::from_pem(&bundle).unwrap();
        let now = authority.certificate().not_before();
        let policy = "1.2.398.3.3.2.6.1".parse().unwrap();
        let response = tsp::respond(&request, &tsp::Stamp { key: &authority, policy, serial: 9, at: now }).unwrap();
        let token = Token::from_response(&response, &values[0], NONCE).unwrap();
        let judged = token.verify(&values[0], &world.without_revocation(), now);
        assert_eq!(judged.err(), expected, "{extensions}");
        let nobody = Trust { roots: vec![], ..world.without_revocation() };
        assert_eq!(token.verify(&values[0], &nobody, now), Err(Code::TimestampUntrusted));
    }
}

#[test]
fn h87_a_response_of_another_request_or_without_a_token_is_refused() {
    let world = World::new();
    let request = tsp::request(b"value", NONCE).unwrap();
    let response = world.authority.time_stamp(&request, 1, at()).unwrap();
    assert!(Token::from_response(&response, b"value", NONCE).is_ok());
    assert_eq!(Token::from_response(&response, b"value", &[8; 32]).unwrap_err(), Code::TimestampNonce);
    assert_eq!(Token::from_response(&response, b"other", NONCE).unwrap_err(), Code::TimestampImprint);
    let refused = world.authority.time_stamp(b"rubbish", 1, at()).unwrap();
    assert_eq!(Token::from_response(&refused, b"value", NONCE).unwrap_err(), Code::TimestampRefused);
    assert_eq!(Token::from_response(b"rubbish", b"value", NONCE).unwrap_err(), Code::TimestampMalformed);
}

#[test]
fn h87_no_bit_of_a_token_can_be_altered() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let trust = world.trust();
    let signature = stamped(&world.authority, &key, ago(60));
    assert_eq!(check(&signature, &trust, at()), Status::Passed);
    for index in 0..signature.len() {
        let mut altered = signature.clone();
        altered[index] ^= 1 << (index % 8);
        let outcome = eds::cms::verify(&altered, Some(ACT), &trust, at());
        // An attribute whose name was altered is unknown and proves nothing: the signature is judged as one without a time stamp.
        let unstamped = outcome.signers.first().is_some_and(|signer| !signer.stamped);
        assert!(outcome.status != Status::Passed || unstamped, "byte {index}");
    }
}

#[test]
fn openssl_stamps_our_requests_and_verifies_our_tokens() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let issuer = ca(&world);
    let extensions = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping";
    Odd { key: "RSA:2048", extensions, digest: "-sha256", issuer, name: "tsa" }.issue(&world);
    world.write("serial", b"01\n");
    for ess in ["sha1", "sha256"] {
        let config = format!(
            "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.crt\ncerts=ca.pem\nsigner_key=tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg={ess}\n"
        );
        world.write("ts.cnf", config.as_bytes());
        let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
        let value = eds::cms::signature_values(&signature).remove(0);
        world.write("request.tsq", &tsp::request(&value, NONCE).unwrap());
        let reply = ["ts", "-reply", "-config", "ts.cnf", "-queryfile", "request.tsq", "-out", "reply.tsr"];
        openssl(world.path(), &reply).unwrap();
        let token =
            Token::from_response(&std::fs::read(world.path().join("reply.tsr")).unwrap(), &value, NONCE).unwrap();
        assert_eq!(token.policy(), "1.2.3.4.1");
        assert_eq!(token.verify(&value, &world.without_revocation(), token.at()), Ok(token.at()), "{ess}");
    }
    let request = tsp::request(b"value", NONCE).unwrap();
    world.write("request.tsq", &request);
    world.write("ours.tsr", &world.authority.time_stamp(&request, 2, at()).unwrap());
    let verify = [
        "ts",
        "-verify",
        "-queryfile",
        "request.tsq",
        "-in",
        "ours.tsr",
        "-CAfile",
        "roots/root.pem",
        "-untrusted",
        "ca.pem",
        "-attime",
        "1790769600",
    ];
    openssl(world.path(), &verify).unwrap();
}

#[test]
fn reasons_have_the_names_of_the_standard() {
    let revoked = Revoked { at: at(), reason: Some(Reason(6)) };
    assert_eq!(revoked.reason.map(Reason::word), Some("certificateHold"));
    assert_eq!(Reason(77).word(), "unspecified");
}

#[test]
fn evidence_is_checked_again_in_ten_years_from_what_was_kept() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Gost2015));
    let signature = stamped(&world.authority, &key, ago(30));
    let mut trust = world.trust();
    trust.answers = vec![answered(&world, &key, ago(1), None)];
    let (outcome, evidence, kept) = eds::evidence::verify(&signature, Some(ACT), &trust, at());
    assert_eq!((outcome.status, evidence.status.as_str()), (Status::Passed, "PASSED"));
    assert_eq!((evidence.roots.len(), evidence.lists.len(), evidence.answers.len()), (1, 2, 1));

    // Ten years later everything has ended and the certificate was revoked since; what was kept says what it said.
    world.authority.revoke(issued.serial, day("2026-09-01"));
    let evidence = Evidence::from_json(&evidence.to_json().unwrap()).unwrap();
    let again = |signature: &[u8], data: &[u8], trusted: &[Certificate]| {
        evidence.check_again((signature, Some(data)), trusted, |name| kept.get(name).cloned())
    };
    let found = again(&signature, ACT, &trust.roots).unwrap();
    assert!(evidence.agrees_with(&found));
    assert_eq!(found.signers, outcome.signers);

    assert_eq!(again(&signature, b"other", &trust.roots).unwrap_err(), Code::EvidenceOther);
    assert_eq!(again(&[&signature[..], &[0]].concat(), ACT, &trust.roots).unwrap_err(), Code::EvidenceOther);
    assert_eq!(again(&signature, ACT, &[]).unwrap_err(), Code::CertificateUntrusted);
    for name in kept.keys() {
        for changed in [None, Some(b"other bytes".to_vec())] {
            let judged = evidence.check_again((&signature, Some(ACT)), &trust.roots, |wanted| {
                if wanted == name { changed.clone() } else { kept.get(wanted).cloned() }
            });
            assert_eq!(judged.unwrap_err(), Code::EvidenceMissing);
        }
    }
    assert_eq!(Evidence::from_json("{}").unwrap_err(), Code::EvidenceMalformed);
    let other_form = evidence.to_json().unwrap().replace("qazyna-evidence-1", "qazyna-evidence-2");
    assert_eq!(Evidence::from_json(&other_form).unwrap_err(), Code::EvidenceMalformed);
}

#[test]
fn evidence_of_what_could_not_be_checked_says_so_again() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let signature = eds::cms::sign(ACT, &key, true, at()).unwrap();
    let trust = Trust { crls: vec![], ..world.trust() };
    let (outcome, evidence, kept) = eds::evidence::verify(&signature, None, &trust, at());
    assert_eq!(outcome.status, Status::Indeterminate(Code::RevocationUnknown));
    let again = evidence.check_again((&signature, None), &trust.roots, |name| kept.get(name).cloned()).unwrap();
    assert!(evidence.agrees_with(&again));
    let passed = eds::cms::verify(&signature, None, &world.trust(), at());
    assert!(!evidence.agrees_with(&passed));
}
