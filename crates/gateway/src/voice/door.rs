//! The door to vendors' voices: finds the vendor, its protocol and its key, and says a line through it.

use super::cut::cut;
use super::fault::{VoiceFault, VoiceFaultKind};
use super::line::Line;
use super::route::VoiceRoute;
use super::saying::Saying;
use super::speech::Speech;
use super::tongue::{self, Speaker, Tongue};
use super::{Capabilities, Voice};
use crate::ask::Purpose;
use crate::gateway::Gateway;
use crate::inner::Inner;
use crate::route::Route;
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
    /// Errors: `Input` if there is no such vendor or it has no voices here, `Key` if it has no key.
    pub fn voice(&self, route: &VoiceRoute, purpose: &Purpose) -> Result<Arc<dyn Voice>, VoiceFault> {
        let fault = |kind, why: String| Err(VoiceFault::new(kind, why));
        let Some(vendor) = self.inner.vendor(&route.vendor) else {
            return match self.inner.why_unusable(&route.vendor) {
                Some(why) => fault(VoiceFaultKind::Key, format!("{} cannot be asked: {why}", route.vendor)),
                None => fault(VoiceFaultKind::Input, format!("there is no vendor {:?}", route.vendor)),
            };
        };
        let Some(tongue) = vendor.quirks.speech.and_then(tongue::tongue) else {
            return fault(VoiceFaultKind::Input, format!("{} has no voices here", route.vendor));
        };
        let desk = Desk {
            inner: Arc::clone(&self.inner),
            speaker: Speaker { vendor: Arc::clone(vendor), route: route.clone() },
            purpose: purpose.clone(),
            tongue,
            route: Route::new(&route.vendor, &route.model),
        };
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
        let parts = cut(&line, self.capabilities().longest);
        Box::pin(Saying::new(&self.desk, parts).speech())
    }
}
