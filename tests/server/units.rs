//! The units scans are counted by: corrected for past days, and those of entries that are gone.

use std::fs;

use disan_server::catalog::UnitFrom;
use disan_server::store::{Dim, Store};

use crate::dist::{Dist, code};
use crate::driver::{Folder, copy, eventually, get};
use crate::scans::{ALL, IPHONE, rebuild, serve, site, store};

/// A site with two units, none of which has an entry yet.
fn with_units(folder: &Folder) -> Dist {
    let mut dist = site(folder);
    let unit = |id: &str| serde_json::json!({ "id": id, "level": "commune", "kind": "xa", "name": { "vi": id } });
    dist.catalog.units = serde_json::from_value(serde_json::json!([unit("xa-cu"), unit("xa-moi")])).unwrap();
    dist
}

/// Builds the site with the first entry in a unit.
fn belong(dist: &mut Dist, id: &str) {
    dist.catalog.entries[0].unit = [UnitFrom { from: None, id: id.into() }].into();
    dist.finish();
}

fn by_unit(folder: &Folder) -> Vec<(String, i64)> {
    let rows = store(folder).units(ALL, Dim::Total).unwrap().into_iter();
    rows.map(|row| (row.unit, row.sum.n)).collect()
}

#[test]
fn units_corrected_for_past_days_move_their_scans_by_themselves() {
    let folder = Folder::new("units");
    let mut dist = with_units(&folder);
    belong(&mut dist, "xa-cu");
    let server = serve(&folder);
    get(server.public, &format!("/{}", code(4821)), &[("User-Agent", IPHONE)]);
    eventually("the scan", || (by_unit(&folder) == [("xa-cu".to_owned(), 1)]).then_some(()));
    belong(&mut dist, "xa-moi");
    eventually("the scan in its right unit", || (by_unit(&folder) == [("xa-moi".to_owned(), 1)]).then_some(()));
    server.stop();
    // The same while no server runs.
    belong(&mut dist, "xa-cu");
    serve(&folder).stop();
    assert_eq!(by_unit(&folder), [("xa-cu".to_owned(), 1)]);
    assert!(rebuild(&folder).contains("; 0 dòng"));
}

#[test]
fn the_units_of_entries_that_are_gone_outlive_counts_that_are_lost_or_older() {
    let folder = Folder::new("units-gone");
    let mut dist = with_units(&folder);
    belong(&mut dist, "xa-cu");
    let server = serve(&folder);
    get(server.public, &format!("/{}", code(4821)), &[("User-Agent", IPHONE)]);
    server.stop();
    copy(&folder.join("data"), &folder.join("older"));
    belong(&mut dist, "xa-moi");
    serve(&folder).stop();
    // The entry leaves the catalog; its signs are retired.
    dist.catalog.entries.remove(0);
    for issued in &mut dist.catalog.codes {
        issued.entry = issued.entry.and_then(|entry| entry.checked_sub(1));
        issued.retired = issued.entry.is_none().then_some(issued.issued);
    }
    dist.finish();
    serve(&folder).stop();
    let counted = store(&folder).dump().unwrap();
    assert_eq!(by_unit(&folder), [("xa-moi".to_owned(), 1)]);

    let counts = folder.join("data/counts.sqlite");
    let same = || {
        let found = store(&folder).dump().unwrap();
        counted.iter().filter(|row| !row.starts_with("watermark ")).all(|row| found.contains(row))
            && by_unit(&folder) == [("xa-moi".to_owned(), 1)]
    };
    fs::remove_file(&counts).unwrap();
    rebuild(&folder);
    assert_eq!(store(&folder).dump().unwrap(), counted, "lost, and counted anew by the command");
    fs::remove_file(&counts).unwrap();
    serve(&folder).stop();
    assert!(same(), "lost, and counted anew by the server");
    fs::copy(folder.join("older/counts.sqlite"), &counts).unwrap();
    serve(&folder).stop();
    assert!(same(), "counts of before the entry came to its last unit");

    // A folder from before the office kept units: the counts alone know them.
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join("data").join(format!("office.sqlite{ending}")));
    }
    serve(&folder).stop();
    fs::remove_file(&counts).unwrap();
    rebuild(&folder);
    assert!(same(), "taken over by the office");
}
