import Foundation
import Testing

/// The repository holds itself to its own rules.
struct TidyTests {
    private let repository = Repository()

    private func expectNone(_ check: Check, in folders: [String] = ["Sources"]) throws {
        let files = try folders.flatMap { try repository.swiftFiles(in: $0) }
        #expect(files.count > 10)
        let findings = files.flatMap { file in check.find(file).map { "\(file.path):\($0)" } }
        let shown = findings.joined(separator: "\n")
        #expect(findings.isEmpty, "\(check.name):\n\(shown)")
    }

    @Test func `imports follow the arrows`() throws {
        try expectNone(.imports)
    }

    @Test func `no file is longer than 500 lines`() throws {
        try expectNone(.fileLength, in: ["Sources", "Tests"])
    }

    @Test func `no function is longer than 70 lines`() throws {
        try expectNone(.functionLength, in: ["Sources", "Tests"])
    }

    @Test func `banned calls are not made`() throws {
        try expectNone(.bannedCalls)
    }

    @Test func `nothing is left for later`() throws {
        try expectNone(.leftOvers, in: ["Sources", "Tests"])
    }

    @Test func `public stands only where inlining needs it`() throws {
        try expectNone(.publicOnlyForInlining)
    }

    @Test func `the types of a target's interface are documented`() throws {
        try expectNone(.documentedTypes)
    }

    @Test func `nothing names a place on a machine`() throws {
        try expectNone(.noForeignPlaces)
    }

    @Test func `the table of imports is that of the package`() throws {
        let text = try repository.text("Package.swift")
        #expect(packageArrows(text) == allowedImports)
    }

    @Test func `the package depends on no other`() throws {
        #expect(!namesAPackage(try repository.text("Package.swift")))
    }

    @Test func `only what a repository needs stands at the top`() throws {
        #expect(strangers(try repository.topLevel()) == [])
    }
}

/// The dependencies of each library and executable that the manifest describes.
func packageArrows(_ manifest: String) -> [String: Set<String>] {
    var arrows: [String: Set<String>] = [:]
    let flat = manifest.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let library = /library\(\s?"(\w+)"(?:, uses: \[([^\]]*)\])?\s?\)/
    let executable = /\.executableTarget\( ?name: "(\w+)", dependencies: \[([^\]]*)\]/
    func names(_ text: Substring?) -> Set<String> {
        Set((text ?? "").matches(of: /"(\w+)"/).map { String($0.output.1) })
    }
    for match in flat.matches(of: library) {
        arrows[String(match.output.1)] = names(match.output.2)
    }
    for match in flat.matches(of: executable) {
        arrows[String(match.output.1)] = names(match.output.2)
    }
    return arrows
}

/// Whether the manifest asks for another package.
func namesAPackage(_ manifest: String) -> Bool { manifest.contains(".package(") }

private let allowedAtTop: Set<String> = [
    "Package.swift", "Sources", "Tests", "ledger-example", "docs", "README.md", "LICENSE",
    "CHANGELOG.md", ".gitignore", ".swift-format", ".ci", ".git", ".build",
]

/// The names that do not belong at the top of the repository.
func strangers(_ names: [String]) -> [String] { names.filter { !allowedAtTop.contains($0) } }
