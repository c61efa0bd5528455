import Glibc

/// What is to be done after a line of a child was looked at.
package enum DialogueStep: Sendable, Equatable {
    case goOn
    /// Nothing more is due: the child ends in a moment, whatever else holds its output open.
    case last
    /// Writes a line to the child's standard input.
    case answer([UInt8])
    /// Ends the child at once.
    case stop
}

/// How a dialogue with a child ended.
package struct DialogueEnd: Sendable, Equatable {
    package enum Reason: Sendable, Equatable {
        /// The exit status, or 128 and the number of a signal.
        case ended(Int32)
        /// It could not be started.
        case missing
        /// It took longer than allowed.
        case late
        /// A line, or everything together, was longer than allowed.
        case tooMuch
        /// The caller stopped it.
        case stopped
    }

    package var reason: Reason
    /// The end of what it said on its standard error; at most 64 KiB.
    package var errors: [UInt8]

    package init(_ reason: Reason, errors: [UInt8] = []) {
        self.reason = reason
        self.errors = errors
    }
}

/// The bounds of a dialogue.
package struct DialogueLimits: Sendable {
    /// How long it may take altogether, without the time that the caller takes for its answers.
    package var seconds: Int
    /// How long it has to end after it was asked to, before it is killed.
    package var grace = 5
    /// The most bytes of one line.
    package var line = 1 << 20
    /// The most bytes of all lines.
    package var total = 1 << 30

    package init(seconds: Int) { self.seconds = seconds }
}

extension ChildProcess {
    /// Runs a program that talks in lines: `question` goes to its standard input, each line that it writes is
    /// handed to `look`, and what that answers goes back.
    ///
    /// The child gets a process group of its own, so that whatever it starts ends with it; it must not read the
    /// terminal. Of the environment it gets what `run` passes on and `extra`, and nothing else.
    ///
    /// - Parameters:
    ///   - mayAnswer: whether the input stays open for answers; otherwise it ends behind the question.
    ///   - look: is called in the caller's thread, in the order of the lines.
    package static func converse(
        _ words: [String], _ question: [UInt8], extra: [String] = [], mayAnswer: Bool,
        limits: DialogueLimits, _ look: ([UInt8]) -> DialogueStep
    ) -> DialogueEnd {
        guard let input = ends(), let output = ends(), let errors = ends() else {
            return DialogueEnd(.missing)
        }
        let child = start(
            words, reading: input, writing: output, errors: errors, extra: extra, isLeader: true)
        for end in [input.read, output.write, errors.write] { close(end) }
        var dialogue = Dialogue(
            input: input.write, output: output.read, errors: errors.read, limits: limits)
        dialogue.send(question)
        if !mayAnswer { dialogue.endInput() }
        defer { dialogue.close() }
        guard let child else { return DialogueEnd(.missing) }
        let place = RunningChildren.add(child)
        defer { RunningChildren.remove(place) }
        if let reason = dialogue.run(look) {
            dialogue.endInput()
            end(child, grace: limits.grace)
            return DialogueEnd(reason, errors: dialogue.said)
        }
        dialogue.endInput()
        let status = wait(child, dialogue.secondsLeft)
        if status == nil { end(child, grace: limits.grace) }
        // What it started and left behind must not go on.
        kill(-child, SIGKILL)
        return DialogueEnd(status.map { .ended($0) } ?? .late, errors: dialogue.said)
    }

    /// Asks a child and everything that it started to end, and kills what does not.
    private static func end(_ child: pid_t, grace: Int) {
        kill(-child, SIGTERM)
        let status = wait(child, grace)
        kill(-child, SIGKILL)
        if status == nil { _ = wait(child) }
    }

    /// The exit status of a child that ends in time; `nil` where it does not.
    private static func wait(_ child: pid_t, _ seconds: Int) -> Int32? {
        let end = SystemClock.monotonicNanoseconds() + UInt64(max(seconds, 0)) * 1_000_000_000
        var result: Int32 = 0
        repeat {
            let found = unsafe waitpid(child, &result, WNOHANG)
            if found == child {
                return result & 0x7F == 0 ? (result >> 8) & 0xFF : 128 + (result & 0x7F)
            }
            if found < 0, errno != EINTR { return 0 }
            usleep(2_000)
        } while SystemClock.monotonicNanoseconds() < end
        return nil
    }
}

/// The three ends of a child that talks.
private struct Dialogue {
    private var input: Int32?
    private let output: Int32
    private let errors: Int32
    private let limits: DialogueLimits
    private var unsent: [UInt8] = []
    private var rest: [UInt8] = []
    private var received = 0
    /// When it is late, on the clock that never goes back.
    private var end: UInt64
    private(set) var said: [UInt8] = []

