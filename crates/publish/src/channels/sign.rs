//! HMAC-SHA256 in base64, as webhooks and the bots of Feishu and DingTalk are signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The signature of a text under a key.
pub(super) fn hmac_base64(key: &[u8], text: &[u8]) -> String {
    // HMAC takes keys of every length, so there is no key that this refuses.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(text);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The bytes of a secret as Standard Webhooks write it: base64 behind `whsec_`, else the text itself.
pub(super) fn webhook_key(secret: &str) -> Vec<u8> {
    let decoded = secret.strip_prefix("whsec_").and_then(|encoded| STANDARD.decode(encoded).ok());
    decoded.unwrap_or_else(|| secret.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_others() {
        // RFC 4231, test case 2.
        let signed = hmac_base64(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(signed, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
        // The example of Standard Webhooks.
        let key = webhook_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let text = br#"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#;
        assert_eq!(hmac_base64(&key, text), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(webhook_key("whsec_emFvd2Fu"), b"zaowan");
        assert_eq!(webhook_key("plain"), b"plain");
    }
}
