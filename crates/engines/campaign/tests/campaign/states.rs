//! The states of a campaign: every sequence of steps does what the table of steps says, or is refused.

use proptest::prelude::*;
use sellify_campaign::{CampaignError, cancel, is_allowed, pause, recover, resume};
use sellify_domain::CampaignState::{Cancelled, Draft, Finished, Paused, Running};
use sellify_domain::{CampaignState, RecipientState};

use crate::cast::{Cast, NOW};
use crate::server::{Reaction, Server};

#[derive(Debug, Clone, Copy)]
enum Step {
    Start,
    Pause,
    Resume,
    Cancel,
    Restart,
    RunOut,
    RunIntoWall,
}

fn step() -> impl Strategy<Value = Step> {
    proptest::sample::select(vec![
        Step::Start,
        Step::Pause,
        Step::Resume,
        Step::Cancel,
        Step::Restart,
        Step::RunOut,
        Step::RunIntoWall,
    ])
}

/// Where a step leads by the book; none: refused.
fn expected(from: CampaignState, step: Step) -> Option<CampaignState> {
    match (step, from) {
        (Step::Start, Draft) | (Step::Resume, Paused) => Some(Running),
        (Step::Pause, Running) => Some(Paused),
        (Step::Cancel, Running | Paused) => Some(Cancelled),
        (Step::Restart, state) => Some(state),
        (Step::RunOut, Running) => Some(Finished),
        (Step::RunIntoWall, Running) => Some(Paused),
        (Step::RunOut | Step::RunIntoWall, state) => Some(state),
        _ => None,
    }
}

async fn take(cast: &Cast, step: Step) -> Result<CampaignState, CampaignError> {
    let id = cast.campaign;
    match step {
        Step::Start => cast.start().await.map(|_| Running),
        Step::Pause => {
            cast.store.write(move |w| pause(w, id, "by_person", NOW)).await.map(|campaign| campaign.state)
        }
        Step::Resume => cast.store.write(move |w| resume(w, id, NOW)).await.map(|campaign| campaign.state),
        Step::Cancel => cast.store.write(move |w| cancel(w, id, NOW)).await.map(|campaign| campaign.state),
        Step::Restart => {
            cast.store.write(move |w| recover(w, NOW)).await?;
            Ok(cast.campaign().await.state)
        }
        Step::RunOut => Ok(cast.run(&Server::that_accepts()).await),
        Step::RunIntoWall => Ok(cast.run(&Server::that(|_, _| Reaction::RefuseAccount)).await),
    }
}

async fn story(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let cast = Cast::with((0..3).map(crate::cast::person).collect()).await;
    for step in steps {
        let from = cast.campaign().await.state;
        let taken = take(&cast, step).await;
        let now = cast.campaign().await;
        match expected(from, step) {
            Some(to) => {
                prop_assert_eq!(taken.unwrap(), to, "{:?} from {:?}", step, from);
                prop_assert_eq!(now.state, to);
                prop_assert!(from == to || is_allowed(from, to), "{:?} → {:?} is not in the table", from, to);
            }
            None => {
                let refused = matches!(taken, Err(CampaignError::NotAllowed { .. }));
                prop_assert!(refused, "{:?} from {:?} gave {:?}", step, from, taken);
                prop_assert_eq!(now.state, from, "a refused step changes nothing");
            }
        }
        prop_assert_eq!(now.pause_reason.is_some(), now.state == Paused);
        prop_assert_eq!(now.finished_at.is_some(), matches!(now.state, Finished | Cancelled));
        if now.state == Cancelled {
            let waiting =
                cast.ledger().await.iter().filter(|row| row.state == RecipientState::Pending).count();
            prop_assert_eq!(waiting, 0);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn every_sequence_of_steps_follows_the_table(steps in proptest::collection::vec(step(), 1..8)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(story(steps))?;
    }
}
