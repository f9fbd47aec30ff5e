//! The bot's account: set up once, and what an operator is told who has set it up wrongly.

use std::net::TcpListener;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::SyncSettings;
use serde_json::{Value, json};

use super::bot::{Bot, USER};
use super::fake::Fake;
use super::person::{Person, register};
use super::synapse::{PASSWORD, Synapse, is_skipped};
use crate::feeds::Site;
use crate::harness::Ran;

/// What a service manager need not try again.
const CONFIGURATION: Option<i32> = Some(78);

fn run(bot: &Bot, arguments: &[&str]) -> Ran {
    run_with(bot, arguments, &[])
}

/// The same with these variables in the environment, empty ones taken out of it.
fn run_with(bot: &Bot, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = bot.command(arguments);
    for (name, value) in variables {
        if value.is_empty() {
            command.env_remove(name);
        } else {
            command.env(name, value);
        }
    }
    command.output().expect("the program starts").into()
}

/// With a token instead of a password.
fn set_up_with_token(bot: &Bot, token: &str) -> Ran {
    let variables = [
        ("VERBATIM_MATRIX_PASSWORD", ""),
        ("VERBATIM_MATRIX_TOKEN", token),
    ];
    run_with(bot, &["matrix", "setup"], &variables)
}

/// The device that a set-up was on.
fn device(ran: &Ran) -> &str {
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let named = ran.out.split("on device ").nth(1);
    named
        .and_then(|rest| rest.split('.').next())
        .expect("a device")
}

fn recovery_key(ran: &Ran) -> &str {
    let after = ran.out.split("Recovery key").nth(1).expect("a key");
    after.lines().nth(2).expect("a line of its own").trim()
}

/// The account's identity, as a client sees it that shares no code with the bot.
fn identity(person: &mut Person) -> (String, Vec<String>) {
    let told = person.call("identity_of", json!({"user": USER}));
    let signed = told["signed"].as_array().expect("devices").iter();
    let signed = signed.filter_map(Value::as_str).map(str::to_owned);
    (
        told["master"].as_str().expect("a key").to_owned(),
        signed.collect(),
    )
}

#[test]
fn setting_up_signs_the_device_and_the_recovery_key_brings_the_identity_to_another_place() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let bot = Bot::new(&synapse, 1, "");
    let first = run(&bot, &["matrix", "setup"]);
    let first_device = device(&first);
    assert!(
        first.out.contains("is signed by the account's identity"),
        "{}",
        first.out
    );
    let mut ada = Person::new(&synapse, "ada");
    let (master, signed) = identity(&mut ada);
    assert_eq!(signed, [first_device]);

    // The session is kept: nothing is asked for any more.
    let again = run_with(
        &bot,
        &["matrix", "setup"],
        &[("VERBATIM_MATRIX_PASSWORD", "")],
    );
    assert_eq!(device(&again), first_device);
    assert!(
        again.out.contains("is signed by the account's identity"),
        "{}",
        again.out
    );
    assert!(!again.out.contains("Recovery key"), "{}", again.out);

    // The folder is lost, the recovery key is not.
    let other = Bot::at(&synapse.url(), 1, "");
    let without = run(&other, &["matrix", "setup"]);
    assert_eq!(without.code, Some(1), "{}", without.out);
    assert!(
        without.err.contains("VERBATIM_MATRIX_RECOVERY_KEY"),
        "{}",
        without.err
    );
    let with_key = |key: &str| {
        run_with(
            &other,
            &["matrix", "setup"],
            &[("VERBATIM_MATRIX_RECOVERY_KEY", key)],
        )
    };
    for wrong in [
        "not my passphrase",
        // A key of the right form.
        "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d",
    ] {
        let refused = with_key(wrong);
        assert_eq!(refused.code, Some(1), "{}", refused.out);
        assert!(
            refused.err.contains("not the recovery key of this account"),
            "{}",
            refused.err
        );
        assert!(!refused.err.contains(wrong), "{}", refused.err);
    }
    let recovered = with_key(recovery_key(&first));
    let other_device = device(&recovered);
    assert_ne!(other_device, first_device);
    assert!(!recovered.out.contains("Recovery key"), "{}", recovered.out);
    let (same, mut signed) = identity(&mut ada);
    assert_eq!(same, master, "the identity is the same");
    signed.sort();
    let mut both = [first_device, other_device];
    both.sort_unstable();
    assert_eq!(signed, both);
}

