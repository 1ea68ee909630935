//! Journeys through the real window, one module a theme. Each test has a computer of its own.

mod accessible;
mod closing;
mod connection;
mod crashing;
mod creating;
mod device;
mod device_codes;
mod device_numbers;
mod first_run;
mod gateways;
mod general;
mod load;
mod locking;
mod mail;
mod opening;
mod picker;
mod records;
mod roles;
mod second_step;
mod secrets;
mod serve;
mod shell;
mod sign_in;
mod sms;
mod sms_settings;
mod users;
