//! What a user agent tells: person or machine, kind of device, in-app browser. The agent itself is never kept on disk.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{PoisonError, RwLock};

use super::rules::RULES;
use super::{App, Class, Device};

/// Agents remembered in memory; a day has a few hundred.
const MOST: usize = 4_096;

/// What a user agent tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agent {
    /// [`Class::Person`], [`Class::Preview`] or [`Class::Bot`].
    pub class: Class,
    /// Kind of device.
    pub device: Device,
    /// In-app browser.
    pub app: App,
}

/// Reads agents, and remembers by a keyed hash what it read, since most come again and again.
#[derive(Debug, Default)]
pub struct Agents {
    hash: RandomState,
    known: RwLock<HashMap<u64, Agent>>,
}

impl Agents {
    /// What `agent` tells.
    pub fn read(&self, agent: &str) -> Agent {
        let key = self.hash.hash_one(agent);
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *known;
        }
        let read = Agent::read(agent);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(key, read);
        read
    }
}

impl Agent {
    /// Reads an agent by the rules.
    pub fn read(agent: &str) -> Agent {
        Agent { class: RULES.class(agent), device: RULES.device(agent), app: RULES.app(agent) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People, from real logs and from DD's fixtures.
    const PEOPLE: &[(&str, Device, App)] = &[
        (
            "Mozilla/5.0 (Linux; Android 11; RMX1973 Build/RKQ1.201217.002;) AppleWebKit/537.36 (KHTML, like Gecko) \
             Version/4.0 Chrome/142.0.7444.171 Safari/537.36 Zalo android/25112868 ZaloTheme/dark ZaloLanguage/vi",
            Device::Phone,
            App::Zalo,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
             Mobile/15E148 Zalo iOS/448 ZaloTheme/light ZaloLanguage/en",
            Device::Phone,
            App::Zalo,
        ),
        (
            "Mozilla/5.0 (Linux; Android 7.0; TP-LINK Neffos X1) AppleWebKit/537.36 Safari/537.36 \
             Zalo android/1 ZaloLanguage/vn",
            Device::Phone,
            App::Zalo,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A536E) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 \
             [FB_IAB/Orca-Android;FBAV/460.0.0.48.109;]",
            Device::Phone,
            App::Messenger,
        ),
        ("[FBAN/FB4A;FBAV/567.0.0.1.2;FBDV/SM-S921B;]", Device::Phone, App::Facebook),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]",
            Device::Phone,
            App::Facebook,
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/UQ1A; wv) Chrome/122 Mobile Safari/537.36 Instagram \
             320.0.0.42.101 Android (34/14; 420dpi; 1080x2219; Google/google; Pixel 7; panther)",
            Device::Phone,
            App::Instagram,
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; V2111) Mobile Safari/537.36 trill_340900 JsSdk/1.0 \
             BytedanceWebview/d8a21c6",
            Device::Phone,
            App::Tiktok,
        ),
        (
            "Mozilla/5.0 (Linux; Android 9; CUBOT_P40) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36",
            Device::Phone,
            App::None,
        ),
        (
            "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36",
            Device::Phone,
            App::None,
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 coc_coc_browser/120.0 Chrome/114 Safari/537.36",
            Device::Desktop,
            App::None,
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            Device::Phone,
            App::None,
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) AppleWebKit/605.1.15 Version/16.1 Mobile/15E148 Safari/604.1",
            Device::Tablet,
            App::None,
        ),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 Chrome/120 Safari/537.36 Viber/21",
            Device::Tablet,
            App::Viber,
        ),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/37; U; vi) Presto/2.12 Version/12.16", Device::Phone, App::None),
    ];

    #[test]
    fn people_stay_people() {
        for (agent, device, app) in PEOPLE {
            let read = Agent::read(agent);
            assert_eq!(read, Agent { class: Class::Person, device: *device, app: *app }, "{agent}");
            assert!(RULES.each_alone().all(|rule| rule.class(agent) == Class::Person), "{agent}");
        }
    }

    #[test]
    fn previews_and_bots_are_told_apart() {
        for agent in [
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "facebookexternalhit/1.1;line-poker/1.0",
            "facebookexternalhit/1.1;kakaotalk-scrap/1.0;",
            "Mozilla/5.0 (compatible; Meta-ExternalHit/1.1; +http://www.facebook.com/externalhit_uatext.php)",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 \
             Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
            "TelegramBot (like TwitterBot)",
            "Viber",
            "WhatsApp/2.24.20.83 A",
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
            "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
            "Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots",
            "ZaloCrawler/1.0",
            "Mozilla/5.0 (compatible; zalo-link-preview)",
        ] {
            assert_eq!(Agent::read(agent).class, Class::Preview, "{agent}");
        }
        for agent in [
            "",
            "  ",
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 Chrome/120 Mobile \
             Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "GoogleOther",
            "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
            "coccoc/1.0 ()",
            "Mozilla/5.0 (compatible; TikTokSpider; ttspider-feedback@tiktok.com)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot",
            "meta-externalagent/1.1",
            "curl/8.5.0",
            "python-requests/2.31",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120 Safari/537.36",
            "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536E)",
            "QRScanner/3 CFNetwork/1490 Darwin/23.2",
        ] {
            assert_eq!(Agent::read(agent).class, Class::Bot, "{agent}");
        }
    }

    #[test]
    fn what_is_remembered_is_what_was_read() {
        let agents = Agents::default();
        for i in 0..2 * MOST {
            let agent = format!("Mozilla/5.0 (iPhone) Mobile {i}");
            assert_eq!(agents.read(&agent), Agent::read(&agent));
        }
        assert!(agents.known.read().unwrap().len() <= MOST);
        assert_eq!(agents.read("curl/8"), agents.read("curl/8"));
    }
}
