//! The clinic's logo: sent by the manager, made anew, and seen by everybody.

use std::io::Cursor;

use ground::export::Cell;
use ground::{Role, digest};
use image::{ImageFormat, Rgba, RgbaImage};
use promise::Purpose;

use crate::kit::{Answer, Browser, TestApp};
use crate::setup::manager;

fn picture(width: u32, height: u32, colour: [u8; 3]) -> Vec<u8> {
    let [r, g, b] = colour;
    let mut out = Cursor::new(Vec::new());
    RgbaImage::from_pixel(width, height, Rgba([r, g, b, 255])).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

/// Sends the form as it stands, with a file or, where there is none, without.
async fn send(app: &TestApp, browser: &Browser, says_name: bool, file: Option<&[u8]>) -> Answer {
    let page = browser.get(&app.path("/setup/clinic/logo")).await;
    let drawn = page.attribute("name=\"drawn\"", "value").unwrap();
    send_drawn(app, browser, &drawn, says_name, file).await
}

async fn send_drawn(app: &TestApp, browser: &Browser, drawn: &str, says_name: bool, file: Option<&[u8]>) -> Answer {
    let mut fields = vec![("drawn", drawn)];
    if says_name {
        fields.push(("says_name", "1"));
    }
    let name = if file.is_some() { "logo.png" } else { "" };
    browser.upload_with(&app.path("/setup/clinic/logo"), &fields, name, file.unwrap_or_default()).await
}

/// The address of the logo on a page.
fn shown(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<img class=\"logo\" src=\"")?;
    Some(rest.split('"').next()?.replace("&#38;", "&"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logo_stands_on_the_public_pages_of_its_clinic_until_it_is_taken_off() {
    let (app, browser) = manager().await;
    let (visitor, bare) = (app.visitor(), app.path("/logo"));
    assert_eq!(visitor.get(&bare).await.status, 404, "there is none yet");
    assert_eq!(shown(&visitor.get(&app.path("")).await.text), None);

    let sent = send(&app, &browser, false, Some(&picture(900, 300, [20, 92, 102]))).await;
    assert_eq!(sent.location.as_deref(), Some(&*app.path("/setup/clinic/logo?done=saved")), "{}", sent.text);
    let front = visitor.get(&app.path("")).await.text;
    let address = shown(&front).unwrap();
    assert!(address.starts_with(&app.path("/logo?v=")), "{address}");
    assert!(front.contains("width=\"120\" height=\"40\" alt=\"\"><span>Linden Quay"), "its place is kept: {front}");
    for page in ["/sign-in", "/notice", "/nothing-here"] {
        assert_eq!(shown(&visitor.get(&app.path(page)).await.text).as_deref(), Some(&*address), "{page}");
    }
    let client = app.signed_in(&app.clinic, Role::Client).await;
    assert_eq!(shown(&client.get(&app.path("/account")).await.text).as_deref(), Some(&*address));
    // Another clinic has none of it.
    let other = format!("/c/{}", app.other.slug);
    assert_eq!(shown(&visitor.get(&other).await.text), None);
    assert_eq!(visitor.get(&format!("{other}/logo")).await.status, 404);

    // What it is served as, and for how long it is kept.
    let image = visitor.open(&address).await;
    let header = |name: &str| image.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("content-type"), header("x-content-type-options")), ("image/png".into(), "nosniff".into()));
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
    let tag = header("etag");
    let png = image.bytes().await.unwrap();
    assert_eq!(tag, format!("\"{}\"", digest(&png)));
    let back = image::load_from_memory_with_format(&png, ImageFormat::Png).unwrap();
    assert_eq!((back.width(), back.height()), (360, 120));
    let plain = visitor.open(&bare).await;
    assert_eq!(plain.headers()["cache-control"], "max-age=300");
    let wrong = visitor.open(&format!("{bare}?v=00000000")).await;
    assert_eq!(wrong.headers()["cache-control"], "max-age=300", "another one's address lasts no longer");
    let again = visitor.api(reqwest::Method::GET, &address, None, &[("if-none-match", &tag)], None).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));

    // It says the name itself: then the name is in its stead for whoever cannot see it.
    assert_eq!(send(&app, &browser, true, None).await.status, 303);
    let front = visitor.get(&app.path("")).await.text;
    assert_eq!(shown(&front).as_deref(), Some(&*address), "it is the same picture");
    assert!(front.contains("height=\"40\" alt=\"Linden Quay Physiotherapy\"></a>"), "{front}");

    // Another picture has another address.
    assert_eq!(send(&app, &browser, true, Some(&picture(40, 40, [138, 63, 252]))).await.status, 303);
    let next = shown(&visitor.get(&app.path("")).await.text).unwrap();
    assert_ne!(next, address);

    // The clinic's other words were not touched, and their form, open all the while, is not stale.
    let scope = app.scope(&app.clinic, Purpose::Operation);
    assert_eq!(scope.read(ground::clinic::find).await.unwrap().version, app.clinic.version);
    // It leaves with everything else.
    let leaves = scope.for_export().read(|tx| tx.leaving("clinic_logo", None, 10)).await.unwrap();
    assert!(
        matches!(&leaves.rows[..], [row] if row.iter().any(|cell| matches!(cell, Cell::Text(text) if text.starts_with("iVBORw0KGgo"))))
    );

    let page = browser.get(&app.path("/setup/clinic/logo")).await;
    let drawn = page.attribute("name=\"drawn\"", "value").unwrap();
    let removed = browser.post(&app.path("/setup/clinic/logo/removal"), &[("drawn", drawn.as_str())]).await;
    assert_eq!(removed.location.as_deref(), Some(&*app.path("/setup/clinic/logo?done=removed")));
    assert_eq!(shown(&visitor.get(&app.path("")).await.text), None);
    assert_eq!(visitor.get(&next).await.status, 404);
    assert!(scope.read(ground::logo::find).await.unwrap().is_none(), "nor is it kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_logo_comes_back_with_why_and_changes_nothing() {
    let (app, browser) = manager().await;
    let whole = picture(64, 64, [1, 2, 3]);
    let mut heavy = picture(8, 8, [1, 2, 3]);
    heavy.resize(2_000_001, 0);
    for (file, status, words) in [
        (&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], 422, "This is a drawing (SVG)"),
        (b"<html>", 422, "This is no picture that we can read."),
        (&whole[..40], 422, "This picture cannot be read to its end."),
        (&picture(4001, 1, [1, 2, 3]), 422, "This picture has too many pixels: at most 4,000 a side."),
        (&heavy, 413, "This file is too large: at most 2 MB."),
    ] {
        let refused = send(&app, &browser, true, Some(file)).await;
        let fault = refused.text.split("id=\"e-file\"").nth(1).unwrap_or_default();
        assert!(
            refused.status == status && fault.contains(words) && refused.text.contains("aria-invalid=\"true\""),
            "{words}: {} {}",
            refused.status,
            refused.text
        );
        assert!(refused.text.contains("value=\"1\" checked"), "what was ticked stays ticked: {words}");
    }
    let none = send(&app, &browser, true, None).await;
    assert!(none.status == 422 && none.text.contains("Please choose a picture."), "{}", none.text);
    assert_eq!(app.visitor().get(&app.path("/logo")).await.status, 404);

    // Whoever may only look is shown the page, and changes nothing.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&app.path("/setup/clinic/logo")).await.status, 200);
    assert_eq!(send(&app, &desk, false, Some(&whole)).await.status, 403);
    assert_eq!(desk.post(&app.path("/setup/clinic/logo/removal"), &[]).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_the_logo_made_from_something_older_overwrites_nothing_unseen() {
    let (app, browser) = manager().await;
    let (mine, theirs) = (picture(30, 10, [200, 0, 0]), picture(30, 10, [0, 0, 200]));
    let page = browser.get(&app.path("/setup/clinic/logo")).await;
    let old = page.attribute("name=\"drawn\"", "value").unwrap();
    assert_eq!(send(&app, &browser, false, Some(&theirs)).await.status, 303);
    let there = async || shown(&app.visitor().get(&app.path("")).await.text);
    let stands = there().await;

    let stale = send_drawn(&app, &browser, &old, true, Some(&mine)).await;
    assert!(stale.status == 409 && stale.text.contains("Somebody changed the logo before you."), "{}", stale.text);
    assert!(stale.text.contains("value=\"1\" checked") && shown(&stale.text) == stands);
    assert_eq!(there().await, stands);
    let removal = app.path("/setup/clinic/logo/removal");
    let stale_removal = browser.post(&removal, &[("drawn", old.as_str())]).await;
    assert_eq!((stale_removal.status, there().await), (409, stands.clone()));
    assert_eq!(browser.post(&removal, &[]).await.status, 409, "nobody saw what it removes");

    // Knowingly it is put in place.
    let drawn = stale.attribute("name=\"drawn\"", "value").unwrap();
    assert_eq!(send_drawn(&app, &browser, &drawn, true, Some(&mine)).await.status, 303);
    assert_ne!(there().await, stands);
}
