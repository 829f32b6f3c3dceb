//! Lays a take along the floor's rendering of the same line: when each word is heard, and whether one is missing or twice.
//!
//! Time warping with one leap: the cheapest way through the rendering without a leap is compared with the cheapest that
//! leaps once, forward over what is missing or back over what is said again. What the leap saves is its evidence.

use super::features::{Frame, N};
use std::ops::Range;

/// Staying on a frame of the rendering for slower speech, in mismatches of a frame.
const STAY: f32 = 0.3;
/// Skipping one or two frames of it for faster speech.
const SKIP: [f32; 2] = [0.3, 0.8];
/// A leap is at least this many frames: less is not a syllable.
pub(super) const LEAST_LEAP: usize = 7;
/// What a frame that is heard costs where silence should be.
const SOUND_IN_SILENCE: f32 = 2.5;
/// What a silent frame costs in the pause between two words.
const SILENCE: f32 = 0.15;

/// What a leap costs at each end that is not where a word begins: what is missing is mostly whole words.
const INSIDE_A_WORD: f32 = 2.0;
/// Words run into each other; so near to a beginning is at it.
const NEAR: usize = 3;

/// What is compared.
pub(super) struct Sides<'a> {
    /// Frames of the rendering.
    pub(super) reference: &'a [Frame],
    /// The first frame of each word of it.
    pub(super) starts: &'a [usize],
    /// Frames of the take.
    pub(super) take: &'a [Frame],
    /// Whether nothing is said in the take there.
    pub(super) quiet: &'a [bool],
}

/// A leap, and what it saves.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Leap {
    /// What is saved against the way without a leap, in mean mismatches of a frame.
    pub(super) gain: f32,
    /// Frames of the rendering that are passed over, or said again.
    pub(super) over: (usize, usize),
    /// The take's frame at which it leaps.
    pub(super) at: usize,
}

/// How a take lies along the rendering.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Alignment {
    /// For each frame of the take the frame of the rendering; `None` in a pause.
    pub(super) path: Vec<Option<usize>>,
    /// Mean mismatch of a frame.
    pub(super) cost: f32,
    /// The best leap forward.
    pub(super) missing: Leap,
    /// The best leap back.
    pub(super) repeated: Leap,
    /// The best leap to the end: the take stops short.
    pub(super) stopped: Leap,
}

/// The cheapest way without a leap.
pub(super) fn way(sides: &Sides<'_>) -> Alignment {
    run(sides, 1)
}

/// The cheapest ways without a leap and with one.
pub(super) fn align(sides: &Sides<'_>) -> Alignment {
    run(sides, 3)
}

/// How unlike two frames are.
pub(super) fn mismatch(a: &Frame, b: &Frame) -> f32 {
    let mut square = 0.0;
    for i in 0..N {
        let difference = a[i] - b[i];
        square += difference * difference;
    }
    (square / N as f32).sqrt()
}

/// The cheapest way to a place, and the leap on it: (frame left, frame gone on at, frame of the take).
#[derive(Debug, Clone, Copy)]
struct Token {
    cost: f32,
    leap: (u32, u32, u32),
}

const NOWHERE: Token = Token { cost: f32::INFINITY, leap: (0, 0, 0) };

impl Token {
    fn plus(self, cost: f32) -> Self {
        Self { cost: self.cost + cost, ..self }
    }

    fn or(self, other: Self) -> Self {
        if other.cost < self.cost { other } else { self }
    }

    fn leaving(self, from: usize, at: usize) -> Self {
        Self { leap: (from as u32, 0, at as u32), ..self }
    }
}

/// The places of a moment: frames of the rendering, and the pauses before each word and behind the last.
#[derive(Debug, Clone)]
struct Layer {
    frames: Vec<Token>,
    pauses: Vec<Token>,
}

/// Where the way came from: of a frame `0..=3` frames before or a pause, of a pause itself or a frame.
const OUT_OF_PAUSE: u8 = 4;
const INTO_PAUSE: u8 = 1;

/// The way as it is found, frame by frame of the take.
struct Search {
    /// The first frame of each word, and the end.
    starts: Vec<usize>,
    /// For each frame the pause before it, if a word begins there.
    pause_before: Vec<Option<usize>>,
    /// What leaping away before each frame, or on to it, costs.
    dear: Vec<f32>,
    before: Vec<Layer>,
    now: Vec<Layer>,
    back: Vec<u8>,
    back_pause: Vec<u8>,
    leaps: [Vec<Token>; 2],
}

