//! XML signatures: xmlsec1 both ways, the catalogue of attacks (F 59 to 63, H 72 to 87), and no false pass.

use eds::certificate::Usage;
use eds::xmldsig::{self, Expected};
use eds::{Certificate, Code, SigningKey, Status, Trust};
use sandbox::ca::{KeyKind, Profile, Usage as Certified};

use crate::common::{KINDS, World, at, day, head, person};

pub(crate) const ACT: &str = "<act number=\"1\" version=\"3\"><iin>850101300015</iin><sum>100</sum></act>";
pub(crate) const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub(crate) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(crate) const MESSAGE: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:x=\"urn:unused\"><s:Body><n:SendMessage \
    xmlns:n=\"http://bip.bee.kz/SyncChannel/v10/Types\"><request><iin>850101300015</iin></request></n:SendMessage></s:Body></s:Envelope>";

pub(crate) fn status(document: &[u8], expected: &Expected<'_>, trust: &Trust) -> Status {
    let outcome = xmldsig::verify(document, expected, trust, at());
    assert_eq!(outcome.status == Status::Passed, outcome.data.is_some());
    outcome.status
}

pub(crate) fn enveloped(document: &str, trust: &Trust) -> Status {
    status(document.as_bytes(), &Expected::ENVELOPED, trust)
}

pub(crate) fn sign(key: &SigningKey) -> String {
    String::from_utf8(xmldsig::sign_enveloped(ACT.as_bytes(), key).unwrap()).unwrap()
}

pub(crate) fn sign_message(key: &SigningKey) -> String {
    String::from_utf8(xmldsig::sign_body(MESSAGE.as_bytes(), "id-1", key).unwrap()).unwrap()
}

pub(crate) fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1)
}

/// What stands between two marks, the marks included.
pub(crate) fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

#[test]
fn every_kind_of_key_signs_documents_and_messages() {
    let mut world = World::new();
    let trust = world.trust();
    for kind in KINDS {
        let (key, _) = world.issue(&head(kind));
        let outcome = xmldsig::verify(sign(&key).as_bytes(), &Expected::ENVELOPED, &trust, at());
        assert_eq!(outcome.status, Status::Passed);
        assert_eq!(outcome.data.as_deref(), Some(ACT.as_bytes()));
        let signer = outcome.signer.unwrap();
        assert_eq!((signer.iin.as_deref(), signer.bin.as_deref()), (Some("850101300015"), Some("120440001238")));
        assert_eq!((signer.roles.len(), signer.signed_at), (3, None));

        // The token of a message is one certificate: what leads to the anchor is configured.
        let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
        let trust = Trust { roots: vec![issuing], ..world.trust() };
        let outcome = xmldsig::verify(sign_message(&key).as_bytes(), &Expected::SOAP_BODY, &trust, at());
        assert_eq!(outcome.status, Status::Passed);
        let data = String::from_utf8(outcome.data.unwrap()).unwrap();
        assert!(data.starts_with("<s:Body ") && data.contains("<iin>850101300015</iin>") && !data.contains("unused"));
    }
}

#[test]
fn h72_any_altered_byte_is_refused() {
    let mut world = World::new();
    let trust = world.trust();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let signed = sign(&key);
    assert_eq!(enveloped(&signed, &trust), Status::Passed);
    for index in 0..signed.len() {
        let mut altered = signed.clone().into_bytes();
        altered[index] ^= 1;
        let outcome = xmldsig::verify(&altered, &Expected::ENVELOPED, &trust, at());
        // Only what means the same may pass: the data are still those that were signed.
        assert!(outcome.status != Status::Passed || outcome.data.as_deref() == Some(ACT.as_bytes()), "byte {index}");
    }
    let other = replaced(&signed, "<sum>100</sum>", "<sum>900</sum>");
    assert_eq!(enveloped(&other, &trust), Status::Failed(Code::XmlDigest));
}

#[test]
fn h73_a_signature_of_another_document_does_not_fit() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Rsa));
    let signature = part(&sign(&key), "<ds:Signature ", "</ds:Signature>").to_owned();
    let other = ACT.replace("version=\"3\"", "version=\"4\"").replace("</act>", &format!("{signature}</act>"));
    assert_eq!(enveloped(&other, &world.trust()), Status::Failed(Code::XmlDigest));
}

