//! A private key: an ordinary age file under a passphrase, with a few words about the key inside.

use std::path::Path;

use age::secrecy::SecretString;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::SigningKey;
use sellify_licensing::{Document, KeyId, KeyPurpose, KeyTable, TrustedKey};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::args::KeyArgs;
use crate::failure::Failure;
use crate::{file, passphrase};

const FORMAT: &str = "sellify-issuer-key/1";
/// A file that asks for more work than this is not one of ours.
const MOST_WORK: u8 = 22;

/// What is inside the age file.
#[derive(Serialize, Deserialize)]
struct Inside {
    format: String,
    name: String,
    purpose: KeyPurpose,
    /// Base64 of the 32 secret bytes.
    secret: String,
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

/// A key to sign with.
pub(crate) struct PrivateKey {
    pub(crate) name: String,
    pub(crate) purpose: KeyPurpose,
    pub(crate) signing: SigningKey,
}

impl PrivateKey {
    pub(crate) fn id(&self) -> KeyId {
        KeyId::of(self.signing.verifying_key().as_bytes())
    }

    /// A table that trusts this key alone, to check what was signed.
    pub(crate) fn table(&self) -> Result<KeyTable, Failure> {
        let key = TrustedKey::new(self.signing.verifying_key().as_bytes(), self.purpose, None);
        key.map(|key| KeyTable::with([key])).map_err(|error| Failure::key(error.to_string()))
    }

    /// The age file.
    pub(crate) fn seal(&self, passphrase: SecretString, work: Option<u8>) -> Result<Vec<u8>, Failure> {
        let secret = STANDARD.encode(self.signing.as_bytes());
        let inside =
            Inside { format: FORMAT.to_owned(), name: self.name.clone(), purpose: self.purpose, secret };
        let json = serde_json::to_vec(&inside).map(Zeroizing::new).map_err(|_| damaged("the key"))?;
        let mut recipient = age::scrypt::Recipient::new(passphrase);
        if let Some(work) = work {
            recipient.set_work_factor(work);
        }
        age::encrypt(&recipient, &json)
            .map_err(|error| Failure::key(format!("The key cannot be sealed: {error}.")))
    }

    fn open(bytes: &[u8], passphrase: SecretString, what: &str) -> Result<Self, Failure> {
        let mut identity = age::scrypt::Identity::new(passphrase);
        identity.set_max_work_factor(MOST_WORK);
        let json = age::decrypt(&identity, bytes).map(Zeroizing::new).map_err(|error| match error {
            age::DecryptError::DecryptionFailed
            | age::DecryptError::KeyDecryptionFailed
            | age::DecryptError::NoMatchingKeys => {
                Failure::key(format!("The passphrase does not open {what}."))
            }
            _ => damaged(what),
        })?;
        let inside: Inside = serde_json::from_slice(&json).map_err(|_| damaged(what))?;
        if inside.format != FORMAT {
            return Err(damaged(what));
        }
        let secret =
            STANDARD.decode(inside.secret.as_bytes()).map(Zeroizing::new).map_err(|_| damaged(what))?;
        let secret: Zeroizing<[u8; 32]> =
            secret.as_slice().try_into().map(Zeroizing::new).map_err(|_| damaged(what))?;
        Ok(Self {
            name: inside.name.clone(),
            purpose: inside.purpose,
            signing: SigningKey::from_bytes(&secret),
        })
    }

    /// The key that the command line names, for a document of this kind.
    pub(crate) fn load(args: &KeyArgs, document: Document) -> Result<Self, Failure> {
        let key = match &args.key {
            Some(path) => {
                file::refuse_shared(path).map_err(Failure::about_key)?;
                let bytes = file::read(path).map_err(Failure::about_key)?;
                let passphrase = passphrase::known(args.passphrase_file.as_deref())?;
                Self::open(&bytes, passphrase, &path.display().to_string())?
            }
            None => development(document)?,
        };
        if !signs(key.purpose, document) {
            return Err(Failure::key(format!(
                "The key {} ({}) is for {} documents and cannot sign a {document}.",
                key.name,
                key.id(),
                key.purpose
            )));
        }
        Ok(key)
    }
}

fn signs(purpose: KeyPurpose, document: Document) -> bool {
    match document {
        Document::License => purpose == KeyPurpose::License,
        Document::Crl => purpose != KeyPurpose::License,
        Document::KeyList => purpose == KeyPurpose::KeyList,
        Document::Request | Document::Release => false,
    }
}

/// The development keys lie open in the repository, so that a fresh checkout can issue a licence to itself.
#[cfg(debug_assertions)]
fn development(document: Document) -> Result<PrivateKey, Failure> {
    let bytes: &[u8] = match document {
        Document::License => include_bytes!("../dev/license.key.age"),
        Document::Crl => include_bytes!("../dev/crl.key.age"),
        _ => include_bytes!("../dev/keylist.key.age"),
    };
    PrivateKey::open(bytes, SecretString::from("development".to_owned()), "the development key")
}

#[cfg(not(debug_assertions))]
fn development(_: Document) -> Result<PrivateKey, Failure> {
    Err(Failure::key("This is a released build: it has no development key. Name one with --key."))
}

fn damaged(what: &str) -> Failure {
    Failure::key(format!("{what} is not a private key of this tool, or it is damaged. Use its copy."))
}

/// Reads an Ed25519 private key as OpenSSL writes it.
pub(crate) fn import(path: &Path) -> Result<SigningKey, Failure> {
    use ed25519_dalek::pkcs8::DecodePrivateKey;
    file::refuse_shared(path)?;
    let refused = || Failure::key(format!("{} is not an Ed25519 private key (PEM, PKCS#8).", path.display()));
    let bytes = Zeroizing::new(file::read(path)?);
    let (label, der) = pem_rfc7468::decode_vec(&bytes).map_err(|_| refused())?;
    let der = Zeroizing::new(der);
    if label != "PRIVATE KEY" {
        return Err(refused());
    }
    SigningKey::from_pkcs8_der(&der).map_err(|_| refused())
}
