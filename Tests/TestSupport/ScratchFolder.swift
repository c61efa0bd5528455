import Foundation

/// A folder of its own for one test, removed with the value.
package final class ScratchFolder: Sendable {
    package let path: String

    package init() throws {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("bankbook-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        path = place.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, with the folders above it.
    package func write(_ name: String, _ bytes: [UInt8]) throws {
        let place = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    package func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    package func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path + "/" + name, withIntermediateDirectories: true)
    }
}
