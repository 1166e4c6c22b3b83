//! The answers of a verification: three statuses and every code that explains them (spec 7.5).

use serde::Serialize;

/// The answer of a verification, after EN 319 102-1 (TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Everything was checked and everything was right.
    Passed,
    /// Something was checked and was wrong: never to be accepted.
    Failed(Code),
    /// Something could not be checked: never moves money, may be asked again later.
    Indeterminate(Code),
}

impl Status {
    /// `PASSED`, `FAILED` or `INDETERMINATE`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "PASSED",
            Self::Failed(_) => "FAILED",
            Self::Indeterminate(_) => "INDETERMINATE",
        }
    }

    /// The reason; `None` when passed.
    pub fn code(self) -> Option<Code> {
        match self {
            Self::Passed => None,
            Self::Failed(code) | Self::Indeterminate(code) => Some(code),
        }
    }

    /// The worse of two: failed before indeterminate before passed, the first of equals.
    pub(crate) fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed(_), _) | (Self::Indeterminate(_), Self::Indeterminate(_) | Self::Passed) => self,
            (Self::Indeterminate(_), Self::Failed(_)) | (Self::Passed, _) => other,
        }
    }
}

impl From<Result<(), Code>> for Status {
    fn from(result: Result<(), Code>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(code) => code.status(),
        }
    }
}

/// Why a signature or a certificate is not accepted.
///
/// All codes fail, except the few of [`Code::status`] that say only that something could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// `cms.malformed`: not one strict DER `SignedData` of RFC 5652 (BER, trailing bytes, wrong version, too large).
    CmsMalformed,
    /// `cms.no_signer`: a signature without a single signer.
    CmsNoSigner,
    /// `cms.no_content`: detached, and the data were not given.
    CmsNoContent,
    /// `cms.content_type`: the content is not `id-data`, or the contentType attribute is missing or differs.
    CmsContentType,
    /// `cms.signed_attributes`: signed attributes missing, repeated or not readable (messageDigest, signingTime).
    CmsSignedAttributes,
    /// `cms.digest`: the data are not those that were signed.
    CmsDigest,
    /// `cms.algorithm`: the digest, the signature algorithm and the key of a signer do not agree.
    CmsAlgorithm,
    /// `cms.weak`: SHA-1 or MD5 in the signature.
    CmsWeak,
    /// `cms.signature`: the value of the signature does not verify under the signer's key.
    CmsSignature,
    /// `cms.no_certificate`: the signer's certificate is not in the message.
    CmsNoCertificate,
    /// `cms.signing_certificate`: signing-certificate-v2 (CAdES-BES) missing or naming another certificate.
    CmsSigningCertificate,
    /// `xml.malformed`: not well-formed, a document type, another encoding than UTF-8, or over the limits of size and depth.
    XmlMalformed,
    /// `xml.no_signature`: no signature where it must stand, or more than one in the document.
    XmlNoSignature,
    /// `xml.structure`: a signature with parts, transforms or references that are not allowed.
    XmlStructure,
    /// `xml.reference`: the signature is not over what it must be over (wrapping), or an identifier stands twice.
    XmlReference,
    /// `xml.digest`: the data are not those that were signed.
    XmlDigest,
    /// `xml.algorithm`: the digest, the signature algorithm and the key do not agree.
    XmlAlgorithm,
    /// `xml.weak`: SHA-1 or MD5 in the signature.
    XmlWeak,
    /// `xml.signature`: the value of the signature does not verify under the signer's key.
    XmlSignature,
    /// `xml.no_certificate`: the signature does not carry its signer's certificate.
    XmlNoCertificate,
    /// `certificate.malformed`: not a strict DER X.509 v3 certificate.
    CertificateMalformed,
    /// `certificate.not_yet_valid`: a certificate of the path begins later.
    CertificateNotYetValid,
    /// `certificate.expired`: a certificate of the path has ended.
    CertificateExpired,
    /// `certificate.revoked`: a current or older revocation list names a certificate of the path.
    CertificateRevoked,
    /// `certificate.untrusted`: no path of verified signatures leads to a configured trust anchor.
    CertificateUntrusted,
    /// `certificate.not_authority`: an issuer is no certification authority (basicConstraints, keyCertSign).
    CertificateNotAuthority,
    /// `certificate.path_length`: the path is longer than an authority or this crate allows.
    CertificatePathLength,
    /// `certificate.critical_extension`: a critical extension that this crate does not process.
    CertificateCriticalExtension,
    /// `certificate.key_usage`: not a certificate for signing (key usage, extended key usage, policy).
    CertificateKeyUsage,
    /// `certificate.weak`: RSA under 2048 bits, SHA-1 or MD5 in the path.
    CertificateWeak,
    /// `revocation.malformed`: a file that should be a revocation list is none.
    RevocationMalformed,
    /// `revocation.unknown`: revocation is required and no list of the issuer was given.
    RevocationUnknown,
    /// `revocation.stale`: the issuer's lists are not current at the time asked.
    RevocationStale,
    /// `revocation.refused`: the responder gave no answer (it is busy, or not for us).
    RevocationRefused,
    /// `revocation.nonce`: an answer to another request.
    RevocationNonce,
    /// `timestamp.malformed`: not one strict DER token or response of RFC 3161.
    TimestampMalformed,
    /// `timestamp.refused`: the authority gave no token.
    TimestampRefused,
    /// `timestamp.nonce`: a token for another request.
    TimestampNonce,
    /// `timestamp.imprint`: a token over other bytes than this signature.
    TimestampImprint,
    /// `timestamp.signature`: the token's signature is not that of its authority, or not whole.
    TimestampSignature,
    /// `timestamp.untrusted`: the token's signer is no trusted time stamping authority.
    TimestampUntrusted,
    /// `timestamp.future`: the token says a time that has not come.
    TimestampFuture,
    /// `evidence.malformed`: what was kept of a verification cannot be read.
    EvidenceMalformed,
    /// `evidence.other`: the signature or the data are not those that were verified.
    EvidenceOther,
    /// `evidence.missing`: bytes that the verification rested on are not there, or not the same any more.
    EvidenceMissing,
    /// `verifier.disagrees`: a second verifier does not say the same.
    VerifierDisagrees,
    /// `verifier.silent`: a second verifier is needed and did not answer.
    VerifierSilent,
    /// `algorithm.unsupported`: an algorithm that this crate does not know (yet).
    AlgorithmUnsupported,
}

