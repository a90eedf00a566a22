//! User agents of machines, each with where the string is known from.
//!
//! CUA: monperrus/crawler-user-agents (MIT), line of `crawler-user-agents.json`. DD: matomo-org/device-detector, seen in
//! its fixtures. †: our own reading. Strings that people's browsers carry, too, stand in no row: a bare `zalo` is a
//! person in Zalo's browser.

use super::Class;

/// How a pattern lies in an agent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lies {
    /// Anywhere, in any case.
    Within,
    /// At its beginning, in this case.
    First,
    /// It is the whole agent.
    Whole,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// What to look for; in lower case where it lies [`Lies::Within`].
    pub text: &'static str,
    /// Where.
    pub lies: Lies,
    /// What carries it.
    pub class: Class,
    /// Where the string is known from.
    pub source: &'static str,
}

const fn row(class: Class, lies: Lies, text: &'static str, source: &'static str) -> Pattern {
    Pattern { text, lies, class, source }
}

use Class::{Bot, Preview};
use Lies::{First, Whole, Within};

/// The first row that fits decides.
pub const PATTERNS: &[Pattern] = &[
    // Previews that messengers draw for a link.
    row(Preview, Within, "facebookexternalhit", "CUA l.1486; iMessage, LINE and Kakao carry it too"),
    row(Preview, Within, "meta-externalhit", "CUA l.15147"),
    row(Preview, Within, "facebot", "iMessage"),
    row(Preview, Within, "twitterbot", "iMessage"),
    row(Preview, Within, "telegrambot", "CUA l.3122"),
    row(Preview, Whole, "Viber", "CUA l.6241; anchored, because Viber's own browser carries the word too"),
    row(Preview, Within, "viberurldownloader", "DD fixtures/bots.yml l.6993"),
    row(Preview, First, "WhatsApp/", "CUA l.2792"),
    row(Preview, Within, "slackbot", "CUA l.2640"),
    row(Preview, Within, "slack-imgproxy", "CUA l.2734"),
    row(Preview, Within, "line-poker", "LINE"),
    row(Preview, Within, "kakaotalk-scrap", "KakaoTalk"),
    row(Preview, Within, "skypeuripreview", "CUA l.2710"),
    row(Preview, Within, "discordbot", "CUA l.3111"),
    row(Preview, Within, "linkedinbot", "CUA l.224"),
    row(Preview, Within, "snap url preview", "CUA l.6445"),
    row(Preview, Within, "bingpreview", "CUA"),
    row(Preview, Within, "pinterestbot", "CUA"),
    row(Preview, Within, "redditbot", "CUA"),
    row(Preview, Within, "vkshare", "CUA"),
    row(Preview, Within, "mastodon/", "CUA"),
    // Crawlers.
    row(Bot, Within, "meta-externalagent", "CUA l.7350"),
    row(Bot, Within, "meta-externalfetcher", "CUA l.7350–8073"),
    row(Bot, Within, "meta-externalads", "CUA l.7350–8073"),
    row(Bot, Within, "meta-webindexer", "CUA l.7350–8073"),
    row(Bot, Within, "googlebot", "CUA l.3–166"),
    row(Bot, Within, "googleother", "CUA l.3–166"),
    row(Bot, Within, "google-inspectiontool", "CUA l.3–166"),
    row(Bot, Within, "adsbot-google", "CUA"),
    row(Bot, Within, "apis-google", "CUA"),
    row(Bot, Within, "mediapartners-google", "CUA"),
    row(Bot, Within, "feedfetcher-google", "CUA"),
    row(Bot, Within, "google-read-aloud", "CUA"),
    row(Bot, Within, "chrome privacy preserving prefetch proxy", "DD bots.yml l.3760"),
    row(Bot, Within, "chrome-lighthouse", "CUA"),
    row(Bot, Within, "coccocbot", "CUA l.1707"),
    row(Bot, First, "coccoc/1.0", "CUA l.1707; Cốc Cốc's browser says coc_coc_browser/"),
    row(Bot, Within, "tiktokspider", "CUA l.7498"),
    row(Bot, Within, "bytespider", "CUA l.5461"),
    row(Bot, Within, "applebot", "CUA l.2261"),
    row(Bot, Within, "chatgpt-user", "CUA"),
    row(Bot, Within, "ia_archiver", "CUA"),
    row(Bot, Within, "crawler", "CUA, † as a word of its own"),
    row(Bot, Within, "spider", "CUA, † as a word of its own"),
    row(Bot, Within, "+http", "†: an address for the owner of the visited site; no browser carries one"),
    // Programs and libraries.
    row(Bot, Within, "headlesschrome", "CUA"),
    row(Bot, Within, "phantomjs", "CUA"),
    row(Bot, Within, "python-requests", "CUA"),
    row(Bot, Within, "python-urllib", "CUA"),
    row(Bot, Within, "python-httpx", "CUA"),
    row(Bot, Within, "aiohttp", "CUA"),
    row(Bot, Within, "scrapy", "CUA"),
    row(Bot, Within, "go-http-client", "CUA"),
    row(Bot, Within, "apache-httpclient", "CUA"),
    row(Bot, Within, "libwww-perl", "CUA"),
    row(Bot, Within, "node-fetch", "CUA"),
    row(Bot, Within, "axios/", "CUA"),
    row(Bot, Within, "postmanruntime", "CUA"),
    row(Bot, Within, "cfnetwork/", "†: an app's own request, not its browser"),
    row(Bot, First, "Dalvik/", "†: an app's own request, not its browser"),
    row(Bot, First, "okhttp/", "CUA"),
    row(Bot, First, "Java/", "CUA"),
    row(Bot, First, "curl/", "CUA"),
    row(Bot, First, "Wget/", "CUA"),
    row(Bot, First, "node", "CUA"),
    row(Bot, First, "Ruby", "CUA"),
    row(Bot, Within, "pingdom", "CUA"),
    row(Bot, Within, "uptime", "CUA"),
    row(Bot, Within, "statuscake", "CUA"),
    row(Bot, Within, "zgrab", "CUA"),
    row(Bot, Within, "nmap ", "CUA"),
    row(Bot, Within, "censys", "CUA"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_its_source_and_can_match() {
        for pattern in PATTERNS {
            assert!(!pattern.source.is_empty());
            if pattern.lies == Within {
                assert_eq!(pattern.text, pattern.text.to_ascii_lowercase());
            }
        }
    }
}
