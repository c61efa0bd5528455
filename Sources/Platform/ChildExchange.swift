import Glibc

/// What goes to a child and comes from it, at the same time: neither side waits for the other with a full pipe.
struct Exchange {
    private let input: [UInt8]
    private var sent = 0
    private var question: Int32?
    /// What came from each of the ends that are read.
    private(set) var outputs: [[UInt8]] = [[], []]

    init(input: [UInt8], question: Int32) {
        self.input = input
        self.question = question
        _ = fcntl(question, F_SETFL, O_NONBLOCK)
    }

    /// Closes the end to which the input goes; again is no error.
    mutating func endQuestion() {
        if let question { close(question) }
        question = nil
    }

    /// Until both ends are at their end; `false` where too much came, or nothing for too long.
    mutating func run(_ output: Int32, _ errors: Int32, limit: Int, seconds: Int32) -> Bool {
        let buffer = ByteBuffer(capacity: 1 << 16)
        var open = [true, true]
        while open.contains(true) {
            if sent == input.count { endQuestion() }
            var waiting = [
                pollfd(fd: open[0] ? output : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: open[1] ? errors : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: question ?? -1, events: Int16(POLLOUT), revents: 0),
            ]
            let ready = unsafe poll(&waiting, 3, seconds * 1000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return false }
            if waiting[2].revents != 0 { send() }
            for end in 0..<2 where waiting[end].revents != 0 {
                let got = unsafe read(waiting[end].fd, buffer.start, buffer.capacity)
                if got < 0, errno == EINTR { continue }
                if got < 0 { return false }
                if got == 0 { open[end] = false }
                buffer.withView(got) { $0.append(0..<got, to: &outputs[end]) }
                if outputs[end].count > limit { return false }
            }
        }
        return true
    }

    private mutating func send() {
        guard let question else { return }
        let piece = input[sent..<min(sent + 1 << 16, input.count)]
        let count = unsafe piece.withUnsafeBytes {
            unsafe write(question, $0.baseAddress, $0.count)
        }
        if count >= 0 {
            sent += count
        } else if errno != EAGAIN, errno != EINTR {
            // It reads no more; what it answers counts.
            sent = input.count
        }
    }
}
