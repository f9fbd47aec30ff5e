//! Threads that help whoever answers a question, each while nobody else needs it.
//!
//! Work is shared that takes tens of microseconds, where starting a thread, or waking one that has slept, would cost what it
//! saves: a helper stays awake for a moment after each job, and who asks never waits for one that has not begun.

use std::hint::spin_loop;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, LazyLock};
use std::thread;

use parking_lot::Mutex;

/// More would have too little to do each: a search takes a fraction of a millisecond.
const MOST: usize = 3;

/// Turns for which somebody is waited for without giving the processor away, some twenty microseconds: waking up on a cold
/// one takes longer than most of what is waited for.
const TURNS: usize = 1_000;

type Job = Box<dyn FnOnce() + Send>;

/// A thread for each processor but that of whoever asks. Where threads can't be had, everybody works alone.
static HELPERS: LazyLock<Vec<Sender<Job>>> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    (1..processors).take(MOST).filter_map(helper).collect()
});

fn helper(number: usize) -> Option<Sender<Job>> {
    let (give, jobs) = channel::<Job>();
    let thread = thread::Builder::new().name(format!("helper-{number}"));
    let spawned = thread.spawn(move || {
        while let Some(job) = next(&jobs) {
            job();
        }
    });
    spawned.is_ok().then_some(give)
}

/// The next job. What helps a question once does so again soon.
fn next(jobs: &Receiver<Job>) -> Option<Job> {
    for _ in 0..TURNS {
        match jobs.try_recv() {
            Ok(job) => return Some(job),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => spin_loop(),
        }
    }
    jobs.recv().ok()
}

/// Does the work on this thread and, at the same time, on those that are idle; each is to take what no other has taken.
/// Gives what each came to, in no order. Nobody is waited for who has not begun when nothing is left to take. Where one
/// panics, so does this, as what that one had taken is missing.
pub(crate) fn share<T: Send + 'static>(work: impl Fn() -> T + Send + Sync + 'static) -> Vec<T> {
    let shared = Arc::new(Shared {
        work,
        done: Mutex::new(Vec::with_capacity(HELPERS.len())),
        working: AtomicUsize::new(0),
        ended: AtomicBool::new(false),
    });
    for helper in HELPERS.iter() {
        let shared = Arc::clone(&shared);
        // One that has ended helps nobody; the rest of the work is done without it.
        let _ = helper.send(Box::new(move || shared.help()));
    }
    let own = (shared.work)();
    shared.end();
    let mut done = vec![own];
    for came_to in shared.done.lock().drain(..) {
        done.push(came_to.unwrap_or_else(|panic| resume_unwind(panic)));
    }
    done
}

/// Work that several do.
struct Shared<W, T> {
    work: W,
    /// What each helper came to, or the panic that it ended in.
    done: Mutex<Vec<thread::Result<T>>>,
    working: AtomicUsize,
    ended: AtomicBool,
}

impl<W: Fn() -> T, T> Shared<W, T> {
    /// Does what is left, unless nothing is.
    fn help(&self) {
        self.working.fetch_add(1, SeqCst);
        if !self.ended.load(SeqCst) {
            // Who asks waits for whoever has begun, and must not wait for ever.
            let came_to = catch_unwind(AssertUnwindSafe(&self.work));
            self.done.lock().push(came_to);
        }
        self.working.fetch_sub(1, SeqCst);
    }

    /// Waits for those who have begun, and lets nobody begin any more.
    fn end(&self) {
        self.ended.store(true, SeqCst);
        let mut turns = 0;
        while self.working.load(SeqCst) > 0 {
            turns += 1;
            if turns < TURNS {
                spin_loop();
            } else {
                thread::yield_now();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are each taken once, by whoever is there.
    fn taken(count: usize) -> Vec<usize> {
        let next = AtomicUsize::new(0);
        let take = move || {
            let numbers = std::iter::repeat_with(|| next.fetch_add(1, SeqCst));
            numbers.take_while(|number| *number < count).collect()
        };
        let mut taken: Vec<usize> = share::<Vec<usize>>(take).concat();
        taken.sort_unstable();
        taken
    }

    #[test]
    fn nothing_is_left_and_nothing_done_twice_however_many_ask() {
        let ask = || {
            for count in (0..2_000).step_by(7) {
                assert!(taken(count).into_iter().eq(0..count));
            }
        };
        thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(ask);
            }
        });
    }

    #[test]
    fn a_panic_of_a_helper_is_the_askers_and_the_helper_goes_on() {
        let asker = thread::current().id();
        let waiting = Arc::new(AtomicBool::new(false));
        for _ in 0..3 {
            let helped = Arc::clone(&waiting);
            helped.store(HELPERS.is_empty(), SeqCst);
            let asked = catch_unwind(|| {
                share(move || {
                    if thread::current().id() != asker {
                        helped.store(true, SeqCst);
                        panic!("a helper's own fault");
                    }
                    while !helped.load(SeqCst) {
                        thread::yield_now();
                    }
                })
            });
            assert_eq!(asked.is_err(), !HELPERS.is_empty());
        }
        assert!(taken(100).into_iter().eq(0..100));
    }

    #[test]
    fn nobody_is_waited_for_who_helps_another() {
        let (end, ended) = channel::<()>();
        let ended = Mutex::new(ended);
        // Whoever takes part waits until told to go on, all helpers too.
        let busy = thread::spawn(move || share(move || ended.lock().recv().is_ok()));
        assert!(taken(100).into_iter().eq(0..100));
        assert!(!busy.is_finished());
        drop(end);
        assert!(busy.join().is_ok());
    }
}
