//! XML signatures: xmlsec1 both ways, the catalogue of attacks (F 59 to 63, H 72 to 87), and no false pass.

use std::path::Path;
use std::process::Command;

use eds::certificate::Usage;
use eds::xmldsig::{self, Expected};
use eds::{Certificate, Code, SigningKey, Status, Trust};
use sandbox::ca::{KeyKind, Profile, Usage as Certified};

use crate::common::{ISSUING_KEY, KINDS, Odd, SIGNING, World, at, day, head, openssl, person};
use crate::xml::Writer;

const ACT: &str = "<act number=\"1\" version=\"3\"><iin>850101300015</iin><sum>100</sum></act>";
const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const MESSAGE: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:x=\"urn:unused\"><s:Body><n:SendMessage \
    xmlns:n=\"http://bip.bee.kz/SyncChannel/v10/Types\"><request><iin>850101300015</iin></request></n:SendMessage></s:Body></s:Envelope>";

fn status(document: &[u8], expected: &Expected<'_>, trust: &Trust) -> Status {
    let outcome = xmldsig::verify(document, expected, trust, at());
    assert_eq!(outcome.status == Status::Passed, outcome.data.is_some());
    outcome.status
}

fn enveloped(document: &str, trust: &Trust) -> Status {
    status(document.as_bytes(), &Expected::ENVELOPED, trust)
}

fn sign(key: &SigningKey) -> String {
    String::from_utf8(xmldsig::sign_enveloped(ACT.as_bytes(), key).unwrap()).unwrap()
}

fn sign_message(key: &SigningKey) -> String {
    String::from_utf8(xmldsig::sign_body(MESSAGE.as_bytes(), "id-1", key).unwrap()).unwrap()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1)
}

/// What stands between two marks, the marks included.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

