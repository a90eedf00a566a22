//! What is attached: the scans by entry, the signs, and how far the figures can be trusted.

use crate::report::Block;

use super::{Annex, Material};

impl Material<'_> {
    pub(super) fn annexes(&self) -> Vec<Annex> {
        let draft = &self.draft;
        let mut scans = vec![Block::Table(draft.by_entry())];
        scans.extend(draft.by_language());
        let mut trust = vec![Block::Table(draft.excluded())];
        trust.extend(draft.honesty());
        trust.push(Block::Subheading(self.text("report.notes")));
        let notes = [
            "report.note.scans",
            "report.annex.note_excluded",
            "report.note.devices",
            "report.note.cumulative",
            "report.note.unit",
            "report.annex.note_server",
            "report.note.rounding",
            "report.note.privacy",
        ];
        trust.extend(notes.map(|key| Block::Text(self.text(key))));
        let annex = |title: &'static str, tab: &'static str, blocks| Annex {
            title: self.text(title),
            tab: self.text(tab),
            blocks,
        };
        vec![
            annex("report.annex.scans", "report.annex.scans_tab", scans),
            annex("report.annex.signs", "report.annex.signs_tab", draft.sign_list()),
            annex("report.annex.trust", "report.annex.trust_tab", trust),
        ]
    }
}
