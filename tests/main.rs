//! The one test binary; every folder and file here is a module of it.
