//! Whether a licence would take something away that the one in force allows.

use sellify_licensing::{Entitlements, Quota};

use super::standing::Standing;

/// What the new standing lacks of the old one, as stable codes. Nothing is lost from a licence that no longer works,
/// nor from the trial.
pub(super) fn losses(before: &Standing, after: &Standing) -> Vec<&'static str> {
    let (old, new) = (&before.assessment, &after.assessment);
    if before.license.is_none() || !old.state.is_active() {
        return Vec::new();
    }
    let mut lost = Vec::new();
    if !new.state.is_active() {
        lost.push(new.state.code());
    }
    let sooner = match (old.expires_at, new.expires_at) {
        (Some(old), Some(new)) => new < old,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if sooner {
        lost.push("ends_sooner");
    }
    if new.state.is_active() {
        lost.extend(fewer(&old.entitlements, &new.entitlements));
    }
    lost
}

fn fewer(old: &Entitlements, new: &Entitlements) -> Vec<&'static str> {
    let mut lost = Vec::new();
    if !old.features.is_subset(&new.features) {
        lost.push("features");
    }
    if amounts(old.quota).into_iter().zip(amounts(new.quota)).any(|(old, new)| lower(old, new)) {
        lost.push("quota");
    }
    lost
}

fn amounts(quota: Quota) -> [Option<u32>; 4] {
    [quota.seats, quota.mailboxes, quota.ai_drafts_month, quota.api_keys]
}

/// No number means: without limit.
fn lower(old: Option<u32>, new: Option<u32>) -> bool {
    match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => new < old,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_limit_is_more_than_any_number() {
        assert!(lower(None, Some(u32::MAX)) && !lower(Some(1), None));
        assert!(lower(Some(2), Some(1)) && !lower(Some(1), Some(2)) && !lower(None, None));
    }

    #[test]
    fn a_feature_that_is_gone_is_a_loss_and_a_new_one_is_not() {
        let with = |names: &[&str]| Entitlements {
            features: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Entitlements::none()
        };
        assert_eq!(fewer(&with(&["ai", "api"]), &with(&["ai"])), ["features"]);
        assert!(fewer(&with(&["ai"]), &with(&["ai", "api"])).is_empty());
    }
}
