//! Asking for a licence: a block of text with hashes of this computer's parts and a number used once. No network.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use sellify_domain::{Actor, LicenseId, Timestamp};
use sellify_licensing::{ActivationRequest, Nonce, RequestSubject, phone_check};
use serde_json::json;

use crate::app::App;
use crate::error::AppError;
use crate::events::EventKind;

/// The longest order code that is taken.
const LONGEST_ORDER: usize = 64;
/// Width of the QR code's picture, in pixels.
const QR_WIDTH: u32 = 320;

/// A request for the vendor. Holds nothing secret.
#[derive(Debug, Clone)]
pub struct LicenseRequest {
    /// The block, to send or to save as a file.
    pub text: String,
    /// The same as a QR code, as an SVG picture.
    pub qr_svg: String,
    /// Eight symbols to compare over the phone.
    pub check: String,
}

impl App {
    /// Makes a request for this computer. An earlier one stays answerable.
    ///
    /// # Errors
    /// [`AppError::ValueInvalid`] for an order code that is none.
    pub async fn request_license(
        &self,
        by: &Actor,
        order_code: Option<&str>,
    ) -> Result<LicenseRequest, AppError> {
        let vault = self.open_vault()?;
        let now = self.now();
        let code = order_code.map(str::trim).filter(|code| !code.is_empty()).map(checked).transpose()?;
        let mut nonce = [0_u8; 16];
        getrandom::fill(&mut nonce).map_err(|_| AppError::NoRandomness)?;
        let entry = vault.entry(by, now, "license.requested", vault.vault_id, json!({ "order": code }));
        let desk = vault.license.clone();
        let text = vault
            .store
            .write(move |w| {
                let in_force = desk.standing(w, now)?.license;
                let subject = subject(code, in_force.map(|license| license.lid), now);
                let version = env!("CARGO_PKG_VERSION");
                let request =
                    ActivationRequest::new(subject, desk.machine(), version, Nonce::from_bytes(nonce), now);
                let text = request.to_text()?;
                w.licenses_mut().remember_request(&nonce, now)?;
                entry.append(w)?;
                Ok::<_, AppError>(text)
            })
            .await?;
        self.events().publish(EventKind::LicenseState, json!({}));
        Ok(LicenseRequest { qr_svg: qr(&text)?, check: phone_check(&text), text })
    }
}

/// What is asked for. A licence's number in place of an order's asks for that licence, on a further computer.
fn subject(code: Option<String>, in_force: Option<LicenseId>, now: Timestamp) -> RequestSubject {
    let named = code.as_deref().and_then(|code| code.parse().ok());
    match (code, named, in_force) {
        (_, Some(lid), _) | (None, None, Some(lid)) => RequestSubject::License(lid),
        (code, _, _) => RequestSubject::Order { code, proposed: LicenseId::generate(now) },
    }
}

fn checked(code: &str) -> Result<String, AppError> {
    if code.len() > LONGEST_ORDER || code.chars().any(char::is_control) {
        return Err(AppError::invalid("order_code", "An order number has at most 64 letters and digits."));
    }
    Ok(code.to_owned())
}

fn qr(text: &str) -> Result<String, AppError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).map_err(|_| AppError::Broken)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_WIDTH, QR_WIDTH).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_s_number_asks_for_that_licence_and_an_order_for_a_new_one() {
        let now = Timestamp::from_millis(1_795_305_600_000);
        let (known, other) = (LicenseId::generate(now), LicenseId::generate(now));
        let asks = |code: Option<String>, in_force| subject(code, in_force, now);
        assert_eq!(asks(Some(other.to_string()), None), RequestSubject::License(other));
        assert_eq!(asks(Some(other.to_string()), Some(known)), RequestSubject::License(other));
        assert_eq!(asks(None, Some(known)), RequestSubject::License(known));
        for in_force in [None, Some(known)] {
            let RequestSubject::Order { code, .. } = asks(Some("CMD-1".into()), in_force) else { panic!() };
            assert_eq!(code.as_deref(), Some("CMD-1"));
        }
        assert!(matches!(asks(None, None), RequestSubject::Order { code: None, .. }));
    }
}