#[test]
#[ignore = "a key is made of a passphrase on both sides, which takes a build without optimisation a minute"]
fn a_passphrase_gets_the_identity_back_too() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    register(&synapse, "verbatim");
    let url = synapse.url();
    // An account that was used before, by somebody's client.
    let before = async {
        let client = Client::builder().homeserver_url(url).build().await?;
        let logging_in = client.matrix_auth().login_username("verbatim", PASSWORD);
        logging_in.send().await?;
        client.sync_once(SyncSettings::new()).await?;
        let encryption = client.encryption();
        encryption.bootstrap_cross_signing_if_needed(None).await?;
        let enabling = encryption.recovery();
        let enabling = enabling.enable().with_passphrase("a harbour in Nowhere");
        anyhow::Ok(enabling.await.map(drop)?)
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(before).expect("an identity is made");
    let mut ada = Person::new(&synapse, "ada");
    let (master, _) = identity(&mut ada);

    let bot = Bot::at(&synapse.url(), 1, "");
    let variables = [("VERBATIM_MATRIX_RECOVERY_KEY", "a harbour in Nowhere")];
    let recovered = run_with(&bot, &["matrix", "setup"], &variables);
    let device = device(&recovered).to_owned();
    let (same, signed) = identity(&mut ada);
    assert_eq!(same, master);
    assert!(signed.contains(&device), "{signed:?}");
}

#[test]
fn a_token_does_instead_of_a_password_if_it_is_the_bots_alone() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let mut bot = Bot::new(&synapse, 6, "");
    let mut ada = Person::new(&synapse, "ada");
    let session = |ada: &mut Person, user: &str| {
        let told = ada.call("log_in", json!({"user": user}));
        let of = |what: &str| told[what].as_str().expect("a login").to_owned();
        (of("access_token"), of("device_id"))
    };

    let (foreign, _) = session(&mut ada, "ada");
    let told = set_up_with_token(&bot, &foreign);
    assert_eq!(told.code, CONFIGURATION);
    assert!(
        told.err.contains("belongs to @ada:test.local"),
        "{}",
        told.err
    );
    let told = set_up_with_token(&bot, "nobody's");
    assert_eq!(told.code, CONFIGURATION);
    assert!(
        told.err.contains("doesn't know VERBATIM_MATRIX_TOKEN"),
        "{}",
        told.err
    );
    // A session with keys of its own is another client's.
    let other_client = Person::new(&synapse, "verbatim");
    let has_keys = |ada: &mut Person| {
        let told = ada.call("devices_of", json!({"user": USER}));
        told["device_keys"][USER][&other_client.device].is_object()
    };
    while !has_keys(&mut ada) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let told = set_up_with_token(&bot, &other_client.token);
    assert_eq!(told.code, CONFIGURATION);
    assert!(told.err.contains("of another client"), "{}", told.err);

    let (token, its_device) = session(&mut ada, "verbatim");
    let done = set_up_with_token(&bot, &token);
    assert_eq!(device(&done), its_device);
    assert!(!done.out.contains(&token) && !done.err.contains(&token));
    let (_, signed) = identity(&mut ada);
    assert_eq!(signed, [its_device.as_str()]);
    // Neither token nor password is needed now.
    bot.start_without("VERBATIM_MATRIX_PASSWORD");
    let room = ada.create(true, &[USER]);
    ada.wait_for_members(&room, 2);
    let question = ada.say(&room, "!ask \"harbour will open on day 2 and\"");
    let answer = ada.answer(&question);
    assert!(answer.decrypted);
    assert!(answer.body().contains("on day 2"), "{}", answer.body());
    let told = bot.told();
    assert!(!told.contains("backup"), "{told}");
    bot.kill();

    // Somebody logs the session out.
    ada.call("log_out", json!({"token": token}));
    for arguments in [["matrix", "setup"].as_slice(), &["run", "--only", "matrix"]] {
        let told = run_with(&bot, arguments, &[("VERBATIM_MATRIX_PASSWORD", "")]);
        assert_eq!(told.code, CONFIGURATION, "{arguments:?}: {}", told.err);
        assert!(
            told.err.contains("ended this session") && told.err.contains("move the folder"),
            "{}",
            told.err
        );
    }
}

