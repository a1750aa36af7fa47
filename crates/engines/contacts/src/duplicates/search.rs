//! The search: every contact is put into its blocks, and compared within them only.

use std::collections::HashSet;

use hashbrown::HashMap;
use sellify_domain::ContactPair;
use sellify_store::{DuplicatePair, Read, StoreError};

use super::block::keys;
use super::likeness::{Judgement, LIKELY, judge_from};
use super::profile::{Profiles, hash};
use crate::import::CancelFlag;

/// Pairs that are kept, the likeliest: nobody walks through more.
pub const MOST_KEPT: usize = 10_000;
/// In a block up to this size everybody is compared with everybody.
const SMALL_BLOCK: usize = 40;
/// In a larger one everybody is compared with so many neighbours in the order of names.
const NEIGHBOURS: usize = 10;
/// The number of a contact takes so many bits of a key; later contacts are not compared.
const NUMBER_BITS: u32 = 24;
/// Likely pairs held at once; beyond, only the likeliest stay.
const MOST_HELD: usize = 1_000_000;
/// Namesakes: from so many on, a name alone says nothing.
const CROWD: u32 = 4;
/// Progress is told, and a wish to stop heard, every so many steps.
const TELL_EVERY: u64 = 4_096;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The likeliest pairs, the best first.
    pub pairs: Vec<DuplicatePair>,
    /// How many pairs are likely, also those that are not kept.
    pub found: u64,
    /// Contacts that were looked at.
    pub contacts: u64,
}

/// Why a search ended without an answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchStopped {
    /// Somebody asked for it.
    #[error("The search was stopped. Nothing was changed.")]
    Cancelled,
    /// The database's own error.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds every likely pair outside the bin but those that somebody said are two people. Blocks: call it on a thread that may.
/// `progress` is told how far it is: the steps done, and of how many. Takes about 120 bytes a contact.
///
/// # Errors
/// [`SearchStopped`]; nothing is ever written.
pub fn search(
    read: &Read<'_>,
    progress: &dyn Fn(u64, u64),
    cancel: &CancelFlag,
) -> Result<Found, SearchStopped> {
    let total = read.contacts().count_all()?;
    let mut tells = Tells { progress, cancel, done: 0, steps: total.saturating_mul(2).max(1) };
    let mut profiles = Profiles::default();
    let mut keyed: Vec<u64> = Vec::new();
    let mut contacts = 0_u64;
    read.duplicates().for_each_sketch(|contact| {
        contacts += 1;
        tells.at(contacts)?;
        let number = profiles.all.len() as u64;
        if number >> NUMBER_BITS == 0
            && let Some(profile) = profiles.push(contact).copied()
        {
            keys(&profiles, &profile, |key| keyed.push(key << NUMBER_BITS | number));
        }
        Ok::<_, SearchStopped>(())
    })?;
    keyed.sort_unstable();
    let mut likely = Likely::default();
    // The comparing is as many steps as the reading.
    let (all_keys, mut seen) = (keyed.len().max(1) as u64, 0);
    for block in keyed.chunk_by(|one, other| one >> NUMBER_BITS == other >> NUMBER_BITS) {
        seen += block.len() as u64;
        tells.at(total + total.saturating_mul(seen) / all_keys)?;
        compare_block(&profiles, block, &mut likely);
    }
    drop(keyed);
    likely.weigh_namesakes(&profiles);
    let distinct = read.duplicates().distinct_pairs()?;
    let (pairs, found) = likely.best(&profiles, &distinct);
    Ok(Found { pairs, found, contacts })
}

struct Tells<'a> {
    progress: &'a dyn Fn(u64, u64),
    cancel: &'a CancelFlag,
    done: u64,
    steps: u64,
}

impl Tells<'_> {
    fn at(&mut self, done: u64) -> Result<(), SearchStopped> {
        if done / TELL_EVERY != self.done / TELL_EVERY {
            if self.cancel.is_cancelled() {
                return Err(SearchStopped::Cancelled);
            }
            (self.progress)(done.min(self.steps), self.steps);
        }
        self.done = done;
        Ok(())
    }
}

