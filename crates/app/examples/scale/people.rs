//! Invented people, the same ones every time: many namesakes, some colleagues, one in twenty entered a second time with a
//! slip, so that a search for duplicates has something to find.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::measure::Failure;

const FIRST: [&str; 24] = [
    "Camille",
    "Inès",
    "Léa",
    "Chloé",
    "Élodie",
    "Hélène",
    "Françoise",
    "Nadia",
    "Lucas",
    "Hugo",
    "Théo",
    "Rémi",
    "Jérôme",
    "François",
    "Étienne",
    "Karim",
    "Sophie",
    "Aïcha",
    "Benoît",
    "Gaëlle",
    "Mathieu",
    "Zoé",
    "Yann",
    "Agnès",
];
const ONSET: [&str; 16] = [
    "Bar", "Ber", "Cha", "Del", "Dup", "Fau", "Gar", "Gui", "Lam", "Lef", "Mar", "Mor", "Per", "Rou", "Sau",
    "Vin",
];
const MIDDLE: [&str; 12] = ["a", "é", "i", "o", "an", "on", "el", "in", "ar", "ett", "ill", "oss"];
const CODA: [&str; 12] = ["d", "t", "vre", "rd", "lin", "ier", "ot", "y", "eau", "court", "ville", "mont"];
const TOWN: [(&str, &str); 8] = [
    ("Lyon", "69003"),
    ("Paris", "75011"),
    ("Marseille", "13006"),
    ("Nantes", "44000"),
    ("Nice", "06000"),
    ("Saint-Étienne", "42000"),
    ("Bourg-en-Bresse", "01000"),
    ("Besançon", "25000"),
];

/// Writes so many of them as CSV.
pub(crate) fn write(path: &Path, rows: u32) -> Result<PathBuf, Failure> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    writeln!(file, "Prénom,Nom,E-mail,Téléphone,Société,Adresse,Code postal,Ville,Référence,Étiquettes")?;
    for row in 0..rows {
        // One in twenty is somebody who was there before, under another address and number.
        let again = row % 20 == 19;
        write_row(&mut file, row, if again { row / 2 } else { row }, again)?;
    }
    file.flush()?;
    Ok(path.to_owned())
}

fn write_row(file: &mut impl Write, row: u32, person: u32, again: bool) -> Result<(), Failure> {
    let mut dice = Dice(u64::from(person).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let first = *dice.one_of(&FIRST);
    let (onset, middle, coda) = (*dice.one_of(&ONSET), *dice.one_of(&MIDDLE), *dice.one_of(&CODA));
    let (town, code) = *dice.one_of(&TOWN);
    let (firm, street) = (dice.throw(40_000), dice.throw(180) + 1);
    let slip = if again { "e" } else { "" };
    let tag = if dice.throw(3) == 0 { "fidèle" } else { "newsletter" };
    writeln!(
        file,
        "{first},{onset}{middle}{coda}{slip},p{row}@firm{firm}.example,0{} {:02} {:02} {:02} {:02},Atelier {firm},\
         {street} rue de la République,{code},{town},CL-{row},clients|{tag}",
        6 + row / 100_000_000 % 2,
        row / 1_000_000 % 100,
        row / 10_000 % 100,
        row / 100 % 100,
        row % 100,
    )?;
    Ok(())
}

/// xorshift64*: small, and the same on every system.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        u32::try_from(high % u64::from(sides)).unwrap_or(0)
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let last = u32::try_from(all.len()).unwrap_or(1);
        &all[self.throw(last) as usize]
    }
}
