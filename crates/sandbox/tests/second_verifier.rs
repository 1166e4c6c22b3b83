//! `NCANode`'s client against its double over HTTP: agreement, disagreement, and every kind of silence.

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener};
    use std::time::Duration;

    use connectors::ncanode::{Ncanode, Opinion, agreed};
    use eds::{Certificate, Code, Revocation, Role, SigningKey, Status, Trust};
    use jiff::Timestamp;
    use sandbox::ca::{Authority, KeyKind, Profile, Usage};

    const ACT: &[u8] = b"<act/>";

    fn at() -> Timestamp {
        "2026-09-30T12:00:00Z".parse().unwrap()
    }

    /// A server that answers one question with what `answer` makes of its body.
    fn serve(answer: impl FnOnce(&[u8]) -> Vec<u8> + Send + 'static) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let (mut line, mut length) = (String::new(), 0);
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            // The client may have gone away, which is one of the cases.
            drop(reader.into_inner().write_all(&answer(&body)));
        });
        address
    }

    /// As Spring answers: in chunks.
    fn chunked(status: &str, body: &str) -> Vec<u8> {
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        let mut answer = head.into_bytes();
        let (one, other) = body.as_bytes().split_at(body.len() / 2);
        for part in [one, other] {
            answer.extend(format!("{:x}\r\n", part.len()).into_bytes());
            answer.extend([part, b"\r\n"].concat());
        }
        answer.extend(b"0\r\n\r\n");
        answer
    }

    async fn ask(address: SocketAddr, cms: &[u8]) -> Opinion {
        Ncanode::new(address.to_string(), Duration::from_millis(500)).verify(cms, Some(ACT)).await
    }

    struct World {
        authority: Authority,
        _dir: tempfile::TempDir,
    }

    impl World {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            Self { authority: Authority::create(dir.path(), at()).unwrap(), _dir: dir }
        }

        fn trust(&self) -> Trust {
            let roots = vec![Certificate::parse(self.authority.root().as_bytes()).unwrap()];
            Trust { roots, revocation: Revocation::Skip, ..Trust::default() }
        }

        fn sign(&mut self, iin: &str) -> Vec<u8> {
            let profile = Profile {
                iin: Some(iin.to_owned()),
                bin: None,
                name: "ТЕСТОВ ТЕСТ".to_owned(),
                roles: vec![Role::Person],
                key: KeyKind::Gost2015,
                not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
                not_after: "2027-01-01T00:00:00Z".parse().unwrap(),
                usage: Usage::Sign,
            };
            let issued = self.authority.issue(&profile).unwrap();
            let key = SigningKey::from_pem(issued.pem.as_bytes()).unwrap();
            eds::cms::sign(ACT, &key, false, at()).unwrap()
        }
    }

    #[tokio::test]
    async fn a_signature_passes_when_both_verifiers_say_so_of_the_same_holder() {
        let mut world = World::new();
        let (cms, of_another) = (world.sign("850101300015"), world.sign("900101300017"));
        let ours = eds::cms::verify(&cms, Some(ACT), &world.trust(), at());
        let trust = world.trust();
        let address = serve(move |body| chunked("200 OK", &sandbox::ncanode::verify(body, &trust, at()).unwrap()));
        let theirs = ask(address, &cms).await;
        assert!(matches!(theirs, Opinion::Valid(_)), "{theirs:?}");
        assert_eq!(agreed(&ours, &theirs), Status::Passed);

        let other = eds::cms::verify(&of_another, Some(ACT), &world.trust(), at());
        assert_eq!(agreed(&other, &theirs), Status::Indeterminate(Code::VerifierDisagrees));
        let failed = eds::cms::verify(&cms, Some(b"other"), &world.trust(), at());
        assert_eq!(agreed(&failed, &theirs), Status::Failed(Code::CmsDigest));
        let address =
            serve(|body| chunked("200 OK", &sandbox::ncanode::verify(body, &Trust::default(), at()).unwrap()));
        let refused = ask(address, &cms).await;
        assert_eq!(
            (&refused, agreed(&ours, &refused)),
            (&Opinion::Invalid, Status::Indeterminate(Code::VerifierDisagrees))
        );
    }

    #[tokio::test]
    async fn silence_of_the_other_verifier_is_never_agreement() {
        let mut world = World::new();
        let cms = world.sign("850101300015");
        let ours = eds::cms::verify(&cms, Some(ACT), &world.trust(), at());
        let closed = {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            listener.local_addr().unwrap()
        };
        let silent = [
            closed,
            serve(|_| chunked("500 Internal Server Error", "{\"valid\":true}")),
            serve(|_| b"rubbish\r\n\r\n".to_vec()),
            serve(|_| Vec::new()),
            serve(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"valid\":true".to_vec()),
            serve(|_| chunked("200 OK", &format!("{{\"valid\":true,\"x\":\"{}\"}}", "x".repeat(1 << 21)))),
            serve(|_| {
                std::thread::sleep(Duration::from_secs(2));
                chunked("200 OK", "{\"valid\":true}")
            }),
        ];
        for address in silent {
            let theirs = ask(address, &cms).await;
            assert!(matches!(theirs, Opinion::Silent(_)), "{theirs:?}");
            assert_eq!(agreed(&ours, &theirs), Status::Indeterminate(Code::VerifierSilent));
        }
    }

    #[test]
    fn the_double_refuses_what_is_no_request() {
        for body in [&b"rubbish"[..], b"{}", b"{\"cms\":\"!\"}"] {
            assert!(sandbox::ncanode::verify(body, &Trust::default(), at()).is_err());
        }
    }
}
