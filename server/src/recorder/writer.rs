//! The writer thread: one segment open, one batch at a time.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::queue::{Queue, Work};
use super::{Limits, Outcome};
use crate::clock::{Clock, Moment};
use crate::data::takes_nothing;
use crate::journal::{Abandoned, Answer, Header, Record, SegmentWriter, Span, Tables, previous_gap, random_id};
use crate::log;
use crate::store::GapReason;

/// After a failure to open a segment, how long until the next try.
const RETRY: Duration = Duration::from_millis(500);

/// The server says that it is there at least this often, in seconds.
const ALIVE: i64 = 60;

pub(super) struct Writer {
    dir: PathBuf,
    clock: Clock,
    queue: Arc<Queue>,
    limits: Limits,
    trial: bool,
    segment: Option<Open>,
    /// Records that no segment holds yet, because the disk refused.
    carried: Vec<Record>,
    lost_disk: u64,
    failed: Option<Failure>,
    follows_a_crash: bool,
}

struct Open {
    writer: SegmentWriter,
    tables: Arc<Tables>,
    day: i64,
    last_written: i64,
}

/// The disk refuses since then.
struct Failure {
    since: i64,
    abandoned: Option<Abandoned>,
    retry_at: Instant,
}

impl Writer {
    /// Opens the first segment. A disk that takes nothing is tried again later, as it would be in the middle of a day:
    /// readers get their pages all the same.
    pub fn open(dir: PathBuf, clock: Clock, queue: Arc<Queue>, limits: Limits, trial: bool) -> io::Result<Writer> {
        let now = clock.now();
        let gap = match previous_gap(&dir, now.unix) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            gap => gap?,
        };
        let follows_a_crash = gap.as_ref().is_some_and(|gap| gap.reason == GapReason::Unclean.name());
        let tables = queue.tables();
        let mut writer = Writer {
            dir,
            clock,
            queue,
            limits,
            trial,
            segment: None,
            carried: Vec::new(),
            lost_disk: 0,
            failed: None,
            follows_a_crash,
        };
        match writer.create(now, tables, None, gap.clone()) {
            Err(error) if takes_nothing(&error) || error.kind() == io::ErrorKind::NotFound => {
                writer.complain(&error);
                let since = gap.map_or(now.unix, |gap| gap.from);
                writer.failed = Some(Failure { since, abandoned: None, retry_at: Instant::now() + RETRY });
            }
            created => created?,
        }
        Ok(writer)
    }

    /// Whether the program before this one was killed, or lost power.
    pub fn follows_a_crash(&self) -> bool {
        self.follows_a_crash
    }

    /// Runs until the queue is closed and empty.
    pub fn run(&mut self) {
        loop {
            let work = self.queue.take();
            let closing = work.closing;
            self.step(work);
            if closing {
                break;
            }
        }
        self.close();
        if !self.carried.is_empty() {
            log::warn("journal.lost", &[("records", &self.carried.len()), ("place", &self.dir.display())]);
        }
    }

    fn step(&mut self, work: Work) {
        let now = self.clock.now();
        let mut records = std::mem::take(&mut self.carried);
        records.extend(work.scans.iter().map(|scan| Record::Scan(*scan)));
        self.add_sums(&work, now, &mut records);
        if records.is_empty() && !self.is_alive_due(now) {
            return;
        }
        if self.write(&mut records, &work.tables, now) {
            work.batch.answer(Outcome::Stored);
        } else {
            work.batch.answer(Outcome::Late);
            self.carry(records);
        }
    }

    /// Orphans and answers that are not stored are records too, so that the counts follow from the journal alone.
    fn add_sums(&mut self, work: &Work, now: Moment, records: &mut Vec<Record>) {
        for (&(day, bucket), &(sample, n)) in &work.orphans {
            records.push(Record::Orphans { day, bucket, sample, n });
        }
        let day = now.day as i32;
        let sums = [
            (Answer::Late, work.late),
            (Answer::LostQueue, work.lost_queue),
            (Answer::LostDisk, std::mem::take(&mut self.lost_disk)),
        ];
        for (answer, n) in sums {
            if n > 0 {
                records.push(Record::Answers { day, answer: answer as u8, n: n.min(u32::MAX.into()) as u32 });
            }
        }
    }

    /// Writes and syncs `records`, in a new segment where the open one is full, of yesterday, or failed.
    fn write(&mut self, records: &mut Vec<Record>, tables: &Arc<Tables>, now: Moment) -> bool {
        // A failed segment gets one successor at once: a full disk fails again, a single bad file does not.
        for _ in 0..2 {
            if !self.ready(tables, now) {
                return false;
            }
            let Some(open) = &mut self.segment else { return false };
            if now.unix - open.last_written >= ALIVE && records.is_empty() {
                records.push(Record::Alive(now.unix));
            }
            match open.writer.append(records) {
                Ok(()) => {
                    open.last_written = now.unix;
                    self.queue.set_live(&open.writer.header().id, open.writer.synced(), false);
                    return true;
                }
                Err(error) => self.abandon(&error, now),
            }
        }
        false
    }

    /// Sees to it that the right segment is open.
    fn ready(&mut self, tables: &Arc<Tables>, now: Moment) -> bool {
        if let Some(open) = &self.segment {
            let grown = !Arc::ptr_eq(tables, &open.tables) && **tables != *open.tables;
            if !grown && open.day == now.day && open.writer.synced() < self.limits.segment_bytes {
                return true;
            }
            self.close();
        }
        if self.failed.as_ref().is_some_and(|f| Instant::now() < f.retry_at) {
            return false;
        }
        let failed = self.failed.take();
        let gap = failed.as_ref().map(|f| Span {
            from: f.since,
            to: now.unix.max(f.since),
            reason: GapReason::Disk.name().to_owned(),
        });
        let abandoned = failed.as_ref().and_then(|f| f.abandoned.clone());
        match self.create(now, tables.clone(), abandoned, gap) {
            Ok(()) => {
                self.queue.set_trouble(None);
                true
            }
            Err(error) => {
                self.complain(&error);
                let (since, abandoned) = failed.map_or((now.unix, None), |f| (f.since, f.abandoned));
                self.failed = Some(Failure { since, abandoned, retry_at: Instant::now() + RETRY });
                false
            }
        }
    }

    fn create(
        &mut self,
        now: Moment,
        tables: Arc<Tables>,
        abandoned: Option<Abandoned>,
        gap: Option<Span>,
    ) -> io::Result<()> {
        let mut header = Header::new(random_id()?, now.unix, self.clock.offset_minutes(), Tables::clone(&tables));
        header.trial = self.trial;
        header.abandoned = abandoned;
        header.gap = gap;
        let writer = SegmentWriter::create(&self.dir, header)?;
        self.queue.set_live(&writer.header().id, writer.synced(), false);
        self.segment = Some(Open { writer, tables, day: now.day, last_written: now.unix });
        Ok(())
    }

    /// Gives up the open segment at the offset it was last synced at: what its file holds beyond is unknown.
    fn abandon(&mut self, error: &io::Error, now: Moment) {
        self.complain(error);
        let Some(open) = self.segment.take() else { return };
        let (id, offset) = (open.writer.header().id.clone(), open.writer.synced());
        self.queue.set_live(&id, offset, true);
        let abandoned = Abandoned { segment: id, offset, reason: error.to_string() };
        self.failed = Some(Failure { since: now.unix, abandoned: Some(abandoned), retry_at: Instant::now() });
    }

    /// Keeps what could not be written, up to the limit.
    fn carry(&mut self, mut records: Vec<Record>) {
        let beyond = records.split_off(self.limits.carried.min(records.len()));
        self.lost_disk += beyond.iter().filter(|record| matches!(record, Record::Scan(_))).count() as u64;
        self.carried = records;
    }

    /// Ends the open segment in order.
    fn close(&mut self) {
        let now = self.clock.now();
        let Some(mut open) = self.segment.take() else { return };
        if let Err(error) = open.writer.append(&[Record::Closed(now.unix)]) {
            self.segment = Some(open);
            return self.abandon(&error, now);
        }
        self.queue.set_live(&open.writer.header().id, open.writer.synced(), true);
        // Zeros that stay are no harm.
        if let Err(error) = open.writer.finish() {
            self.complain(&error);
        }
    }

    fn is_alive_due(&self, now: Moment) -> bool {
        self.segment.as_ref().is_some_and(|open| now.unix - open.last_written >= ALIVE || open.day != now.day)
            || self.failed.is_some()
    }

    fn complain(&self, error: &io::Error) {
        let trouble = format!("{}: {error}", self.dir.display());
        if self.queue.trouble().as_deref() != Some(&trouble) {
            log::warn("journal.refused", &[("place", &self.dir.display()), ("reason", error)]);
        }
        self.queue.set_trouble(Some(trouble));
    }
}
