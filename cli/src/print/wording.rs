//! What a sign says: every text of it in its two languages, before any format decides where it stands.

use disan_server::catalog::{Code, Kind, Lang, Locale, Localized};
use jiff::civil::Date;

use super::material::Lengths;
use super::options::Options;
use super::typeset::clean;
use crate::model::{Contact, Entry, KindFacts, Placement, Project, Rank, RankLevel};

/// A text in the language of the sign, and in the other one where there is such a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pair {
    /// In the first language, set larger.
    pub main: String,
    /// In the other language.
    pub other: Option<String>,
}

impl Pair {
    /// Both on one line.
    pub fn joined(&self, between: &str) -> String {
        match &self.other {
            Some(other) => format!("{}{between}{other}", self.main),
            None => self.main.clone(),
        }
    }
}

/// How to reach those who help, for the card that is left behind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// The office, or the owner.
    pub office: Pair,
    /// Numbers to call, a person's first.
    pub phones: Vec<String>,
}

/// All texts of one sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wording {
    /// The first language.
    pub lang: Lang,
    /// Name of the entry.
    pub title: Pair,
    /// Rank of a relic, or what kind of thing the entry is.
    pub rank: Pair,
    /// Where this sign hangs, when the entry has several.
    pub place: Option<Pair>,
    /// First paragraph.
    pub summary: Pair,
    /// Call to scan.
    pub scan: Pair,
    /// How to scan.
    pub how: Pair,
    /// What the reader gets: minutes to read, and to listen where there is a recording.
    pub promise: Pair,
    /// Call to type the address.
    pub or_type: Pair,
    /// The address without scheme: `disan.example/48217`.
    pub address: String,
    /// Caption of the number.
    pub number_label: Pair,
    /// The number in groups.
    pub number: String,
    /// Who answers for the sign.
    pub owner: Pair,
    /// Their office phone.
    pub phone: Option<Pair>,
    /// Whom to call: on the card alone, for a person's number hangs nowhere.
    pub reach: Reach,
    /// The line against fraud.
    pub fraud: Pair,
    /// Name in the locales of the same in a few words.
    pub short_fraud: &'static str,
    /// Call to ring somebody up.
    pub help: Pair,
    /// Where to write on Zalo.
    pub zalo: Option<Pair>,
    /// The project's line for every sign.
    pub notice: Option<Pair>,
    /// Set on a trial: not to be hung.
    pub trial: Option<Pair>,
}

impl Wording {
    /// What the sheet is called in the outline of a document.
    pub fn name(&self) -> String {
        match &self.place {
            Some(place) => format!("{} – {}", self.title.main, place.main),
            None => self.title.main.clone(),
        }
    }

    /// What the page is called where readers show its number.
    pub fn label(&self) -> String {
        self.number.chars().filter(|c| !c.is_whitespace()).collect()
    }
}

/// The words of a project's sign languages.
pub struct Speaker<'a> {
    project: &'a Project,
    main: &'a Locale,
    other: Option<&'a Locale>,
    lengths: &'a Lengths,
    today: Date,
}

