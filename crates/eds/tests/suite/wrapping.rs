//! Documents in which what was signed is not what is read (F 59 to 61).

use eds::xmldsig::{self, Expected};
use eds::{Certificate, Code, Status, Trust};
use sandbox::ca::KeyKind;

use crate::common::{World, at, head, person};
use crate::xmldsig::{ACT, SOAP, enveloped, part, replaced, sign, sign_message, status};

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
