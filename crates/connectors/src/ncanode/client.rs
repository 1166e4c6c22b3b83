//! Asking `NCANode` over HTTP.

use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use http_body_util::{BodyExt as _, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Opinion, opinion, request};

/// An answer larger than this is not read.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// Where `NCANode` listens, and how long it may take.
#[derive(Debug, Clone)]
pub struct Ncanode {
    /// Host and port, for example `127.0.0.1:14579`.
    address: String,
    patience: Duration,
}

impl Ncanode {
    /// `NCANode` at `host:port`, asked over plain HTTP within one network; `patience` bounds a whole question.
    pub fn new(address: impl Into<String>, patience: Duration) -> Self {
        Self { address: address.into(), patience }
    }

    /// Its opinion of a signature; `data` are those of a detached one. Whatever goes wrong is silence, which agrees with nothing.
    pub async fn verify(&self, cms: &[u8], data: Option<&[u8]>) -> Opinion {
        match tokio::time::timeout(self.patience, self.ask(cms, data)).await {
            Err(_) => Opinion::Silent("no answer in time".to_owned()),
            Ok(Err(fault)) => Opinion::Silent(format!("{fault:#}")),
            Ok(Ok(opinion)) => opinion,
        }
    }

    async fn ask(&self, cms: &[u8], data: Option<&[u8]>) -> Result<Opinion> {
        let request = hyper::Request::post("/cms/verify")
            .header(HOST, &self.address)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            .body(request(cms, data)?)?;
        let stream = TcpStream::connect(&self.address).await.context("NCANode cannot be reached")?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // The sender moves into the exchange: once it is dropped, the connection ends.
        let exchange = async move {
            let answer = sender.send_request(request).await?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
            let body = body.map_err(|fault| anyhow!("the answer cannot be read: {fault}"))?.to_bytes();
            Ok(opinion(status, &body))
        };
        // A connection that breaks breaks the exchange, which says so.
        let (opinion, _) = tokio::join!(exchange, connection);
        opinion
    }
}
