//! The invented clinics, planted once for all tests of a run and copied for each: planting them takes longer than most
//! tests do.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use ground::House;
use keepwell::demo::{Seed, plant, plant_second};

use super::place::Place;

/// The clinics' slugs.
pub const SLUGS: [&str; 2] = ["linden-quay", "harbour-row"];

/// Plants the clinics in an empty house.
pub async fn sow(house: &House) {
    let seed = Seed { seed: 1, clients: 20, appointments: Some(60), near: true, practitioners: None };
    plant(house, &seed, |_, _| {}).await.unwrap();
    plant_second(house).await.unwrap();
}

/// A place on which the clinics are planted already, by the tests that are running: `open` opens the house on an empty
/// one, the first time.
pub async fn planted(open: impl AsyncFnOnce(&Place) -> House) -> Place {
    // Other tests than these may plant otherwise.
    let tests = fs::metadata(std::env::current_exe().unwrap()).unwrap();
    let engine = std::env::var("KEEPWELL_TEST_ENGINE").unwrap_or_else(|_| "sqlite".to_owned());
    let name = format!("planted_{engine}_{}_{}", tests.size(), tests.mtime());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("planted.lock")).unwrap();
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await.unwrap().unwrap();
    let kept = folder.join(&name);
    let place = Place::fresh();
    if !place.has_model(&name, &kept) {
        forget(&folder);
        let house = open(&place).await;
        sow(&house).await;
        house.close();
        place.keep_as(&name, &kept);
        drop(house);
    }
    drop(lock);
    Place::modelled(&name, &kept)
}

/// Removes what earlier runs left, unless they may still be running.
fn forget(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let old = entry
            .metadata()
            .and_then(|found| found.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() > 3_600));
        if old && entry.file_name().to_string_lossy().starts_with("planted_") {
            let _gone = fs::remove_dir_all(entry.path());
        }
    }
}
