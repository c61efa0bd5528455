/// The disks that a crash of one disk can leave.
struct Crash {
    let disk: SimulatedDisk
    /// The contents that are not durable as they are.
    private let unsaved: [Int]

    init(_ disk: SimulatedDisk) {
        self.disk = disk
        unsaved = disk.contents.keys.filter { number in
            disk.contents[number].map { $0.bytes != $0.durable } ?? false
        }.sorted()
    }

    /// How many outcomes there are: an effect is kept or lost, a content is as it was durable, half
    /// of what was changed in it is there, or all.
    var count: Int {
        var count = 1
        for _ in disk.pending where count < 1 << 20 { count *= 2 }
        for _ in unsaved where count < 1 << 20 { count *= 3 }
        return count
    }

    /// All outcomes where there are at most `limit`; else the two extremes and a random choice.
    func outcomes(_ limit: Int, _ random: inout some RandomNumberGenerator) -> [Int] {
        if count <= limit { return Array(0..<count) }
        return [0, count - 1] + (2..<limit).map { _ in Int.random(in: 0..<count, using: &random) }
    }

    /// The disk after outcome `number`: 0 loses everything, the last one nothing.
    func survivor(_ number: Int) -> SimulatedDisk {
        var rest = number
        func draw(_ choices: Int) -> Int {
            defer { rest /= choices }
            return rest % choices
        }
        let left = SimulatedDisk()
        left.canExchange = disk.canExchange
        left.contents = disk.contents.mapValues { content in
            SimulatedDisk.Content(
                bytes: content.durable, durable: content.durable, mode: content.mode)
        }
        left.names = disk.durableNames
        left.folders = disk.durableFolders
        for effect in disk.pending where draw(2) == 1 { left.apply(effect) }
        for number in unsaved {
            guard let content = disk.contents[number] else { continue }
            let same = zip(content.bytes, content.durable).prefix { $0 == $1 }.count
            let half = content.bytes.prefix((same + content.bytes.count) / 2)
            left.contents[number]?.bytes = [content.durable, Array(half), content.bytes][draw(3)]
        }
        dropUnreachable(left)
        left.flushAll()
        return left
    }

    private func dropUnreachable(_ left: SimulatedDisk) {
        func isReachable(_ path: String) -> Bool {
            let holder = SimulatedDisk.folder(of: path)
            return left.folders.contains(holder) && (holder == "/" || isReachable(holder))
        }
        left.folders = left.folders.filter { $0 == "/" || isReachable($0) }
        left.names = left.names.filter { isReachable($0.key) }
        left.durableNames = left.names
        left.durableFolders = left.folders
    }
}
