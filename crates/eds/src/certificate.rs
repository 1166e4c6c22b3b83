//! X.509 certificates with the facts of the Kazakh profile: IIN, BIN, names, roles, usage.

use std::fmt;

use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, BitString};
use der::{Decode, Encode, Sequence};
use jiff::Timestamp;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CertificatePolicies, CrlDistributionPoints, ExtendedKeyUsage,
    KeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::Name;

use crate::algorithm::{self, Check, KeyAlgorithm};
use crate::code::Code;
use crate::pem;
use crate::subject::{Subject, same_name};

/// Certificates and revocation-list envelopes larger than this are refused; parsing sorts sets in quadratic time.
const CERTIFICATE_BYTES_MAX: usize = 64 * 1024;

const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const EMAIL_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4");
/// Policies of signing certificates: organisation and person (domain-facts 4.3).
const SIGN_POLICIES: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.398.3.3.2.1"), ObjectIdentifier::new_unwrap("1.2.398.3.3.2.3")];
/// Policies of authentication certificates: organisation and person.
const AUTH_POLICIES: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.2.398.3.3.2.2"), ObjectIdentifier::new_unwrap("1.2.398.3.3.2.4")];

/// What the holder may do, from extendedKeyUsage (domain-facts 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 1.2.398.3.3.4.1.1, a natural person.
    Person,
    /// 1.2.398.3.3.4.1.2, an organisation.
    Organisation,
    /// 1.2.398.3.3.4.1.2.1, first head.
    Head,
    /// 1.2.398.3.3.4.1.2.2, right to sign.
    RightToSign,
    /// 1.2.398.3.3.4.1.2.3, right to sign financial documents.
    Financial,
    /// 1.2.398.3.3.4.1.2.4, human resources.
    HumanResources,
    /// 1.2.398.3.3.4.1.2.5, employee.
    Employee,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::Organisation,
        Self::Head,
        Self::RightToSign,
        Self::Financial,
        Self::HumanResources,
        Self::Employee,
    ];

    /// The object identifier in dotted form.
    pub fn oid(self) -> &'static str {
        match self {
            Self::Person => "1.2.398.3.3.4.1.1",
            Self::Organisation => "1.2.398.3.3.4.1.2",
            Self::Head => "1.2.398.3.3.4.1.2.1",
            Self::RightToSign => "1.2.398.3.3.4.1.2.2",
            Self::Financial => "1.2.398.3.3.4.1.2.3",
            Self::HumanResources => "1.2.398.3.3.4.1.2.4",
            Self::Employee => "1.2.398.3.3.4.1.2.5",
        }
    }
}

impl serde::Serialize for Role {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.oid())
    }
}

/// What a key is certified for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Usage {
    /// digitalSignature and nonRepudiation, with emailProtection or a signing policy: documents.
    Sign,
    /// digitalSignature and keyEncipherment: login.
    Auth,
    /// keyCertSign: certificates.
    Authority,
    /// Anything else.
    Unknown,
}

/// `SIGNED { … }` of X.509: the envelope of certificates and revocation lists, with the exact signed bytes.
#[derive(Sequence)]
pub(crate) struct Signed {
    pub(crate) content: Any,
    pub(crate) algorithm: AlgorithmIdentifierOwned,
    pub(crate) signature: BitString,
}

/// A certificate, its exact bytes and the facts read from it.
#[derive(Clone)]
pub struct Certificate {
    der: Vec<u8>,
    signed: Vec<u8>,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
    pub(crate) tbs: TbsCertificate,
    subject: Subject,
    not_before: Timestamp,
    not_after: Timestamp,
    key_usage: Option<KeyUsage>,
    purposes: Vec<ObjectIdentifier>,
    policies: Vec<ObjectIdentifier>,
    authority: Option<BasicConstraints>,
    key_identifier: Option<Vec<u8>>,
    critical_unknown: bool,
}

// The subject is personal data, and so are the bytes that hold it.
impl fmt::Debug for Certificate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Certificate").field("serial", &self.serial()).finish_non_exhaustive()
    }
}

impl Certificate {
    /// Reads one certificate, DER or the first of a PEM file.
    ///
    /// Refuses with [`Code::CertificateMalformed`] what is not X.509 v3 in strict DER, has trailing bytes,
    /// repeated or unreadable extensions, or is larger than 64 KiB.
    pub fn parse(bytes: &[u8]) -> Result<Self, Code> {
        Self::parse_all(bytes)?.into_iter().next().ok_or(Code::CertificateMalformed)
    }

    /// Reads all certificates of a PEM bundle, or the one of a DER file; other PEM blocks are passed over.
    pub fn parse_all(bytes: &[u8]) -> Result<Vec<Self>, Code> {
        let certificates = match pem::read(bytes) {
            None => vec![Self::from_der(bytes)?],
            Some(file) => file
                .blocks
                .iter()
                .filter(|block| block.label == "CERTIFICATE")
                .map(|block| Self::from_der(&block.der))
                .collect::<Result<_, _>>()?,
        };
        if certificates.is_empty() { Err(Code::CertificateMalformed) } else { Ok(certificates) }
    }