#[test]
fn h74_signing_the_same_document_twice_gives_the_same_bytes_and_never_two_signatures() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Rsa));
    assert_eq!(sign(&key), sign(&key));
    assert!(xmldsig::sign_enveloped(sign(&key).as_bytes(), &key).is_err());
}

#[test]
fn h75_a_certificate_outside_its_validity_is_refused() {
    let mut world = World::new();
    for (profile, code) in [
        (Profile { not_after: day("2026-09-30"), ..person(KeyKind::Ec) }, Code::CertificateExpired),
        (Profile { not_before: day("2026-10-01"), ..person(KeyKind::Gost2015) }, Code::CertificateNotYetValid),
    ] {
        let (key, _) = world.issue(&profile);
        assert_eq!(enveloped(&sign(&key), &world.trust()), Status::Failed(code));
    }
}

#[test]
fn h76_h87_an_xml_signature_has_no_time_stamp_and_is_judged_for_the_time_asked() {
    let mut world = World::new();
    let (key, _) = world.issue(&Profile { not_after: day("2026-09-30"), ..person(KeyKind::Ec) });
    let signed = sign(&key);
    let trust = world.without_revocation();
    let judged = |moment| xmldsig::verify(signed.as_bytes(), &Expected::ENVELOPED, &trust, moment).status;
    assert_eq!(judged(day("2026-09-29")), Status::Passed);
    assert_eq!(judged(at()), Status::Failed(Code::CertificateExpired));
}

#[test]
fn h77_a_revoked_certificate_is_refused_whenever_it_was_revoked() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Gost2004));
    let signed = sign(&key);
    assert_eq!(enveloped(&signed, &world.trust()), Status::Passed);
    world.authority.revoke(issued.serial, at());
    world.publish();
    assert_eq!(enveloped(&signed, &world.trust()), Status::Failed(Code::CertificateRevoked));
}

#[test]
fn h78_answers_of_the_responder_decide_and_stale_ones_do_not() {
    let mut world = World::new();
    let (key, issued) = world.issue(&person(KeyKind::Ec));
    let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let request = eds::ocsp::request(key.certificate(), &issuing, &[1; 16]).unwrap();
    let judged = |world: &World, moment| {
        let answer = world.authority.answer(&request, moment, None).unwrap();
        let answer = eds::ocsp::Answer::parse(&answer, Some(&[1; 16])).unwrap();
        let root = eds::Crl::parse(&world.crls[0]).unwrap();
        enveloped(&sign(&key), &Trust { answers: vec![answer], crls: vec![root], ..world.trust() })
    };
    assert_eq!(judged(&world, at()), Status::Passed);
    assert_eq!(judged(&world, day("2026-09-29")), Status::Indeterminate(Code::RevocationStale));
    world.authority.revoke(issued.serial, at());
    assert_eq!(judged(&world, at()), Status::Failed(Code::CertificateRevoked));
}

#[test]
fn h79_without_lists_the_answer_is_indeterminate_and_gives_no_data() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Gost2004));
    let trust = Trust { crls: vec![], ..world.trust() };
    let outcome = xmldsig::verify(sign(&key).as_bytes(), &Expected::ENVELOPED, &trust, at());
    assert_eq!((outcome.status, outcome.data), (Status::Indeterminate(Code::RevocationUnknown), None));
}

#[test]
fn h80_the_answer_names_person_organisation_and_roles_of_the_certificate() {
    let mut world = World::new();
    for (profile, bin) in [(person(KeyKind::Rsa), None), (head(KeyKind::Ec), Some("120440001238"))] {
        let (key, _) = world.issue(&profile);
        let signer = xmldsig::verify(sign(&key).as_bytes(), &Expected::ENVELOPED, &world.trust(), at()).signer.unwrap();
        assert_eq!((signer.iin.as_deref(), signer.bin.as_deref()), (Some("850101300015"), bin));
        assert_eq!((signer.name.as_deref(), &signer.roles), (Some("ТЕСТОВ ТЕСТ"), &profile.roles));
    }
}

