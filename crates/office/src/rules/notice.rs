//! What changed between two versions of a notice: pure, and the same for every reader.

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::model::notice::Said;

/// A piece of a sentence that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It stands in both.
    Same(String),
    /// It stands no more.
    Gone(String),
    /// It did not stand before.
    New(String),
}

/// What became of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is new.
    Added(Said),
    /// It is not made any more.
    Removed(Said),
    /// It says something else.
    Changed { id: String, pieces: Vec<Piece> },
}

/// What changed from `before` to `now`, in the order in which it is read now; what is no longer said comes last.
pub fn compare(before: &[Said], now: &[Said]) -> Vec<Difference> {
    let mut found = Vec::new();
    for said in now {
        match before.iter().find(|old| old.id == said.id) {
            None => found.push(Difference::Added(said.clone())),
            Some(old) if old.text != said.text => {
                found.push(Difference::Changed { id: said.id.clone(), pieces: words(&old.text, &said.text) });
            }
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|old| now.iter().all(|said| said.id != old.id));
    found.extend(gone.cloned().map(Difference::Removed));
    found
}

/// The two sentences as one, word by word.
fn words(before: &str, now: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_words(before, now);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (pieces.last_mut(), change.tag()) {
            (Some(Piece::Same(text)), ChangeTag::Equal)
            | (Some(Piece::Gone(text)), ChangeTag::Delete)
            | (Some(Piece::New(text)), ChangeTag::Insert) => text.push_str(word),
            (_, ChangeTag::Equal) => pieces.push(Piece::Same(word.to_owned())),
            (_, ChangeTag::Delete) => pieces.push(Piece::Gone(word.to_owned())),
            (_, ChangeTag::Insert) => pieces.push(Piece::New(word.to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(id: &str, text: &str) -> Said {
        Said { id: id.to_owned(), group: "safeguards".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_changed_is_told_word_by_word_and_what_stayed_is_not() {
        let before = [said("a", "It stays."), said("b", "You stay signed in for 30 days."), said("c", "Gone.")];
        let now = [said("d", "New."), said("a", "It stays."), said("b", "You stay signed in for 14 days.")];
        let changed = vec![
            Piece::Same("You stay signed in for ".to_owned()),
            Piece::Gone("30".to_owned()),
            Piece::New("14".to_owned()),
            Piece::Same(" days.".to_owned()),
        ];
        assert_eq!(
            compare(&before, &now),
            [
                Difference::Added(said("d", "New.")),
                Difference::Changed { id: "b".to_owned(), pieces: changed },
                Difference::Removed(said("c", "Gone.")),
            ]
        );
        assert_eq!(compare(&now, &now), []);
    }

    #[test]
    fn the_pieces_of_either_side_are_that_sentence() {
        let (before, now) = ("نحتفظ به  30 يومًا، ثم نمحوه.", "نحتفظ به 14 يومًا فقط، ثم نمحوه.");
        let pieces = words(before, now);
        let side = |left: bool| -> String {
            pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Same(text) => Some(text.as_str()),
                    Piece::Gone(text) => left.then_some(text.as_str()),
                    Piece::New(text) => (!left).then_some(text.as_str()),
                })
                .collect()
        };
        assert_eq!((side(true).as_str(), side(false).as_str()), (before, now));
    }
}
