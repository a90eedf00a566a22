//! One scan: what the journal keeps of it, and how it is told from the reading of a machine.

pub mod address;
pub mod agent;
pub mod devices;
pub mod kept;
pub mod language;
pub mod rules;

/// Who, as far as one can tell, opened the code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Class {
    /// A person.
    Person,
    /// The same device at the same placement again within ten seconds.
    Repeat,
    /// The preview a messenger draws for a link.
    Preview,
    /// A crawler, a monitor, a script.
    Bot,
    /// One of the team's own devices.
    Staff,
    /// A trial, before the signs hang.
    Trial,
}

/// What kind of device.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Device {
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
    /// A desktop or portable computer.
    Desktop,
    /// Anything else.
    Other,
}

/// The app whose in-app browser opened the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum App {
    /// A browser of its own: none of the apps below.
    None,
    /// Zalo.
    Zalo,
    /// Facebook.
    Facebook,
    /// Messenger.
    Messenger,
    /// Instagram.
    Instagram,
    /// TikTok.
    Tiktok,
    /// Viber.
    Viber,
    /// Telegram.
    Telegram,
    /// LINE.
    Line,
    /// KakaoTalk.
    Kakaotalk,
    /// WeChat.
    Wechat,
    /// The Google app.
    Google,
}

/// The names of a closed list, in the order of their numbers: what a segment's header keeps and the store holds.
macro_rules! named {
    ($list:ty: $($variant:ident $name:literal),+ $(,)?) => {
        impl $list {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [$list] = &[$(<$list>::$variant),+];

            /// The name it is stored under; words for it are in the locales.
            pub fn name(self) -> &'static str {
                match self { $(<$list>::$variant => $name),+ }
            }

            /// The one stored under `name`.
            pub fn named(name: &str) -> Option<$list> {
                <$list>::ALL.iter().copied().find(|x| x.name() == name)
            }
        }
    };
}

named!(Class: Person "person", Repeat "repeat", Preview "preview", Bot "bot", Staff "staff", Trial "trial");
named!(Device: Phone "phone", Tablet "tablet", Desktop "desktop", Other "other");
named!(App: None "none", Zalo "zalo", Facebook "facebook", Messenger "messenger", Instagram "instagram",
    Tiktok "tiktok", Viber "viber", Telegram "telegram", Line "line", Kakaotalk "kakaotalk", Wechat "wechat",
    Google "google");

/// Whether a scan is the first of its device at its entry on its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Nobody can tell: the client's address is hidden, or there were too many devices that day.
    Unknown,
}

/// What the journal keeps of a scan. Nothing here names or tracks a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scan {
    /// Entry id.
    pub entry: u64,
    /// The number on the sign.
    pub code: u32,
    /// Index of the placement's key in the segment's table.
    pub placement: u32,
    /// Local days since 1970-01-01.
    pub day: i32,
    /// Minute of the local day.
    pub minute: u16,
    /// Index of the language served in the segment's table.
    pub lang: u8,
    /// Kind of device.
    pub device: Device,
    /// In-app browser.
    pub app: App,
    /// Who opened it.
    pub class: Class,
    /// First of the device that day.
    pub first: First,
}