    /// Reads one certificate in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, Code> {
        if der.len() > CERTIFICATE_BYTES_MAX {
            return Err(Code::CertificateMalformed);
        }
        Self::decode(der).ok_or(Code::CertificateMalformed)
    }

    fn decode(der: &[u8]) -> Option<Self> {
        let envelope = Signed::from_der(der).ok()?;
        let signed = envelope.content.to_der().ok()?;
        let tbs = TbsCertificate::from_der(&signed).ok()?;
        let extensions = tbs.extensions.as_deref().unwrap_or_default();
        let repeated = extensions
            .iter()
            .enumerate()
            .any(|(index, one)| extensions.iter().skip(index + 1).any(|other| other.extn_id == one.extn_id));
        if repeated || tbs.version != Version::V3 || tbs.signature != envelope.algorithm {
            return None;
        }
        Some(Self {
            der: der.to_vec(),
            subject: Subject::read(&tbs.subject),
            not_before: timestamp(tbs.validity.not_before),
            not_after: timestamp(tbs.validity.not_after),
            key_usage: extension(extensions)?,
            purposes: extension::<ExtendedKeyUsage>(extensions)?.map(|usage| usage.0).unwrap_or_default(),
            policies: extension::<CertificatePolicies>(extensions)?
                .map(|policies| policies.0.iter().map(|policy| policy.policy_identifier).collect())
                .unwrap_or_default(),
            authority: extension(extensions)?,
            key_identifier: extension::<SubjectKeyIdentifier>(extensions)?.map(|id| id.0.as_bytes().to_vec()),
            critical_unknown: extensions.iter().any(|one| one.critical && !processed(one.extn_id)),
            signature: envelope.signature.as_bytes()?.to_vec(),
            signature_algorithm: envelope.algorithm,
            signed,
            tbs,
        })
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// IIN of the holder, 12 digits, when stated; its check digit is not judged here.
    pub fn iin(&self) -> Option<&str> {
        self.subject.iin.as_deref()
    }

    /// BIN of the holder's organisation, 12 digits, when stated; its check digit is not judged here.
    pub fn bin(&self) -> Option<&str> {
        self.subject.bin.as_deref()
    }

    /// Common name.
    pub fn name(&self) -> Option<&str> {
        self.subject.name.as_deref()
    }

    /// Surname.
    pub fn surname(&self) -> Option<&str> {
        self.subject.surname.as_deref()
    }

    /// GIVENNAME, which in Kazakhstan holds the patronymic.
    pub fn given_name(&self) -> Option<&str> {
        self.subject.given_name.as_deref()
    }

    /// Name of the organisation.
    pub fn organisation(&self) -> Option<&str> {
        self.subject.organisation.as_deref()
    }

    /// Roles stated in extendedKeyUsage, in the order of [`Role::ALL`].
    pub fn roles(&self) -> Vec<Role> {
        let stated: Vec<String> = self.purposes.iter().map(ToString::to_string).collect();
        Role::ALL.into_iter().filter(|role| stated.iter().any(|oid| oid == role.oid())).collect()
    }

    /// Algorithm of the holder's key.
    pub fn algorithm(&self) -> KeyAlgorithm {
        KeyAlgorithm::of(self.public_key())
    }

    /// First instant of validity.
    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    /// Last instant of validity.
    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Serial number, upper-case hexadecimal.
    pub fn serial(&self) -> String {
        self.tbs.serial_number.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// What the key is certified for (domain-facts 4.3).
    pub fn usage(&self) -> Usage {
        let Some(bits) = self.key_usage else { return Usage::Unknown };
        let signing_purpose = self.purposes.contains(&EMAIL_PROTECTION) || self.has_policy(&SIGN_POLICIES);
        if bits.key_cert_sign() {
            Usage::Authority
        } else if bits.digital_signature()
            && bits.non_repudiation()
            && signing_purpose
            && !self.has_policy(&AUTH_POLICIES)
        {
            Usage::Sign
        } else if bits.digital_signature() && bits.key_encipherment() {
            Usage::Auth
        } else {
            Usage::Unknown
        }
    }

    fn has_policy(&self, policies: &[ObjectIdentifier]) -> bool {
        self.policies.iter().any(|policy| policies.contains(policy))
    }

    /// The public key.
    pub fn public_key(&self) -> &SubjectPublicKeyInfoOwned {
        &self.tbs.subject_public_key_info
    }

    /// subjectKeyIdentifier.
    pub fn key_identifier(&self) -> Option<&[u8]> {
        self.key_identifier.as_deref()
    }

    /// Distinguished name of the holder.
    pub fn subject(&self) -> &Name {
        &self.tbs.subject
    }

    /// Distinguished name of the issuer.
    pub fn issuer(&self) -> &Name {
        &self.tbs.issuer
    }

    pub(crate) fn signature_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.signature_algorithm
    }

    pub(crate) fn self_issued(&self) -> bool {
        same_name(self.subject(), self.issuer())
    }

    /// Whether this is a certification authority that may sign certificates.
    pub(crate) fn is_authority(&self) -> bool {
        self.authority.as_ref().is_some_and(|authority| authority.ca)
            && self.key_usage.is_some_and(|bits| bits.key_cert_sign())
    }

    /// Whether the key usage, where stated, lets the key sign anything but certificates.
    pub(crate) fn may_sign_digitally(&self) -> bool {
        self.key_usage.is_none_or(|bits| bits.digital_signature() || bits.non_repudiation())
    }

    /// Whether extendedKeyUsage states a purpose.
    pub(crate) fn has_purpose(&self, purpose: ObjectIdentifier) -> bool {
        self.purposes.contains(&purpose)
    }

    /// Whether extendedKeyUsage is critical and states this purpose alone, as RFC 3161 asks of a time stamping authority.
    pub(crate) fn has_sole_critical_purpose(&self, purpose: ObjectIdentifier) -> bool {
        let critical = self.extensions().iter().any(|one| one.extn_id == ExtendedKeyUsage::OID && one.critical);
        critical && self.purposes == [purpose]
    }

    pub(crate) fn has_extension(&self, oid: ObjectIdentifier) -> bool {
        self.extensions().iter().any(|one| one.extn_id == oid)
    }

    fn extensions(&self) -> &[Extension] {
        self.tbs.extensions.as_deref().unwrap_or_default()
    }

    /// Where the authority answers OCSP requests about this certificate, from authorityInfoAccess.
    pub fn ocsp_addresses(&self) -> Vec<String> {
        let Some(Some(access)) = extension::<AuthorityInfoAccessSyntax>(self.extensions()) else { return Vec::new() };
        let of_ocsp = access.0.into_iter().filter(|one| one.access_method == OCSP);
        of_ocsp.filter_map(|one| address(&one.access_location)).collect()
    }

    /// Where the authority publishes its revocation lists, from cRLDistributionPoints.
    pub fn list_addresses(&self) -> Vec<String> {
        let Some(Some(points)) = extension::<CrlDistributionPoints>(self.extensions()) else { return Vec::new() };
        let names = points.0.into_iter().filter_map(|point| match point.distribution_point? {
            DistributionPointName::FullName(names) => Some(names),
            DistributionPointName::NameRelativeToCRLIssuer(_) => None,
        });
        names.flatten().filter_map(|name| address(&name)).collect()
    }

    /// Whether this authority may sign revocation lists.
    pub(crate) fn signs_revocations(&self) -> bool {
        self.key_usage.is_some_and(|bits| bits.crl_sign())
    }

    pub(crate) fn path_length(&self) -> Option<usize> {
        self.authority.as_ref().and_then(|authority| authority.path_len_constraint).map(usize::from)
    }

    pub(crate) fn has_unknown_critical_extension(&self) -> bool {
        self.critical_unknown
    }

    /// Verifies the signature on this certificate under the key of `issuer`; names and rights are judged elsewhere.
    pub(crate) fn check_issued_by(&self, issuer: &Self) -> Check {
        algorithm::check(issuer.public_key(), &self.signature_algorithm, &self.signed, &self.signature)
    }
}

