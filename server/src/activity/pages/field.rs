//! A field of a form, as the templates see it.

use serde::Serialize;

use crate::activity::check::Fault;
use crate::activity::words::Vocabulary;
use crate::admin::{Call, Choice};

/// A field of a form.
#[derive(Serialize)]
pub(crate) struct Field {
    name: &'static str,
    label: String,
    kind: &'static str,
    value: String,
    choices: Vec<Choice>,
    fault: Option<String>,
    hint: Option<String>,
    required: bool,
}

impl Field {
    /// A field of this kind: text, number, date, long, choice.
    pub(crate) fn new(call: &Call<'_>, name: &'static str, kind: &'static str, value: &str) -> Field {
        let hint = format!("activity.hint.{name}");
        Field {
            name,
            label: call.locale.text(&format!("activity.column.{name}")).to_owned(),
            kind,
            value: value.to_owned(),
            choices: Vec::new(),
            fault: None,
            hint: call.locale.has(&hint).then(|| call.locale.text(&hint).to_owned()),
            required: false,
        }
    }

    /// One that is chosen from a list; without a choice unless it must be made.
    pub(crate) fn of_words(
        call: &Call<'_>,
        name: &'static str,
        words: Vocabulary,
        value: &str,
        required: bool,
    ) -> Field {
        let none = (!required || value.is_empty()).then(|| Choice::new("", "–", value.is_empty()));
        let named = words.ids.iter().map(|id| Choice::new(id, words.name(call.locale, id), *id == value));
        let choices = none.into_iter().chain(named).collect();
        Field { choices, required, ..Field::new(call, name, "choice", value) }
    }

    /// One that is chosen from these.
    pub(crate) fn of_choices(call: &Call<'_>, name: &'static str, choices: Vec<Choice>) -> Field {
        Field { choices, ..Field::new(call, name, "choice", "") }
    }

    /// The same, which must be filled in.
    pub(crate) fn needed(self) -> Field {
        Field { required: true, ..self }
    }

    /// The same with what is wrong with it.
    pub(crate) fn with(self, faults: &[Fault], call: &Call<'_>) -> Field {
        let own: Vec<String> =
            faults.iter().filter(|fault| fault.field == self.name).map(|fault| fault.words(call.locale)).collect();
        Field { fault: (!own.is_empty()).then(|| own.join(" ")), ..self }
    }
}
