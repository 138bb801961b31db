//! A browser without script: cookies, the headers a browser sends, and pages as text.

use std::sync::Arc;

use reqwest::cookie::{CookieStore, Jar};
use reqwest::{Client, ClientBuilder, Method, redirect};

/// Cookies and an address.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    jar: Arc<Jar>,
    address: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

fn plain(jar: &Arc<Jar>) -> ClientBuilder {
    Client::builder().cookie_provider(jar.clone()).redirect(redirect::Policy::none())
}

impl Browser {
    pub fn new(address: &str) -> Browser {
        let jar = Arc::new(Jar::default());
        Browser { client: plain(&jar).build().unwrap(), jar, address: address.to_owned() }
    }

    /// The cookies it sends to `address`, a whole one with its path, for a request that is written by hand.
    pub fn cookie(&self, address: &str) -> String {
        let cookies = self.jar.cookies(&address.parse().unwrap());
        cookies.map(|cookies| cookies.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// A browser that finds `host` where `address` is, and goes there by that name; by HTTP/2 if it is so told.
    pub fn at_host(host: &str, address: &str, second: bool) -> Browser {
        let there: std::net::SocketAddr = address.strip_prefix("http://").unwrap().parse().unwrap();
        let jar = Arc::new(Jar::default());
        let found = plain(&jar).resolve(host, there);
        let client = if second { found.http2_prior_knowledge() } else { found };
        Browser { client: client.build().unwrap(), jar, address: format!("http://{host}:{}", there.port()) }
    }

    /// The same browser at another program of the same machine, which takes it for whom it is.
    pub fn at(&self, address: &str) -> Browser {
        Browser { client: self.client.clone(), jar: self.jar.clone(), address: address.to_owned() }
    }

    /// Sends a form to a program that may end before it answers.
    pub async fn tries(&self, path: &str, fields: &[(&str, &str)]) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(format!("{}{path}", self.address)).header("sec-fetch-site", "same-origin");
        let form = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        let _whatever = form.send().await;
    }

    /// Opens a page whose answer does not end, such as a live page's news.
    pub async fn open(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(format!("{}{path}", self.address)).header("sec-fetch-site", "same-origin");
        request.send().await.unwrap()
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Opens a page and says a header more, as a browser does that has its own mind.
    pub async fn get_saying(&self, path: &str, name: &str, value: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.address)).header("sec-fetch-site", "same-origin");
        Answer::of(request.header("accept", "text/html").header(name, value).send().await.unwrap()).await
    }

    /// Sends a form as a page of ours would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        // Gone before the wait: the serializer must not travel with the request to another thread.
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some(body)).await
    }

    /// Sends the form at `path` as whoever opens it first: with the mark of what it was drawn from.
    pub async fn amend(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let drawn = self.get(path).await.attribute("name=\"drawn\"", "value");
        let mark = drawn.iter().map(|drawn| ("drawn", drawn.as_str()));
        self.post(path, &fields.iter().copied().chain(mark).collect::<Vec<_>>()).await
    }

    /// Calls off the visit at `here` as whoever has read the page that asks.
    pub async fn call_off(&self, here: &str) -> Answer {
        let ask = self.get(&format!("{here}/cancel")).await;
        let version = ask.attribute("name=\"version\"", "value").unwrap_or_default();
        let late = ask.attribute("name=\"late\"", "value").unwrap_or_default();
        self.post(&format!("{here}/cancel"), &[("version", &version), ("late", &late)]).await
    }

    /// Any method, with an optional form body.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html");
        if let Some(body) = body {
            request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    /// Sends a form with a file in its field `file`, as a page of ours would.
    pub async fn upload(&self, path: &str, name: &str, content: &str) -> Answer {
        self.upload_with(path, &[], name, content.as_bytes()).await
    }

    /// The same with other fields before the file; one without a name is one that was not chosen.
    pub async fn upload_with(&self, path: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(
                format!("--boundary\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!("--boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n--boundary--\r\n"].concat());
        let request = self
            .client
            .post(format!("{}{path}", self.address))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=boundary");
        Answer::of(request.body(body).send().await.unwrap()).await
    }

    /// A request to the API, with a bearer token if there is one.
    pub async fn api(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        headers: &[(&str, &str)],
        body: Option<serde_json::Value>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        Answer::of(request.send().await.unwrap()).await
    }
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Answer {
        Answer {
            status: response.status().as_u16(),
            location: response.headers().get("location").and_then(|l| l.to_str().ok()).map(str::to_owned),
            headers: response.headers().clone(),
            text: response.text().await.unwrap_or_default(),
        }
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The value of the first input, or the target of the first link, whose tag contains `marks`: enough to follow a
    /// page as a person would.
    pub fn attribute(&self, marks: &str, attribute: &str) -> Option<String> {
        let at = self.text.find(marks)?;
        let tag = &self.text[self.text[..at].rfind('<')?..];
        let tag = &tag[..tag.find('>')?];
        let value = tag.split_once(&format!("{attribute}=\""))?.1;
        Some(
            value[..value.find('"')?]
                .replace("&amp;", "&")
                .replace("&#38;", "&")
                .replace("&#x2F;", "/")
                .replace("&#47;", "/"),
        )
    }
}
