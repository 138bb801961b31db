//! What is told once it may be, and what is given as a file.

use super::{given, officer, says};

#[tokio::test(flavor = "multi_thread")]
async fn what_could_first_be_told_within_the_years_is_told_though_it_was_given_before() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    let secret = [("given", "2019-11-20"), ("secret", "2027-01-31"), ("ordered_by", "A court")];
    given(&app, &officer, person, &secret).await;
    let told = async |at: &str| {
        app.house.clock.set(at.parse().unwrap());
        let scope = app.scope(&app.clinic, promise::Purpose::Operation);
        scope.read(move |tx| office::disclosures::count_told(tx, person)).await.unwrap()
    };
    assert_eq!(told("2027-01-31T12:00:00Z").await, 0);
    assert_eq!(told("2027-02-01T12:00:00Z").await, 1, "given seven years ago, and nobody was told of it until now");
    assert_eq!(told("2033-03-01T12:00:00Z").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_wrote_is_no_formula_in_a_file_that_is_handed_out() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    says(&app, person, "=HYPERLINK(\"https://elsewhere.example\")").await;
    given(&app, &officer, person, &[("attached", "1")]).await;
    let id = app.place.column("SELECT id FROM disclosure").remove(0);
    let csv = officer.get(&app.path(&format!("/clients/{person}/disclosures/{id}/data.csv"))).await.text;
    assert!(csv.contains("said,\"'=HYPERLINK(\"\"https://elsewhere.example\"\")\""), "{csv}");
}
