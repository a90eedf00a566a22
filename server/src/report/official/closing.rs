//! Parts IV to VI: what it amounts to, what comes next, what is asked for.

use crate::report::Block;

use super::Material;
use super::letterhead::period_name;

impl Material<'_> {
    pub(super) fn closing(&self) -> Vec<Block> {
        let words = &self.brief.words;
        let mut blocks = vec![Block::Heading(self.text("report.official.assessment"))];
        let mut part = |key: &'static str, content: Vec<Block>| {
            blocks.push(Block::Subheading(self.text(key)));
            blocks.extend(content);
        };
        part("report.official.strengths", self.told(words.strengths.as_ref(), "report.prompt.strengths"));
        part("report.official.difficulties", self.difficulties());
        part("report.official.causes", self.told(words.causes.as_ref(), "report.prompt.causes"));
        blocks.push(Block::Heading(self.next_heading()));
        blocks.extend(self.told(words.next.as_ref(), "report.prompt.next"));
        blocks.push(Block::Heading(self.text("report.official.requests")));
        let mut part = |key: &'static str, content: Vec<Block>| {
            blocks.push(Block::Subheading(self.text(key)));
            blocks.extend(content);
        };
        part("report.official.proposals", self.told(words.proposals.as_ref(), "report.prompt.proposals"));
        part("report.official.commendation", self.told(words.commendation.as_ref(), "report.prompt.commendation"));
        blocks
    }

    /// A drive is followed by no period of its kind.
    fn next_heading(&self) -> String {
        let next = self.draft.question.period.next();
        match (next, &self.brief.campaign) {
            (crate::stats::Period::Custom(_), _) | (_, Some(_)) => self.text("report.official.next"),
            _ => {
                let period = period_name(self.locale(), next).to_uppercase();
                self.locale().fill("report.official.next_period", &[("period", &period)])
            }
        }
    }

    /// What was named from the list, in one sentence, then in words.
    fn difficulties(&self) -> Vec<Block> {
        let words = &self.brief.words;
        if words.barriers.is_empty() {
            return self.told(words.difficulties.as_ref(), "report.prompt.difficulties");
        }
        let names: Vec<String> = words.barriers.iter().map(|barrier| self.text(barrier.key())).collect();
        let list = self.locale().fill("report.say.barriers", &[("list", &names.join("; "))]);
        std::iter::once(Block::Text(list)).chain(self.told_if(words.difficulties.as_ref())).collect()
    }
}
