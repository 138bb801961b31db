//! The pages' script and style are bundled by `web/` and embedded; without them the program would build and then
//! serve bare pages, so it does not build.

use std::path::Path;

fn main() {
    let dist = Path::new("../../web/dist");
    println!("cargo::rerun-if-changed=../../web/dist");
    for name in ["app.css", "app.js", "calendar.js", "week.js", "passkey.js"] {
        if !dist.join(name).is_file() {
            println!(
                "cargo::error=web/dist/{name} is missing. Bundle it first: (cd web && npm ci && npm run build), or `make run`, which does."
            );
        }
    }
}
