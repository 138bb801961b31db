//! What every page knows, and turning a template into a response.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::assets::Assets;
use super::error::Fault;
use crate::clinic::Clinic;
use crate::logo::Logo;
use crate::words::Tongue;

/// The shell of a page: the field `page` of every template.
#[derive(Clone, Debug)]
pub struct Page {
    /// The words of the reader's language.
    pub t: Tongue,
    /// As in `<html lang>`.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    pub title: String,
    /// The clinic's name.
    pub house: String,
    /// How the clinic is reached by people: its number and its address, as it states them.
    pub phone: Option<String>,
    pub email: Option<String>,
    /// What the clinic's addresses begin with: "/c/linden-quay", or "" where it has its own host name.
    pub base: String,
    /// The page is a clinic's, which has a notice and a place for its clients; the installation's own pages have neither.
    pub clinic: bool,
    pub nav: Vec<NavItem>,
    /// The pages beside this one below the same entry of the navigation.
    pub parts: Vec<NavItem>,
    /// The way between one's own pages, for whoever is signed in.
    pub own: Vec<NavItem>,
    /// Ways from the foot of a clinic's page.
    pub feet: Vec<NavItem>,
    pub languages: Vec<LangLink>,
    /// The page stands in a form whose fields must not be lost: another language is asked for by sending it.
    pub resend: Option<Resend>,
    pub user: Option<User>,
    /// Addresses of the style sheet and the script.
    pub css: String,
    pub script: String,
    /// Address of the style sheet with the clinic's colour.
    pub brand: Option<String>,
    /// The clinic's logo, where it has one.
    pub logo: Option<Mark>,
    pub demo: bool,
    /// Address of the page's live events.
    pub live: Option<String>,
    /// What had been told to live pages before this one was read.
    pub since: u64,
    /// What has just been done, said once.
    pub toast: Option<String>,
    /// That the clinic leaves, for those who belong to it.
    pub leaving: Option<String>,
    /// The clinic announced a change of its notice.
    pub ahead: Vec<Ahead>,
    /// Where the public notices are read that stand on the clinic's home page; none on other pages.
    pub posted: Vec<String>,
}

/// The pages, below a clinic's address, at whose top stands what everybody is to read: its front, its notice, one's own.
const FRONTS: [&str; 4] = ["", "/", "/notice", "/me"];

/// A change of the notice that is announced, or of who handles something about people (promise `notice.change_ahead`), as every
/// page of the clinic says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// What changes from when, in words.
    pub said: String,
    /// Where what changes is read.
    pub href: String,
    /// It is said at the top of this page too: the clinic's front and one's own pages.
    pub on_top: bool,
}

/// The clinic's logo as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub href: String,
    /// CSS pixels that are kept for it before it has come.
    pub width: u32,
    pub height: u32,
    /// The clinic's name is in it, and is not written beside it.
    pub says_name: bool,
}

impl Mark {
    /// `logo` on a page of the clinic whose addresses begin with `base`. Its digest stands in the address, so that a
    /// browser may keep it for good.
    pub fn of(logo: &Logo, base: &str) -> Mark {
        let (width, height) = logo.shown();
        let href = format!("{base}/logo?v={}", logo.version());
        Mark { href, width, height, says_name: logo.says_name }
    }
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: String,
    pub current: bool,
    /// How many things wait there.
    pub badge: u32,
}

/// A link to the same page in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangLink {
    pub code: String,
    /// What the language calls itself.
    pub name: String,
    pub href: String,
}

/// A form that can be sent for the same page again, as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resend {
    /// The form's `id`.
    pub form: &'static str,
    /// What answers with the page and changes nothing.
    pub to: String,
    /// The page that leads here when it is asked for anew; none where this page's own address does.
    pub before: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub initials: String,
    pub role: String,
}

impl Page {
    /// A page in `tongue` of the clinic called `house`, whose addresses begin with `base`. The rest is empty, and
    /// filled by the room through the fields.
    pub fn new(tongue: &Tongue, title: impl Into<String>, house: impl Into<String>, base: impl Into<String>) -> Page {
        let base = base.into();
        Page {
            lang: tongue.lang().to_owned(),
            dir: tongue.dir().to_owned(),
            t: tongue.clone(),
            title: title.into(),
            house: house.into(),
            phone: None,
            email: None,
            clinic: !base.is_empty(),
            base,
            nav: Vec::new(),
            parts: Vec::new(),
            own: Vec::new(),
            feet: Vec::new(),
            languages: Vec::new(),
            resend: None,
            user: None,
            css: Assets::url("app.css"),
            script: Assets::url("app.js"),
            brand: None,
            logo: None,
            demo: false,
            live: None,
            since: 0,
            toast: None,
            leaving: None,
            ahead: Vec::new(),
            posted: Vec::new(),
        }
    }

