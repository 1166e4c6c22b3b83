//! H 86: no input makes the parsers panic, and nothing that was altered passes.

use std::sync::LazyLock;

use eds::{Certificate, Code, Crl, KeyError, SigningKey, Status, Trust};
use proptest::prelude::*;
use sandbox::ca::KeyKind;

use crate::common::{World, at, head, openssl, person};

const ACT: &[u8] = b"act";

struct Sample {
    world: World,
    detached: Vec<Vec<u8>>,
    attached: Vec<Vec<u8>>,
    certificate: Vec<u8>,
    bundle: String,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let mut world = World::new();
    let (rsa, issued) = world.issue(&person(KeyKind::Rsa));
    let (ec, _) = world.issue(&head(KeyKind::Ec));
    let sign = |attached| [&rsa, &ec].map(|key| eds::cms::sign(ACT, key, attached, at()).unwrap()).to_vec();
    let (detached, attached) = (sign(false), sign(true));
    Sample { certificate: rsa.certificate().der().to_vec(), bundle: issued.pem, detached, attached, world }
});

fn verify(signature: &[u8]) -> Status {
    eds::cms::verify(signature, Some(ACT), &SAMPLE.world.trust(), at()).status
}

#[test]
fn h86_trailing_bytes_are_refused() {
    for signature in SAMPLE.detached.iter().chain(&SAMPLE.attached) {
        assert_eq!(verify(signature), Status::Passed);
        let longer = [signature.as_slice(), &[0]].concat();
        assert_eq!(verify(&longer), Status::Failed(Code::CmsMalformed));
        let pem = eds::write_pem("CMS", signature);
        assert_eq!(verify(pem.as_bytes()), Status::Passed);
        assert_eq!(verify(format!("{pem}tail").as_bytes()), Status::Failed(Code::CmsMalformed));
        assert_eq!(verify(format!("{pem}{pem}").as_bytes()), Status::Failed(Code::CmsMalformed));
        assert_eq!(verify(eds::write_pem("CMS", &longer).as_bytes()), Status::Failed(Code::CmsMalformed));
    }
    let longer = [SAMPLE.certificate.as_slice(), &[0]].concat();
    assert_eq!(Certificate::parse(&longer).unwrap_err(), Code::CertificateMalformed);
    let longer = [SAMPLE.world.crls[1].as_slice(), &[0]].concat();
    assert_eq!(Crl::parse(&longer).unwrap_err(), Code::RevocationMalformed);
}

#[test]
fn h86_indefinite_length_is_refused() {
    let world = &SAMPLE.world;
    world.write("data", ACT);
    world.write("holder.pem", SAMPLE.bundle.as_bytes());
    world.write("ca.pem", world.authority.issuing().as_bytes());
    let sign = [
        "cms",
        "-sign",
        "-cades",
        "-binary",
        "-md",
        "sha256",
        "-nodetach",
        "-stream",
        "-in",
        "data",
        "-signer",
        "holder.pem",
        "-certfile",
        "ca.pem",
        "-outform",
        "DER",
    ];
    let signature = openssl(world.path(), &sign).unwrap();
    assert_eq!(&signature[..2], [0x30, 0x80]);
    assert_eq!(verify(&signature), Status::Failed(Code::CmsMalformed));
}

#[test]
fn h86_lengths_that_lie_are_refused_at_once() {
    let signature = &SAMPLE.attached[0];
    for length in
        [&[0x84, 0xff, 0xff, 0xff, 0xff][..], &[0x84, 0x0f, 0xff, 0xff, 0xff], &[0x80], &[0x88, 1, 1, 1, 1, 1, 1, 1, 1]]
    {
        let lying = [&signature[..1], length, &signature[4..]].concat();
        assert_eq!(verify(&lying), Status::Failed(Code::CmsMalformed));
    }
    let deep = [[0x30, 0x84, 0, 0, 0xff, 0xff]; 20_000].concat();
    assert_eq!(verify(&deep), Status::Failed(Code::CmsMalformed));
}