impl<'a> Speaker<'a> {
    /// Speaks as `options` say.
    pub fn new(project: &'a Project, options: &'a Options) -> Speaker<'a> {
        let Options { languages, material, today, .. } = options;
        let (main, other) = (&languages.main, languages.other.as_ref());
        Speaker { project, main, other, lengths: &material.lengths, today: *today }
    }

    /// All texts of the sign of `placement`, which carries `code` on `host`.
    pub fn wording(&self, entry: &'a Entry, placement: &Placement, host: &str, code: Code) -> Wording {
        let words = self.words(entry);
        let (fraud, short_fraud) = fraud_keys(entry.kind());
        let contact = self.contact(entry);
        // A link to Zalo is for the page: nobody types it.
        let zalo = contact.zalo.as_ref().filter(|zalo| !zalo.contains('/'));
        Wording {
            lang: self.main.lang().clone(),
            title: words.0,
            rank: self.rank(entry),
            place: (!placement.name.is_empty()).then(|| self.localized(&placement.name)),
            summary: words.1,
            scan: self.say("print.scan"),
            how: self.say("print.how"),
            promise: self.promise(entry),
            or_type: self.say("print.or-type"),
            address: format!("{host}/{code}"),
            number_label: self.say("print.number"),
            number: code.grouped(),
            owner: self.owner(),
            phone: self.phone(entry),
            reach: self.reach(contact),
            fraud: self.say(fraud),
            short_fraud,
            help: self.say("print.help"),
            zalo: zalo.map(|number| self.fill("print.zalo", &[("number", number)])),
            notice: (!self.project.settings.notice.is_empty()).then(|| self.localized(&self.project.settings.notice)),
            trial: entry.is_trial(self.project).then(|| self.say("print.trial")),
        }
    }

    /// A text of the locales in both languages.
    pub fn say(&self, key: &str) -> Pair {
        self.fill(key, &[])
    }

    /// A text of the locales in both languages, its names in braces filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> Pair {
        Pair { main: self.main.fill(key, values), other: self.other.map(|l| l.fill(key, values)) }
    }

    /// The first language of the signs.
    pub fn main(&self) -> &Locale {
        self.main
    }

    /// The other language, where there is one.
    pub fn other(&self) -> Option<&Locale> {
        self.other
    }

    /// The project.
    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// The project's title, in the first language.
    pub fn project_title(&self) -> String {
        self.localized(&self.project.settings.title).main
    }

    /// Name of a unit in the first language, as it is called on the day the signs are made; its id where it has none.
    pub fn unit_name(&self, id: &str) -> String {
        let units = &self.project.units;
        let unit = units.on(id, self.today).or_else(|| units.get(id));
        unit.map_or_else(|| id.to_owned(), |unit| self.localized(&unit.name).main)
    }

    /// The day the signs are made.
    pub fn today(&self) -> Date {
        self.today
    }

    /// A text of the content; the other language only where it is really there.
    pub fn localized(&self, texts: &Localized<String>) -> Pair {
        let lang = self.main.lang();
        let chain = self.project.fallback_of(lang);
        let Some((found, main)) = texts.pick(lang, &chain) else { return Pair::default() };
        let other = self.other.map(Locale::lang).filter(|l| *l != found).and_then(|l| texts.get(l));
        Pair { main: clean(main), other: other.map(|text| clean(text)) }
    }

    fn words(&self, entry: &Entry) -> (Pair, Pair) {
        let Some((found, main)) = entry.words_for(self.project, self.main.lang()) else { return Default::default() };
        let other = self.other.map(Locale::lang).filter(|l| *l != found).and_then(|l| entry.words.get(l));
        let title = Pair { main: clean(&main.title), other: other.map(|w| clean(&w.title)) };
        let summary = Pair { main: clean(&main.summary), other: other.map(|w| clean(&w.summary)) };
        (title, summary)
    }

    /// Minutes of reading, and of listening in languages that have a recording of their own.
    fn promise(&self, entry: &Entry) -> Pair {
        let say = |locale: &Locale| {
            let lang = locale.lang();
            let fill = |count: usize, one: &str, many: &str| {
                locale.fill(if count == 1 { one } else { many }, &[("count", &count.to_string())])
            };
            let minutes = entry.words_for(self.project, lang).map_or(1, |(_, words)| words.reading_minutes());
            let read = fill(minutes, "reader.minutes_one", "reader.minutes_many");
            let seconds = entry.recordings.get(lang).and_then(|path| self.lengths.get(path));
            let Some(seconds) = seconds else { return read };
            let minutes = (*seconds as usize).div_ceil(60);
            format!("{read}, {}", fill(minutes, "print.listen-one", "print.listen-many"))
        };
        Pair { main: say(self.main), other: self.other.map(say) }
    }

    /// Who answers for the signs.
    pub fn owner(&self) -> Pair {
        let units = &self.project.units;
        let id = &self.project.settings.owner;
        match units.on(id, self.today).or_else(|| units.get(id)) {
            Some(unit) => self.localized(&unit.name),
            None => self.localized(&self.project.settings.title),
        }
    }

    /// An office's number may hang in public, a person's never.
    fn phone(&self, entry: &Entry) -> Option<Pair> {
        let phone = entry.facts.contact.phone.as_ref().or(self.project.settings.contact.phone.as_ref())?;
        Some(self.fill("print.phone", &[("phone", phone)]))
    }

    /// Whom to ask about an entry.
    fn contact(&self, entry: &'a Entry) -> &'a Contact {
        let own: &Contact = &entry.facts.contact;
        if own.is_empty() { &self.project.settings.contact } else { own }
    }

    fn reach(&self, contact: &Contact) -> Reach {
        let office = if contact.office.is_empty() { self.owner() } else { self.localized(&contact.office) };
        let mut phones: Vec<String> = Vec::new();
        for phone in contact.personal_phone.iter().chain(&contact.phone) {
            if !phones.contains(phone) {
                phones.push(phone.clone());
            }
        }
        Reach { office, phones }
    }

    /// The ranks of a relic, highest first, or the word for the kind.
    fn rank(&self, entry: &Entry) -> Pair {
        let ranks: Vec<&Rank> = match &entry.kind {
            KindFacts::Relic(relic) => relic.ranks.iter().filter(|r| is_of_the_place(r.level)).collect(),
            _ => Vec::new(),
        };
        if ranks.is_empty() {
            return self.say(&format!("content.kind.{}.one", entry.kind().id()));
        }
        let say = |locale: &Locale| {
            let names: Vec<String> =
                ranks.iter().map(|r| locale.fill(&format!("relic.rank.{}", r.level.id()), &[])).collect();
            names.join(" · ")
        };
        Pair { main: say(self.main), other: self.other.map(say) }
    }
}

/// Whether a rank is one of the place itself, not of a festival or an object kept there.
fn is_of_the_place(level: RankLevel) -> bool {
    level <= RankLevel::Inventory
}

/// Places ask for no money; pages about accounts and payments never ask for secrets. In full, and in a few words.
fn fraud_keys(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Relic | Kind::Trail | Kind::Event => ("reader.fraud_relic", "print.fraud.relic"),
        Kind::Service | Kind::Guide => ("reader.fraud_service", "print.fraud.service"),
    }
}
