//! Injures the sound of a spoken line as vendors do: words cut or said twice, holes, clipping, lost ends, other levels;
//! and makes another voice of one: other pitch and pace, another room and microphone, noise. Seeded, no file, no clock.

use std::ops::Range;

/// What vendors do to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Injury {
    /// A word is left out, the joint smoothed.
    CutWord,
    /// A word is said twice, the joint smoothed.
    RepeatedWord,
    /// Two to four seconds of nothing between two words.
    Gap,
    /// Peaks cut flat, at full scale or below it.
    Clip,
    /// Nothing but noise, or a stretch of the line is mute.
    Silence,
    /// The end is lost, in mid-word or behind one, with or without silence put behind it.
    TruncatedTail,
    /// Five to fourteen decibels louder or quieter.
    WrongLevel,
}

impl Injury {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::CutWord,
        Self::RepeatedWord,
        Self::Gap,
        Self::Clip,
        Self::Silence,
        Self::TruncatedTail,
        Self::WrongLevel,
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::CutWord => "cut word",
            Self::RepeatedWord => "repeated word",
            Self::Gap => "3 s gap",
            Self::Clip => "clip",
            Self::Silence => "silence",
            Self::TruncatedTail => "truncated tail",
            Self::WrongLevel => "wrong level",
        }
    }
}

/// Numbers that depend on the seed alone.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Any seed will do.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From one to the other.
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.unit()
    }

    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }
}

/// A line and where its words are, in samples.
#[derive(Debug, Clone, Copy)]
pub struct Spoken<'a> {
    /// Samples a second.
    pub rate_hz: u32,
    /// Mono.
    pub samples: &'a [i16],
    /// In order.
    pub words: &'a [Range<usize>],
}

/// Injures a line; `word` is the one that is cut, repeated or muted, or behind which the hole is.
pub fn injure(spoken: Spoken<'_>, injury: Injury, word: usize, random: &mut Random) -> Vec<i16> {
    let Spoken { rate_hz, samples, words } = spoken;
    let at = |sample: usize| quietest_near(samples, sample, rate_hz);
    // Behind the last word a silence is only a long end.
    let last = words.len().saturating_sub(if injury == Injury::Gap { 2 } else { 1 });
    let word = word.min(last);
    let (from, to) = words.get(word).map_or((0, 0), |word| (at(word.start), at(word.end)));
    match injury {
        Injury::CutWord => joined(&samples[..from], &samples[to..], rate_hz),
        Injury::RepeatedWord => joined(&samples[..to], &samples[from..], rate_hz),
        Injury::Gap => {
            let gap = noise((random.between(2.0, 4.0) * f64::from(rate_hz)) as usize, 6.0, random);
            joined(&joined(&samples[..to], &gap, rate_hz), &samples[to..], rate_hz)
        }
        Injury::Clip => clipped(samples, random),
        Injury::Silence if random.unit() < 0.4 => noise(samples.len(), random.between(0.0, 12.0), random),
        Injury::Silence => muted(samples, from, to.max(from + rate_hz as usize * 3 / 10), rate_hz, random),
        Injury::TruncatedTail => truncated(spoken, random),
        Injury::WrongLevel => {
            let louder = random.unit() < 0.5;
            let db = random.between(5.0, 14.0) * if louder { 1.0 } else { -1.0 };
            scaled(samples, 10_f64.powf(db / 20.0))
        }
    }
}

/// Within 15 ms, where a cut is heard least.
fn quietest_near(samples: &[i16], sample: usize, rate_hz: u32) -> usize {
    let reach = rate_hz as usize * 15 / 1000;
    let window = rate_hz as usize / 500;
    let energy = |at: usize| -> i64 {
        samples[at.saturating_sub(window)..(at + window).min(samples.len())].iter().map(|s| i64::from(*s).pow(2)).sum()
    };
    let sample = sample.min(samples.len());
    (sample.saturating_sub(reach)..=(sample + reach).min(samples.len()))
        .step_by(8)
        .min_by_key(|at| energy(*at))
        .unwrap_or(sample)
}

/// One behind the other, faded over into each other over 10 ms.
fn joined(before: &[i16], after: &[i16], rate_hz: u32) -> Vec<i16> {
    let n = (rate_hz as usize / 100).min(before.len()).min(after.len());
    let (head, tail) = before.split_at(before.len() - n);
    let faded = tail.iter().zip(after).enumerate().map(|(i, (out, into))| {
        let part = i as f64 / n.max(1) as f64;
        (f64::from(*out) * (1.0 - part) + f64::from(*into) * part) as i16
    });
    head.iter().copied().chain(faded.collect::<Vec<_>>()).chain(after[n..].iter().copied()).collect()
}

fn noise(n: usize, amplitude: f64, random: &mut Random) -> Vec<i16> {
    (0..n).map(|_| (random.between(-amplitude, amplitude)) as i16).collect()
}

