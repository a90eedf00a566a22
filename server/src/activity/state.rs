//! What becomes of an activity: draft → submitted → approved or returned.

use crate::access::Role;

/// How far an activity is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Begun; counts nowhere.
    Draft,
    /// Handed in.
    Submitted,
    /// Counts in reports.
    Approved,
    /// Given back, with a reason.
    Returned,
}

impl State {
    /// All of them.
    pub const ALL: [State; 4] = [State::Draft, State::Submitted, State::Approved, State::Returned];

    /// Its name in the office and in the locales.
    pub fn id(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Approved => "approved",
            State::Returned => "returned",
        }
    }

    /// The state of this name.
    pub fn named(id: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.id() == id)
    }

    /// Who may bring an activity from this state to another; none where nobody may.
    pub fn needs(self, to: State) -> Option<Role> {
        use State::{Approved, Draft, Returned, Submitted};
        match (self, to) {
            (Submitted, Approved | Returned) | (Approved, Returned) => Some(Role::Approver),
            // Whoever changes what was approved hands it in anew.
            (Draft | Returned | Submitted, Draft | Submitted) | (Approved, Submitted) => Some(Role::Editor),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_approved_that_was_not_handed_in_and_nothing_approved_goes_back_to_a_draft() {
        use State::*;
        let table = [
            (Draft, [Some(Role::Editor), Some(Role::Editor), None, None]),
            (Submitted, [Some(Role::Editor), Some(Role::Editor), Some(Role::Approver), Some(Role::Approver)]),
            (Approved, [None, Some(Role::Editor), None, Some(Role::Approver)]),
            (Returned, [Some(Role::Editor), Some(Role::Editor), None, None]),
        ];
        for (from, needs) in table {
            assert_eq!(State::ALL.map(|to| from.needs(to)), needs, "{from:?}");
        }
    }
}