#[test]
fn h86_no_single_bit_can_be_altered() {
    for signature in SAMPLE.detached.iter().chain(&SAMPLE.attached) {
        for index in 0..signature.len() {
            let mut altered = signature.clone();
            altered[index] ^= 1 << (index % 8);
            assert_ne!(verify(&altered), Status::Passed, "byte {index}");
        }
    }
}

fn altered(original: &[u8], edits: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (index, kind, value) in edits {
        let place = index.index(bytes.len());
        match kind % 4 {
            0 => bytes[place] = *value,
            1 => bytes.insert(place, *value),
            2 => bytes.truncate(place.max(1)),
            _ => drop(bytes.remove(place)),
        }
        if bytes.is_empty() {
            bytes.push(*value);
        }
    }
    bytes
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn h86_altered_signatures_never_pass(which in 0_usize..4, edits in edits()) {
        let original = SAMPLE.detached.iter().chain(&SAMPLE.attached).nth(which).unwrap();
        let bytes = altered(original, &edits);
        prop_assert!(bytes == *original || verify(&bytes) != Status::Passed);
    }

    #[test]
    fn h86_altered_certificates_lists_and_keys_are_read_or_refused_without_panic(edits in edits()) {
        let trust = SAMPLE.world.trust();
        let bytes = altered(&SAMPLE.certificate, &edits);
        let report = eds::report::certificate(&bytes, &trust, at());
        prop_assert!(bytes == SAMPLE.certificate || report.status != "PASSED");
        let bytes = altered(&SAMPLE.world.crls[1], &edits);
        if let Ok(list) = Crl::parse(&bytes) {
            let trust = Trust { crls: vec![Crl::parse(&SAMPLE.world.crls[0]).unwrap(), list], ..trust };
            let status = eds::cms::verify(&SAMPLE.detached[0], Some(ACT), &trust, at()).status;
            prop_assert!(bytes == SAMPLE.world.crls[1] || status != Status::Passed);
        }
        if let Ok(key) = SigningKey::from_pem(&altered(SAMPLE.bundle.as_bytes(), &edits)) {
            let signed = eds::cms::sign(ACT, &key, true, at());
            prop_assert!(matches!(signed, Ok(_) | Err(KeyError::NotSigned)));
        }
    }

    #[test]
    fn h86_random_bytes_never_pass(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_ne!(verify(&bytes), Status::Passed);
        prop_assert!(Certificate::parse(&bytes).is_err());
        prop_assert!(Crl::parse(&bytes).is_err());
        prop_assert!(SigningKey::from_pem(&bytes).is_err());
    }
}

/// Cases of one property in the short form; `EDS_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("EDS_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

struct Others {
    signature: Vec<u8>,
    answer: Vec<u8>,
    response: Vec<u8>,
    stamped: Vec<u8>,
    document: Vec<u8>,
    message: Vec<u8>,
}

static OTHERS: LazyLock<Others> = LazyLock::new(|| {
    let mut world = World::new();
    let (key, _) = world.issue(&head(KeyKind::Ec));
    let issuing = Certificate::parse(world.authority.issuing().as_bytes()).unwrap();
    let request = eds::ocsp::request(key.certificate(), &issuing, &[1; 16]).unwrap();
    let signature = eds::cms::sign(ACT, &key, false, at()).unwrap();
    let value = eds::cms::signature_values(&signature).remove(0);
    let response = world.authority.time_stamp(&eds::tsp::request(&value, &[1; 16]).unwrap(), 1, at()).unwrap();
    let token = eds::tsp::Token::from_response(&response, &value, &[1; 16]).unwrap();
    let body =
        b"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a>1</a></s:Body></s:Envelope>";
    Others {
        answer: world.authority.answer(&request, at(), None).unwrap(),
        stamped: eds::cms::stamp(&signature, &token).unwrap(),
        signature,
        document: eds::xmldsig::sign_enveloped(b"<act><sum>1</sum></act>", &key).unwrap(),
        message: eds::xmldsig::sign_body(body, "b", &key).unwrap(),
        response,
    }
});

