//! What is near: relics by where they are, in a grid, so that looking around one costs the same in a commune or a country.

use crate::model::{Coordinates, KindFacts, Project};

/// Farther than this is not near.
const REACH_KM: f64 = 30.0;

/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.195;

/// Mean radius of the earth in kilometres.
const RADIUS_KM: f64 = 6371.0088;

/// Side of a cell in degrees: never more than `WIDEST` (about 5 km), never less than `NARROWEST`.
const WIDEST: f64 = 0.05;
const NARROWEST: f64 = 0.004;

/// Relics with coordinates, sorted into the cells of a grid over all of them.
#[derive(Debug, Default)]
pub struct Surroundings {
    south: f64,
    west: f64,
    side: f64,
    columns: i32,
    rows: i32,
    /// By cell, west to east and south to north: where its part of `spots` begins; one more for the end.
    starts: Vec<u32>,
    spots: Vec<Spot>,
}

/// A relic and where it is.
#[derive(Clone, Copy, Debug)]
struct Spot {
    entry: u32,
    at: Coordinates,
}

/// A relic near another place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Near {
    /// Index of the entry.
    pub entry: u32,
    /// Where it is.
    pub at: Coordinates,
    /// Kilometres as the crow flies.
    pub km: f64,
}

impl Surroundings {
    /// The relics of `project`.
    pub fn survey(project: &Project) -> Surroundings {
        let relics = project.entries.iter().enumerate().filter(|(_, entry)| matches!(entry.kind, KindFacts::Relic(_)));
        let spots = relics.filter_map(|(i, entry)| Some(Spot { entry: i as u32, at: entry.facts.coordinates? }));
        Surroundings::of(spots.collect())
    }

    fn of(mut spots: Vec<Spot>) -> Surroundings {
        if spots.is_empty() {
            return Surroundings::default();
        }
        let [south, west] =
            spots.iter().fold([f64::MAX; 2], |[s, w], spot| [s.min(spot.at.latitude), w.min(spot.at.longitude)]);
        let [north, east] =
            spots.iter().fold([f64::MIN; 2], |[n, e], spot| [n.max(spot.at.latitude), e.max(spot.at.longitude)]);
        // About four relics to a cell, where they are spread evenly.
        let area = (north - south).max(NARROWEST) * (east - west).max(NARROWEST);
        let side = (area * 4.0 / spots.len() as f64).sqrt().clamp(NARROWEST, WIDEST);
        let (rows, columns) = (((north - south) / side) as i32 + 1, ((east - west) / side) as i32 + 1);
        let mut grid = Surroundings { south, west, side, columns, rows, starts: Vec::new(), spots: Vec::new() };
        spots.sort_by_key(|spot| (grid.index(grid.cell(spot.at)), spot.entry));
        let cells = (rows * columns) as usize;
        let mut starts = vec![0; cells + 1];
        for spot in &spots {
            starts[grid.index(grid.cell(spot.at)) + 1] += 1;
        }
        for i in 0..cells {
            starts[i + 1] += starts[i];
        }
        grid.starts = starts;
        grid.spots = spots;
        grid
    }

    fn cell(&self, at: Coordinates) -> (i32, i32) {
        let along = |value: f64, from: f64| ((value - from) / self.side).floor() as i32;
        (along(at.latitude, self.south), along(at.longitude, self.west))
    }

    fn index(&self, (row, column): (i32, i32)) -> usize {
        (row * self.columns + column) as usize
    }

    /// The `count` relics nearest to `at`, nearest first, without the entry `but`.
    pub fn near(&self, at: Coordinates, but: u32, count: usize) -> Vec<Near> {
        let mut found: Vec<Near> = Vec::new();
        if self.spots.is_empty() {
            return found;
        }
        let centre = self.cell(at);
        // A cell is narrower than it is high, and the more so the farther north.
        let width_km = self.side * DEGREE_KM * (at.latitude.abs() + 0.5).to_radians().cos();
        for ring in 0..=(REACH_KM / width_km).ceil() as i32 {
            // What the rings so far hold nearer than their edge nothing farther out can beat.
            let edge_km = f64::from(ring - 1) * width_km;
            if found.len() == count && found[count - 1].km < edge_km {
                break;
            }
            self.each_of_ring(centre, ring, |spot| {
                let km = distance(at, spot.at);
                if spot.entry != but && km <= REACH_KM {
                    // By distance, then by entry, so that equal distances have one order.
                    let place = found.partition_point(|near| (near.km, near.entry) < (km, spot.entry));
                    if place < count {
                        found.insert(place, Near { entry: spot.entry, at: spot.at, km });
                        found.truncate(count);
                    }
                }
            });
        }
        found
    }

