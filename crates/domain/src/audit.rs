//! Who did something, for the audit log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The way somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The window.
    Window,
    /// `sellify serve`, in a browser.
    Network,
    /// The command line.
    CommandLine,
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Actor {
    /// A person, by the door they came through.
    Person {
        /// The door.
        door: Door,
    },
    /// A program, by the name of its API key.
    ApiKey {
        /// The key's name.
        name: String,
    },
    /// Sellify itself: a running campaign, a resumed job.
    System,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Person { door: Door::Window } => f.write_str("person:window"),
            Actor::Person { door: Door::Network } => f.write_str("person:network"),
            Actor::Person { door: Door::CommandLine } => f.write_str("person:command-line"),
            Actor::ApiKey { name } => write!(f, "api-key:{name}"),
            Actor::System => f.write_str("system"),
        }
    }
}
