//! The Merkle tree of RFC 6962 over the lines: one hash for all, and a short proof for any one of them.

use sha2::{Digest as _, Sha256};

type Hash = [u8; 32];

/// Built leaf by leaf; holds one hash per level.
#[derive(Default)]
pub(crate) struct Merkle {
    /// Roots of complete subtrees, with their heights, the tallest first.
    roots: Vec<(u32, Hash)>,
}

impl Merkle {
    /// Adds the next line, without its line feed.
    pub(crate) fn push(&mut self, line: &[u8]) {
        // 0x00 and 0x01 keep a leaf from passing for a node.
        let leaf = Sha256::new().chain_update([0]).chain_update(line).finalize().into();
        let mut top = (0, leaf);
        while let Some((height, left)) = self.roots.pop_if(|(height, _)| *height == top.0) {
            top = (height + 1, node(&left, &top.1));
        }
        self.roots.push(top);
    }

    /// The root; the hash of nothing while there is no line.
    pub(crate) fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = roots.next() else { return Sha256::digest([]).into() };
        roots.fold(last, |right, left| node(&left, &right))
    }
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962, section 2.1, as it is written there.
    fn by_definition(lines: &[Vec<u8>]) -> Hash {
        match lines {
            [] => Sha256::digest([]).into(),
            [line] => Sha256::digest([&[0], line.as_slice()].concat()).into(),
            _ => {
                let split = lines.len().next_power_of_two() / 2;
                node(&by_definition(&lines[..split]), &by_definition(&lines[split..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_rfc_6962() {
        for count in 0_u8..70 {
            let lines: Vec<Vec<u8>> = (0..count).map(|n| vec![n; usize::from(n)]).collect();
            let mut merkle = Merkle::default();
            lines.iter().for_each(|line| merkle.push(line));
            assert_eq!(merkle.root(), by_definition(&lines), "{count} lines");
        }
    }
}
