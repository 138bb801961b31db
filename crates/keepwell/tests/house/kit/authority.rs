//! A certificate authority as far as a clinic's program needs one: RFC 8555 over HTTPS, with the one challenge of
//! RFC 8737, which it really asks of the program. It believes no signature, nonce or address it has not checked.

use std::collections::{HashMap, HashSet};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::tls_rustls::RustlsConfig;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};
use serde_json::{Value, json};
use tempfile::TempDir;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::program::said;

/// An authority on this machine.
#[derive(Clone)]
pub struct Authority(Arc<Inner>);

struct Inner {
    folder: TempDir,
    address: SocketAddr,
    /// Where the names it certifies are reached.
    program: SocketAddr,
    state: Mutex<Orders>,
    server: axum_server::Handle<SocketAddr>,
}

#[derive(Default)]
struct Orders {
    nonces: HashSet<String>,
    /// Key of each account as a JWK, by its number.
    accounts: Vec<Value>,
    contacts: Vec<Value>,
    /// The names of each order, and whether each was proven.
    orders: Vec<(Vec<String>, HashMap<String, bool>)>,
    issued: u32,
    refusing: bool,
    /// Why a challenge was not met.
    faults: Vec<String>,
    seconds: u32,
}

impl Authority {
    /// Begins to listen. Certificates live for `seconds`; names are reached at `program`.
    pub async fn start(program: SocketAddr, seconds: u32) -> Authority {
        let folder = tempfile::tempdir().unwrap();
        let settings = "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=Authority of the tests\n[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n[leaf]\nsubjectAltName=IP:127.0.0.1\n\
            [ca]\ndefault_ca=own\n[own]\ndir=.\ndatabase=index\nserial=serial\nnew_certs_dir=.\ncertificate=root.pem\nprivate_key=root.key\ndefault_md=sha256\npolicy=any\ncopy_extensions=copy\nunique_subject=no\n[any]\ncommonName=optional\n";
        std::fs::write(folder.path().join("settings"), settings).unwrap();
        std::fs::write(folder.path().join("index"), "").unwrap();
        std::fs::write(folder.path().join("serial"), "1000\n").unwrap();
        let openssl = |words: &str| {
            let made = Command::new("openssl").current_dir(folder.path()).args(words.split(' ')).output().unwrap();
            assert!(made.status.success(), "{words}: {}", said(&made));
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -config settings";
        openssl(&format!("req -x509 {key} -extensions root -keyout root.key -out root.pem"));
        openssl(&format!("req -x509 {key} -extensions leaf -CA root.pem -CAkey root.key -keyout own.key -out own.pem"));
        let tls = RustlsConfig::from_pem(
            std::fs::read(folder.path().join("own.pem")).unwrap(),
            std::fs::read(folder.path().join("own.key")).unwrap(),
        )
        .await
        .unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let (address, server) = (listener.local_addr().unwrap(), axum_server::Handle::new());
        let state = Mutex::new(Orders { seconds, ..Orders::default() });
        let authority = Authority(Arc::new(Inner { folder, address, program, state, server: server.clone() }));
        let routes = Router::new()
            .route("/directory", get(directory))
            .route("/nonce", get(nonce).head(nonce))
            .route("/account", post(account))
            .route("/order", post(order))
            .route("/order/{n}", post(order_again))
            .route("/proof/{n}/{name}", post(proof))
            .route("/challenge/{n}/{name}", post(challenge))
            .route("/finalize/{n}", post(finalize))
            .route("/certificate/{serial}", post(certificate))
            .with_state(authority.clone());
        tokio::spawn(async move {
            let served = axum_server::from_tcp_rustls(listener, tls).unwrap().handle(server);
            served.serve(routes.into_make_service()).await.unwrap();
        });
        authority
    }

    /// Where one asks it.
    pub fn directory(&self) -> String {
        self.url("directory")
    }

    /// The certificate that signs all it issues.
    pub fn root(&self) -> PathBuf {
        self.0.folder.path().join("root.pem")
    }

    /// How many certificates it issued.
    pub fn issued(&self) -> u32 {
        self.0.state.lock().unwrap().issued
    }

    /// The contacts of its accounts, and why challenges were not met.
    pub fn heard(&self) -> (Vec<Value>, Vec<String>) {
        let state = self.0.state.lock().unwrap();
        (state.contacts.clone(), state.faults.clone())
    }

    /// From now on it refuses every order, or none.
    pub fn refuses(&self, all: bool) {
        self.0.state.lock().unwrap().refusing = all;
    }

    /// How long certificates live from now on.
    pub fn lives(&self, seconds: u32) {
        self.0.state.lock().unwrap().seconds = seconds;
    }

    /// It is gone.
    pub fn stop(&self) {
        self.0.server.shutdown();
    }

    fn url(&self, path: &str) -> String {
        format!("https://{}/{path}", self.0.address)
    }

    /// Checks a signed request: who sent it, and what it says (RFC 8555, 6.2 to 6.5).
    fn open(&self, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(usize, Value), String> {
        if headers.get("content-type").is_none_or(|kind| kind != "application/jose+json") {
            return Err("another content type".to_owned());
        }
        let request: Value = serde_json::from_slice(body).map_err(|e| e.to_string())?;
        let part = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
        let clear = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|e| e.to_string());
        let protected: Value = serde_json::from_slice(&clear(&part("protected"))?).map_err(|e| e.to_string())?;
        if protected["url"] != self.url(path) || protected["alg"] != "ES256" {
            return Err(format!("signed for another address or in another way: {protected}"));
        }
        let mut state = self.0.state.lock().unwrap();
        if !state.nonces.remove(protected["nonce"].as_str().unwrap_or_default()) {
            return Err("a nonce that was not given out, or was used before".to_owned());
        }
        let account = match (&protected["jwk"], &protected["kid"]) {
            (jwk @ Value::Object(_), Value::Null) => {
                let known = state.accounts.iter().position(|known| known == jwk);
                known.unwrap_or_else(|| {
                    state.accounts.push(jwk.clone());
                    state.accounts.len() - 1
                })
            }
            (Value::Null, Value::String(kid)) => {
                let number = kid.rsplit('/').next().and_then(|n| n.parse().ok());
                number.filter(|n| *n < state.accounts.len()).ok_or("no such account")?
            }
            other => return Err(format!("a key and an account, or neither: {other:?}")),
        };
        let jwk = &state.accounts[account];
        let mut point = vec![4];
        for name in ["x", "y"] {
            point.extend(clear(jwk[name].as_str().unwrap_or_default())?);
        }
        let signed = format!("{}.{}", part("protected"), part("payload"));
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .verify(signed.as_bytes(), &clear(&part("signature"))?)
            .map_err(|_| "the signature is wrong".to_owned())?;
        let payload = clear(&part("payload"))?;
        let payload = if payload.is_empty() { Value::Null } else { serde_json::from_slice(&payload).unwrap() };
        Ok((account, payload))
    }

    fn fresh_nonce(&self) -> String {
        let mut bytes = [0u8; 16];
        ground::random(&mut bytes);
        let nonce = URL_SAFE_NO_PAD.encode(bytes);
        self.0.state.lock().unwrap().nonces.insert(nonce.clone());
        nonce
    }

    fn answer(&self, status: u16, location: Option<String>, body: impl IntoResponse) -> Response {
        let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
        let mut set = |name: &'static str, value: String| {
            response.headers_mut().insert(name, value.parse().unwrap());
        };
        set("replay-nonce", self.fresh_nonce());
        if let Some(location) = location {
            set("location", location);
        }
        response
    }

