//! The activation request: what a computer tells the vendor to be given a licence. A checksum, no signature: it is
//! not secret, and who sends it is for the vendor to know.

use sellify_domain::{LicenseId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::armour;
use crate::consts::{FORMAT, LABEL_CHECKSUM, PRODUCT};
use crate::wire::{self, moment, name, seconds, words};
use crate::{Document, Fingerprint, LicenseError, MachineComponents, Nonce};

const REQUEST: Document = Document::Request;

/// What a licence is asked for with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestSubject {
    /// A first licence. `proposed` is a fresh id; the new licence gets it, so that the fingerprint is salted with it.
    Order {
        /// The order's number, as the vendor gave it; `None` when the customer has none at hand.
        code: Option<String>,
        /// A fresh id.
        proposed: LicenseId,
    },
    /// A licence that is known already: renewal, changed computer, further computer.
    License(LicenseId),
}

impl RequestSubject {
    /// What the fingerprint is salted with.
    #[must_use]
    pub fn salt(&self) -> LicenseId {
        match self {
            Self::Order { proposed, .. } => *proposed,
            Self::License(lid) => *lid,
        }
    }
}

/// An activation request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationRequest {
    /// What it asks for.
    pub subject: RequestSubject,
    /// The computer, hashed.
    pub machine: Fingerprint,
    /// The version of the program.
    pub app_version: String,
    /// What the answer must echo.
    pub nonce: Nonce,
    /// When it was made.
    pub at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct RequestPayload {
    v: u32,
    typ: String,
    product: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    new: Option<LicenseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lid: Option<LicenseId>,
    machine: Fingerprint,
    app: String,
    nonce: Nonce,
    /// Unix seconds.
    at: i64,
}

const KNOWN: &[&str] =
    &["v", "typ", "product", "order", "new", "lid", "machine", "app", "nonce", "at", "crit"];

impl ActivationRequest {
    /// A request for this computer. The nonce is random and goes into [`crate::PendingRequests`].
    #[must_use]
    pub fn new(
        subject: RequestSubject,
        machine: &MachineComponents,
        app_version: &str,
        nonce: Nonce,
        now: Timestamp,
    ) -> Self {
        let machine = machine.fingerprint(subject.salt());
        // As it is written: to the second.
        let at = Timestamp::from_millis(seconds(now) * 1_000);
        Self { subject, machine, app_version: app_version.to_owned(), nonce, at }
    }

    /// The block to send.
    ///
    /// # Errors
    /// [`LicenseError::Payload`] for an order number or version that cannot be written.
    pub fn to_text(&self) -> Result<String, LicenseError> {
        rules(self)?;
        let (order, new, lid) = match &self.subject {
            RequestSubject::Order { code, proposed } => (code.clone(), Some(*proposed), None),
            RequestSubject::License(lid) => (None, None, Some(*lid)),
        };
        let payload = RequestPayload {
            v: 1,
            typ: REQUEST.typ().to_owned(),
            product: PRODUCT.to_owned(),
            order,
            new,
            lid,
            machine: self.machine.clone(),
            app: self.app_version.clone(),
            nonce: self.nonce,
            at: seconds(self.at),
        };
        write_checked(REQUEST, &payload)
    }

    /// Reads a block.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, LicenseError> {
        let read: RequestPayload = wire::read(REQUEST, &read_checked(REQUEST, text)?, KNOWN)?;
        let subject = match (read.new, read.lid) {
            (Some(proposed), None) => RequestSubject::Order { code: read.order, proposed },
            (None, Some(lid)) if read.order.is_none() => RequestSubject::License(lid),
            _ => return Err(LicenseError::Payload { wanted: REQUEST, member: "lid" }),
        };
        let request = Self {
            subject,
            machine: read.machine,
            app_version: read.app,
            nonce: read.nonce,
            at: moment(REQUEST, "at", read.at)?,
        };
        rules(&request)?;
        Ok(request)
    }
}

fn rules(request: &ActivationRequest) -> Result<(), LicenseError> {
    name(REQUEST, "machine", &request.machine.os)?;
    words(REQUEST, "app", &request.app_version)?;
    moment(REQUEST, "at", seconds(request.at))?;
    match &request.subject {
        RequestSubject::Order { code: Some(code), .. } => words(REQUEST, "order", code),
        _ => Ok(()),
    }
}

/// Format byte, JSON, and the hash of both under the document's domain.
pub(crate) fn write_checked<T: Serialize>(kind: Document, payload: &T) -> Result<String, LicenseError> {
    let mut bytes = vec![FORMAT];
    serde_json::to_writer(&mut bytes, payload)
        .map_err(|_| LicenseError::Payload { wanted: kind, member: "a member cannot be written" })?;
    let sum = checksum(kind, &bytes);
    bytes.extend_from_slice(&sum);
    armour::write(kind, &bytes)
}

/// The JSON of a block whose checksum fits.
pub(crate) fn read_checked(kind: Document, text: &str) -> Result<Vec<u8>, LicenseError> {
    let bytes = armour::read(kind, text)?;
    let short = LicenseError::Format { wanted: kind, detail: "it ends too early" };
    let (body, sum) = bytes.split_last_chunk::<32>().ok_or(short.clone())?;
    if checksum(kind, body) != *sum {
        return Err(LicenseError::Checksum { wanted: kind });
    }
    match body.split_first().ok_or(short)? {
        (&FORMAT, payload) => Ok(payload.to_vec()),
        _ => Err(LicenseError::NeedsNewerApp { wanted: kind }),
    }
}

fn checksum(kind: Document, body: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(LABEL_CHECKSUM)
        .chain_update([0])
        .chain_update(kind.domain())
        .chain_update([0])
        .chain_update(body)
        .finalize()
        .into()
}
