//! How fast one template is rendered for many people, for the comparison of `shared/bench/run.py render`.
//!
//! `cargo xtask bench render -- --html FILE --count 100000` prints one
//! JSON line. The file may use `{{ name }}`, as the other engines of that comparison do.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool")]

use std::time::Instant;

use sellify_domain::TemplateContent;
use sellify_template::{Values, compile};

const SAMPLE: &str = "<h1>Bonjour {first_name} {last_name}</h1><p>{company}, {city} : {offer} à {amount}. \
    <a href=\"{link}\">Voir</a> — {email}</p>";

fn main() {
    let argument = |name: &str| {
        let mut all = std::env::args().skip_while(|one| one != name);
        all.nth(1)
    };
    let count: usize = argument("--count").and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let html =
        argument("--html").map_or_else(|| SAMPLE.repeat(10), |path| std::fs::read_to_string(path).unwrap());
    let content = TemplateContent { subject: "Bonjour {first_name}".into(), html, text: Some("x".into()) };
    let template = compile(&content).unwrap();
    let began = Instant::now();
    let mut bytes = 0;
    for n in 0..count {
        let link = format!("https://exemple.fr/{n}");
        let amount = format!("{},{:02} €", n % 900, n % 100);
        let email = format!("p{n}@exemple.fr");
        let values = Values::from_pairs([
            ("first_name", "Zoé"),
            ("last_name", "L'Haÿ"),
            ("email", &email),
            ("company", "Dupont & Fils"),
            ("city", "Lyon"),
            ("offer", "Révision"),
            ("amount", &amount),
            ("link", &link),
        ]);
        bytes += template.render(&values).unwrap().html.len();
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{{\"messages\":{count},\"bytes\":{bytes},\"seconds\":{seconds:.3}}}");
}
