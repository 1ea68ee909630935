//! A link to the message centre: a task that owns the connection, writes what is asked, hands each answer to whoever
//! asked, answers what the centre asks, and unbinds when nobody holds the link any more.

use std::{collections::HashMap, io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::{mpsc, oneshot},
    task,
    time::{Instant, sleep_until, timeout, timeout_at},
};

use super::{
    Patience,
    pdu::{self, Answer, Incoming, Operation, Outgoing},
};

/// Numbers of operations go from 1 to this and round (SMPP 3.4, 5.1.4).
const NUMBER_MAX: u32 = 0x7FFF_FFFF;
/// Questions that may wait to be written.
const QUEUE: usize = 16;

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The link ended before anything of it was written.
    Unwritten,
    /// It may have been written; no answer came.
    Unanswered,
    /// It may have been written; what came is no SMPP.
    Garbled,
}

struct Question {
    outgoing: Outgoing,
    answer: oneshot::Sender<Result<Answer, Lost>>,
}

/// A link; the last of its clones unbinds it.
#[derive(Clone)]
pub struct Link {
    questions: mpsc::Sender<Question>,
}

impl Link {
    /// Over a connection that stands.
    pub fn start(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static, patience: Patience) -> Self {
        let (questions, asked) = mpsc::channel(QUEUE);
        task::spawn(Wire::new(stream, patience).run(asked));
        Self { questions }
    }

    /// Asks and waits for the answer until a moment.
    pub async fn ask(&self, outgoing: Outgoing, until: Instant) -> Result<Answer, Lost> {
        let (answer, answered) = oneshot::channel();
        let question = Question { outgoing, answer };
        match timeout_at(until, self.questions.send(question)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return Err(Lost::Unwritten),
        }
        match timeout_at(until, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(Lost::Unanswered),
        }
    }
}

/// Why the link ends.
enum End {
    /// Nobody holds it any more, or the centre unbound it.
    Unbound,
    /// The connection broke, or the centre no longer answers.
    Broken,
    /// What came is no SMPP.
    Garbled,
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

struct Wire<S> {
    stream: S,
    heard: Vec<u8>,
    waiting: HashMap<u32, oneshot::Sender<Result<Answer, Lost>>>,
    last_number: u32,
    patience: Patience,
    /// When the idle link is asked whether it stands, or given up where it was asked.
    alarm: Instant,
    enquired: bool,
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Wire<S> {
    fn new(stream: S, patience: Patience) -> Self {
        Self {
            stream,
            heard: Vec::new(),
            waiting: HashMap::new(),
            last_number: 0,
            patience,
            alarm: Instant::now() + patience.idle,
            enquired: false,
        }
    }

    async fn run(mut self, mut asked: mpsc::Receiver<Question>) {
        let end = loop {
            if let Err(end) = self.turn(&mut asked).await {
                break end;
            }
        };
        tracing::debug!("an SMPP link ended");
        let lost = match end {
            End::Garbled => Lost::Garbled,
            End::Unbound | End::Broken => Lost::Unanswered,
        };
        for (_, waiting) in self.waiting.drain() {
            // Whoever asked may no longer wait.
            let _ = waiting.send(Err(lost));
        }
        asked.close();
        while let Some(question) = asked.recv().await {
            let _ = question.answer.send(Err(Lost::Unwritten));
        }
        // The other side sees the end of the connection in any case.
        let _ = timeout(self.patience.answered, self.stream.shutdown()).await;
    }

    /// Waits for the first of all that can happen. What came is read before anything more is written.
    async fn turn(&mut self, asked: &mut mpsc::Receiver<Question>) -> Result<(), End> {
        tokio::select! {
            biased;
            read = self.stream.read_buf(&mut self.heard) => match read? {
                0 => Err(End::Broken),
                _ => self.hear().await,
            },
            question = asked.recv() => match question {
                Some(question) => self.pose(question).await,
                None => self.leave().await,
            },
            () = sleep_until(self.alarm) => self.enquire().await,
        }
    }

    async fn hear(&mut self) -> Result<(), End> {
        self.rest(self.patience.idle);
        while let Some(incoming) = pdu::take(&mut self.heard).map_err(|_| End::Garbled)? {
            match incoming {
                Incoming::Answer(number, answer) => {
                    // A second answer finds nobody waiting.
                    if let Some(waiting) = self.waiting.remove(&number) {
                        let _ = waiting.send(Ok(answer));
                    }
                }
                Incoming::Question(operation, number) => {
                    self.write(pdu::answer_to(operation), number).await?;
                    if operation == Some(Operation::Unbind) {
                        return Err(End::Unbound);
                    }
                }
            }
        }
        Ok(())
    }

    async fn pose(&mut self, question: Question) -> Result<(), End> {
        self.waiting.retain(|_, waiting| !waiting.is_closed());
        if question.answer.is_closed() {
            return Ok(());
        }
        let number = self.next_number();
        self.waiting.insert(number, question.answer);
        self.write(question.outgoing, number).await
    }

    /// Asks the idle link whether it stands; ends it where it was asked and did not answer.
    async fn enquire(&mut self) -> Result<(), End> {
        if self.enquired {
            return Err(End::Broken);
        }
        let number = self.next_number();
        self.write(pdu::enquire_link(), number).await?;
        self.rest(self.patience.answered);
        self.enquired = true;
        Ok(())
    }

    /// Unbinds; the answer is not waited for, since nobody is there to hear it.
    async fn leave(&mut self) -> Result<(), End> {
        let number = self.next_number();
        self.write(pdu::unbind(), number).await?;
        Err(End::Unbound)
    }

    fn rest(&mut self, until_asked: Duration) {
        self.alarm = Instant::now() + until_asked;
        self.enquired = false;
    }

    async fn write(&mut self, outgoing: Outgoing, number: u32) -> Result<(), End> {
        let octets = outgoing.numbered(number);
        let writing = async {
            self.stream.write_all(&octets).await?;
            self.stream.flush().await
        };
        match timeout(self.patience.answered, writing).await {
            Ok(written) => Ok(written?),
            Err(_) => Err(End::Broken),
        }
    }

    fn next_number(&mut self) -> u32 {
        self.last_number = self.last_number % NUMBER_MAX + 1;
        self.last_number
    }
}
