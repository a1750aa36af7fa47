//! One line for each workload: seconds, processor seconds, memory.

use std::future::Future;
use std::time::Instant;

use serde_json::{Value, json};

pub(crate) type Failure = Box<dyn std::error::Error>;

/// Does the work once and tells what it cost.
pub(crate) async fn measured(
    workload: &str,
    work: impl Future<Output = Result<Value, Failure>>,
) -> Result<(), Failure> {
    let before = from_here_on();
    let (begun, cpu) = (Instant::now(), cpu_seconds());
    let mut line = work.await?;
    line["seconds"] = rounded(begun.elapsed().as_secs_f64()).into();
    line["cpu_seconds"] = rounded(cpu_seconds() - cpu).into();
    say(workload, line, before);
    Ok(())
}

/// Answers of one question, asked again and again.
pub(crate) struct Asked {
    millis: Vec<f64>,
    answer: u64,
    begun: Instant,
    cpu: f64,
    before: u64,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            millis: Vec::new(),
            answer: 0,
            before: from_here_on(),
            begun: Instant::now(),
            cpu: cpu_seconds(),
        }
    }
}

impl Asked {
    pub(crate) async fn ask(
        &mut self,
        question: impl Future<Output = Result<u64, Failure>>,
    ) -> Result<(), Failure> {
        let begun = Instant::now();
        self.answer = question.await?;
        self.millis.push(begun.elapsed().as_secs_f64() * 1_000.0);
        Ok(())
    }

    /// `answer` is the last one.
    pub(crate) fn say(mut self, workload: &str) {
        let cpu = cpu_seconds() - self.cpu;
        self.millis.sort_by(f64::total_cmp);
        let at = |part: usize| {
            let place = self.millis.len().saturating_sub(1) * part / 100;
            rounded(self.millis.get(place).copied().unwrap_or_default())
        };
        let line = json!({
            "seconds": rounded(self.begun.elapsed().as_secs_f64()), "cpu_seconds": rounded(cpu),
            "asked": self.millis.len(), "answer": self.answer, "p50_ms": at(50), "p95_ms": at(95), "most_ms": at(100),
        });
        say(workload, line, self.before);
    }
}

fn say(workload: &str, mut line: Value, before: u64) {
    line["bench"] = "scale".into();
    line["tool"] = "sellify".into();
    line["workload"] = workload.into();
    line["before_mib"] = before.into();
    line["peak_mib"] = (memory_kib("VmHWM:") / 1_024).into();
    println!("{line}");
}

fn rounded(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}

/// Lets the highest memory count from here on, where the system can; answers what is held now, in MiB.
fn from_here_on() -> u64 {
    // Linux only, proc(5); elsewhere no memory is told at all.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    memory_kib("VmRSS:") / 1_024
}

/// 0 where the system does not say.
fn memory_kib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Processor time of the whole process; 0 where the system does not say.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}
