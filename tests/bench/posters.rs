//! Wall time of setting every sign of a project as PDF with the print gate off, which no command offers, and once with
//! it on.
//!
//! ```text
//! posters CONTENT OUT ROUNDS
//! ```

use std::path::PathBuf;
use std::time::Instant;

use disan::write::Stage;
use disan::{check, load, model, parse, print};
use jiff::civil::date;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, content, out, rounds] = arguments.as_slice() else { anyhow::bail!("usage: posters CONTENT OUT ROUNDS") };
    let out = PathBuf::from(out);
    let today = date(2026, 11, 22);
    let content = load::load(content.as_ref())?;
    let (parsed, _) = parse::parse(&content);
    let (project, faults) = model::build(parsed, &content);
    let project = project.ok_or_else(|| anyhow::anyhow!("{faults:?}"))?;
    anyhow::ensure!(!check::check(&project, &content, today, false).iter().any(|f| f.is_error()), "faults of content");
    let options = print::Options { gate: false, ..print::Options::new(&project, today) };
    for round in 1..=rounds.parse()? {
        let stage = Stage::open(&out)?;
        let begun = Instant::now();
        let printed = print::render(&project, &options, &stage)?;
        let seconds = begun.elapsed().as_secs_f64();
        let bytes = std::fs::metadata(out.join(".staging/print/all.pdf"))?.len();
        let each = bytes / printed.sheets.max(1) as u64;
        println!("round {round}: {} posters in {seconds:.3} s; all.pdf {bytes} bytes, {each} a poster", printed.sheets);
    }
    let stage = Stage::open(&out)?;
    let begun = Instant::now();
    let printed = print::render(&project, &print::Options::new(&project, today), &stage)?;
    let each = begun.elapsed().as_secs_f64() * 1000.0 / printed.symbols.max(1) as f64;
    println!("with the gate: {each:.1} ms a symbol, in its own file and in all.pdf");
    Ok(())
}
