//! Signs what is finished with the operator's certificate, where one is configured and the program can (feature `c2pa`).

#[cfg(feature = "c2pa")]
pub(crate) use with::{signer, sound};
#[cfg(not(feature = "c2pa"))]
pub(crate) use without::sound;

#[cfg(not(feature = "c2pa"))]
mod without {
    use crate::shift::Shift;

    /// The sound as it is: a certificate is refused by the configuration of a program that cannot sign.
    pub(crate) fn sound(_: &Shift<'_>, mp3: Vec<u8>) -> (Vec<u8>, Option<String>) {
        (mp3, None)
    }
}

#[cfg(feature = "c2pa")]
mod with {
    use crate::Error;
    use crate::config::{Certificate, Config};
    use crate::shift::Shift;
    use publish::provenance::{Made, Signer};
    use std::sync::Arc;

    /// The operator's certificate with its key.
    ///
    /// Errors: a file or variable is missing, or the two do not belong together.
    pub(crate) fn signer(config: &Config) -> Result<Option<Arc<Signer>>, Error> {
        let Some(certificate) = &config.labels.certificate else { return Ok(None) };
        let read = |path: &std::path::Path| {
            let refused = |error| credentials(format!("{} cannot be read: {error}", path.display()));
            std::fs::read(path).map_err(refused)
        };
        let signer = Signer::new(read(&certificate.chain)?, key(certificate, read)?)?;
        Ok(Some(Arc::new(signer)))
    }

    fn key(
        certificate: &Certificate,
        read: impl Fn(&std::path::Path) -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<u8>, Error> {
        if let Some(file) = &certificate.key_file {
            return read(file);
        }
        let name = certificate.key_env.as_deref().unwrap_or_default();
        let missing = |_| credentials(format!("the environment has no {name}, which labels.c2pa_key_env names"));
        std::env::var(name).map(String::into_bytes).map_err(missing)
    }

    fn credentials(why: String) -> Error {
        Error::Publish(publish::Error::Credentials { why })
    }

    /// The sound with its manifest; where it cannot be signed, as it is, and why.
    pub(crate) fn sound(shift: &Shift<'_>, mp3: Vec<u8>) -> (Vec<u8>, Option<String>) {
        let Some(signer) = &shift.newsroom.signer else { return (mp3, None) };
        let plan = &shift.config.sound_plan;
        let is_owners = [&plan.opening, &plan.sting, &plan.bed, &plan.closing].into_iter().any(Option::is_some);
        let made = if is_owners { Made::WithMachines } else { Made::ByMachines };
        match signer.sign("audio/mpeg", &shift.key.to_string(), made, &mp3) {
            Ok(signed) => (signed, None),
            Err(error) => (mp3, Some(format!("the sound is not signed: {error}"))),
        }
    }
}
