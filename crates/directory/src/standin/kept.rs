//! The played directory as a file, so that whoever starts the demo again finds what they edited.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::world::{Belongs, Circle, Person, World};

#[derive(Serialize, Deserialize)]
struct Kept {
    people: Vec<Person>,
    groups: Vec<Circle>,
}

impl World {
    /// The directory that lies at `path`; nothing where there is none, or none that can be read.
    pub fn read(path: &Path) -> Option<World> {
        let kept: Kept = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        let (people, groups) = (kept.people.len(), kept.groups.len());
        let is_there = |belongs: &Belongs| match belongs {
            Belongs::Person(at) => *at < people,
            Belongs::Circle(at) => *at < groups,
            Belongs::Everybody | Belongs::Stranger { .. } => true,
        };
        let whole = kept.groups.iter().flat_map(|group| &group.members).all(is_there);
        whole.then(|| World { people: kept.people, circles: kept.groups, ..World::default() })
    }

    /// Keeps it at `path`: the whole of it or what was there before.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn keep(&self, path: &Path) -> std::io::Result<()> {
        let kept = Kept { people: self.people.clone(), groups: self.circles.clone() };
        let beside = path.with_extension("new");
        std::fs::write(&beside, serde_json::to_vec_pretty(&kept)?)?;
        std::fs::rename(beside, path)
    }

    /// Takes the person at this place out for good, and out of every group.
    pub(super) fn remove_person(&mut self, at: usize) {
        self.people.remove(at);
        for circle in &mut self.circles {
            circle.members.retain(|belongs| *belongs != Belongs::Person(at));
            for belongs in &mut circle.members {
                if let Belongs::Person(other) = belongs
                    && *other > at
                {
                    *other -= 1;
                }
            }
        }
    }

    /// Takes the group at this place out, and out of every other.
    pub(super) fn remove_circle(&mut self, at: usize) {
        self.circles.remove(at);
        for circle in &mut self.circles {
            circle.members.retain(|belongs| *belongs != Belongs::Circle(at));
            for belongs in &mut circle.members {
                if let Belongs::Circle(other) = belongs
                    && *other > at
                {
                    *other -= 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world() -> World {
        let people = ["a", "b", "c"].map(|name| Person::new(name, name, name, &format!("{name}@example.org")));
        let mut circles = ["one", "two", "three"].map(|name| Circle::new(name, name, &format!("{name}@example.org")));
        circles[0].members = vec![Belongs::Person(0), Belongs::Person(2), Belongs::Circle(2)];
        circles[1].members = vec![Belongs::Circle(0), Belongs::Person(1)];
        World { people: people.to_vec(), circles: circles.to_vec(), ..World::default() }
    }

    #[test]
    fn whoever_goes_is_in_no_group_and_the_others_stay_where_they_are() {
        let mut world = world();
        world.remove_person(1);
        assert_eq!(world.circles[0].members, [Belongs::Person(0), Belongs::Person(1), Belongs::Circle(2)]);
        assert_eq!(world.circles[1].members, [Belongs::Circle(0)]);
        world.remove_circle(0);
        assert_eq!(world.circles[0].members, []);
        assert_eq!(world.circles.len(), 2);
    }

    #[test]
    fn what_was_edited_is_found_again_and_what_makes_no_sense_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("their-google.json");
        assert!(World::read(&path).is_none());
        world().keep(&path).unwrap();
        let read = World::read(&path).unwrap();
        assert_eq!((read.people, read.circles), (world().people, world().circles));
        let mut broken = world();
        broken.people.pop();
        broken.keep(&path).unwrap();
        assert!(World::read(&path).is_none(), "a group has somebody who is not there");
    }
}
