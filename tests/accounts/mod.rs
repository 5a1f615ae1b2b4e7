//! Signing in and out, and who may see what, over HTTP.

mod sign_in;