#[test]
fn h81_certificates_for_login_and_for_documents_do_not_stand_in_for_each_other() {
    let mut world = World::new();
    let login = Expected { usage: Usage::Auth, ..Expected::ENVELOPED };
    for (usage, of_document, of_login) in [
        (Certified::Sign, Status::Passed, Status::Failed(Code::CertificateKeyUsage)),
        (Certified::Auth, Status::Failed(Code::CertificateKeyUsage), Status::Passed),
    ] {
        let (key, _) = world.issue(&Profile { usage, ..person(KeyKind::Gost2015) });
        assert_eq!(enveloped(&sign(&key), &world.trust()), of_document);
        assert_eq!(status(sign(&key).as_bytes(), &login, &world.trust()), of_login);
    }
}

#[test]
fn h82_f63_a_certificate_of_the_signature_itself_is_not_trusted() {
    let mut world = World::new();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let nobody = Trust { roots: vec![], ..world.trust() };
    assert_eq!(enveloped(&sign(&key), &nobody), Status::Failed(Code::CertificateUntrusted));
    let signed = sign(&key);
    let bare = replaced(&signed, part(&signed, "<ds:X509Data>", "</ds:X509Data>"), "<ds:KeyValue></ds:KeyValue>");
    assert_eq!(enveloped(&bare, &world.trust()), Status::Failed(Code::XmlNoCertificate));
    // A certificate of somebody else in front.
    let (other, _) = world.issue(&head(KeyKind::Ec));
    let other = sign(&other);
    let first = part(&other, "<ds:X509Certificate>", "</ds:X509Certificate>");
    let swapped = replaced(&signed, "<ds:X509Data>", &format!("<ds:X509Data>{first}"));
    assert_eq!(enveloped(&swapped, &world.trust()), Status::Failed(Code::XmlSignature));
}

#[test]
fn h83_without_a_signature_or_with_two_nothing_passes() {
    let mut world = World::new();
    let trust = world.trust();
    let (key, _) = world.issue(&person(KeyKind::Ec));
    let signed = sign(&key);
    let signature = part(&signed, "<ds:Signature ", "</ds:Signature>");
    assert_eq!(enveloped(ACT, &trust), Status::Failed(Code::XmlNoSignature));
    let twice = replaced(&signed, "</act>", &format!("{signature}</act>"));
    assert_eq!(enveloped(&twice, &trust), Status::Failed(Code::XmlNoSignature));
    let deeper = replaced(&replaced(&signed, signature, ""), "</sum>", &format!("</sum><x>{signature}</x>"));
    assert_eq!(enveloped(&deeper, &trust), Status::Failed(Code::XmlNoSignature));
}