#[test]
fn a_session_that_expired_is_renewed_with_the_password_on_the_same_device() {
    if is_skipped() {
        return;
    }
    let lifetime = Duration::from_secs(20);
    let synapse = Synapse::start_with(&json!({"session_lifetime": "20s"}));
    let bot = Bot::new(&synapse, 1, "");
    let first = run(&bot, &["matrix", "setup"]);
    std::thread::sleep(lifetime);
    let without = [("VERBATIM_MATRIX_PASSWORD", "")];
    let told = run_with(&bot, &["matrix", "setup"], &without);
    assert_eq!(told.code, CONFIGURATION, "{}", told.out);
    assert!(told.err.contains("asks for a new login"), "{}", told.err);
    let again = run(&bot, &["matrix", "setup"]);
    assert_eq!(device(&again), device(&first));
    assert!(
        again.out.contains("is signed by the account's identity"),
        "{}",
        again.out
    );
}

#[test]
fn what_is_wrong_is_named_with_the_way_out() {
    if is_skipped() {
        return;
    }
    let synapse = Synapse::start();
    let bot = Bot::new(&synapse, 1, "");
    let refused = |variables: &[(&str, &str)]| {
        let told = run_with(&bot, &["matrix", "setup"], variables);
        assert!(!told.err.contains("not this one"), "{}", told.err);
        (told.code, told.err)
    };
    let (code, told) = refused(&[("VERBATIM_MATRIX_PASSWORD", "not this one")]);
    assert_eq!(code, CONFIGURATION);
    assert!(
        told.contains("doesn't let verbatim in") && told.contains("VERBATIM_MATRIX_PASSWORD"),
        "{told}"
    );
    bot.set("user = \"verbatim\"", "user = \"nobody\"");
    let (code, told) = refused(&[]);
    assert_eq!(code, CONFIGURATION);
    assert!(told.contains("doesn't let nobody in"), "{told}");

    let site = Site::open();
    let nobody = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port");
    let nobody = format!("http://{nobody}");
    for (address, expected, words) in [
        ("matrix.example.org", CONFIGURATION, "is no address"),
        (
            &site.address,
            CONFIGURATION,
            "there is no Matrix homeserver",
        ),
        // It may come back.
        (&nobody, Some(1), "can't be reached now"),
    ] {
        let elsewhere = Bot::at(address, 1, "");
        let variables = [
            [
                ("VERBATIM_MATRIX_TOKEN", ""),
                ("VERBATIM_MATRIX_PASSWORD", "not this one"),
            ],
            [
                ("VERBATIM_MATRIX_TOKEN", "not this one"),
                ("VERBATIM_MATRIX_PASSWORD", ""),
            ],
        ];
        for variables in &variables {
            let told = run_with(&elsewhere, &["matrix", "setup"], variables);
            assert_eq!(told.code, expected, "{address}: {}", told.err);
            assert!(told.err.contains(words), "{address}: {}", told.err);
            assert!(!told.err.contains("not this one"), "{}", told.err);
        }
    }
}

#[test]
fn what_is_missing_is_named_with_the_way_out() {
    let fake = Fake::start();
    let bot = Bot::at(&fake.url(), 1, "");
    let without = |name: &str| run_with(&bot, &["run", "--only", "matrix"], &[(name, "")]);
    let told = without("VERBATIM_MATRIX_STORE_KEY");
    assert_eq!(told.code, CONFIGURATION);
    assert!(told.err.contains("openssl rand -base64 32"), "{}", told.err);
    let told = without("VERBATIM_MATRIX_PASSWORD");
    assert_eq!(told.code, CONFIGURATION);
    assert!(
        told.err.contains("VERBATIM_MATRIX_PASSWORD"),
        "{}",
        told.err
    );

    bot.set("inviters = [\"test.local\"]", "inviters = [\"@ada\"]");
    let told = run(&bot, &["run", "--only", "matrix"]);
    assert_eq!(told.code, CONFIGURATION);
    assert!(told.err.contains("inviters has \"@ada\""), "{}", told.err);
    bot.set("user = \"verbatim\"", "user = \"\"");
    let told = run(&bot, &["run", "--only", "matrix"]);
    assert_eq!(told.code, CONFIGURATION);
    assert!(
        told.err.contains("needs both homeserver and user"),
        "{}",
        told.err
    );
}
