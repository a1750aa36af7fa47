//! Invented contacts, the same ones every time: French names, French numbers, one row in fifty repeats another.

use crate::repo;
use anyhow::Result;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

const FIRST: [&str; 16] = [
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
];
const LAST: [&str; 16] = [
    "Martin",
    "Bernard",
    "Dubois",
    "Lefèvre",
    "Moreau",
    "Girard",
    "Dupré",
    "Mercier",
    "Guérin",
    "Faure",
    "Rousset",
    "Perrin",
    "Morin",
    "Benali",
    "D'Almeida",
    "Le Gall",
];
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

/// A CSV file with so many rows, written once and kept beside the build.
pub(super) fn csv(rows: u32) -> Result<PathBuf> {
    let path = repo::target().join("xtask").join("bench").join(format!("contacts-{rows}.csv"));
    if path.is_file() {
        return Ok(path);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let unfinished = path.with_extension("part");
    let mut file = BufWriter::new(File::create(&unfinished)?);
    writeln!(file, "Prénom,Nom,E-mail,Téléphone,Société,Adresse,Code postal,Ville,Référence,Étiquettes")?;
    let mut dice = Dice(20_261_122);
    for row in 0..rows {
        // One in fifty is somebody who was there before.
        let person = if row > 100 && dice.throw(50) == 0 { dice.throw(row) } else { row };
        write_row(&mut file, person)?;
    }
    file.into_inner()?.sync_all()?;
    fs::rename(unfinished, &path)?;
    Ok(path)
}

fn write_row(file: &mut impl Write, person: u32) -> Result<()> {
    let mut dice = Dice(u64::from(person).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let first = FIRST[dice.throw(16) as usize];
    let last = LAST[dice.throw(16) as usize];
    let (town, code) = TOWN[dice.throw(8) as usize];
    let (firm, street) = (dice.throw(40_000), dice.throw(180) + 1);
    writeln!(
        file,
        "{first},{last},p{person}@firm{firm}.example,06 {:02} {:02} {:02} {:02},Atelier {last} {firm},\
         {street} rue de la République,{code},{town},CL-{person},clients|{}",
        person / 1_000_000 % 100,
        person / 10_000 % 100,
        person / 100 % 100,
        person % 100,
        if dice.throw(3) == 0 { "fidèle" } else { "newsletter" }
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
}
