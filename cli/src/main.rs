//! `disan`: see the library.

fn main() {}
