import Foundation

/// A C program compiled in a folder of its own, both removed with `remove`.
struct CompiledProgram {
    static let compiler = "/usr/bin/cc"
    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: compiler) }

    let folder: URL
    private var program: URL { folder.appendingPathComponent("program") }

    init(_ source: String) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("bankbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("program.c")
        try Data(source.utf8).write(to: file)
        let flags = ["-O3", "-Wall", "-Wextra", "-Werror", "-o", program.path, file.path]
        let answer = try CompiledProgram.run(URL(fileURLWithPath: CompiledProgram.compiler), flags)
        guard answer.status == 0 else { throw CocoaError(.executableNotLoadable) }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func run(_ words: [String]) throws -> (status: Int32, text: String) {
        try CompiledProgram.run(program, words)
    }

    private static func run(_ program: URL, _ words: [String]) throws -> (
        status: Int32, text: String
    ) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = words
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