fn run(sides: &Sides<'_>, n_layers: usize) -> Alignment {
    let (n_ref, n_take) = (sides.reference.len(), sides.take.len());
    if n_ref < 2 * LEAST_LEAP || n_take < 2 * LEAST_LEAP || sides.starts.first() != Some(&0) {
        return Alignment::default();
    }
    let mut search = Search::new(sides, n_layers);
    let mut local = vec![0.0_f32; n_ref];
    for t in 0..n_take {
        for (cost, frame) in local.iter_mut().zip(sides.reference) {
            *cost = mismatch(&sides.take[t], frame);
        }
        let in_pause = if sides.quiet.get(t) == Some(&true) { SILENCE } else { SOUND_IN_SILENCE };
        search.step(t, &local, in_pause);
    }
    search.finish(n_take)
}

impl Search {
    fn new(sides: &Sides<'_>, n_layers: usize) -> Self {
        let n_ref = sides.reference.len();
        let starts: Vec<usize> = sides.starts.iter().copied().chain([n_ref]).collect();
        let mut pause_before = vec![None; n_ref];
        starts.iter().enumerate().filter(|(_, at)| **at < n_ref).for_each(|(w, at)| pause_before[*at] = Some(w));
        let empty = Layer { frames: vec![NOWHERE; n_ref], pauses: vec![NOWHERE; starts.len()] };
        let is_near = |s: usize| starts.iter().any(|start| start.abs_diff(s) <= NEAR);
        let dear = (0..=n_ref).map(|s| if is_near(s) { 0.0 } else { INSIDE_A_WORD }).collect();
        Self {
            dear,
            back: vec![0; sides.take.len() * n_ref],
            back_pause: vec![0; sides.take.len() * starts.len()],
            before: vec![empty.clone(); n_layers],
            now: vec![empty; n_layers],
            leaps: [vec![NOWHERE; n_ref], vec![NOWHERE; n_ref]],
            starts,
            pause_before,
        }
    }

    fn step(&mut self, t: usize, local: &[f32], in_pause: f32) {
        std::mem::swap(&mut self.before, &mut self.now);
        if t == 0 {
            self.begin(local, in_pause);
            return;
        }
        if self.before.len() > 1 {
            self.find_leaps(t);
        }
        for layer in 0..self.now.len() {
            self.step_frames(t, layer, local);
            self.step_pauses(t, layer, in_pause);
        }
    }

    fn begin(&mut self, local: &[f32], in_pause: f32) {
        let token = |cost: f32| Token { cost, ..NOWHERE };
        self.now.iter_mut().for_each(|layer| {
            layer.frames.fill(NOWHERE);
            layer.pauses.fill(NOWHERE);
        });
        self.now[0].frames[0] = token(local[0]);
        self.now[0].pauses[0] = token(in_pause);
        // A missing beginning.
        if let Some(layer) = self.now.get_mut(1) {
            for (s, cost) in local.iter().enumerate().skip(LEAST_LEAP) {
                layer.frames[s] = Token { cost: cost + self.dear[s], leap: (0, s as u32, 0) };
            }
        }
    }

    /// For each frame the cheapest place that can be left for it: forward from what lies before, back from behind.
    fn find_leaps(&mut self, t: usize) {
        let (was, n_ref) = (&self.before[0], self.pause_before.len());
        let mut best = was.pauses[0].leaving(0, t);
        for s in LEAST_LEAP..n_ref {
            let from = s - LEAST_LEAP;
            best = best.or(was.frames[from].leaving(from + 1, t).plus(self.dear[from + 1]));
            if let Some(w) = self.pause_before[from] {
                best = best.or(was.pauses[w].leaving(from, t));
            }
            self.leaps[0][s] = best;
        }
        let mut best = was.pauses[self.starts.len() - 1].leaving(n_ref, t);
        for s in (0..n_ref - LEAST_LEAP).rev() {
            let from = s + LEAST_LEAP;
            best = best.or(was.frames[from].leaving(from + 1, t).plus(self.dear[from + 1]));
            if let Some(w) = self.pause_before[from] {
                best = best.or(was.pauses[w].leaving(from, t));
            }
            self.leaps[1][s] = best;
        }
    }

