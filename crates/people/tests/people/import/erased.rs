//! Whoever was erased, and a file that has them still.

use ground::erase::Because;
use promise::Purpose;

use super::{bring, clients, figures, named, run, settled};
use crate::house::tested;

const COLUMNS: &[(&str, &str)] =
    &[("column-0", "number"), ("column-1", "whole_name"), ("column-2", "email"), ("system", "Old system")];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_does_not_bring_back_whoever_was_erased() {
    let tested = tested().await;
    let file = b"No,Name,E-mail\nA-1,Nadia Ferreira,nadia@example.net\nA-2,Ravi Rao,ravi@example.net\n";
    let page = bring(&tested, "list.csv", file).await;
    assert_eq!(figures(&named(&tested, &page, COLUMNS).await), [2, 0, 0]);
    run(&tested, &page, "").await;
    settled(&tested).await;
    assert_eq!(clients(&tested), 2);
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let nadia = desk.read(|tx| people::search(tx, "Nadia", 2)).await.unwrap()[0];
    let rights = tested.scope("automatic", Purpose::Rights);
    let asked = Because::request("they asked for it");
    rights.write(move |tx| tx.erase_person(nadia, &asked)).await.unwrap().unwrap();
    // By the number that the other system knows them by, and by their address with their name.
    let other = b"No,Name,E-mail\nA-1,Nadia Ferreira,\nB-7,Nadia Ferreira,nadia@example.net\nB-8,Nadia Ferreira,other@example.net\n";
    let page = bring(&tested, "again.csv", other).await;
    let looked = named(&tested, &page, COLUMNS).await;
    assert_eq!(figures(&looked), [1, 0, 2], "{}", looked.text);
    assert!(looked.text.contains("was erased at their request"), "{}", looked.text);
    run(&tested, &page, "skip").await;
    settled(&tested).await;
    // Somebody of the same name is somebody else.
    assert_eq!(clients(&tested), 2);
}