#[test]
fn h84_h85_f62_parts_transforms_and_algorithms_are_exactly_those_allowed() {
    let mut world = World::new();
    let trust = world.trust();
    let (key, _) = world.issue(&person(KeyKind::Rsa));
    let signed = sign(&key);
    let reference = part(&signed, "<ds:Reference ", "</ds:Reference>").to_owned();
    let method = part(&signed, "<ds:SignatureMethod ", "</ds:SignatureMethod>").to_owned();
    let failed = |code| Status::Failed(code);
    let xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>1=1</ds:XPath></ds:Transform>";
    let xslt = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>";
    let own = format!("<ds:Transform Algorithm=\"{DS}enveloped-signature\"></ds:Transform>");
    for (from, to, expected) in [
        (own.as_str(), xpath.to_owned(), failed(Code::XmlStructure)),
        ("</ds:Transforms>", format!("{xslt}</ds:Transforms>"), failed(Code::XmlStructure)),
        (own.as_str(), String::new(), failed(Code::XmlStructure)),
        (own.as_str(), format!("{own}{own}"), failed(Code::XmlStructure)),
        ("</ds:SignedInfo>", format!("{reference}</ds:SignedInfo>"), failed(Code::XmlStructure)),
        (reference.as_str(), String::new(), failed(Code::XmlStructure)),
        ("</ds:Signature>", "<ds:Object></ds:Object></ds:Signature>".to_owned(), failed(Code::XmlStructure)),
        ("<ds:SignedInfo>", "text<ds:SignedInfo>".to_owned(), failed(Code::XmlStructure)),
        ("<ds:DigestMethod ", "<ds:Other></ds:Other><ds:DigestMethod ".to_owned(), failed(Code::XmlStructure)),
        ("URI=\"\"", "Id=\"x\"".to_owned(), failed(Code::XmlStructure)),
        ("URI=\"\"", "URI=\"http://127.0.0.1/\"".to_owned(), failed(Code::XmlReference)),
        ("URI=\"\"", "URI=\"#nobody\"".to_owned(), failed(Code::XmlReference)),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#ecdsa-sha256".to_owned(), failed(Code::XmlAlgorithm)),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-md5".to_owned(), failed(Code::XmlWeak)),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", format!("{DS}rsa-sha1"), failed(Code::XmlWeak)),
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            format!("{DS}hmac-sha1"),
            Status::Indeterminate(Code::AlgorithmUnsupported),
        ),
        ("http://www.w3.org/2001/04/xmlenc#sha256", format!("{DS}sha1"), failed(Code::XmlWeak)),
        (
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmldsig-more#gost34311".to_owned(),
            failed(Code::XmlAlgorithm),
        ),
        (
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2001/04/xmlenc#sha512".to_owned(),
            Status::Indeterminate(Code::AlgorithmUnsupported),
        ),
        (
            method.as_str(),
            method.replace("></", "><ds:HMACOutputLength>8</ds:HMACOutputLength></"),
            failed(Code::XmlStructure),
        ),
        ("<ds:DigestValue>", "<ds:DigestValue>!".to_owned(), failed(Code::XmlStructure)),
        ("<ds:DigestValue>", "<ds:DigestValue>AAAA".to_owned(), failed(Code::XmlDigest)),
        ("<ds:SignatureValue>", "<ds:SignatureValue>AAAA".to_owned(), failed(Code::XmlSignature)),
        ("<act ", "<!DOCTYPE act><act ".to_owned(), failed(Code::XmlMalformed)),
    ] {
        assert_eq!(enveloped(&replaced(&signed, from, &to), &trust), expected, "{from} -> {to}");
    }
}

#[test]
fn smartbridge_writes_the_certificate_into_the_reference_itself() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Gost2015));
    let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let trust = Trust { roots: vec![issuing], ..world.trust() };
    let signed = sign_message(&key);
    let token = part(&signed, "<wsse:BinarySecurityToken ", "</wsse:BinarySecurityToken>").to_owned();
    let inside = token.replace("wsse:BinarySecurityToken", "wsse:KeyIdentifier").replace(" wsu:Id=\"id-1-token\"", "");
    let reference = part(&signed, "<wsse:Reference ", "/>").to_owned();
    let moved = replaced(&replaced(&signed, &token, ""), &reference, &inside);
    assert_eq!(status(moved.as_bytes(), &Expected::SOAP_BODY, &trust), Status::Passed);
    let other_kind = replaced(&moved, "#X509v3", "#X509PKIPathv1");
    assert_eq!(status(other_kind.as_bytes(), &Expected::SOAP_BODY, &trust), Status::Failed(Code::XmlNoCertificate));
}

#[test]
fn the_report_of_a_signed_document_or_message_is_that_of_a_signature() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Gost2015));
    let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let trust = Trust { roots: vec![issuing], ..world.trust() };
    let report = |file: &str, data: Option<&str>| {
        serde_json::to_value(eds::report::verify(file.as_bytes(), data.map(str::as_bytes), &trust, at())).unwrap()
    };
    for file in [sign(&key), sign_message(&key), format!("\u{feff} {}", sign(&key))] {
        let json = report(&file, None);
        assert_eq!(json["status"], "PASSED");
        assert_eq!(json["signers"][0]["algorithm"], "GOST-34.10-2015-512");
        assert!(json["signers"][0]["signed_at"].is_null());
    }
    assert_eq!(report(&sign(&key), Some(ACT))["status"], "PASSED");
    assert_eq!(report(&sign(&key), Some("<act/>"))["code"], "xml.digest");
    let altered = report(&sign(&key).replace("100", "900"), None);
    assert_eq!((altered["status"].as_str(), altered["code"].as_str()), (Some("FAILED"), Some("xml.digest")));
    assert_eq!(report("<act>", None)["code"], "xml.malformed");
}
