//! Runs the conformance tests against every backend there is.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod conformance;
mod fixture;

use fixture::Local;

/// One test for each function of [`conformance`]: on a local directory, on one in memory, and on one of a server.
macro_rules! conforms {
    ($($name:ident),* $(,)?) => {
        mod local {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let local = super::Local::new().await;
                super::conformance::$name(local.open().await).await;
            })*
        }
        mod in_memory {
            $(#[tokio::test]
            async fn $name() {
                super::conformance::$name(directories::open_sample().await.expect("it opens")).await;
            })*
        }
        #[cfg(target_os = "linux")]
        mod on_a_server {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::conformance::$name(super::fixture::server::on_a_server().await).await;
            })*
        }
    };
}

conforms![
    a_created_user_is_there_whole,
    a_taken_address_is_a_conflict_of_its_field,
    the_same_request_creates_one_account,
    twenty_with_one_request_at_the_same_moment_make_one_account,
    twenty_who_write_at_the_same_moment_make_one_chain,
    an_unknown_role_creates_nothing,
    fifty_creates_of_one_address_make_one_account,
    a_look_alike_is_found,
    a_confirmed_number_becomes_the_device_of_one_account,
    a_number_is_confirmed_in_its_own_draft_only_and_for_a_day,
    misses_and_sends_are_counted_whichever_draft_asks,
    codes_to_like_numbers_are_limited_together,
    a_message_loses_its_text_with_its_code,
    twenty_tries_at_the_same_moment_count_as_twenty,
    a_code_that_did_not_leave_does_not_count,
    a_message_whose_sender_is_gone_is_uncertain,
    the_way_of_the_code_stays_with_the_device,
    a_code_for_signing_in_registers_nothing,
    a_removed_device_takes_its_recovery_codes_along,
    a_device_is_registered_for_an_account_that_has_none,
    sms_settings_come_back_as_they_were_saved,
    mail_settings_come_back_as_they_were_saved,
    message_settings_come_back_to_the_byte,
    an_email_is_due_at_once_and_the_longest_due_comes_first,
    a_thousand_emails_are_claimed_once_each_by_four_at_the_same_time,
    a_claim_that_ended_is_due_again_and_its_holder_changes_nothing,
    an_email_becomes_what_its_try_came_to,
    an_email_that_is_stored_claimed_is_for_whoever_stored_it,
    an_email_is_retried_and_cancelled_only_while_it_may_yet_be_sent,
    an_email_whose_secret_is_gone_or_too_old_is_not_retried,
    messages_of_one_state_are_paged,
    a_message_names_whom_it_is_about_and_who_caused_it,
    the_confirmation_of_a_user_is_the_newest_one,
    an_activation_is_stored_with_its_account_or_not_at_all,
    of_twenty_who_use_a_token_at_the_same_moment_one_does,
    activating_forgives_misses_and_cancels_what_brings_the_token,
    an_email_on_its_way_while_its_token_is_used_brings_nothing_later,
    a_new_way_to_confirm_voids_the_one_before,
    a_token_is_good_until_it_expires,
    a_disabled_account_is_not_activated,
    who_has_confirmed_gets_no_other_way_to_do_so,
    search_ignores_case_and_accents_and_finds_inside_words,
    every_order_pages_without_gaps_or_repeats,
    pages_are_stable_while_users_are_created,
    a_status_filter_and_the_counts_agree,
    a_cursor_of_nonsense_is_refused,
    built_in_roles_are_seeded_and_permissions_are_those_of_the_code,
    own_roles_are_saved_changed_and_deleted,
    a_role_that_would_hold_itself_is_refused_whole,
    two_who_close_a_loop_at_the_same_moment_do_not,
    a_role_that_is_held_is_not_deleted,
    who_holds_a_permission_singly_or_through_roles_is_listed_once,
    a_built_in_role_is_not_overwritten,
    naughty_role_names_come_back_to_the_byte,
    nobody_who_is_gone_signs_in,
    misses_are_counted_once_for_each_admitted_try,
    signing_in_clears_misses_and_renews_a_weak_hash,
    messages_and_activity_are_paged_newest_first,
    settings_are_kept,
    naughty_names_come_back_to_the_byte,
    names_that_folding_makes_long_are_stored_and_found,
    a_change_is_heard_of_at_once_and_silence_ends_after_two_seconds,
    a_wait_that_is_given_up_leaves_nothing_behind,
    two_who_wait_both_hear,
];
