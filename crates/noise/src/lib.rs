//! Counts with noise: what they say of everybody together they would nearly say without any one of them.
//!
//! Floor 1 of the house: pure but for the randomness, which is the operating system's by way of a generator that nobody can
//! foresee. The mechanisms and their proofs are OpenDP's (<https://opendp.org>), a crate of its own here because it is
//! compiled apart: the discrete Laplace mechanism (Ghosh, Roughgarden and Sundararajan, "Universally Utility-Maximizing Privacy
//! Mechanisms", 2009; sampled as Canonne, Kamath and Steinke, 2020), and the same with a threshold for keys that only the data
//! know (Wilson et al., "Differentially Private SQL with Bounded User Contribution", 2020).
//!
//! What is counted is bounded before it comes here: nobody adds more than `most` to all the counts of one question together.
//! Two sets of data are neighbours where one has all the rows of one person more.

use std::collections::{BTreeMap, HashMap};

use opendp::core::Measurement;
use opendp::domains::{AtomDomain, MapDomain, VectorDomain};
use opendp::measurements::{make_laplace, make_laplace_threshold};
use opendp::measures::{Approximate, MaxDivergence};
use opendp::metrics::{AbsoluteDistance, L1Distance, L01InfDistance};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Silent {
    /// Epsilon, delta or the bound are not above zero.
    #[error("noise needs an epsilon, a delta and a bound above zero")]
    Unbounded,
    /// The mechanism would tell more than was asked for, or has failed.
    #[error("no noise could be made: {0}")]
    Failed(String),
}

fn failed(error: impl std::fmt::Display) -> Silent {
    Silent::Failed(error.to_string())
}

fn scale(most: u32, epsilon: f64) -> Result<f64, Silent> {
    if most == 0 || !epsilon.is_finite() || epsilon <= 0.0 {
        return Err(Silent::Unbounded);
    }
    // A millionth more noise: what is reckoned in fractions does not tell more by its last digit.
    Ok(f64::from(most) / epsilon * (1.0 + 1e-6))
}

/// The counts of keys that everybody knows, each with noise. All of them together tell `epsilon`.
///
/// # Errors
/// Where the bound or epsilon is zero, or the mechanism does not promise what is asked.
pub fn known(counts: &[i64], most: u32, epsilon: f64) -> Result<Vec<i64>, Silent> {
    let domain = VectorDomain::new(AtomDomain::<i64>::default());
    let noise: Measurement<_, _, MaxDivergence, Vec<i64>> =
        make_laplace(domain, L1Distance::<i64>::default(), scale(most, epsilon)?, None).map_err(failed)?;
    let tells = noise.map(&i64::from(most)).map_err(failed)?;
    if tells > epsilon {
        return Err(Silent::Failed(format!("it would tell {tells}, not {epsilon}")));
    }
    noise.invoke(&counts.to_vec()).map_err(failed)
}

/// The counts of keys that only the data know, each with noise; those that are small are left out, so that a key which one
/// person alone has shows with a chance of `delta` at most.
///
/// # Errors
/// As [`known`].
pub fn unknown(
    counts: &BTreeMap<String, i64>,
    most: u32,
    epsilon: f64,
    delta: f64,
) -> Result<BTreeMap<String, i64>, Silent> {
    if !delta.is_finite() || delta <= 0.0 || delta >= 1.0 {
        return Err(Silent::Unbounded);
    }
    let scale = scale(most, epsilon)?;
    let bound = i64::from(most);
    #[allow(clippy::cast_possible_truncation, reason = "a few times the bound")]
    let mut threshold = bound + (scale * (f64::from(most) / delta).ln()).ceil() as i64;
    // The mechanism says itself what it would tell; a threshold that is too low is raised until it tells no more.
    for _ in 0..64 {
        let domain = MapDomain::new(AtomDomain::<String>::default(), AtomDomain::<i64>::default());
        let metric = L01InfDistance::<AbsoluteDistance<i64>>::default();
        let noise: Measurement<_, _, Approximate<MaxDivergence>, HashMap<String, i64>> =
            make_laplace_threshold(domain, metric, scale, threshold, None).map_err(failed)?;
        let (tells, slips) = noise.map(&(most, bound, bound)).map_err(failed)?;
        if tells > epsilon {
            return Err(Silent::Failed(format!("it would tell {tells}, not {epsilon}")));
        }
        if slips <= delta {
            let counts: HashMap<String, i64> = counts.iter().map(|(key, count)| (key.clone(), *count)).collect();
            return Ok(noise.invoke(&counts).map_err(failed)?.into_iter().collect());
        }
        threshold += bound.max(1);
    }
    Err(Silent::Failed("no threshold is high enough".to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

    use super::*;

    #[test]
    fn noise_is_as_wide_as_epsilon_and_the_bound_say() {
        let spread = |most: u32, epsilon: f64| {
            let counts = vec![1_000; 4_000];
            let noisy = known(&counts, most, epsilon).unwrap();
            let off = noisy.iter().map(|count| (count - 1_000).abs()).sum::<i64>() as f64;
            off / counts.len() as f64
        };
        // The mean distance of the Laplace distribution is its scale.
        assert!((0.8..1.2).contains(&spread(1, 1.0)), "{}", spread(1, 1.0));
        assert!((8.0..12.0).contains(&spread(5, 0.5)), "{}", spread(5, 0.5));
    }

    #[test]
    fn a_key_of_one_person_does_not_show_and_a_common_one_does() {
        let counts: BTreeMap<String, i64> = [("common".to_owned(), 5_000), ("rare".to_owned(), 1)].into();
        for _ in 0..200 {
            let told = unknown(&counts, 3, 0.5, 1e-7).unwrap();
            assert_eq!(told.keys().collect::<Vec<_>>(), ["common"]);
        }
    }

    #[test]
    fn nothing_is_told_without_a_bound() {
        assert_eq!(known(&[1], 0, 1.0), Err(Silent::Unbounded));
        assert_eq!(known(&[1], 1, 0.0), Err(Silent::Unbounded));
        assert_eq!(known(&[1], 1, f64::NAN), Err(Silent::Unbounded));
        assert_eq!(unknown(&BTreeMap::new(), 1, 1.0, 0.0), Err(Silent::Unbounded));
    }
}
