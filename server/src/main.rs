//! `disan-server`: see the library.

fn main() {}
