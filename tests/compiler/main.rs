//! Whole-program tests of the compiler, one module a subject; one binary, for each costs a link.

// What keeps a reader out of a page, as independent checkers see it.
mod audit;
// The ledger of codes, and what writes to it.
mod codes;
// From files to a project.
mod content;
// Every rule about content, with its exact words.
mod diagnostics;
#[path = "../driver/mod.rs"]
mod driver;
// The user's guide against the programs.
mod guide;
// What people might put into a project that pages must bear.
mod harsh;
// The whole way, through the server.
mod journey;
// What stands where on a page.
mod looks;
// What pages say to other programs, and how heavy they are.
mod machines;
// The microsite.
mod pages;
// Place and time on its pages.
mod places;
// Signs, as independent readers see them.
mod print;
// What a reader does in a browser.
mod reading;
// The report a team hands in.
mod report;
// The shape of the code.
mod shape;
// Pages behind the server.
mod site;
// What is said when nobody listens.
mod terminal;
// The official list of units.
mod units;