    /// Every spot in the cells that are `ring` cells away from `centre`.
    fn each_of_ring(&self, (row, column): (i32, i32), ring: i32, mut each: impl FnMut(&Spot)) {
        let mut run = |row: i32, from: i32, to: i32| {
            let (from, to) = (from.max(0), to.min(self.columns - 1));
            if (0..self.rows).contains(&row) && from <= to {
                let (first, last) = (self.index((row, from)), self.index((row, to)));
                self.spots[self.starts[first] as usize..self.starts[last + 1] as usize].iter().for_each(&mut each);
            }
        };
        for r in row - ring..=row + ring {
            if (r - row).abs() == ring {
                run(r, column - ring, column + ring);
            } else {
                run(r, column - ring, column - ring);
                run(r, column + ring, column + ring);
            }
        }
    }
}

/// Kilometres between two places as the crow flies.
pub fn distance(from: Coordinates, to: Coordinates) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let (a, b) = (from.latitude.to_radians().cos(), to.latitude.to_radians().cos());
    let chord = half(from.latitude, to.latitude) + a * b * half(from.longitude, to.longitude);
    2.0 * RADIUS_KM * chord.sqrt().min(1.0).asin()
}

/// Which of eight directions leads from one place to another: 0 north, 1 north-east, and on with the sun.
pub fn direction(from: Coordinates, to: Coordinates) -> usize {
    let east = (to.longitude - from.longitude) * ((from.latitude + to.latitude) / 2.0).to_radians().cos();
    let bearing = east.atan2(to.latitude - from.latitude).to_degrees();
    ((bearing / 45.0).round() as i32).rem_euclid(8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Coordinates {
        Coordinates { latitude, longitude }
    }

    /// Numbers that look random and are the same each time.
    fn scattered(count: u32, south: f64, west: f64, size: f64) -> Vec<Spot> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        (0..count).map(|entry| Spot { entry, at: at(south + size * next(), west + size * next()) }).collect()
    }

    #[test]
    fn the_grid_finds_what_looking_at_all_finds() {
        // A commune, a province, a country; and a province with one relic far away.
        let mut with_outlier = scattered(300, 20.5, 106.0, 0.8);
        with_outlier.push(Spot { entry: 300, at: at(9.0, 105.0) });
        for spots in [
            scattered(60, 20.9, 106.3, 0.05),
            scattered(500, 20.5, 106.0, 1.0),
            scattered(300, 8.5, 102.5, 15.0),
            scattered(1, 21.0, 106.0, 0.0),
            with_outlier,
        ] {
            let grid = Surroundings::of(spots.clone());
            for spot in &spots {
                let mut all: Vec<Near> = spots
                    .iter()
                    .filter(|other| other.entry != spot.entry)
                    .map(|other| Near { entry: other.entry, at: other.at, km: distance(spot.at, other.at) })
                    .filter(|near| near.km <= REACH_KM)
                    .collect();
                all.sort_by(|a, b| (a.km, a.entry).partial_cmp(&(b.km, b.entry)).unwrap());
                all.truncate(5);
                assert_eq!(grid.near(spot.at, spot.entry, 5), all, "around {spot:?}");
            }
            // A place that is none of them, outside the grid.
            let outside = at(spots[0].at.latitude - 0.2, spots[0].at.longitude + 0.1);
            let nearest = spots.iter().map(|spot| distance(outside, spot.at)).fold(f64::MAX, f64::min);
            let found = grid.near(outside, u32::MAX, 1);
            assert_eq!(found.first().map(|near| near.km), Some(nearest).filter(|km| *km <= REACH_KM));
        }
        assert!(Surroundings::default().near(at(21.0, 106.0), 0, 5).is_empty());
    }

    #[test]
    fn ten_thousand_relics_are_looked_around_cheaply() {
        let spots = scattered(10_000, 20.5, 106.0, 1.0);
        let grid = Surroundings::of(spots.clone());
        let looked_at: usize = spots
            .iter()
            .map(|spot| {
                let mut count = 0;
                let centre = grid.cell(spot.at);
                (0..=2).for_each(|ring| grid.each_of_ring(centre, ring, |_| count += 1));
                assert_eq!(grid.near(spot.at, spot.entry, 5).len(), 5);
                count
            })
            .sum();
        // Two rings hold the five nearest nearly always: a hundred looks a relic, not ten thousand.
        assert!(looked_at / spots.len() <= 110, "{}", looked_at / spots.len());
    }

    #[test]
    fn distances_and_directions_are_those_of_the_map() {
        let (con_son, kiep_bac) = (at(21.1511, 106.3931), at(21.1503, 106.3450));
        assert!((distance(con_son, kiep_bac) - 4.99).abs() < 0.05, "{}", distance(con_son, kiep_bac));
        assert_eq!(direction(con_son, kiep_bac), 6);
        let middle = at(21.0, 106.0);
        for (to, expected) in [
            (at(21.1, 106.0), 0),
            (at(21.1, 106.107), 1),
            (at(21.0, 106.1), 2),
            (at(20.9, 106.107), 3),
            (at(20.9, 106.0), 4),
            (at(20.9, 105.893), 5),
            (at(21.0, 105.9), 6),
            (at(21.1, 105.893), 7),
            (at(21.1, 105.99), 0),
        ] {
            assert_eq!(direction(middle, to), expected, "{to:?}");
        }
    }
}
