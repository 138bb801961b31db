//! The list of rooms. Leaving a line out is a supported edition; a new room is one more line.

use ground::Room;

/// Every room of this program.
pub fn rooms() -> Vec<Room> {
    vec![
        identity::room(),
        people::room(),
        booking::room(),
        directory::room(),
        office::room(),
        operator::room(),
        crate::front::room(),
    ]
}
