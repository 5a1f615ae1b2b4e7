//! invest-crm: the table of contents of the code.
