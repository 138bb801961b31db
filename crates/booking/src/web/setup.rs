//! To come.

use ground::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
