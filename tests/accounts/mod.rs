//! Signing in and out, the people of an organization, links that open something, over HTTP.

mod invitations;
mod keys;
mod members;
mod organizations;
mod passwords;
mod sessions;
mod sign_in;
