//! What comes from another clinic or another site.

use ground::Role;

use super::rows::{ids, owner};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_clinic_or_client_is_not_there() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let ids = ids(&app, &owner).await;
    let manager = app.signed_in(&app.other, Role::Manager).await;
    for below in [
        format!("/clients/import/{}", ids["clients/import/{import}"]),
        format!("/appointments/import/{}", ids["appointments/import/{import}"]),
        format!("/clients/{}", ids["{client}"]),
        format!("/appointments/{}", ids["{appointment}"]),
        format!("/staff/{}", ids["{account}"]),
    ] {
        let answer = manager.get(&format!("/c/{}{below}", app.other.slug)).await;
        assert_eq!(answer.status, 404, "{below}");
    }
    // A session of one clinic is none in another.
    let answer = manager.get(&app.path("/day")).await;
    assert_eq!(answer.status, 303);
    // A forged link opens nothing.
    let forged = app.visitor().get(&app.path(&format!("/visit/{}/AAAAAAAAAAAAAAAAAAAAAA", ids["{appointment}"]))).await;
    assert_eq!(forged.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_make_a_browser_change_anything() {
    let app = TestApp::start().await;
    let client = reqwest::Client::new();
    for (header, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let answer = client
            .post(format!("{}{}", app.address, app.path("/sign-out")))
            .header(header, value)
            .header("cookie", "keepwell_session=x")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 403, "{header}: {value}");
    }
}
