//! Where moon and sun are: new moons and the sun's longitude, after J. Meeus, *Astronomical Algorithms* (2nd edition),
//! chapters 25 and 49.
//!
//! New moons are right to half a minute between 1900 and 2050, which decides every day from 1968 to 2053: the closest a
//! new moon comes to midnight in Hà Nội in those years is 90 seconds. After that nobody knows to the minute how the
//! earth will turn: one month (7 May 2054) begins within 15 seconds of midnight.

/// Hà Nội is this part of a day ahead of Greenwich.
const ZONE: f64 = 7.0 / 24.0;

/// Days from one new moon to the next, on average.
const LUNATION: f64 = 29.530588861;

/// Julian date of the first new moon of 2000, on average.
const FIRST: f64 = 2451550.09766;

/// Seconds by which the even time of astronomers runs ahead of the turning earth, each ten years from 1900
/// (F. Espenak, J. Meeus, *Five Millennium Canon*; what is to come is a forecast).
const AHEAD: [f64; 21] = [
    -3.0, 10.0, 21.0, 24.0, 24.0, 29.0, 33.0, 40.0, 51.0, 57.0, 64.0, 66.0, 70.0, 76.0, 85.0, 93.0, 111.0, 134.0,
    157.0, 180.0, 203.0,
];

/// Terms of the true new moon: hundred-thousandths of a day; multiples of the sun's anomaly, the moon's anomaly and its
/// distance from the node. A term with the sun's anomaly shrinks with the earth's eccentricity.
const TERMS: [(f64, i32, i32, i32); 24] = [
    (-40720.0, 0, 1, 0),
    (17241.0, 1, 0, 0),
    (1608.0, 0, 2, 0),
    (1039.0, 0, 0, 2),
    (739.0, -1, 1, 0),
    (-514.0, 1, 1, 0),
    (208.0, 2, 0, 0),
    (-111.0, 0, 1, -2),
    (-57.0, 0, 1, 2),
    (56.0, 1, 2, 0),
    (-42.0, 0, 3, 0),
    (42.0, 1, 0, 2),
    (38.0, 1, 0, -2),
    (-24.0, -1, 2, 0),
    (-7.0, 2, 1, 0),
    (4.0, 0, 2, -2),
    (4.0, 3, 0, 0),
    (3.0, 1, 1, -2),
    (3.0, 0, 2, 2),
    (-3.0, 1, 1, 2),
    (3.0, -1, 1, 2),
    (-2.0, -1, 1, -2),
    (-2.0, 1, 3, 0),
    (2.0, 0, 4, 0),
];

/// The pull of the planets: degrees at the first new moon, degrees a lunation, millionths of a day.
const PLANETS: [(f64, f64, f64); 14] = [
    (299.77, 0.107408, 325.0),
    (251.88, 0.016321, 165.0),
    (251.83, 26.651886, 164.0),
    (349.42, 36.412478, 126.0),
    (84.66, 18.206239, 110.0),
    (141.74, 53.303771, 62.0),
    (207.14, 2.453732, 60.0),
    (154.84, 7.306860, 56.0),
    (34.52, 27.261239, 47.0),
    (207.19, 0.121824, 42.0),
    (291.34, 1.844379, 40.0),
    (161.72, 24.198154, 37.0),
    (239.56, 25.513099, 35.0),
    (331.55, 3.592518, 23.0),
];

/// The new moon nearest to the Julian day `day`, counted from the first of 2000.
pub fn moon_near(day: i32) -> i32 {
    ((f64::from(day) - FIRST) / LUNATION).round() as i32
}

/// The Julian day number of the day of Hà Nội in which new moon `moon` falls.
pub fn new_moon_day(moon: i32) -> i32 {
    // Julian days begin at noon. Rounded down, not towards nought: days before the year 2000 count backwards.
    (new_moon(moon) + 0.5 + ZONE).floor() as i32
}

/// The sign (twelfth of its way, from the spring point) the sun is in when the day `day` begins in Hà Nội.
pub fn sign_at_dawn(day: i32) -> u8 {
    (sun_longitude(f64::from(day) - 0.5 - ZONE) / 30.0).floor() as u8
}

/// The Julian date of a new moon, universal time.
fn new_moon(moon: i32) -> f64 {
    let k = f64::from(moon);
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let mean = FIRST + LUNATION * k + 0.00015437 * t2 - 0.000000150 * t3;
    let eccentricity = 1.0 - 0.002516 * t - 0.0000074 * t2;
    let sun = 2.5534 + 29.10535670 * k - 0.0000014 * t2 - 0.00000011 * t3;
    let anomaly = 201.5643 + 385.81693528 * k + 0.0107582 * t2 + 0.00001238 * t3;
    let node = 160.7108 + 390.67050284 * k - 0.0016118 * t2 - 0.00000227 * t3;
    let ascending = 124.7746 - 1.56375588 * k + 0.0020672 * t2 + 0.00000215 * t3;
    let moon_and_sun: f64 = TERMS
        .iter()
        .map(|(size, m, p, f)| {
            let angle = f64::from(*m) * sun + f64::from(*p) * anomaly + f64::from(*f) * node;
            size * 1e-5 * eccentricity.powi(m.abs()) * sine(angle)
        })
        .sum();
    let planets: f64 = PLANETS.iter().map(|(start, pace, size)| size * 1e-6 * sine(start + pace * k)).sum();
    let even = mean + moon_and_sun - 0.00017 * sine(ascending) + planets;
    even - ahead(even) / 86_400.0
}

/// The sun's apparent longitude in degrees, 0 to 360.
fn sun_longitude(julian: f64) -> f64 {
    let t = (julian - 2451545.0) / 36525.0;
    let t2 = t * t;
    let anomaly = 357.52911 + 35999.05029 * t - 0.0001537 * t2;
    let mean = 280.46646 + 36000.76983 * t + 0.0003032 * t2;
    let centre = (1.914602 - 0.004817 * t - 0.000014 * t2) * sine(anomaly)
        + (0.019993 - 0.000101 * t) * sine(2.0 * anomaly)
        + 0.000289 * sine(3.0 * anomaly);
    let seen = -0.00569 - 0.00478 * sine(125.04 - 1934.136 * t);
    (mean + centre + seen).rem_euclid(360.0)
}

/// Seconds by which even time is ahead at a Julian date.
fn ahead(julian: f64) -> f64 {
    let decades = ((julian - 2415020.5) / 3652.5).clamp(0.0, (AHEAD.len() - 1) as f64);
    let before = (decades as usize).min(AHEAD.len() - 2);
    AHEAD[before] + (AHEAD[before + 1] - AHEAD[before]) * (decades - before as f64)
}

fn sine(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_own_examples_come_out() {
        // Example 49.a: the new moon of 18 February 1977, 3 h 37 m 42 s of even time.
        let moon = moon_near(2_443_193);
        let even = new_moon(moon) + ahead(2_443_193.0) / 86_400.0;
        assert!((even - 2443192.65118).abs() < 2e-5, "{even}");
        // Example 25.a: the sun on 13 October 1992.
        assert!((sun_longitude(2448908.5) - 199.90895).abs() < 2e-4, "{}", sun_longitude(2_448_908.5));
    }

    #[test]
    fn a_new_moon_is_within_its_day() {
        for moon in -1237..=1237 {
            let day = f64::from(new_moon_day(moon)) - 0.5 - ZONE;
            let at = new_moon(moon);
            assert!((day..day + 1.0).contains(&at), "{moon}: {at} is not in the day from {day}");
            assert!((29.2..29.9).contains(&(new_moon(moon + 1) - at)), "{moon}");
        }
    }
}
