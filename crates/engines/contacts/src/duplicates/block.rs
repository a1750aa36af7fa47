//! Blocks: what two contacts must share before they are compared at all. Without them a million contacts would be half a
//! billion pairs.

use super::name::Name;
use super::profile::{Profile, Profiles, hash};
use super::sound::sound;

/// What a block is made by; part of every key.
#[derive(Debug, Clone, Copy)]
enum Kind {
    NameSound,
    SameWords,
    PhoneTail,
    Domain,
    Company,
    Mailbox,
    Birthdate,
    Address,
}

/// Hands out the key of every block that a contact belongs to.
pub(super) fn keys(all: &Profiles, profile: &Profile, mut each: impl FnMut(u64)) {
    let name = all.name(profile);
    let mut words_together = 0_u64;
    for word in name.first.split(' ').chain(name.last.split(' ')).filter(|word| !word.is_empty()) {
        words_together = words_together.wrapping_add(hash(Kind::SameWords as u64, word.as_bytes()));
    }
    each(hash(Kind::SameWords as u64, &words_together.to_le_bytes()));
    by_sound(name, &mut each);
    let mut shared = |kind: Kind, value: u32, part: Option<char>| {
        if value != 0 {
            let part = part.map_or(0, u32::from);
            each(hash(kind as u64, &(u64::from(value) << 32 | u64::from(part)).to_le_bytes()));
        }
    };
    shared(Kind::PhoneTail, profile.phone_tail, None);
    shared(Kind::Mailbox, profile.mailbox, None);
    shared(Kind::Birthdate, profile.birthdate, None);
    shared(Kind::Address, profile.address, None);
    if profile.is_firm {
        shared(Kind::Domain, profile.domain, None);
        return;
    }
    // A large firm has people enough: only those whose name begins alike, in either column.
    let initials = (name.last.chars().next(), name.first.chars().next());
    for initial in [initials.0, initials.1.filter(|first| Some(*first) != initials.0)].into_iter().flatten() {
        shared(Kind::Domain, profile.domain, Some(initial));
        shared(Kind::Company, profile.company, Some(initial));
    }
}

/// Each family name by its sound, with the first letter of the given name; without it for whoever has none, and for a firm.
fn by_sound(name: Name<'_>, each: &mut impl FnMut(u64)) {
    let initial = name.first.chars().next().map_or(0, u32::from);
    let (words, whole) = (name.last.split(' ').count(), sound(name.last));
    each(sound_key(initial, &whole));
    if words > 1 {
        for word in name.last.split(' ').filter(|word| word.chars().count() > 2).take(3) {
            each(sound_key(initial, &sound(word)));
        }
    }
}

fn sound_key(initial: u32, sound: &str) -> u64 {
    hash(Kind::NameSound as u64 | u64::from(initial) << 8, sound.as_bytes())
}