/// Driven over a ceiling by 4 to 12 dB.
fn clipped(samples: &[i16], random: &mut Random) -> Vec<i16> {
    let ceiling = if random.unit() < 0.6 { 32_767.0 } else { random.between(12_000.0, 30_000.0) };
    let peak = f64::from(samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(1).max(1));
    let gain = ceiling / peak * 10_f64.powf(random.between(4.0, 12.0) / 20.0);
    samples.iter().map(|sample| (f64::from(*sample) * gain).clamp(-ceiling, ceiling) as i16).collect()
}

fn muted(samples: &[i16], from: usize, to: usize, rate_hz: u32, random: &mut Random) -> Vec<i16> {
    let to = to.min(samples.len());
    let hole = noise(to - from.min(to), 6.0, random);
    let before = joined(&samples[..from.min(to)], &hole, rate_hz);
    joined(&before, &samples[to..], rate_hz)
}

fn truncated(spoken: Spoken<'_>, random: &mut Random) -> Vec<i16> {
    let Spoken { rate_hz, samples, words } = spoken;
    let voiced_end = words.last().map_or(samples.len(), |word| word.end);
    // At least a fifth of a second of the voice is lost, at most two fifths of the line.
    let least = (rate_hz as usize / 5).min(voiced_end / 2);
    let lost = least + (random.unit() * (voiced_end as f64 * 0.4 - least as f64).max(0.0)) as usize;
    let mut kept = samples[..voiced_end.saturating_sub(lost)].to_vec();
    if random.unit() < 0.5 {
        let n_fade = (rate_hz as usize / 100).min(kept.len());
        let end = kept.len();
        (0..n_fade).for_each(|i| kept[end - 1 - i] = (f64::from(kept[end - 1 - i]) * i as f64 / n_fade as f64) as i16);
        kept.extend(noise(rate_hz as usize / 5, 6.0, random));
    }
    kept
}

/// Louder or quieter; a limiter keeps what would clip under the ceiling.
fn scaled(samples: &[i16], gain: f64) -> Vec<i16> {
    let limited = |value: f64| 31_000.0 * (value / 31_000.0).tanh();
    let one = |sample: &i16| {
        let value = f64::from(*sample) * gain;
        if gain > 1.0 { limited(value) as i16 } else { value as i16 }
    };
    samples.iter().map(one).collect()
}

/// Makes another voice of one: `random` decides who, so the same seed is the same speaker in the same room.
pub fn as_another(samples: &[i16], rate_hz: u32, random: &mut Random) -> (u32, Vec<i16>) {
    let other_rate_hz = [24_000, 32_000, 44_100, 22_050][random.below(4)];
    // Pitch, timbre and pace move together, as between a large speaker and a small one.
    let warp = random.between(0.88, 1.12);
    let ratio = f64::from(other_rate_hz) / f64::from(rate_hz) * warp;
    let mut sound = resampled(samples, ratio);
    // The room rings out.
    sound.resize(sound.len() + other_rate_hz as usize / 5, 0.0);
    let tilt = random.between(-0.5, 0.5);
    let mut before = 0.0;
    for value in &mut sound {
        let now = *value;
        *value = now + tilt * before;
        before = now;
    }
    let wet = random.between(0.03, 0.15);
    let dry = sound.clone();
    for n in 0..12 {
        let delay = (random.between(0.003, 0.12) * f64::from(other_rate_hz)) as usize;
        let gain = wet * 0.8_f64.powi(n) * if random.unit() < 0.5 { 1.0 } else { -1.0 };
        (delay..sound.len()).for_each(|at| sound[at] += gain * dry[at - delay]);
    }
    // Whoever sets up a microphone leaves room: what passes the room and the colour is nowhere higher than it was.
    let headroom = 1.0 / ((1.0 + tilt.abs()) * (1.0 + wet * (0..12).map(|n| 0.8_f64.powi(n)).sum::<f64>()));
    sound.iter_mut().for_each(|value| *value *= headroom);
    let power = (sound.iter().map(|value| value * value).sum::<f64>() / sound.len().max(1) as f64).sqrt().max(1.0);
    let hiss = power * 10_f64.powf(-random.between(28.0, 42.0) / 20.0) * 1.7;
    let gain = random.between(1500.0, 3000.0) / 3000.0;
    let one = |value: &f64| ((value + random.between(-hiss, hiss)) * gain).clamp(-32_000.0, 32_000.0) as i16;
    (other_rate_hz, sound.iter().map(one).collect())
}

/// Straight lines between samples: what is lost above is a microphone's loss too.
fn resampled(samples: &[i16], ratio: f64) -> Vec<f64> {
    let value = |at: usize| samples.get(at).map_or(0.0, |sample| f64::from(*sample));
    let one = |n: usize| {
        let place = n as f64 / ratio;
        let (at, part) = (place as usize, place.fract());
        value(at) * (1.0 - part) + value(at + 1) * part
    };
    (0..(samples.len() as f64 * ratio) as usize).map(one).collect()
}
