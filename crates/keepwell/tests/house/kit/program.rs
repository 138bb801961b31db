//! The program as a process of its own: its address, its log in a file, and its end.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Browser, Place};

/// Opens a clinic `north` in a fresh installation.
pub const CREATE: &[&str] = &[
    "clinic",
    "create",
    "north",
    "--name",
    "North",
    "--zone",
    "Europe/Dublin",
    "--jurisdiction",
    "IE",
    "--manager",
    "m@example.org",
    "--manager-name",
    "Edda",
];

/// A running process; killed when dropped.
pub struct Program {
    child: Child,
    /// Where it listens: an address of this machine and a port.
    pub address: String,
    log: TempDir,
    _said: BufReader<ChildStdout>,
}

/// A command of the program on `place`, with nothing of this machine's own configuration.
pub fn command(place: &Place, words: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keepwell"));
    // No keepwell.toml of whoever runs the tests.
    command
        .current_dir(place.folder.path())
        .args(words)
        .envs(place.environment())
        .env("KEEPWELL_LIMITS", "off")
        .envs(environment.iter().copied());
    command
}

/// Runs a command to its end, which is near: one that serves instead of refusing is stopped.
pub fn run(place: &Place, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut child = command(place, words, environment).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Read meanwhile: who says more than a pipe holds waits for whoever reads it.
    let (stdout, stderr) = (read(child.stdout.take().unwrap()), read(child.stderr.take().unwrap()));
    let deadline = Instant::now() + Duration::from_secs(60);
    while child.try_wait().unwrap().is_none() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(child.kill());
    let status = child.wait().unwrap();
    Output { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() }
}

/// Reads all that a process says, beside whoever waits for it.
fn read(mut from: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut said = Vec::new();
        from.read_to_end(&mut said).unwrap();
        said
    })
}

/// Everything a command said, on both of its outputs.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Program {
    /// Starts the demo on `place`, with few people in it, at the held day of the tests.
    pub fn demo(place: &Place, environment: &[(&str, &str)]) -> Program {
        let data = place.folder.path().to_str().unwrap();
        Program::start(
            place,
            &["demo", "--port", "0", "--clients", "25", "--appointments", "60", "--at", super::NOW, "--data", data],
            environment,
        )
    }

    /// Starts a command that serves, and waits until it answers.
    pub fn start(place: &Place, words: &[&str], environment: &[(&str, &str)]) -> Program {
        let log = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(log.path().join("log")).unwrap();
        let mut child = command(place, words, environment).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let (mut said, mut line) = (BufReader::new(child.stdout.take().unwrap()), String::new());
        said.read_line(&mut line).unwrap();
        let Some(address) =
            line.trim().strip_prefix("ready ").map(|said| said.strip_prefix("http://").unwrap_or(said).to_owned())
        else {
            panic!(
                "the program said {line:?} instead of ready: {}",
                std::fs::read_to_string(log.path().join("log")).unwrap()
            );
        };
        Program { child, address, log, _said: said }
    }

    /// A browser that is signed in to nothing.
    pub fn visitor(&self) -> Browser {
        Browser::new(&format!("http://{}", self.address))
    }

    /// A browser signed in at the demo's door of the first clinic for this role, by the word on the door.
    pub async fn signed_in(&self, role: &str) -> Browser {
        let browser = self.visitor();
        let front = browser.get("/").await.text;
        let account = front
            .split("name=\"account\" value=\"")
            .skip(1)
            .find(|door| door.split("</li>").next().unwrap().contains(role))
            .unwrap();
        let account = &account[..account.find('"').unwrap()];
        let answer = browser.post("/c/linden-quay/demo/entrance", &[("account", account)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything written to the log so far.
    pub fn log(&self) -> Vec<u8> {
        std::fs::read(self.log_file()).unwrap()
    }

    /// The file the log goes to.
    pub fn log_file(&self) -> PathBuf {
        self.log.path().join("log")
    }

    /// Asks the process to end.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends the process a signal by its name: TERM, HUP.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(asked.success());
    }

    /// Waits for the process to end by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Ends the process as a power failure would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
