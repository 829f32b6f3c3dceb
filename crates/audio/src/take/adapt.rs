//! Makes the rendering sound like the take's voice, as far as a straight line through what was laid side by side can:
//! then what still differs is the words and not the speaker.

use super::align::{Sides, way};
use super::features::{Frame, N, N_CEPSTRA};

/// So many frames of evidence weigh as much as the belief that the voices are alike.
const BELIEF: f64 = 40.0;
/// What differs least is not believed to differ less than this.
const LEAST_SPREAD: f32 = 0.15;

/// Both sides again: the rendering bent towards the take's voice, every feature weighed by how well it agrees.
pub(super) fn adapted(sides: &Sides<'_>) -> Option<(Vec<Frame>, Vec<Frame>)> {
    let pairs: Vec<(usize, usize)> =
        way(sides).path.iter().enumerate().filter_map(|(t, s)| s.map(|s| (t, s))).collect();
    if pairs.len() < 60 {
        return None;
    }
    let bend = regression(sides, &pairs)?;
    let mut reference: Vec<Frame> = sides.reference.iter().map(|frame| bent(&bend, frame)).collect();
    let mut take = sides.take.to_vec();
    for i in 0..N {
        let square: f32 = pairs.iter().map(|(t, s)| (take[*t][i] - reference[*s][i]).powi(2)).sum();
        let weight = 1.0 / (square / pairs.len() as f32).sqrt().max(LEAST_SPREAD);
        reference.iter_mut().chain(&mut take).for_each(|frame| frame[i] *= weight);
    }
    Some((reference, take))
}

/// One row a cepstrum: what of each cepstrum of the rendering goes into it, and a constant.
type Bend = [[f64; N_CEPSTRA + 1]; N_CEPSTRA];

fn bent(bend: &Bend, frame: &Frame) -> Frame {
    let sum = |row: &[f64; N_CEPSTRA + 1], from: usize| -> f64 {
        (0..N_CEPSTRA).map(|j| row[j] * f64::from(frame[from + j])).sum::<f64>()
    };
    // A slope has no constant.
    let value = |i: usize| match i.checked_sub(N_CEPSTRA) {
        None => sum(&bend[i], 0) + bend[i][N_CEPSTRA],
        Some(row) => sum(&bend[row], N_CEPSTRA),
    };
    std::array::from_fn(|i| value(i) as f32)
}

/// Least squares, drawn towards "nothing need be bent".
fn regression(sides: &Sides<'_>, pairs: &[(usize, usize)]) -> Option<Bend> {
    const M: usize = N_CEPSTRA + 1;
    let mut left = [[0.0_f64; M]; M];
    let mut right = [[0.0_f64; N_CEPSTRA]; M];
    left.iter_mut().enumerate().for_each(|(i, row)| row[i] = BELIEF);
    right.iter_mut().take(N_CEPSTRA).enumerate().for_each(|(i, row)| row[i] = BELIEF);
    for (t, s) in pairs {
        let x: [f64; M] = std::array::from_fn(|i| if i < N_CEPSTRA { f64::from(sides.reference[*s][i]) } else { 1.0 });
        for i in 0..M {
            (0..M).for_each(|j| left[i][j] += x[i] * x[j]);
            (0..N_CEPSTRA).for_each(|j| right[i][j] += x[i] * f64::from(sides.take[*t][j]));
        }
    }
    solve(&mut left, &mut right)?;
    Some(std::array::from_fn(|row| std::array::from_fn(|j| right[j][row])))
}

/// Gauss's elimination; the belief on the diagonal keeps it solvable.
fn solve<const M: usize, const K: usize>(left: &mut [[f64; M]; M], right: &mut [[f64; K]; M]) -> Option<()> {
    for i in 0..M {
        let pivot = left[i][i];
        if pivot.abs() < 1e-9 {
            return None;
        }
        left[i].iter_mut().for_each(|value| *value /= pivot);
        right[i].iter_mut().for_each(|value| *value /= pivot);
        let (row, solution) = (left[i], right[i]);
        for k in (0..M).filter(|k| *k != i) {
            let factor = left[k][i];
            (0..M).for_each(|j| left[k][j] -= factor * row[j]);
            (0..K).for_each(|j| right[k][j] -= factor * solution[j]);
        }
    }
    Some(())
}
