//! The door to vendors' voices: finds the vendor, its protocol and its key, and says a line through it.

use super::consent::{Consents, Use};
use super::cut::cut;
use super::fault::{VoiceFault, VoiceFaultKind};
use super::line::Line;
use super::route::VoiceRoute;
use super::saying::Saying;
use super::speech::Speech;
use super::store;
use super::tongue::{self, Outgoing, Speaker, Tongue};
use super::{Capabilities, Voice};
use crate::ask::Purpose;
use crate::gateway::Gateway;
use crate::inner::Inner;
use crate::ledger::{Attempt, Entry};
use crate::prices::Cost;
use crate::route::Route;
use crate::verdict::Verdict;
use futures::future::BoxFuture;
use std::sync::Arc;

/// What every line of one voice is said with.
pub(super) struct Desk {
    pub inner: Arc<Inner>,
    pub speaker: Speaker,
    pub purpose: Purpose,
    pub tongue: &'static dyn Tongue,
    /// The voice's model, by which it rests and is priced.
    pub route: Route,
}

impl Gateway {
    /// The voice of this name. `purpose` stands in the ledger for each of its requests.
    ///
    /// Errors: `Input` if there is no such vendor or it has no voices here, `Key` if it has no key, `Consent` if it is a
    /// person's voice without a valid consent; that is looked at again before each request.
    pub fn voice(&self, route: &VoiceRoute, purpose: &Purpose) -> Result<Arc<dyn Voice>, VoiceFault> {
        let fault = |kind, why: String| Err(VoiceFault::new(kind, why));
        let Some(vendor) = self.inner.vendor(&route.vendor) else {
            return match self.inner.why_unusable(&route.vendor) {
                Some(why) => fault(VoiceFaultKind::Key, format!("{} cannot be asked: {why}", route.vendor)),
                None => fault(VoiceFaultKind::Input, format!("there is no vendor {:?}", route.vendor)),
            };
        };
        let Some(tongue) = vendor.quirks.speech.map(tongue::tongue) else {
            return fault(VoiceFaultKind::Input, format!("{} has no voices here", route.vendor));
        };
        let desk = Desk {
            inner: Arc::clone(&self.inner),
            speaker: Speaker { vendor: Arc::clone(vendor), route: route.clone() },
            purpose: purpose.clone(),
            tongue,
            route: Route::new(&route.vendor, &route.model),
        };
        desk.consented()?;
        Ok(Arc::new(VendorVoice { desk: Arc::new(desk) }))
    }
}

/// A voice of a vendor.
struct VendorVoice {
    desk: Arc<Desk>,
}

impl Voice for VendorVoice {
    fn route(&self) -> &VoiceRoute {
        &self.desk.speaker.route
    }

    fn capabilities(&self) -> Capabilities {
        self.desk.tongue.capabilities(&self.desk.speaker)
    }

    fn speak(&self, line: Line) -> BoxFuture<'_, Result<Speech, VoiceFault>> {
        Box::pin(self.say(line))
    }
}

impl VendorVoice {
    async fn say(&self, line: Line) -> Result<Speech, VoiceFault> {
        let desk = &self.desk;
        desk.consented()?;
        // Who speaks slowly says less in the same time, and some vendors cut by time.
        let share = if line.pace > 0.0 { line.pace.min(1.0) } else { 1.0 };
        let parts = cut(&line, (self.capabilities().longest as f32 * share) as usize);
        let Some(cache) = desk.inner.settings.voices.cache.clone() else {
            return Saying::new(desk, parts, None).speech().await;
        };
        let requests: Vec<Outgoing> = parts.iter().map(|part| desk.tongue.say(&desk.speaker, part)).collect();
        let key = store::key(&desk.speaker, &requests);
        let look = (cache.clone(), key.clone());
        // A file is read beside the others' work; a reader that broke has found nothing.
        let found = tokio::task::spawn_blocking(move || look.0.find(&look.1)).await.ok().flatten();
        match found {
            Some(said) => {
                desk.book_kept();
                Ok(said.again())
            }
            None => Saying::new(desk, parts, Some((cache, key))).speech().await,
        }
    }
}

impl Desk {
    /// Whether this voice may speak now: nobody's in particular, or a person's who has consented.
    pub fn consented(&self) -> Result<(), VoiceFault> {
        let route = &self.speaker.route;
        let beginnings = &self.speaker.vendor.quirks.speech_cloned;
        let is_named_so = |beginning: &String| {
            route.voice.starts_with(beginning.as_str()) || route.model.starts_with(beginning.as_str())
        };
        let is_cloned = beginnings.iter().any(is_named_so);
        let consents = consents(&self.inner)?;
        if is_cloned || consents.knows(route) {
            consents.check(route, use_of(&self.purpose), crate::ledger::now())?;
        }
        Ok(())
    }

    /// The row of a line that was said before: it costs nothing.
    fn book_kept(&self) {
        let row = Attempt {
            id: self.inner.ledger.new_id(),
            at: crate::ledger::now(),
            vendor: self.route.vendor.clone(),
            model: self.route.model.clone(),
            answered_model: self.route.model.clone(),
            jurisdiction: self.speaker.vendor.jurisdiction.clone(),
            voice: self.speaker.route.voice.clone(),
            verdict: Verdict::Answer,
            detail: "said before, and kept".into(),
            cost: Cost { microusd: 0, currency: "USD".into(), table: "cache".into() },
            first_ms: Some(0),
            ..Attempt::about(&self.purpose)
        };
        self.inner.ledger.add(Entry::Attempt(Box::new(row)));
    }
}

/// The records as they stand now. Errors: they cannot be read, so nobody knows whose voice may be used.
pub(super) fn consents(inner: &Inner) -> Result<Consents, VoiceFault> {
    let load = |all: Consents, path| Consents::load(path).map(|more| all.with(more));
    let mut paths = inner.settings.voices.consents.iter();
    let all = paths.try_fold(Consents::default(), |all, path| load(all, path));
    all.map_err(|why| VoiceFault::new(VoiceFaultKind::Consent, format!("the record of consents: {why}")))
}

/// What a purpose uses a voice for.
pub(super) fn use_of(purpose: &Purpose) -> Use {
    if purpose.shadow {
        return Use::Trials;
    }
    if purpose.client.is_empty() { Use::Editions } else { Use::Door }
}
