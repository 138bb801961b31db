//! What a visitor sees.

use ground::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
