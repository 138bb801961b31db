//! Writing what the clinic states about itself.
