//! Wall time of setting every A4 poster of a project as PDF: `plain` with the print gate off, which no command offers,
//! `gate` with it on, clean and with every trial of the field.
//!
//! ```text
//! posters plain|gate CONTENT OUT ROUNDS
//! ```

use std::path::{Path, PathBuf};
use std::time::Instant;

use disan::model::Project;
use disan::print::{self, Options, Printed};
use disan::write::Stage;
use disan::{check, load, model, parse};
use jiff::civil::date;

/// As in `disan` itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, content, out, rounds] = arguments.as_slice() else {
        anyhow::bail!("usage: posters plain|gate CONTENT OUT ROUNDS")
    };
    let out = PathBuf::from(out);
    let today = date(2026, 11, 22);
    let content = load::load(content.as_ref())?;
    let (parsed, _) = parse::parse(&content);
    let (project, faults) = model::build(parsed, &content);
    let project = project.ok_or_else(|| anyhow::anyhow!("{faults:?}"))?;
    anyhow::ensure!(!check::check(&project, &content, today, false).iter().any(|f| f.is_error()), "faults of content");
    let usual = Options::new(&project, today);
    for round in 1..=rounds.parse()? {
        if what == "plain" {
            // All in one file, as the peer makes it.
            let options = Options { gate: false, by_entry: false, ..usual.clone() };
            let (printed, seconds) = timed(&project, &options, &out)?;
            let bytes = std::fs::metadata(out.join(".staging/print/a4/all.pdf"))?.len();
            let (each, rate) = (bytes / printed.sheets.max(1) as u64, printed.sheets as f64 / seconds);
            let sheets = printed.sheets;
            println!(
                "round {round}: {sheets} posters in {seconds:.3} s, {rate:.0} a second; {bytes} bytes, {each} a poster"
            );
            continue;
        }
        for (name, prove) in [("clean", false), ("proven", true)] {
            let (printed, seconds) = timed(&project, &Options { prove, ..usual.clone() }, &out)?;
            let each = seconds * 1000.0 / printed.symbols.max(1) as f64;
            println!("gate, {name}: {each:.1} ms a symbol, set, written and read in its own file and in all.pdf");
        }
    }
    Ok(())
}

fn timed(project: &Project, options: &Options, out: &Path) -> anyhow::Result<(Printed, f64)> {
    let stage = Stage::open(out)?;
    let begun = Instant::now();
    let printed = print::render(project, options, &stage)?;
    Ok((printed, begun.elapsed().as_secs_f64()))
}