impl Code {
    /// The code as printed, `noun.reason`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CmsMalformed => "cms.malformed",
            Self::CmsNoSigner => "cms.no_signer",
            Self::CmsNoContent => "cms.no_content",
            Self::CmsContentType => "cms.content_type",
            Self::CmsSignedAttributes => "cms.signed_attributes",
            Self::CmsDigest => "cms.digest",
            Self::CmsAlgorithm => "cms.algorithm",
            Self::CmsWeak => "cms.weak",
            Self::CmsSignature => "cms.signature",
            Self::CmsNoCertificate => "cms.no_certificate",
            Self::CmsSigningCertificate => "cms.signing_certificate",
            Self::XmlMalformed => "xml.malformed",
            Self::XmlNoSignature => "xml.no_signature",
            Self::XmlStructure => "xml.structure",
            Self::XmlReference => "xml.reference",
            Self::XmlDigest => "xml.digest",
            Self::XmlAlgorithm => "xml.algorithm",
            Self::XmlWeak => "xml.weak",
            Self::XmlSignature => "xml.signature",
            Self::XmlNoCertificate => "xml.no_certificate",
            Self::CertificateMalformed => "certificate.malformed",
            Self::CertificateNotYetValid => "certificate.not_yet_valid",
            Self::CertificateExpired => "certificate.expired",
            Self::CertificateRevoked => "certificate.revoked",
            Self::CertificateUntrusted => "certificate.untrusted",
            Self::CertificateNotAuthority => "certificate.not_authority",
            Self::CertificatePathLength => "certificate.path_length",
            Self::CertificateCriticalExtension => "certificate.critical_extension",
            Self::CertificateKeyUsage => "certificate.key_usage",
            Self::CertificateWeak => "certificate.weak",
            Self::RevocationMalformed => "revocation.malformed",
            Self::RevocationUnknown => "revocation.unknown",
            Self::RevocationStale => "revocation.stale",
            Self::RevocationRefused => "revocation.refused",
            Self::RevocationNonce => "revocation.nonce",
            Self::TimestampMalformed => "timestamp.malformed",
            Self::TimestampRefused => "timestamp.refused",
            Self::TimestampNonce => "timestamp.nonce",
            Self::TimestampImprint => "timestamp.imprint",
            Self::TimestampSignature => "timestamp.signature",
            Self::TimestampUntrusted => "timestamp.untrusted",
            Self::TimestampFuture => "timestamp.future",
            Self::EvidenceMalformed => "evidence.malformed",
            Self::EvidenceOther => "evidence.other",
            Self::EvidenceMissing => "evidence.missing",
            Self::VerifierDisagrees => "verifier.disagrees",
            Self::VerifierSilent => "verifier.silent",
            Self::AlgorithmUnsupported => "algorithm.unsupported",
        }
    }

    /// The status that this code brings: what could not be checked is indeterminate, all else failed.
    pub fn status(self) -> Status {
        let unchecked = [
            Self::RevocationUnknown,
            Self::RevocationStale,
            Self::RevocationRefused,
            Self::RevocationNonce,
            Self::TimestampRefused,
            Self::EvidenceMissing,
            Self::VerifierDisagrees,
            Self::VerifierSilent,
            Self::AlgorithmUnsupported,
        ];
        if unchecked.contains(&self) { Status::Indeterminate(self) } else { Status::Failed(self) }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for Code {}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