    fn step_frames(&mut self, t: usize, layer: usize, local: &[f32]) {
        let (was, n_ref) = (&self.before[layer], local.len());
        for (s, mismatch) in local.iter().enumerate() {
            let mut best = was.frames[s].plus(STAY);
            let mut code = 0;
            let mut consider = |token: Token, from: u8| {
                if token.cost < best.cost {
                    (best, code) = (token, from);
                }
            };
            if s >= 1 {
                consider(was.frames[s - 1], 1);
            }
            if s >= 2 {
                consider(was.frames[s - 2].plus(SKIP[0]), 2);
            }
            if s >= 3 {
                consider(was.frames[s - 3].plus(SKIP[1]), 3);
            }
            if let Some(w) = self.pause_before[s] {
                consider(was.pauses[w], OUT_OF_PAUSE);
            }
            if layer > 0 {
                let leap = self.leaps[layer - 1][s];
                consider(Token { leap: (leap.leap.0, s as u32, leap.leap.2), cost: leap.cost + self.dear[s] }, 5);
            } else {
                self.back[t * n_ref + s] = code;
            }
            self.now[layer].frames[s] = best.plus(*mismatch);
        }
    }

    fn step_pauses(&mut self, t: usize, layer: usize, in_pause: f32) {
        let was = &self.before[layer];
        for (w, start) in self.starts.iter().enumerate() {
            let last = |back: usize| start.checked_sub(back).map_or(NOWHERE, |s| was.frames[s]);
            let into = last(1).or(last(2).plus(SKIP[0]));
            if layer == 0 && into.cost < was.pauses[w].cost {
                self.back_pause[t * self.starts.len() + w] = INTO_PAUSE;
            }
            self.now[layer].pauses[w] = was.pauses[w].or(into).plus(in_pause);
        }
    }

    fn finish(&self, n_take: usize) -> Alignment {
        let n_ref = self.pause_before.len();
        let end = |layer: &Layer| layer.frames[n_ref - 1].or(layer.pauses[self.starts.len() - 1]);
        let plain = end(&self.now[0]);
        let cost = plain.cost / n_take as f32;
        let leap = |token: Token| Leap {
            gain: (plain.cost - token.cost) / cost,
            over: (token.leap.0.min(token.leap.1) as usize, token.leap.0.max(token.leap.1) as usize),
            at: token.leap.2 as usize,
        };
        let stopped = self.missing_end(n_take);
        let missing = self.now.get(1).map(|layer| leap(end(layer).or(stopped)));
        let repeated = self.now.get(2).map(|layer| leap(end(layer)));
        let (missing, repeated) = (missing.unwrap_or_default(), repeated.unwrap_or_default());
        Alignment { path: self.trace(n_take), cost, missing, repeated, stopped: leap(stopped) }
    }

    /// The cheapest way that stops short of the last frame.
    fn missing_end(&self, n_take: usize) -> Token {
        let n_ref = self.pause_before.len();
        let mut best = NOWHERE;
        let stopped = |token: Token, at: usize| Token { leap: (at as u32, n_ref as u32, n_take as u32), ..token };
        for s in 0..n_ref - LEAST_LEAP {
            best = best.or(stopped(self.now[0].frames[s], s + 1).plus(self.dear[s + 1]));
            if let Some(w) = self.pause_before[s] {
                best = best.or(stopped(self.now[0].pauses[w], s));
            }
        }
        best
    }

    fn trace(&self, n_take: usize) -> Vec<Option<usize>> {
        let (n_ref, n_pauses) = (self.pause_before.len(), self.starts.len());
        let mut path = vec![None; n_take];
        let ends_in_pause = self.now[0].pauses[n_pauses - 1].cost < self.now[0].frames[n_ref - 1].cost;
        let mut at = if ends_in_pause { Err(n_pauses - 1) } else { Ok(n_ref - 1) };
        for t in (0..n_take).rev() {
            path[t] = at.ok();
            at = match at {
                Ok(s) => match self.back[t * n_ref + s] {
                    OUT_OF_PAUSE => Err(self.pause_before[s].unwrap_or(0)),
                    back => Ok(s.saturating_sub(usize::from(back))),
                },
                Err(w) if self.back_pause[t * n_pauses + w] == INTO_PAUSE => Ok(self.starts[w].saturating_sub(1)),
                Err(w) => Err(w),
            };
        }
        path
    }
}

/// The frames of a word that begins here and ends where the next begins.
pub(super) fn word(starts: &[usize], n_ref: usize, n: usize) -> Range<usize> {
    starts[n]..starts.get(n + 1).copied().unwrap_or(n_ref)
}
