//! The way out: one POST to an address on the open network. Names are looked up here and what they mean is
//! checked here, on the very addresses that are then called, so that no answer of a name server leads inside.

use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::model::{Delivery, Tried, Webhook};
use super::rules::{is_public, signature};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks names up and refuses what leads to ourselves or our neighbours.
#[derive(Debug)]
struct Guarded {
    names: DefaultResolver,
    may_be_private: bool,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        if !self.may_be_private && found.iter().any(|a| !is_public(a.ip())) {
            return Err(ureq::Error::Io(std::io::Error::other(PRIVATE)));
        }
        Ok(found)
    }
}

const PRIVATE: &str = "the address is private";

/// Sends deliveries.
pub struct Post {
    agent: Agent,
}

impl Post {
    /// Redirects are not followed: the address that was entered is told, and no other.
    pub fn new(may_be_private: bool) -> Post {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .max_idle_connections(0)
            .user_agent("invest-crm")
            .build();
        let resolver = Guarded {
            names: DefaultResolver::default(),
            may_be_private,
        };
        Post {
            agent: Agent::with_parts(config, DefaultConnector::new(), resolver),
        }
    }

    pub fn send(&self, webhook: &Webhook, delivery: &Delivery, seconds: i64) -> Tried {
        let not = |status, why: String| Tried::Not {
            status,
            why: why.chars().take(300).collect(),
        };
        let Some(signed) = signature(&webhook.secret, seconds, &delivery.body) else {
            return not(None, "no signature".to_owned());
        };
        let answer = self
            .agent
            .post(&webhook.url)
            .header("content-type", "application/json")
            .header("x-event", &delivery.event)
            .header("x-delivery", delivery.id.to_string())
            .header("x-signature", signed)
            .send(delivery.body.as_str());
        match answer {
            Ok(answer) if answer.status().is_success() => {
                Tried::Delivered(answer.status().as_u16())
            }
            Ok(answer) => not(Some(answer.status().as_u16()), String::new()),
            Err(error) => not(None, error.to_string()),
        }
    }
}