    /// Answers a signed request, or says what is wrong with it.
    fn signed(
        &self,
        path: &str,
        headers: &HeaderMap,
        body: &[u8],
        then: impl FnOnce(usize, Value) -> (u16, Option<String>, Value),
    ) -> Response {
        match self.open(path, headers, body) {
            Ok((account, payload)) => {
                let (status, location, body) = then(account, payload);
                self.answer(status, location, axum::Json(body))
            }
            Err(fault) => {
                self.0.state.lock().unwrap().faults.push(fault.clone());
                let problem = json!({ "type": "urn:ietf:params:acme:error:malformed", "detail": fault });
                self.answer(400, None, axum::Json(problem))
            }
        }
    }

    fn shown(&self, n: usize) -> Value {
        let state = self.0.state.lock().unwrap();
        let (names, proven) = &state.orders[n];
        let all = names.iter().all(|name| proven.get(name) == Some(&true));
        let any_failed = names.iter().any(|name| proven.get(name) == Some(&false));
        json!({
            "status": if any_failed { "invalid" } else if all { "ready" } else { "pending" },
            "identifiers": names.iter().map(|name| json!({ "type": "dns", "value": name })).collect::<Vec<_>>(),
            "authorizations": names.iter().map(|name| self.url(&format!("proof/{n}/{name}"))).collect::<Vec<_>>(),
            "finalize": self.url(&format!("finalize/{n}")),
        })
    }

