//! Facts that belong to one kind.

use disan_server::catalog::{Kind, Localized};
use jiff::civil::Date;

/// The facts of the entry's kind.
#[derive(Clone, Debug)]
pub enum KindFacts {
    /// Di tích.
    Relic(RelicFacts),
    /// A place, app, portal, market or course.
    Service(ServiceFacts),
    /// A guide in steps.
    Guide(GuideFacts),
    /// A trail of stops.
    Trail(TrailFacts),
    /// A drive or a day.
    Event(EventFacts),
}

impl KindFacts {
    /// Which kind these facts are of.
    pub fn kind(&self) -> Kind {
        match self {
            KindFacts::Relic(_) => Kind::Relic,
            KindFacts::Service(_) => Kind::Service,
            KindFacts::Guide(_) => Kind::Guide,
            KindFacts::Trail(_) => Kind::Trail,
            KindFacts::Event(_) => Kind::Event,
        }
    }
}

/// Facts of a relic (Law on Cultural Heritage 45/2024/QH15).
#[derive(Clone, Debug, Default)]
pub struct RelicFacts {
    /// Types as in article 21; often two.
    pub types: Vec<RelicType>,
    /// Other names.
    pub other_names: Localized<Vec<String>>,
    /// When it was made.
    pub period: Localized<String>,
    /// Who is honoured there.
    pub venerated: Localized<String>,
    /// The cluster it was ranked with.
    pub part_of: Localized<String>,
    /// Who looks after it.
    pub custodian: Localized<String>,
    /// Ranks, highest first.
    pub ranks: Vec<Rank>,
    /// Festivals by the lunar calendar.
    pub festivals: Vec<Festival>,
}

/// Type of a relic. Locale key: `relic.type.<id>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelicType {
    /// Di tích lịch sử.
    Historical,
    /// Di tích kiến trúc nghệ thuật.
    Architectural,
    /// Di tích khảo cổ.
    Archaeological,
    /// Danh lam thắng cảnh.
    Scenic,
    /// Di tích hỗn hợp.
    Mixed,
}

impl RelicType {
    /// All types.
    pub const ALL: [RelicType; 5] =
        [Self::Historical, Self::Architectural, Self::Archaeological, Self::Scenic, Self::Mixed];

    /// The id in facts files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Historical => "historical",
            Self::Architectural => "architectural",
            Self::Archaeological => "archaeological",
            Self::Scenic => "scenic",
            Self::Mixed => "mixed",
        }
    }
}

/// A rank or listing. Locale key: `relic.rank.<id>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RankLevel {
    /// Component of a World Heritage property.
    WorldHeritage,
    /// Di tích quốc gia đặc biệt.
    SpecialNational,
    /// Di tích quốc gia.
    National,
    /// Di tích cấp tỉnh / cấp thành phố.
    Provincial,
    /// In the inventory, unranked.
    Inventory,
    /// Holds a national treasure.
    NationalTreasure,
    /// Its festival is national intangible heritage.
    NationalIntangible,
    /// Điểm du lịch.
    TouristSpot,
}

impl RankLevel {
    /// All levels, highest first.
    pub const ALL: [RankLevel; 8] = [
        Self::WorldHeritage,
        Self::SpecialNational,
        Self::National,
        Self::Provincial,
        Self::Inventory,
        Self::NationalTreasure,
        Self::NationalIntangible,
        Self::TouristSpot,
    ];

    /// The id in facts files.
    pub fn id(self) -> &'static str {
        match self {
            Self::WorldHeritage => "world-heritage",
            Self::SpecialNational => "special-national",
            Self::National => "national",
            Self::Provincial => "provincial",
            Self::Inventory => "inventory",
            Self::NationalTreasure => "national-treasure",
            Self::NationalIntangible => "national-intangible",
            Self::TouristSpot => "tourist-spot",
        }
    }
}

/// A rank as it was given.
#[derive(Clone, Debug)]
pub struct Rank {
    /// Which.
    pub level: RankLevel,
    /// Year, where only that is known.
    pub year: Option<i16>,
    /// Day of the decision.
    pub date: Option<Date>,
    /// Number of the decision: 2499/QĐ-TTg.
    pub decision: Option<String>,
    /// Who decided.
    pub authority: Localized<String>,
    /// The name in the decision, where it differs.
    pub listed_name: Localized<String>,
}

