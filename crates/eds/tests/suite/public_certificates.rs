//! The public test certificates of the National Certification Authority, copied to `testdata/eds`.

use eds::report::About;
use eds::{Certificate, Code, Crl, Role, Trust, Usage};
use jiff::Timestamp;

const RSA: &[u8] = include_bytes!("../../../../testdata/eds/individual_valid_sign_2004_rsa.cer");
const RSA_CA: &[u8] = include_bytes!("../../../../testdata/eds/nca_rsa_test.crt");
const GOST: &[u8] = include_bytes!("../../../../testdata/eds/ceo_valid_sign_2004_gost.cer");
const GOST_CA: &[u8] = include_bytes!("../../../../testdata/eds/nca_gost_test.crt");
const GOST_2015_CA: &[u8] = include_bytes!("../../../../testdata/eds/nca_gost2015_test.cer");
const GOST_CRL: &[u8] = include_bytes!("../../../../testdata/eds/nca_gost2022_test.crl");

fn trust() -> Trust {
    Trust {
        roots: [RSA_CA, GOST_CA, GOST_2015_CA].iter().map(|bytes| Certificate::parse(bytes).unwrap()).collect(),
        ..Trust::default()
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn judge(file: &[u8], time: &str) -> (&'static str, Option<Code>) {
    let report = eds::report::certificate(file, &trust(), at(time));
    (report.status, report.code)
}

#[test]
fn the_rsa_person_certificate_passes_under_an_anchor_that_is_not_self_signed() {
    assert_eq!(judge(RSA, "2022-06-01T00:00:00Z"), ("PASSED", None));
    assert_eq!(judge(RSA, "2022-01-18T04:38:50Z"), ("PASSED", None));
    assert_eq!(judge(RSA, "2022-01-18T04:38:49Z"), ("FAILED", Some(Code::CertificateNotYetValid)));
    assert_eq!(judge(RSA, "2023-01-18T04:38:51Z"), ("FAILED", Some(Code::CertificateExpired)));
}

#[test]
fn the_rsa_person_certificate_is_untrusted_without_its_authority() {
    let mut trust = trust();
    trust.roots.remove(0);
    let report = eds::report::certificate(RSA, &trust, at("2022-06-01T00:00:00Z"));
    assert_eq!(report.code, Some(Code::CertificateUntrusted));
}

#[test]
fn facts_of_the_kazakh_profile_are_read() {
    let person = Certificate::parse(RSA).unwrap();
    assert_eq!(person.iin(), Some("123456789011"));
    assert_eq!(person.bin(), None);
    assert_eq!((person.name(), person.surname()), (Some("ТЕСТОВ ТЕСТ"), Some("ТЕСТОВ")));
    assert_eq!(person.given_name(), Some("ТЕСТОВИЧ"));
    assert_eq!(person.roles(), [Role::Person]);
    assert_eq!(person.usage(), Usage::Sign);
    assert_eq!(person.algorithm().to_string(), "RSA-2048-SHA256");
    assert_eq!(person.serial(), "41E45CC8A04C705963E5CD6769848A934D8EAEF5");

    let head = Certificate::parse(GOST).unwrap();
    assert_eq!((head.iin(), head.bin()), (Some("123456789011"), Some("123456789021")));
    assert_eq!(head.roles(), [Role::Organisation, Role::Head]);
    assert_eq!(head.algorithm().to_string(), "GOST-34.310-2004");
}

#[test]
fn the_gost_2004_certificate_of_a_head_passes_under_its_authority_within_its_time() {
    assert_eq!(judge(GOST, "2022-06-01T00:00:00Z"), ("PASSED", None));
    assert_eq!(judge(GOST, "2022-01-18T04:45:34Z"), ("FAILED", Some(Code::CertificateNotYetValid)));
    assert_eq!(judge(GOST, "2023-01-18T04:45:36Z"), ("FAILED", Some(Code::CertificateExpired)));
    let mut trust = trust();
    trust.roots.retain(|root| root.algorithm().to_string() != "GOST-34.310-2004");
    let report = eds::report::certificate(GOST, &trust, at("2022-06-01T00:00:00Z"));
    assert_eq!(report.code, Some(Code::CertificateUntrusted));
}

#[test]
fn a_gost_certificate_with_one_altered_byte_of_its_signed_part_or_signature_is_untrusted() {
    let der = Certificate::parse(GOST).unwrap().der().to_vec();
    let mut passed = 0;
    for index in (0..der.len()).step_by(7) {
        let mut altered = der.clone();
        altered[index] ^= 1;
        let report = eds::report::certificate(&altered, &trust(), at("2022-06-01T00:00:00Z"));
        passed += usize::from(report.status == "PASSED");
    }
    assert_eq!(passed, 0);
}

#[test]
fn the_gost_2015_authority_is_an_anchor_and_signed_its_revocation_list() {
    assert_eq!(judge(GOST_2015_CA, "2022-09-01T00:00:00Z"), ("PASSED", None));
    let authority = Certificate::parse(GOST_2015_CA).unwrap();
    assert_eq!(authority.algorithm().to_string(), "GOST-34.10-2015-512");
    let list = Crl::parse(GOST_CRL).unwrap();
    assert!(list.is_issued_by(&authority));
    assert!(!list.is_issued_by(&Certificate::parse(GOST_CA).unwrap()));
    // One bit of the last byte, which belongs to s.
    let mut altered = GOST_CRL.to_vec();
    *altered.last_mut().unwrap() ^= 1;
    assert!(!Crl::parse(&altered).unwrap().is_issued_by(&authority));
}

#[test]
fn the_gost_revocation_list_is_read_but_says_nothing_of_others() {
    let list = Crl::parse(GOST_CRL).unwrap();
    assert_eq!(list.this_update(), at("2022-07-27T11:26:06Z"));
    assert_eq!(list.revoked_at(&Certificate::parse(RSA).unwrap()), None);
    let trust = Trust { crls: vec![list], ..trust() };
    let report = eds::report::certificate(RSA, &trust, at("2022-08-01T00:00:00Z"));
    assert_eq!(report.code, Some(Code::RevocationUnknown));
}

#[test]
fn the_report_prints_the_object_of_the_specification() {
    let report = eds::report::certificate(RSA, &trust(), at("2022-06-01T00:00:00Z"));
    assert!(matches!(report.about, About::Certificate(Some(_))));
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["status"], "PASSED");
    assert!(json["code"].is_null());
    assert_eq!(json["certificate"]["iin"], "123456789011");
    assert_eq!(json["certificate"]["roles"][0], "1.2.398.3.3.4.1.1");

    let json = serde_json::to_value(eds::report::certificate(b"rubbish", &trust(), Timestamp::UNIX_EPOCH)).unwrap();
    assert_eq!((json["status"].as_str(), json["code"].as_str()), (Some("FAILED"), Some("certificate.malformed")));
    assert!(json["certificate"].is_null());

    let json = serde_json::to_value(eds::report::verify(b"rubbish", None, &trust(), Timestamp::UNIX_EPOCH)).unwrap();
    assert_eq!(json["code"], "cms.malformed");
    assert_eq!(json["signers"].as_array().unwrap().len(), 0);
}