    /// The page of `clinic`: in its languages, with its colour and logo, and with how it is reached.
    #[must_use]
    pub fn of(mut self, clinic: &Clinic, uri: &Uri) -> Page {
        self.clinic = !clinic.slug.is_empty();
        self.phone.clone_from(&clinic.phone);
        self.email.clone_from(&clinic.email);
        // The colour stands in the address, so that a new one is not hidden by a browser's copy of the old.
        let colour = |brand: &String| format!("{}/brand.css?{}", self.base, brand.trim_start_matches('#'));
        self.brand = clinic.brand.as_ref().map(colour);
        self.logo = clinic.logo.as_ref().map(|logo| Mark::of(logo, &self.base));
        let below = uri.path().strip_prefix(self.base.as_str()).unwrap_or_default();
        let announced = [("shell-ahead", clinic.changes_at), ("shell-ahead-recipients", clinic.recipients_at)];
        let announced = announced.into_iter().filter_map(|(words, at)| Some((words, at?)));
        self.ahead = announced
            .map(|(words, at)| {
                let day = self.t.date_plain(at.to_zoned(clinic.zone.clone()).date());
                Ahead {
                    said: self.t.with(words, &[("day", day.into())]),
                    href: format!("{}/notice/ahead", self.base),
                    on_top: FRONTS.contains(&below),
                }
            })
            .collect();
        self.offering(uri, &clinic.languages)
    }

    /// Whether whoever reads it finds clients: their navigation leads there, as policy gives it to them.
    pub fn finds(&self) -> bool {
        self.nav.iter().any(|item| item.href.strip_prefix(self.base.as_str()) == Some("/clients"))
    }

    /// Where whoever comes back to this page is led, if its own address answers a form only.
    pub fn before(&self) -> Option<&str> {
        self.resend.as_ref()?.before.as_deref()
    }

    /// The navigation's entry below which this page stands.
    pub fn area(&self) -> &str {
        self.nav.iter().find(|item| item.current).map_or("", |item| &item.label)
    }

    /// With what the clinic posts on its home page and that stands at `now`.
    #[must_use]
    pub fn posting(mut self, clinic: &Clinic, uri: &Uri, now: jiff::Timestamp) -> Page {
        let below = uri.path().strip_prefix(self.base.as_str()).unwrap_or_default();
        if FRONTS.contains(&below) {
            let stands = clinic.posted.iter().filter(|one| now < one.until);
            self.posted = stands.map(|one| format!("{}{}", self.base, one.path)).collect();
        }
        self
    }

    /// A number as a link dials it.
    pub fn dialled(&self, phone: &str) -> String {
        phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Offers the page at `uri` in those of the program's languages that the clinic offers.
    #[must_use]
    pub fn offering<S: AsRef<str>>(mut self, uri: &Uri, offered: &[S]) -> Page {
        let kept: Vec<&str> = uri
            .query()
            .unwrap_or("")
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("lang=") && !super::carry::leads(pair))
            .collect();
        let whole = self.t.words().languages();
        let languages = match super::speak::is_of_notice(uri) {
            true => self.t.words().languages_of_notice(),
            false => whole.clone(),
        };
        // The clinic chooses among the languages of all pages; the notice is for whoever reads it.
        let is_offered = |code: &String| {
            offered.iter().any(|offer| offer.as_ref() == code) || whole.iter().all(|(one, _)| one != code)
        };
        self.languages = languages
            .into_iter()
            .filter(|(code, _)| is_offered(code))
            .map(|(code, name)| {
                let query: Vec<&str> = kept.iter().copied().chain([code.as_str()]).collect();
                let href = match query.split_last() {
                    Some((lang, [])) => format!("?lang={lang}"),
                    Some((lang, rest)) => format!("?{}&lang={lang}", rest.join("&")),
                    None => String::new(),
                };
                LangLink { code, name, href }
            })
            .collect();
        self
    }
}

/// A page that answers 200.
pub fn render(template: &impl askama::Template) -> Response {
    render_as(StatusCode::OK, template)
}

/// A page that answers `status`, such as a form shown again with its faults (422). Nothing keeps a copy of it.
pub fn render_as(status: StatusCode, template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(html) => {
            super::away::look(&html);
            super::foot::look(&html);
            let mut response = Response::new(Body::from(html));
            *response.status_mut() = status;
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        // The error's text could quote the page; the cause has to do.
        Err(_) => Fault::internal("template").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::sample;

    #[test]
    fn a_page_knows_its_language_and_offers_the_others() {
        let words = sample();
        let ar = words.tongue("ar").unwrap();
        for (uri, href) in
            [("/c/x", "?lang=en"), ("/c/x?day=1&lang=ar&who=2", "?day=1&who=2&lang=en"), ("/c/x?lang=ar", "?lang=en")]
        {
            let page = Page::new(&ar, "عنوان", "Linden Quay", "/c/linden-quay")
                .offering(&uri.parse().unwrap(), &["en", "ar", "fr"]);
            assert_eq!((page.lang.as_str(), page.dir.as_str(), page.languages.len()), ("ar", "rtl", 2));
            assert_eq!((page.languages[0].name.as_str(), page.languages[0].href.as_str()), ("English", href));
        }
        let page = Page::new(&ar, "", "", "").offering(&"/".parse().unwrap(), &["ar"]);
        assert_eq!(page.languages.len(), 1);
    }

    #[derive(askama::Template)]
    #[template(source = "<p>{{ name }}</p>", ext = "html")]
    struct Greeting<'a> {
        name: &'a str,
    }

    #[tokio::test]
    async fn a_page_is_escaped_and_never_kept() {
        let response = render_as(StatusCode::UNPROCESSABLE_ENTITY, &Greeting { name: "<script>" });
        assert_eq!(
            (response.status().as_u16(), &response.headers()["cache-control"]),
            (422, &"no-store".parse().unwrap())
        );
        let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
        assert!(!body.windows(8).any(|part| part == b"<script>"));
    }
}