    /// What the program must show under `acme-tls/1`: SHA-256 of the token and the account key's thumbprint (RFC 7638).
    fn expected(&self, account: usize, token: &str) -> Vec<u8> {
        let state = self.0.state.lock().unwrap();
        let jwk = &state.accounts[account];
        let member = |name: &str| jwk[name].as_str().unwrap().to_owned();
        let canonical = format!(
            "{{\"crv\":\"{}\",\"kty\":\"{}\",\"x\":\"{}\",\"y\":\"{}\"}}",
            member("crv"),
            member("kty"),
            member("x"),
            member("y")
        );
        let thumbprint = URL_SAFE_NO_PAD.encode(digest(&SHA256, canonical.as_bytes()));
        digest(&SHA256, format!("{token}.{thumbprint}").as_bytes()).as_ref().to_vec()
    }

    /// Asks the program for its proof (RFC 8737, 3).
    fn validate(&self, name: &str, expected: &[u8]) -> Result<(), String> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Whoever))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
        let name_asked = ServerName::try_from(name.to_owned()).map_err(|e| e.to_string())?;
        let mut session = ClientConnection::new(Arc::new(config), name_asked).map_err(|e| e.to_string())?;
        let mut stream = TcpStream::connect(self.0.program).map_err(|e| e.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).map_err(|e| e.to_string())?;
        while session.is_handshaking() {
            session.complete_io(&mut stream).map_err(|e| e.to_string())?;
        }
        if session.alpn_protocol() != Some(b"acme-tls/1") {
            return Err("another protocol was agreed on".to_owned());
        }
        let shown = session.peer_certificates().ok_or("no certificate")?;
        let (_, certificate) = X509Certificate::from_der(&shown[0]).map_err(|e| e.to_string())?;
        let names = certificate.subject_alternative_name().map_err(|e| e.to_string())?.ok_or("no names")?;
        if format!("{:?}", names.value.general_names) != format!("[DNSName({name:?})]") {
            return Err(format!("for {:?}", names.value.general_names));
        }
        let proof = certificate
            .extensions()
            .iter()
            .find(|extension| extension.oid.to_id_string() == "1.3.6.1.5.5.7.1.31")
            .ok_or("no acmeIdentifier")?;
        // An octet string of 32 bytes.
        let right = proof.critical && proof.value.strip_prefix(&[4, 32]) == Some(expected);
        if right { Ok(()) } else { Err("another proof".to_owned()) }
    }

    /// Signs a request for these names, which must be the ones proven.
    fn issue(&self, names: &[String], csr: &[u8]) -> Result<u32, String> {
        let (_, request) =
            x509_parser::certification_request::X509CertificationRequest::from_der(csr).map_err(|e| e.to_string())?;
        let asked = format!("{:?}", request.requested_extensions().map(Iterator::collect::<Vec<_>>));
        if let Some(missing) = names.iter().find(|name| !asked.contains(&format!("DNSName({name:?})"))) {
            return Err(format!("{missing} is not asked for: {asked}"));
        }
        let mut state = self.0.state.lock().unwrap();
        let number = state.issued + 1;
        let folder = self.0.folder.path();
        std::fs::write(folder.join("request.der"), csr).unwrap();
        let openssl = |words: &[&str]| {
            let made = Command::new("openssl").current_dir(folder).args(words).output().unwrap();
            if made.status.success() { Ok(()) } else { Err(said(&made)) }
        };
        openssl(&["req", "-inform", "DER", "-in", "request.der", "-out", "request.pem"])?;
        let now = ground::Clock::system().now();
        let at = |seconds: i64| (now + jiff::SignedDuration::from_secs(seconds)).strftime("%Y%m%d%H%M%SZ").to_string();
        let (from, until, out) = (at(0), at(state.seconds.into()), format!("{number}.pem"));
        openssl(&[
            "ca",
            "-batch",
            "-config",
            "settings",
            "-notext",
            "-startdate",
            &from,
            "-enddate",
            &until,
            "-in",
            "request.pem",
            "-out",
            &out,
        ])?;
        state.issued = number;
        Ok(number)
    }
}

async fn directory(State(authority): State<Authority>) -> Response {
    let url = |path: &str| authority.url(path);
    let body = json!({ "newNonce": url("nonce"), "newAccount": url("account"), "newOrder": url("order") });
    authority.answer(200, None, axum::Json(body))
}

async fn nonce(State(authority): State<Authority>) -> Response {
    authority.answer(200, None, ())
}

