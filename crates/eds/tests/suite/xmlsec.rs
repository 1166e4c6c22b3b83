//! xmlsec1 both ways: an implementation of XML signatures that shares no line with ours.

use std::path::Path;
use std::process::Command;

use eds::xmldsig::{self, Expected};
use eds::{Certificate, Code, Status, Trust};
use sandbox::ca::KeyKind;

use crate::common::{ISSUING_KEY, Odd, SIGNING, World, openssl, person};
use crate::xml::Writer;
use crate::xmldsig::{DS, SOAP, enveloped, part, sign_message, status};

fn xmlsec(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("xmlsec1").current_dir(dir).args(arguments).output().expect("xmlsec1 is installed");
    if output.status.success() { Ok(output.stdout) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
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
