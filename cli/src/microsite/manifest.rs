//! The web app manifest of each language: what a phone shows of a page somebody keeps on the home screen.

use serde::Serialize;

use super::icons::ICONS;
use super::list::tagline;
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;

/// Longest name under an icon, in characters.
const SHORT: usize = 16;

#[derive(Serialize)]
struct Manifest<'a> {
    id: &'a str,
    lang: &'a str,
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    start_url: &'a str,
    scope: &'static str,
    display: &'static str,
    background_color: &'a str,
    theme_color: &'a str,
    icons: Vec<Image>,
}

#[derive(Serialize)]
struct Image {
    src: &'static str,
    sizes: String,
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
}

/// Path of the manifest of pages in the language of `tongue`.
pub fn path(lang: &str) -> String {
    format!("/{lang}/manifest.webmanifest")
}

/// The manifest of pages in the language of `tongue`.
pub fn manifest(plan: &Plan, tongue: &Tongue) -> String {
    let settings = &plan.project.settings;
    let title = Text::pick(&settings.title, tongue).map_or_else(|| settings.host.clone(), |title| title.text);
    let home = plan.project.home_path(&tongue.lang);
    let drawn = ICONS.iter().filter_map(|icon| {
        let purpose = icon.purpose?;
        Some(Image { src: icon.path, sizes: format!("{0}x{0}", icon.side), kind: "image/png", purpose })
    });
    let vector = Image { src: "/favicon.svg", sizes: "any".to_owned(), kind: "image/svg+xml", purpose: "any" };
    let manifest = Manifest {
        id: &home,
        lang: tongue.locale.lang().as_str(),
        name: &title,
        short_name: short(&title),
        description: &tagline(plan, tongue),
        start_url: &home,
        scope: "/",
        // With the address in sight: readers are told to look at it.
        display: "minimal-ui",
        background_color: &settings.palette.light.ground,
        theme_color: &settings.palette.light.ground,
        icons: drawn.chain([vector]).collect(),
    };
    // A struct of texts cannot fail to be written.
    serde_json::to_string(&manifest).unwrap_or_default() + "\n"
}

/// As many whole words as stand under an icon.
fn short(title: &str) -> &str {
    if title.chars().count() <= SHORT {
        return title;
    }
    let fits = title.match_indices(' ').map(|(at, _)| &title[..at]).take_while(|head| head.chars().count() <= SHORT);
    fits.last().unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_under_an_icon_is_cut_between_words() {
        assert_eq!(short("Di sản quanh ta"), "Di sản quanh ta");
        assert_eq!(short("Di tích và danh thắng phường Trần Hưng Đạo"), "Di tích và danh");
        assert_eq!(short("Heritage"), "Heritage");
    }
}