/// A day of the lunar year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LunarDay {
    /// 1 to 30.
    pub day: u8,
    /// 1 to 12.
    pub month: u8,
}

/// A festival by the lunar calendar.
#[derive(Clone, Debug)]
pub struct Festival {
    /// What it is called.
    pub name: Localized<String>,
    /// First day; none where only the month is known.
    pub lunar_from: Option<LunarDay>,
    /// Last day.
    pub lunar_to: Option<LunarDay>,
    /// Main day.
    pub main: Option<LunarDay>,
    /// The lunar month, where no day is known.
    pub month_only: Option<u8>,
}

/// Facts of a service.
#[derive(Clone, Debug)]
pub struct ServiceFacts {
    /// What it is.
    pub category: ServiceCategory,
    /// Which digital skill it belongs to.
    pub skill: Option<Skill>,
    /// Opening hours; only with the day they were checked.
    pub hours: Option<(Localized<String>, Date)>,
    /// Where to get it.
    pub links: StoreLinks,
}

/// What a service is. Locale key: `service.category.<id>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServiceCategory {
    /// A desk, office, house of culture.
    Place,
    /// A phone application.
    App,
    /// A web portal.
    Portal,
    /// A market.
    Market,
    /// A course.
    Course,
}

impl ServiceCategory {
    /// All categories.
    pub const ALL: [ServiceCategory; 5] = [Self::Place, Self::App, Self::Portal, Self::Market, Self::Course];

    /// The id in facts files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::App => "app",
            Self::Portal => "portal",
            Self::Market => "market",
            Self::Course => "course",
        }
    }
}

/// Addresses of an application or site.
#[derive(Clone, Debug, Default)]
pub struct StoreLinks {
    /// Google Play.
    pub android: Option<String>,
    /// App Store.
    pub ios: Option<String>,
    /// Web.
    pub web: Option<String>,
}

/// The five core skills of community digital technology teams, and one's own. Locale key: `skill.<id>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Skill {
    /// Dịch vụ công trực tuyến.
    Dvc,
    /// Mua sắm trực tuyến.
    Muasam,
    /// Thanh toán trực tuyến.
    Thanhtoan,
    /// Tự bảo vệ trên không gian mạng.
    Antoan,
    /// Nền tảng số đặc thù địa phương.
    Diaphuong,
    /// Any other.
    Own,
}

impl Skill {
    /// All skills.
    pub const ALL: [Skill; 6] = [Self::Dvc, Self::Muasam, Self::Thanhtoan, Self::Antoan, Self::Diaphuong, Self::Own];

    /// The id in facts files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dvc => "dvc",
            Self::Muasam => "muasam",
            Self::Thanhtoan => "thanhtoan",
            Self::Antoan => "antoan",
            Self::Diaphuong => "diaphuong",
            Self::Own => "own",
        }
    }
}

/// Facts of a guide.
#[derive(Clone, Debug, Default)]
pub struct GuideFacts {
    /// Which digital skill it teaches.
    pub skill: Option<Skill>,
    /// Ids of hotlines to show.
    pub hotlines: Vec<String>,
}

/// Facts of a trail.
#[derive(Clone, Debug, Default)]
pub struct TrailFacts {
    /// Stops in walking order.
    pub stops: Vec<Stop>,
}

/// A stop of a trail.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Slug of the entry.
    pub entry: String,
    /// Kilometres from the stop before.
    pub distance_km: Option<f64>,
    /// Minutes to spend.
    pub minutes: Option<u32>,
    /// What to know on the way.
    pub note: Localized<String>,
}

/// Facts of an event.
#[derive(Clone, Debug)]
pub struct EventFacts {
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
    /// Units that take part.
    pub units: Vec<String>,
    /// Where.
    pub place: Localized<String>,
    /// What it aims at.
    pub target: Option<Target>,
}

/// A number to reach.
#[derive(Clone, Debug)]
pub struct Target {
    /// How many.
    pub count: u64,
    /// Of what: lượt người được hướng dẫn.
    pub of: Localized<String>,
    /// How it is counted: một người đến hai lần là hai lượt.
    pub counted: Localized<String>,
}
