//! The server below the router: connections are counted, and nobody keeps one by sending a request's head byte by byte.

use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// How long requests under way are waited for at the end.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// What a server gives its clients.
#[derive(Clone, Copy, Debug)]
pub struct Serving {
    /// How long the head of a request may take, also on a connection that is kept.
    pub headers_within: Duration,
    /// Connections at once.
    pub connections: usize,
}

impl Serving {
    /// Serves until told to stop; requests under way are then answered, for some seconds.
    pub async fn run(self, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
        let places = Arc::new(Semaphore::new(self.connections));
        let (ending, mut stop) = (GracefulShutdown::new(), pin!(stop));
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await.ok();
                (place, listener.accept().await)
            };
            let (place, accepted) = tokio::select! {
                next = next => next,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, peer)) => self.attend(&ending, (stream, peer, place), &router),
                Err(error) => {
                    // No more files, or the client has left already: others are served on.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(listener);
        if tokio::time::timeout(LAST_WORDS, ending.shutdown()).await.is_err() {
            tracing::warn!("requests under way were cut off at the end");
        }
    }

    fn attend(
        self,
        ending: &GracefulShutdown,
        (stream, peer, place): (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>),
        router: &Router,
    ) {
        let routed = TowerToHyperService::new(router.clone());
        let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            routed.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.headers_within)
            .serve_connection(TokioIo::new(stream), service);
        let watched = ending.watch(connection);
        drop(tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        }));
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::oneshot,
        time::{Instant, sleep, timeout},
    };

    use super::*;

    async fn served(connections: usize) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let slow = async || {
            sleep(Duration::from_millis(300)).await;
            "slow"
        };
        let peer = async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.ip().to_string();
        let router = Router::new().route("/", get(peer)).route("/slow", get(slow));
        let (stop, told) = oneshot::channel::<()>();
        let serving = Serving { headers_within: Duration::from_millis(200), connections };
        let task = tokio::spawn(serving.run(listener, router, async { drop(told.await) }));
        (address, stop, task)
    }

    async fn asked(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let text = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut back = String::new();
        stream.read_to_string(&mut back).await.unwrap();
        back
    }

    #[tokio::test]
    async fn case_134_who_sends_a_head_byte_by_byte_is_let_go_and_others_are_served() {
        let (address, _stop, _task) = served(8).await;
        let begun = Instant::now();
        let mut slow = TcpStream::connect(address).await.unwrap();
        slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
        assert!(asked(address, "/").await.ends_with("127.0.0.1"), "the peer is known");
        let mut back = Vec::new();
        timeout(Duration::from_secs(5), slow.read_to_end(&mut back)).await.unwrap().unwrap();
        assert!(!back.starts_with(b"HTTP/1.1 200") && begun.elapsed() < Duration::from_secs(3));
    }

    #[tokio::test]
    async fn connections_are_counted_and_places_are_given_back() {
        let (address, _stop, _task) = served(1).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        // The one place is taken until its holder is let go; then the newcomer is served.
        let answer = timeout(Duration::from_secs(5), asked(address, "/")).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    #[tokio::test]
    async fn a_request_under_way_is_answered_when_the_server_is_told_to_stop() {
        let (address, stop, task) = served(8).await;
        let asking = tokio::spawn(asked(address, "/slow"));
        sleep(Duration::from_millis(100)).await;
        stop.send(()).unwrap();
        assert!(asking.await.unwrap().ends_with("slow"));
        timeout(Duration::from_secs(5), task).await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err());
    }
}
