//! Sets of categories, as [`crate::Purposes`] are sets of purposes.

use crate::Category;

/// A set of categories: one bit each, so that asking costs one instruction. The bits are never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Categories(u32);

impl Categories {
    /// No category.
    pub const NONE: Self = Self(0);

    /// This set and one category more.
    #[must_use]
    pub const fn with(self, category: Category) -> Self {
        Self(self.0 | 1 << category as u32)
    }

    /// Whether the category is in the set.
    #[must_use]
    pub const fn contains(self, category: Category) -> bool {
        self.0 & 1 << category as u32 != 0
    }

    /// Whether every category of `other` is in this set.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The categories of the set, in the order of [`Category::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL.iter().copied().filter(move |category| self.contains(*category))
    }
}

impl FromIterator<Category> for Categories {
    fn from_iter<I: IntoIterator<Item = Category>>(categories: I) -> Self {
        categories.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_in_and_covers_what_is_in_it() {
        let some: Categories = [Category::Identity, Category::Public].into_iter().collect();
        assert_eq!(some.iter().collect::<Vec<_>>(), [Category::Identity, Category::Public]);
        assert!(some.covers(Categories::NONE.with(Category::Public)) && some.covers(Categories::NONE));
        assert!(!Categories::NONE.with(Category::Public).covers(some) && Categories::NONE.is_empty());
    }
}
