//! Reading a `SignedData` strictly.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo, SignerInfos};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use der::asn1::{Any, SetOfVec};
use der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};

use x509_cert::attr::Attribute;

use super::attributes;
use crate::certificate::Certificate;
use crate::code::Code;
use crate::pem;

/// A message without its content is refused above this size; parsing sorts sets in quadratic time.
const ENVELOPE_BYTES_MAX: usize = 64 * 1024;
/// Certificates carried by one message.
const CERTIFICATES_MAX: usize = 16;
/// Signers of one message.
const SIGNERS_MAX: usize = 16;

/// A well-formed signature, nothing of it verified.
pub(super) struct Message {
    data: SignedData,
    certificates: Vec<Certificate>,
}

impl Message {
    /// Reads a message whose content is of type `content`.
    pub(super) fn read(signature: &[u8], content: ObjectIdentifier) -> Result<Self, Code> {
        match pem::read(signature) {
            None => Self::decode(signature),
            Some(file) => match file.blocks.as_slice() {
                [block] if !file.text_outside && ["CMS", "PKCS7"].contains(&block.label.as_str()) => {
                    Self::decode(&block.der)
                }
                _ => None,
            },
        }
        .ok_or(Code::CmsMalformed)?
        .check_content_type(content)
    }

    fn decode(der: &[u8]) -> Option<Self> {
        let outer = ContentInfo::from_der(der).ok()?;
        if outer.content_type != rfc5911::ID_SIGNED_DATA || !is_small(&outer.content, der.len()) {
            return None;
        }
        let data: SignedData = outer.content.decode_as().ok()?;
        // Sets are sorted by the parser and defaults filled in: only what is written back equal was strict DER.
        if Any::encode_from(&data).ok()? != outer.content || outer.to_der().ok()? != der {
            return None;
        }
        let certificates = read_certificates(&data)?;
        let message = Self { data, certificates };
        message.versions_are_right().then_some(message)
    }

    fn check_content_type(self, content: ObjectIdentifier) -> Result<Self, Code> {
        if self.content_type() == content { Ok(self) } else { Err(Code::CmsContentType) }
    }

    /// RFC 5652 sections 5.1 and 5.3, for certificates of X.509 and content of type data.
    fn versions_are_right(&self) -> bool {
        let signers = self.data.signer_infos.0.as_slice();
        let content_is_octets =
            self.data.encap_content_info.econtent.as_ref().is_none_or(|content| content.tag() == Tag::OctetString);
        let signer_versions = signers.iter().all(|info| info.version == version_of(&info.sid));
        let newest = signers.iter().any(|info| info.version == CmsVersion::V3);
        let plain = self.data.encap_content_info.econtent_type == rfc5911::ID_DATA;
        let expected = if newest || !plain { CmsVersion::V3 } else { CmsVersion::V1 };
        content_is_octets && signer_versions && signers.len() <= SIGNERS_MAX && self.data.version == expected
    }

    pub(super) fn content_type(&self) -> ObjectIdentifier {
        self.data.encap_content_info.econtent_type
    }

    /// The message with one more unsigned attribute at its only signer; `None` when it has several or has it already.
    pub(super) fn with_unsigned(mut self, attribute: Attribute) -> Option<Vec<u8>> {
        let [info] = self.data.signer_infos.0.as_slice() else { return None };
        let mut info = info.clone();
        let mut unsigned = info.unsigned_attrs.take().unwrap_or_default();
        if unsigned.iter().any(|one| one.oid == attribute.oid) {
            return None;
        }
        unsigned.insert(attribute).ok()?;
        info.unsigned_attrs = Some(unsigned);
        self.data.signer_infos = SignerInfos(SetOfVec::try_from(vec![info]).ok()?);
        let content = Any::encode_from(&self.data).ok()?;
        ContentInfo { content_type: rfc5911::ID_SIGNED_DATA, content }.to_der().ok()
    }

    pub(super) fn content(&self) -> Option<&[u8]> {
        self.data.encap_content_info.econtent.as_ref().map(Any::value)
    }

    pub(super) fn signers(&self) -> impl Iterator<Item = &SignerInfo> {
        self.data.signer_infos.0.iter()
    }

    pub(super) fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    pub(super) fn lists_digest(&self, info: &SignerInfo) -> bool {
        self.data.digest_algorithms.iter().any(|algorithm| *algorithm == info.digest_alg)
    }

    /// The certificate that a signer names. Where two answer to one name, the one that signing-certificate-v2
    /// states is taken.
    pub(super) fn certificate_of(&self, info: &SignerInfo) -> Option<&Certificate> {
        let named = || self.certificates.iter().filter(|certificate| names(&info.sid, certificate));
        named()
            .find(|certificate| attributes::signing_certificate(info, certificate).is_ok())
            .or_else(|| named().next())
    }
}

fn names(sid: &SignerIdentifier, certificate: &Certificate) -> bool {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber { issuer, serial_number }) => {
            certificate.tbs.serial_number == *serial_number && certificate.issuer() == issuer
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => certificate.key_identifier() == Some(id.0.as_bytes()),
    }
}

fn version_of(sid: &SignerIdentifier) -> CmsVersion {
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(_) => CmsVersion::V1,
        SignerIdentifier::SubjectKeyIdentifier(_) => CmsVersion::V3,
    }
}

fn read_certificates(data: &SignedData) -> Option<Vec<Certificate>> {
    let Some(set) = &data.certificates else { return Some(Vec::new()) };
    if set.0.len() > CERTIFICATES_MAX {
        return None;
    }
    set.0
        .iter()
        .map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Certificate::from_der(&certificate.to_der().ok()?).ok(),
            CertificateChoices::Other(_) => None,
        })
        .collect()
}

/// Whether everything but the encapsulated content is of bounded size, found without reading any set.
fn is_small(signed_data: &Any, total: usize) -> bool {
    let content_length = || -> der::Result<usize> {
        let mut reader = SliceReader::new(signed_data.value())?;
        reader.tlv_bytes()?;
        reader.tlv_bytes()?;
        usize::try_from(reader.peek_header()?.length)
    };
    content_length().is_ok_and(|content| total.saturating_sub(content) <= ENVELOPE_BYTES_MAX)
}
