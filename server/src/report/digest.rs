//! A report in a few sentences, to be pasted into the team's Zalo group.

use crate::stats::wording;

use super::official::{Material, period_name};

/// Letters a digest has at most.
pub const DIGEST: usize = 500;

impl Material<'_> {
    /// The digest: what matters most first, and as many whole sentences as [`DIGEST`] letters hold.
    pub(super) fn digest(&self) -> String {
        let question = self.draft.question;
        let locale = self.locale();
        let days = question.period.days();
        let days = format!("{}–{}", locale.date(days.first), locale.date(days.last));
        let unit = crate::stats::unit_name(locale, question, self.draft.unit);
        let period = period_name(locale, question.period);
        let head = locale.fill("report.digest.head", &[("unit", &unit), ("period", &period), ("days", &days)]);
        let estimate = question.is_estimate().then(|| self.text("report.digest.estimate"));
        let mut sentences = vec![wording::capitalized(&head)];
        sentences.extend(estimate);
        sentences.extend(self.sentences_first_to_last());
        fitted(&sentences)
    }
}

/// The sentences in order, without those there is no room for; a first one that is too long is cut.
fn fitted(sentences: &[String]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        let gap = usize::from(!out.is_empty());
        if out.chars().count() + gap + sentence.chars().count() <= DIGEST {
            if gap > 0 {
                out.push(' ');
            }
            out.push_str(sentence);
        } else if out.is_empty() {
            out.extend(sentence.chars().take(DIGEST - 1));
            out.push('…');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_never_too_long_and_drops_whole_sentences() {
        let long = "dài ".repeat(200);
        assert_eq!(fitted(std::slice::from_ref(&long)).chars().count(), DIGEST);
        assert_eq!(fitted(&["Một.".into(), long, "Ba.".into()]), "Một. Ba.");
    }
}