/// What was altered passes only if it says the same.
fn xml_says_the_same(document: &[u8], expected: &eds::xmldsig::Expected<'_>, data: &str) -> bool {
    let outcome = eds::xmldsig::verify(document, expected, &SAMPLE.world.without_revocation(), at());
    outcome.status != Status::Passed || outcome.data.as_deref() == Some(data.as_bytes())
}

const DATA: &str = "<act><sum>1</sum></act>";

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn h86_altered_answers_and_tokens_never_panic_and_prove_nothing(edits in edits()) {
        let bytes = altered(&OTHERS.answer, &edits);
        if let Ok(answer) = eds::ocsp::Answer::parse(&bytes, Some(&[1; 16])) {
            let root = Crl::parse(&SAMPLE.world.crls[0]).unwrap();
            let trust = Trust { answers: vec![answer], crls: vec![root], ..SAMPLE.world.trust() };
            let status = eds::cms::verify(&OTHERS.signature, Some(ACT), &trust, at()).status;
            prop_assert!(bytes == OTHERS.answer || status != Status::Passed);
        }
        let response = altered(&OTHERS.response, &edits);
        if let Ok(token) = eds::tsp::Token::from_response(&response, b"value", &[1; 16]) {
            prop_assert!(token.verify(b"value", &SAMPLE.world.without_revocation(), at()).is_err());
        }
        let bytes = altered(&OTHERS.stamped, &edits);
        let outcome = eds::cms::verify(&bytes, Some(ACT), &SAMPLE.world.without_revocation(), at());
        let is_unstamped = outcome.signers.first().is_some_and(|signer| !signer.stamped);
        prop_assert!(bytes == OTHERS.stamped || outcome.status != Status::Passed || is_unstamped);
    }

    #[test]
    fn h86_altered_documents_pass_only_with_the_data_that_were_signed(edits in edits()) {
        let document = altered(&OTHERS.document, &edits);
        prop_assert!(xml_says_the_same(&document, &eds::xmldsig::Expected::ENVELOPED, DATA));
        let message = altered(&OTHERS.message, &edits);
        let outcome = eds::xmldsig::verify(&message, &eds::xmldsig::Expected::SOAP_BODY, &SAMPLE.world.without_revocation(), at());
        let data = outcome.data.map(|data| String::from_utf8(data).unwrap());
        prop_assert!(data.is_none_or(|data| data.contains("<a>1</a>")));
    }

    /// Pieces of markup put together at random: deeper than single bytes reach.
    #[test]
    fn h86_documents_of_random_pieces_never_panic_and_never_pass(pieces in proptest::collection::vec(0_usize..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let outcome = eds::xmldsig::verify(text.as_bytes(), &eds::xmldsig::Expected::ENVELOPED, &SAMPLE.world.trust(), at());
        prop_assert!(matches!(outcome.status, Status::Failed(_)));
        if let Some((document, _)) = eds::xml::parse(text.as_bytes(), eds::xml::Limits::default()) {
            let form = eds::xml::Form { comments: true, ..eds::xml::Form::default() };
            let once = eds::xml::canonicalize(&document, None, None, &form);
            let (again, _) = eds::xml::parse(&once, eds::xml::Limits::default()).unwrap();
            prop_assert_eq!(eds::xml::canonicalize(&again, None, None, &form), once);
        }
    }
}

const PIECES: [&str; 26] = [
    "<a>",
    "</a>",
    "<a/>",
    "<p:a xmlns:p='urn:p'>",
    "</p:a>",
    " b='1'",
    "<",
    ">",
    "/>",
    "&amp;",
    "&#10;",
    "&",
    ";",
    "<!--",
    "-->",
    "<?x ",
    "?>",
    "<![CDATA[",
    "]]>",
    "'",
    "\"",
    "=",
    "<!DOCTYPE a [",
    " xmlns=\"http://www.w3.org/2000/09/xmldsig#\"",
    "<Signature>",
    "текст",
];