fn xmlsec(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("xmlsec1").current_dir(dir).args(arguments).output().expect("xmlsec1 is installed");
    if output.status.success() { Ok(output.stdout) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
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
fn xmlsec1_verifies_what_we_sign_and_refuses_it_altered() {
    let mut world = World::new();
    let trust = world.trust();
    let mut writer = Writer::new(5);
    world.write("ca.pem", world.authority.issuing().as_bytes());
    for kind in [KeyKind::Rsa, KeyKind::Ec] {
        let (key, issued) = world.issue(&person(kind));
        world.write("holder.pem", issued.certificate.as_bytes());
        let mut signed = 0;
        while signed < 15 {
            let document = writer.document();
            let Ok(text) = xmldsig::sign_enveloped(document.as_bytes(), &key) else { continue };
            signed += 1;
            assert_eq!(status(&text, &Expected::ENVELOPED, &trust), Status::Passed, "{document}");
            world.write("signed.xml", &text);
            let verify = [
                "--verify",
                "--trusted-pem",
                "roots/root.pem",
                "--untrusted-pem",
                "ca.pem",
                "--verification-time",
                "2026-09-30 12:00:00",
                "--X509-skip-strict-checks",
                "signed.xml",
            ];
            xmlsec(world.path(), &verify).unwrap_or_else(|wrong| panic!("{wrong}\n{}", String::from_utf8_lossy(&text)));
            let altered = String::from_utf8(text).unwrap().replace("<ds:Signature ", "x<ds:Signature ");
            world.write("signed.xml", altered.as_bytes());
            assert!(xmlsec(world.path(), &verify).is_err());
            assert_eq!(enveloped(&altered, &trust), Status::Failed(Code::XmlDigest));
        }
        world.write("message.xml", sign_message(&key).as_bytes());
        let id = format!("--id-attr:Id={SOAP}:Body");
        let id = id.split_once('=').unwrap();
        let verify = [
            "--verify",
            "--pubkey-cert-pem",
            "holder.pem",
            id.0,
            id.1,
            "--verification-time",
            "2026-09-30 12:00:00",
            "message.xml",
        ];
        let verified = xmlsec(world.path(), &verify);
        // A security token reference is not known to xmlsec1: it takes the key given by hand.
        verified.unwrap_or_else(|wrong| panic!("{wrong}"));
    }
}

/// A signature for xmlsec1 to fill in.
fn template(method: &str, canonical: &str, uri: &str, transforms: &str) -> String {
    format!(
        "<Signature xmlns=\"{DS}\"><SignedInfo><CanonicalizationMethod Algorithm=\"{canonical}\"/><SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#{method}\"/><Reference URI=\"{uri}\">{transforms}<DigestMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>"
    )
}

#[test]
fn what_xmlsec1_signs_we_verify_in_every_form() {
    let mut world = World::new();
    let trust =
        Trust { roots: vec![Certificate::parse(world.authority.issuing().as_bytes()).unwrap()], ..world.trust() };
    let own = format!("<Transform Algorithm=\"{DS}enveloped-signature\"/>");
    let inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    let exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    let listed = format!(
        "<Transform Algorithm=\"{exclusive}\"><e:InclusiveNamespaces xmlns:e=\"{exclusive}\" PrefixList=\"p #default\"/></Transform>"
    );
    let mut forms = vec![String::new(), listed];
    for uri in [inclusive, exclusive] {
        forms.push(format!("<Transform Algorithm=\"{uri}\"/>"));
        forms.push(format!(
            "<Transform Algorithm=\"{}WithComments\"/>",
            if uri.ends_with('#') { uri.to_owned() } else { format!("{uri}#") }
        ));
    }
    let mut writer = Writer::new(7);
    for (kind, method) in [(KeyKind::Rsa, "rsa-sha256"), (KeyKind::Ec, "ecdsa-sha256")] {
        let (_, issued) = world.issue(&person(kind));
        world.write("holder.pem", issued.certificate.as_bytes());
        world.write(
            "holder.key",
            part(&issued.pem, "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----\n").as_bytes(),
        );
        for form in &forms {
            for canonical in [inclusive.to_owned(), exclusive.to_owned(), format!("{exclusive}WithComments")] {
                let body = writer.element(&mut vec![], 3);
                let whole = template(method, &canonical, "", &format!("<Transforms>{own}{form}</Transforms>"));
                let whole = format!("<r xmlns:p=\"urn:p\" xmlns=\"urn:d\">{body}<!-- c -->{whole}</r>");
                check_signed(&world, &trust, &whole, &Expected::ENVELOPED);
                let transforms =
                    if form.is_empty() { String::new() } else { format!("<Transforms>{form}</Transforms>") };
                let beside = template(method, &canonical, "#d-1", &transforms);
                let beside = format!(
                    "<r xmlns:p=\"urn:p\" xmlns=\"urn:d\" xml:lang=\"kk\"><data Id=\"d-1\">{body}<!-- c --></data>{beside}</r>"
                );
                let expected = Expected { covered: &[("urn:d", "data")], ..Expected::ENVELOPED };
                check_signed(&world, &trust, &beside, &expected);
            }
        }
    }
}

fn check_signed(world: &World, trust: &Trust, template: &str, expected: &Expected<'_>) {
    world.write("template.xml", template.as_bytes());
    let sign = ["--sign", "--privkey-pem", "holder.key,holder.pem", "--id-attr:Id", "urn:d:data", "template.xml"];
    let signed = xmlsec(world.path(), &sign).unwrap_or_else(|wrong| panic!("{wrong}\n{template}"));
    assert_eq!(status(&signed, expected, trust), Status::Passed, "{}", String::from_utf8_lossy(&signed));
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
fn h85_a_short_key_is_refused() {
    let world = World::new();
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let issuer = ("ca.pem", ISSUING_KEY);
    Odd { key: "RSA:1024", extensions: SIGNING, digest: "-sha256", issuer, name: "short" }.issue(&world);
    let own = format!("<Transforms><Transform Algorithm=\"{DS}enveloped-signature\"/></Transforms>");
    let text = template("rsa-sha256", "http://www.w3.org/2001/10/xml-exc-c14n#", "", &own);
    world.write("template.xml", format!("<r>{text}</r>").as_bytes());
    let signed = xmlsec(world.path(), &["--sign", "--privkey-pem", "short.key,short.crt", "template.xml"]).unwrap();
    assert_eq!(
        status(&signed, &Expected::ENVELOPED, &world.without_revocation()),
        Status::Failed(Code::CertificateWeak)
    );
    // As a side effect the oracle of this file is known to sign at all.
    assert!(openssl(world.path(), &["x509", "-in", "short.crt", "-noout"]).is_ok());
}

/// XSW 1 to 8 in the shapes that a SOAP message allows: the signed body is moved and another one takes its place.
fn moved(signed: &str) -> Vec<(&'static str, String)> {
    let body = part(signed, "<s:Body", "</s:Body>");
    let evil = body.replace("850101300015", "900101300017");
    let no_id = evil.replace("wsu:Id=\"id-1\"", "wsu:Id=\"id-2\"");
    let signature = part(signed, "<ds:Signature ", "</ds:Signature>");
    let wrapper = |inside: &str| format!("<w xmlns=\"urn:w\">{inside}</w>");
    vec![
        ("the evil body alone", replaced(signed, body, &evil)),
        (
            "an evil body, the signed one in the header",
            replaced(&replaced(signed, body, &no_id), "<wsse:Security ", &format!("{}<wsse:Security ", wrapper(body))),
        ),
        (
            "an evil body of the same Id",
            replaced(&replaced(signed, body, &evil), "<wsse:Security ", &format!("{}<wsse:Security ", wrapper(body))),
        ),
        ("two bodies", replaced(signed, body, &format!("{no_id}{body}"))),
        ("two bodies the other way", replaced(signed, body, &format!("{body}{no_id}"))),
        (
            "the signed body inside the evil one",
            replaced(signed, body, &no_id.replace("</s:Body>", &format!("{}</s:Body>", wrapper(body)))),
        ),
        (
            "the signed body in the signature's object",
            replaced(
                &replaced(signed, body, &no_id),
                "</ds:Signature>",
                &format!("<ds:Object>{body}</ds:Object></ds:Signature>"),
            ),
        ),
        (
            "the signed body in the security header",
            replaced(&replaced(signed, body, &no_id), "</wsse:Security>", &format!("{body}</wsse:Security>")),
        ),
        (
            "the whole message inside another",
            format!("<s:Envelope xmlns:s=\"{SOAP}\"><s:Header>{}</s:Header>{no_id}</s:Envelope>", wrapper(signed)),
        ),
        (
            "the signature inside the evil body",
            replaced(
                &replaced(signed, signature, ""),
                body,
                &no_id.replace("</s:Body>", &format!("{}{signature}</s:Body>", wrapper(body))),
            ),
        ),
        ("another root", signed.replace("s:Envelope", "s:Letter")),
        ("another namespace", signed.replace(SOAP, "http://www.w3.org/2003/05/soap-envelope")),
        (
            "a second security header",
            replaced(
                signed,
                "<wsse:Security ",
                &format!("{}<wsse:Security ", part(signed, "<wsse:Security ", "</wsse:Security>")),
            ),
        ),
        ("a reference to the header", replaced(signed, "URI=\"#id-1\"", "URI=\"#id-1-token\"")),
        ("a reference to everything", replaced(signed, "URI=\"#id-1\"", "URI=\"\"")),
    ]
}

#[test]
fn f59_a_signed_body_that_is_moved_never_passes() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Ec));
    let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let trust = Trust { roots: vec![issuing], ..world.trust() };
    let signed = sign_message(&key);
    let judged = |text: &str| status(text.as_bytes(), &Expected::SOAP_BODY, &trust);
    assert_eq!(judged(&signed), Status::Passed);
    for (name, text) in moved(&signed) {
        let status = judged(&text);
        assert!(matches!(status, Status::Failed(_)), "{name}: {status:?}");
    }
    // The same for a document signed as a whole: a wrapped document is another document.
    let document = sign(&key);
    let wrapped = format!("<act><iin>900101300017</iin>{document}</act>");
    assert_eq!(enveloped(&wrapped, &trust), Status::Failed(Code::XmlNoSignature));
}

