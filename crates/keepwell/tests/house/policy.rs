//! The whole policy as one table: role by action by purpose by relation.

use crate::kit::Place;
use crate::kit::program::run;

/// Everything that anybody may, as it was agreed upon. A rule that lets in more or fewer changes a line here, and
/// whoever reads the change sees what it does: what stands in no line, nobody may.
const TABLE: &str = include_str!("policy/table.txt");

#[test]
fn every_role_may_do_exactly_what_the_table_says() {
    let output = run(&Place::fresh(), &["policy", "table"], &[]);
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    let (there, agreed): (Vec<&str>, Vec<&str>) = (printed.lines().collect(), TABLE.lines().collect());
    let more: Vec<&&str> = there.iter().filter(|line| !agreed.contains(line)).collect();
    let fewer: Vec<&&str> = agreed.iter().filter(|line| !there.contains(line)).collect();
    assert!(
        more.is_empty() && fewer.is_empty(),
        "policy/table.txt does not say what the rules do. The rules: {more:#?}, the table: {fewer:#?}"
    );
    assert!(there.len() > 100, "{}", there.len());
}
