//! Values as people write them: registry numbers, money, dates, phones, names. Each file reads one kind,
//! gives a typed value or a typed error without human text, and knows nothing of any feature. Pure.

pub mod amount_words;
pub mod dates;
pub mod emails;
pub mod file_names;
pub mod layout;
pub mod money;
pub mod names;
pub mod numbers;
pub mod people;
pub mod phones;
pub mod registry_numbers;
pub mod search;
pub mod text;
pub mod units;
pub mod yes_no;