#[test]
fn f60_an_identifier_that_stands_twice_is_refused() {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Rsa));
    let signed = sign_message(&key);
    for attribute in ["Id=\"id-1\"", "ID=\"id-1\"", "id=\" id-1 \"", "xml:id=\"id-1\"", "wsu:Id=\"id-1\""] {
        let twice = replaced(
            &signed,
            "<wsse:BinarySecurityToken ",
            &format!("<wsse:Other {attribute}></wsse:Other><wsse:BinarySecurityToken "),
        );
        let judged = status(twice.as_bytes(), &Expected::SOAP_BODY, &world.trust());
        assert_eq!(judged, Status::Failed(Code::XmlReference), "{attribute}");
    }
    let token = replaced(
        &signed,
        "<wsse:BinarySecurityToken ",
        "<wsse:Other Id=\"id-1-token\"></wsse:Other><wsse:BinarySecurityToken ",
    );
    assert_eq!(status(token.as_bytes(), &Expected::SOAP_BODY, &world.trust()), Status::Failed(Code::XmlNoCertificate));
}

#[test]
fn f61_a_comment_inside_a_number_does_not_split_what_was_signed() {
    let mut world = World::new();
    let trust = world.trust();
    let (key, _) = world.issue(&person(KeyKind::Gost2015));
    let commented = replaced(&sign(&key), "850101300015", "850101<!-- x -->300015");
    let outcome = xmldsig::verify(commented.as_bytes(), &Expected::ENVELOPED, &trust, at());
    // Comments are not signed; the data that are given back are without them, so there is one reading.
    assert_eq!((outcome.status, outcome.data.as_deref()), (Status::Passed, Some(ACT.as_bytes())));
    let reference = replaced(&sign(&key), "850101300015", "850101&#51;00015");
    let outcome = xmldsig::verify(reference.as_bytes(), &Expected::ENVELOPED, &trust, at());
    assert_eq!((outcome.status, outcome.data.as_deref()), (Status::Passed, Some(ACT.as_bytes())));
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