    init(input: Int32, output: Int32, errors: Int32, limits: DialogueLimits) {
        self.input = input
        self.output = output
        self.errors = errors
        self.limits = limits
        end = SystemClock.monotonicNanoseconds() + UInt64(max(limits.seconds, 0)) * 1_000_000_000
        _ = fcntl(input, F_SETFL, O_NONBLOCK)
    }

    var secondsLeft: Int { Int(milliseconds / 1000) + 1 }

    private var milliseconds: Int64 {
        let now = SystemClock.monotonicNanoseconds()
        return now >= end ? 0 : Int64((end - now) / 1_000_000)
    }

    /// Whether nothing more is due.
    private var isLast = false
    /// How long a child may take to end after its last message.
    private static let farewell: UInt64 = 2_000_000_000

    /// Whether the input ends once everything is sent.
    private var isEnding = false

    mutating func send(_ bytes: [UInt8]) { unsent += bytes }

    mutating func endInput() {
        isEnding = true
        if unsent.isEmpty { closeInput() }
    }

    private mutating func closeInput() {
        if let input { Glibc.close(input) }
        input = nil
    }

    mutating func close() {
        closeInput()
        Glibc.close(output)
        Glibc.close(errors)
    }

    /// Until the child closes its output; otherwise why it is to be ended.
    mutating func run(_ look: ([UInt8]) -> DialogueStep) -> DialogueEnd.Reason? {
        let buffer = ByteBuffer(capacity: 1 << 16)
        var isOpen = (output: true, errors: true)
        while isOpen.output {
            let left = milliseconds
            if left == 0 { return isLast ? nil : .late }
            var waiting = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen.errors ? errors : -1, events: Int16(POLLIN), revents: 0),
                pollfd(
                    fd: unsent.isEmpty ? -1 : input ?? -1, events: Int16(POLLOUT), revents: 0),
            ]
            let ready = unsafe poll(&waiting, 3, Int32(clamping: min(left, 1000)))
            if ready <= 0 { continue }
            if waiting[2].revents != 0 { sendSome() }
            if waiting[1].revents != 0 {
                let got = unsafe read(errors, buffer.start, buffer.capacity)
                if got > 0 { buffer.withView(got) { $0.append(0..<got, to: &said) } }
                if got == 0 { isOpen.errors = false }
                if said.count > 1 << 17 { said.removeFirst(said.count - 1 << 16) }
            }
            if waiting[0].revents != 0 {
                let got = unsafe read(output, buffer.start, buffer.capacity)
                if got < 0, errno == EINTR { continue }
                if got <= 0 { isOpen.output = false }
                if got > 0 { buffer.withView(got) { $0.append(0..<got, to: &rest) } }
                received += max(got, 0)
                if let reason = takeLines(isLast: !isOpen.output, look) { return reason }
                if rest.count > limits.line || received > limits.total { return .tooMuch }
            }
        }
        if said.count > 1 << 16 { said.removeFirst(said.count - 1 << 16) }
        return nil
    }

    /// Hands over the lines that are whole.
    private mutating func takeLines(
        isLast: Bool, _ look: ([UInt8]) -> DialogueStep
    ) -> DialogueEnd.Reason? {
        var start = 0
        while let stop = rest[start...].firstIndex(of: 0x0A) {
            if stop - start > limits.line { return .tooMuch }
            if take(Array(rest[start..<stop]), look) { return .stopped }
            start = stop + 1
        }
        rest.removeFirst(start)
        if isLast, !rest.isEmpty {
            let line = rest
            rest = []
            if take(line, look) { return .stopped }
        }
        return nil
    }

    /// Whether the child is to be stopped.
    private mutating func take(_ line: [UInt8], _ look: ([UInt8]) -> DialogueStep) -> Bool {
        let before = SystemClock.monotonicNanoseconds()
        let step = look(line)
        // A person may take their time.
        end += SystemClock.monotonicNanoseconds() - before
        switch step {
        case .goOn: return false
        case .stop: return true
        case .last:
            isLast = true
            end = min(end, SystemClock.monotonicNanoseconds() + Dialogue.farewell)
            return false
        case .answer(let bytes):
            send(bytes)
            return false
        }
    }

    private mutating func sendSome() {
        guard let input else { return }
        let count = unsafe unsent.withUnsafeBytes { bytes in
            unsafe write(input, bytes.baseAddress, min(bytes.count, 1 << 16))
        }
        if count >= 0 {
            unsent.removeFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            // It reads no more; what it says still counts.
            unsent = []
            closeInput()
        }
        if unsent.isEmpty, isEnding { closeInput() }
    }
}