async fn account(State(authority): State<Authority>, headers: HeaderMap, body: Bytes) -> Response {
    authority.signed("account", &headers, &body, |number, payload| {
        authority.0.state.lock().unwrap().contacts.push(payload["contact"].clone());
        let url = authority.url(&format!("account/{number}"));
        (201, Some(url), json!({ "status": "valid" }))
    })
}

async fn order(State(authority): State<Authority>, headers: HeaderMap, body: Bytes) -> Response {
    authority.signed("order", &headers, &body, |_, payload| {
        let names: Vec<String> = payload["identifiers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|identifier| identifier["value"].as_str().unwrap().to_owned())
            .collect();
        let n = {
            let mut state = authority.0.state.lock().unwrap();
            if state.refusing {
                let problem = json!({ "type": "urn:ietf:params:acme:error:rejectedIdentifier", "detail": "we do not certify this name" });
                return (403, None, problem);
            }
            state.orders.push((names, HashMap::new()));
            state.orders.len() - 1
        };
        (201, Some(authority.url(&format!("order/{n}"))), authority.shown(n))
    })
}

async fn order_again(
    State(authority): State<Authority>,
    Path(n): Path<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.signed(&format!("order/{n}"), &headers, &body, |_, _| (200, None, authority.shown(n)))
}

fn token(n: usize, name: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, format!("{n} {name}").as_bytes()))
}

async fn proof(
    State(authority): State<Authority>,
    Path((n, name)): Path<(usize, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.signed(&format!("proof/{n}/{name}"), &headers, &body, |_, _| {
        let proven = authority.0.state.lock().unwrap().orders[n].1.get(&name).copied();
        let status = match proven {
            None => "pending",
            Some(true) => "valid",
            Some(false) => "invalid",
        };
        let challenge = |kind: &str| json!({ "type": kind, "url": authority.url(&format!("challenge/{n}/{name}")), "token": token(n, &name), "status": status });
        let challenges = [challenge("http-01"), challenge("tls-alpn-01")];
        (200, None, json!({ "status": status, "identifier": { "type": "dns", "value": name }, "challenges": challenges }))
    })
}

async fn challenge(
    State(authority): State<Authority>,
    Path((n, name)): Path<(usize, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = format!("challenge/{n}/{name}");
    authority.signed(&path, &headers, &body, |account, _| {
        let (authority, name, url) = (authority.clone(), name.clone(), authority.url(&path));
        let expected = authority.expected(account, &token(n, &name));
        std::thread::spawn(move || {
            let outcome = authority.validate(&name, &expected);
            let mut state = authority.0.state.lock().unwrap();
            state.orders[n].1.insert(name, outcome.is_ok());
            state.faults.extend(outcome.err());
        });
        (200, None, json!({ "type": "tls-alpn-01", "status": "processing", "url": url, "token": "" }))
    })
}

async fn finalize(
    State(authority): State<Authority>,
    Path(n): Path<usize>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    authority.signed(&format!("finalize/{n}"), &headers, &body, |_, payload| {
        let mut shown = authority.shown(n);
        let names = authority.0.state.lock().unwrap().orders[n].0.clone();
        let csr = URL_SAFE_NO_PAD.decode(payload["csr"].as_str().unwrap()).unwrap();
        let issued =
            if shown["status"] == "ready" { authority.issue(&names, &csr) } else { Err("not proven".to_owned()) };
        match issued {
            Ok(serial) => {
                shown["status"] = "valid".into();
                shown["certificate"] = authority.url(&format!("certificate/{serial}")).into();
                (200, None, shown)
            }
            Err(fault) => {
                authority.0.state.lock().unwrap().faults.push(fault.clone());
                (403, None, json!({ "type": "urn:ietf:params:acme:error:badCSR", "detail": fault }))
            }
        }
    })
}

async fn certificate(
    State(authority): State<Authority>,
    Path(serial): Path<u32>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(fault) = authority.open(&format!("certificate/{serial}"), &headers, &body) {
        return authority.answer(400, None, fault);
    }
    let chain = [format!("{serial}.pem"), "root.pem".to_owned()]
        .map(|file| std::fs::read_to_string(authority.0.folder.path().join(file)).unwrap())
        .concat();
    authority.answer(200, None, chain)
}

/// A challenge is answered under a certificate that nobody signed; what counts is what stands in it.
#[derive(Debug)]
struct Whoever;

impl ServerCertVerifier for Whoever {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::aws_lc_rs::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
