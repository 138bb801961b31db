//! Keepwell: a clinic's whole front office in one program.

use std::process::ExitCode;

use clap::Parser;
use keepwell::cli::{Cli, run};

fn main() -> ExitCode {
    // First of all: every TLS connection of this process uses this one provider.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        eprintln!("keepwell: another TLS provider is already installed");
        return ExitCode::FAILURE;
    }
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("keepwell: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("keepwell: {error}");
            ExitCode::FAILURE
        }
    }
}