fn compare_block(profiles: &Profiles, block: &[u64], likely: &mut Likely) {
    if block.len() < 2 {
        return;
    }
    let number = |key: &u64| (key & ((1 << NUMBER_BITS) - 1)) as u32;
    let mut members: Vec<u32> = block.iter().map(number).collect();
    // A contact whose two keys are one stands in its block twice.
    members.dedup();
    let mut reach = members.len();
    if members.len() > SMALL_BLOCK {
        let name = |member: &u32| profiles.name(&profiles.all[*member as usize]);
        members.sort_by(|one, other| {
            let (a, b) = (name(one), name(other));
            (a.last, a.first).cmp(&(b.last, b.first)).then(one.cmp(other))
        });
        reach = NEIGHBOURS;
    }
    for (at, one) in members.iter().enumerate() {
        for other in members[at + 1..].iter().take(reach) {
            let (left, right) = (&profiles.all[*one as usize], &profiles.all[*other as usize]);
            if let Some(judgement) = judge_from(profiles, left, right, LIKELY - RARE) {
                likely.take((*one.min(other), *one.max(other)), judgement);
            }
        }
    }
}

/// What a name that nobody else bears adds.
const RARE: u16 = 60;
/// What a name that many bear takes away.
const COMMON: u16 = 100;

/// Pairs worth a second look, by the numbers of their contacts.
#[derive(Default)]
struct Likely {
    pairs: HashMap<(u32, u32), Judgement>,
    /// Rises when there are too many.
    floor: u16,
}

impl Likely {
    fn take(&mut self, pair: (u32, u32), judgement: Judgement) {
        if judgement.score < self.floor {
            return;
        }
        self.pairs.insert(pair, judgement);
        if self.pairs.len() > MOST_HELD {
            let mut scores: Vec<u16> = self.pairs.values().map(|judgement| judgement.score).collect();
            let middle = scores.len() / 2;
            self.floor = *scores.select_nth_unstable(middle).1 + 1;
            self.pairs.retain(|_, judgement| judgement.score >= self.floor);
        }
    }

    /// Two people of a rare name are likelier one than two of a common one.
    fn weigh_namesakes(&mut self, profiles: &Profiles) {
        let name_of = |number: u32| {
            let name = profiles.name(&profiles.all[number as usize]);
            hash(hash(0, name.last.as_bytes()), name.first.as_bytes())
        };
        let by_name = self.pairs.iter().filter(|(_, judgement)| judgement.by_name_alone());
        let mut bearers: HashMap<u64, u32> =
            by_name.flat_map(|((one, other), _)| [(name_of(*one), 0), (name_of(*other), 0)]).collect();
        for number in 0..u32::try_from(profiles.all.len()).unwrap_or(u32::MAX) {
            if let Some(count) = bearers.get_mut(&name_of(number)) {
                *count += 1;
            }
        }
        for ((one, other), judgement) in &mut self.pairs {
            if !judgement.by_name_alone() {
                continue;
            }
            let most = bearers[&name_of(*one)].max(bearers[&name_of(*other)]);
            match most {
                0..=2 => judgement.score = (judgement.score + RARE).min(1_000),
                CROWD.. => judgement.score = judgement.score.saturating_sub(COMMON),
                _ => {}
            }
        }
        self.pairs.retain(|_, judgement| judgement.score >= LIKELY);
    }

    /// The likeliest pairs, the best first, and how many there are besides those that somebody said are two people.
    fn best(self, profiles: &Profiles, distinct: &HashSet<ContactPair>) -> (Vec<DuplicatePair>, u64) {
        let id = |number: u32| profiles.ids[number as usize];
        let pairs = self.pairs.into_iter().filter_map(|((one, other), judgement)| {
            let pair = ContactPair::of(id(one), id(other))?;
            (!distinct.contains(&pair)).then_some((pair, judgement))
        });
        let mut pairs: Vec<(ContactPair, Judgement)> = pairs.collect();
        let found = pairs.len() as u64;
        let order = |one: &(ContactPair, Judgement), other: &(ContactPair, Judgement)| {
            other.1.score.cmp(&one.1.score).then(one.0.cmp(&other.0))
        };
        if pairs.len() > MOST_KEPT {
            pairs.select_nth_unstable_by(MOST_KEPT, order);
            pairs.truncate(MOST_KEPT);
        }
        pairs.sort_unstable_by(order);
        let kept = |(pair, judgement): (ContactPair, Judgement)| DuplicatePair {
            pair,
            score: judgement.score,
            reasons: judgement.reasons(),
        };
        (pairs.into_iter().map(kept).collect(), found)
    }
}
