//! OCSP answers (H 78): which decide, and which say nothing.

use eds::ocsp::{self, Answer, Told};
use eds::{Code, Crl, SigningKey, Status, Trust};
use jiff::SignedDuration;
use sandbox::ca::KeyKind;

use crate::common::{ISSUING_KEY, KINDS, Odd, SIGNING, World, at, day, openssl, person};
use crate::time::{ACT, NONCE, ago, answered, asked, by_answers, ca, check, judge};

#[test]
fn h78_a_current_answer_of_the_responder_decides() {
    let mut world = World::new();
    for kind in KINDS {
        let (key, issued) = world.issue(&person(kind));
        for next in [None, Some(day("2026-10-01"))] {
            let good = answered(&world, &key, ago(5), next);
            assert_eq!(judge(&world, &key, vec![good]), Status::Passed);
        }
        world.authority.revoke(issued.serial, ago(60));
        let revoked = answered(&world, &key, ago(1), None);
        assert_eq!(judge(&world, &key, vec![revoked]), Status::Failed(Code::CertificateRevoked));
        // A list that does not know yet does not help.
        let mut trust = world.trust();
        trust.answers = vec![answered(&world, &key, ago(1), None)];
        let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
        assert_eq!(check(&signature, &trust, at()), Status::Failed(Code::CertificateRevoked));
    }
}

#[test]
fn h78_a_stale_answer_one_of_another_certificate_and_an_unknown_one_are_indeterminate() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Rsa));
    let (other, _) = world.issue(&person(KeyKind::Ec));
    for (from, to) in [(ago(16), None), (ago(60), Some(ago(1))), (ago(-1), None)] {
        let stale = answered(&world, &key, from, to);
        assert_eq!(judge(&world, &key, vec![stale]), Status::Indeterminate(Code::RevocationStale));
    }
    let of_other = answered(&world, &other, ago(1), None);
    assert_eq!(judge(&world, &key, vec![of_other]), Status::Indeterminate(Code::RevocationUnknown));

    // The responder of an authority that does not know the certificate.
    let unknown = Odd { key: "EC", extensions: SIGNING, digest: "-sha256", issuer: ca(&world), name: "odd" };
    let unknown = SigningKey::from_pem(&unknown.issue(&world)).unwrap();
    let now = unknown.certificate().not_before();
    let answer = world.authority.answer(&asked(&world, &unknown), now, None).unwrap();
    let answer = Answer::parse(&answer, Some(NONCE)).unwrap();
    let signature = eds::cms::sign(ACT, &unknown, false, now).unwrap();
    let crls = world.authority.crl(now, now + SignedDuration::from_hours(1)).unwrap();
    let mut trust = Trust { answers: vec![answer], ..world.trust() };
    trust.crls = crls.iter().map(|list| Crl::parse(list).unwrap()).collect();
    assert_eq!(check(&signature, &trust, now), Status::Indeterminate(Code::RevocationUnknown));
    trust.answers.clear();
    assert_eq!(check(&signature, &trust, now), Status::Passed);
}

#[test]
fn h78_an_answer_with_another_nonce_or_none_is_not_taken() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let answer = world.authority.answer(&asked(&world, &key), ago(1), None).unwrap();
    assert_eq!(Answer::parse(&answer, Some(&[8; 32])).unwrap_err(), Code::RevocationNonce);
    assert_eq!(Code::RevocationNonce.status(), Status::Indeterminate(Code::RevocationNonce));
    assert!(Answer::parse(&answer, None).is_ok());
    // 5: sigRequired, 3: tryLater.
    for status in [3, 5] {
        assert_eq!(Answer::parse(&[0x30, 3, 10, 1, status], Some(NONCE)).unwrap_err(), Code::RevocationRefused);
    }
    for broken in [&answer[..answer.len() - 1], &[&answer[..], &[0]].concat(), b"", b"rubbish", &[0x30, 3, 10, 1, 0]] {
        assert_eq!(Answer::parse(broken, Some(NONCE)).unwrap_err(), Code::RevocationMalformed);
    }
}

#[test]
fn h78_only_the_issuer_and_whom_it_named_may_answer() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let request = asked(&world, &key);
    let issuer = ca(&world);
    let times = |responder: &SigningKey| {
        let now = responder.certificate().not_before();
        (now, Some(now + SignedDuration::from_hours(1)))
    };
    let judged = |responder: &SigningKey| {
        let (now, next) = times(responder);
        let answer = ocsp::answer(&request, responder, (now, next), |_| Told::Good).unwrap();
        let answer = Answer::parse(&answer, Some(NONCE)).unwrap();
        let signature = eds::cms::sign(ACT, &key, false, now).unwrap();
        let lists = world.authority.crl(now, next.unwrap()).unwrap();
        let mut trust = by_answers(&world, vec![answer]);
        trust.crls = vec![Crl::parse(&lists[0]).unwrap()];
        check(&signature, &trust, now)
    };
    let named = "keyUsage=digitalSignature\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored";
    for (extensions, status) in [
        (named, Status::Passed),
        ("keyUsage=digitalSignature\nextendedKeyUsage=OCSPSigning", Status::Indeterminate(Code::RevocationUnknown)),
        (
            "keyUsage=digitalSignature\nextendedKeyUsage=clientAuth\nnoCheck=ignored",
            Status::Indeterminate(Code::RevocationUnknown),
        ),
        (
            "keyUsage=keyEncipherment\nextendedKeyUsage=OCSPSigning\nnoCheck=ignored",
            Status::Indeterminate(Code::RevocationUnknown),
        ),
        (SIGNING, Status::Indeterminate(Code::RevocationUnknown)),
    ] {
        let bundle = Odd { key: "EC", extensions, digest: "-sha256", issuer, name: "responder" }.issue(&world);
        assert_eq!(judged(&SigningKey::from_pem(&bundle).unwrap()), status, "{extensions}");
    }
    // The authority itself, and a responder of another authority.
    let own = [std::fs::read(ISSUING_KEY).unwrap(), world.authority.issuing().as_bytes().to_vec()].concat();
    let own = SigningKey::from_pem(&own).unwrap();
    let answer = ocsp::answer(&request, &own, (ago(1), None), |_| Told::Good).unwrap();
    let answer = Answer::parse(&answer, Some(NONCE)).unwrap();
    assert_eq!(judge(&world, &key, vec![answer]), Status::Passed);
    let middle = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign";
    Odd { key: "EC", extensions: middle, digest: "-sha256", issuer, name: "middle" }.issue(&world);
    let issuer = ("middle.crt", "middle.key");
    let bundle = Odd { key: "EC", extensions: named, digest: "-sha256", issuer, name: "responder" }.issue(&world);
    let status = judged(&SigningKey::from_pem(&bundle).unwrap());
    assert_eq!(status, Status::Indeterminate(Code::RevocationUnknown));
}