fn address(name: &GeneralName) -> Option<String> {
    let GeneralName::UniformResourceIdentifier(address) = name else { return None };
    Some(address.to_string())
}

/// An instant of ASN.1 in our type. 99991231235959Z, which says "without end" (RFC 5280 4.1.2.5), lies behind the
/// last instant of our type and becomes it.
pub(crate) fn timestamp(time: x509_cert::time::Time) -> Timestamp {
    i64::try_from(time.to_unix_duration().as_secs())
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .unwrap_or(Timestamp::MAX)
}

/// The one extension of type `T`: outer `None` when it is not readable, inner `None` when absent.
fn extension<T: AssociatedOid + for<'a> Decode<'a>>(extensions: &[Extension]) -> Option<Option<T>> {
    match extensions.iter().find(|one| one.extn_id == T::OID) {
        None => Some(None),
        Some(found) => T::from_der(found.extn_value.as_bytes()).ok().map(Some),
    }
}

/// Extensions whose critical mark is honoured. nameConstraints and policyConstraints are not among them: a path
/// that needs them is refused rather than half checked.
fn processed(oid: ObjectIdentifier) -> bool {
    [
        BasicConstraints::OID,
        KeyUsage::OID,
        ExtendedKeyUsage::OID,
        CertificatePolicies::OID,
        SubjectKeyIdentifier::OID,
        SubjectAltName::OID,
    ]
    .contains(&oid)
}
