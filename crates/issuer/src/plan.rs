//! The plans that can be bought: a name, its features and its quotas.

use std::path::Path;

use sellify_licensing::Quota;
use serde::Deserialize;

use crate::failure::Failure;
use crate::file;

const BUILT_IN: &str = include_str!("../plans.json");

/// One plan.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) name: String,
    pub(crate) features: Vec<String>,
    pub(crate) quota: Quota,
}

/// The plan of this name.
pub(crate) fn find(name: &str, plans: Option<&Path>) -> Result<Plan, Failure> {
    let text = plans.map(file::read_text).transpose()?;
    let plans: Vec<Plan> = serde_json::from_str(text.as_deref().unwrap_or(BUILT_IN))
        .map_err(|error| Failure::usage(format!("The file of plans cannot be read: {error}.")))?;
    let names: Vec<String> = plans.iter().map(|plan| plan.name.clone()).collect();
    plans.into_iter().find(|plan| plan.name == name).ok_or_else(|| {
        Failure::usage(format!("There is no plan named {name}. There are: {}.", names.join(", ")))
    })
}