#[test]
fn h78_an_altered_answer_says_nothing() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let answer = world.authority.answer(&asked(&world, &key), ago(1), None).unwrap();
    for index in 0..answer.len() {
        let mut altered = answer.clone();
        altered[index] ^= 1 << (index % 8);
        if let Ok(altered) = Answer::parse(&altered, Some(NONCE)) {
            let status = judge(&world, &key, vec![altered]);
            // Bits of the request's answer that nobody signs: the parameters of a digest, which may be there or not.
            assert!(matches!(status, Status::Indeterminate(_)), "byte {index}: {status:?}");
        }
    }
}

#[test]
fn openssl_answers_our_requests_and_reads_our_answers() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Rsa));
    let (revoked, issued_too) = world.issue(&person(KeyKind::Gost2015));
    ca(&world);
    let line = |mark: &str, serial: u64| {
        format!(
            "{mark}\t270101000000Z\t{}\t{serial:04X}\tunknown\t/CN=TEST\n",
            if mark == "R" { "260901000000Z" } else { "" }
        )
    };
    world.write("index.txt", (line("V", issued.serial) + &line("R", issued_too.serial)).as_bytes());
    let respond = |key: &SigningKey| {
        world.write("request.der", &asked(&world, key));
        let arguments = [
            "ocsp",
            "-index",
            "index.txt",
            "-CA",
            "ca.pem",
            "-rsigner",
            "ca.pem",
            "-rkey",
            ISSUING_KEY,
            "-reqin",
            "request.der",
            "-respout",
            "answer.der",
            "-nmin",
            "5",
        ];
        openssl(world.path(), &arguments).unwrap();
        Answer::parse(&std::fs::read(world.path().join("answer.der")).unwrap(), Some(NONCE)).unwrap()
    };
    for (key, expected) in [(&key, Status::Passed), (&revoked, Status::Failed(Code::CertificateRevoked))] {
        let answer = respond(key);
        let now = answer.produced_at();
        let signature = eds::cms::sign(ACT, key, false, now).unwrap();
        let lists = world.authority.crl(now, now + SignedDuration::from_hours(1)).unwrap();
        let mut trust = by_answers(&world, vec![answer]);
        trust.crls = vec![Crl::parse(&lists[0]).unwrap()];
        // The certificate's own time may have ended by the machine's clock.
        if now <= key.certificate().not_after() {
            assert_eq!(check(&signature, &trust, now), expected);
        }
    }
    world.write("holder.pem", issued.certificate.as_bytes());
    // OpenSSL compares with the machine's clock, which a certificate it makes tells.
    let now = Odd { key: "EC", extensions: SIGNING, digest: "-sha256", issuer: ca(&world), name: "odd" }.issue(&world);
    let now = SigningKey::from_pem(&now).unwrap().certificate().not_before();
    let next = Some(now + SignedDuration::from_hours(1));
    world.write("ours.der", &world.authority.answer(&asked(&world, &key), now, next).unwrap());
    let read = [
        "ocsp",
        "-respin",
        "ours.der",
        "-CAfile",
        "roots/root.pem",
        "-verify_other",
        "ca.pem",
        "-sha256",
        "-issuer",
        "ca.pem",
        "-cert",
        "holder.pem",
        "-no_nonce",
    ];
    let text = String::from_utf8(openssl(world.path(), &read).unwrap()).unwrap();
    assert!(text.contains("holder.pem: good"), "{text}");
}

#[test]
fn requests_of_openssl_are_answered_and_their_way_of_naming_a_certificate_is_understood() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Ec));
    ca(&world);
    world.write("holder.pem", issued.certificate.as_bytes());
    // OpenSSL writes NULL where we write no parameters of a digest.
    for digest in ["-sha1", "-sha256"] {
        let ask = ["ocsp", digest, "-issuer", "ca.pem", "-cert", "holder.pem", "-reqout", "request.der"];
        openssl(world.path(), &ask).unwrap();
        let request = std::fs::read(world.path().join("request.der")).unwrap();
        let answer = world.authority.answer(&request, ago(1), None).unwrap();
        let answer = Answer::parse(&answer, None).unwrap();
        assert_eq!(judge(&world, &key, vec![answer]), Status::Passed, "{digest}");
    }
}
