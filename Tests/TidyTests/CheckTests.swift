import Testing

/// Each check finds what it is for, and nothing else.
struct CheckTests {
    private static func found(
        _ check: Check, _ text: String, path: String = "Sources/Model/A.swift"
    ) -> [String] {
        check.find(Repository.SourceFile(path: path, text: text)).map {
            String($0.prefix { $0 != ":" })
        }
    }

    @Test(
        arguments: [
            ("import SourceText\n", []), ("package import SourceText\n", []),
            ("import Foundation\n", ["1"]),
            ("\nimport Glibc\n", ["2"]), ("import Reading\n", ["1"]),
            ("@_spi(X) import Swift\n", []),
            ("import struct Foundation.Date\n", ["1"]), ("@testable import Syntax\n", ["1"]),
            ("// import Foundation\n", []),
        ] as [(String, [String])])
    func `an import against the arrows is found`(_ text: String, _ wanted: [String]) {
        #expect(CheckTests.found(.imports, text) == wanted)
    }

    @Test func `only Platform imports Glibc, and every target is in the table`() {
        #expect(
            CheckTests.found(.imports, "import Glibc\n", path: "Sources/Platform/A.swift") == [])
        #expect(CheckTests.found(.imports, "\n", path: "Sources/Other/A.swift") == ["1"])
    }

    @Test func `a file of 501 lines is found`() {
        #expect(CheckTests.found(.fileLength, String(repeating: "\n", count: 500)) == [])
        #expect(CheckTests.found(.fileLength, String(repeating: "\n", count: 501)) == ["501"])
    }

    @Test func `a function of 71 lines is found`() {
        func function(_ count: Int, _ head: String = "func a() {") -> String {
            "struct A {\n    \(head)\n"
                + String(repeating: "        b(\"}\") // }\n", count: count - 2)
                + "    }\n    func c() {}\n}\n"
        }
        #expect(CheckTests.found(.functionLength, function(70)) == [])
        #expect(CheckTests.found(.functionLength, function(71)) == ["2"])
        #expect(CheckTests.found(.functionLength, function(71, "init?(_ a: Int) {")) == ["2"])
        let requirements =
            "protocol A {\n    func a()\n    func b()\n}\n" + String(repeating: "\n", count: 90)
        #expect(CheckTests.found(.functionLength, requirements + "struct B {\n}\n") == [])
    }

    @Test(arguments: [
        "fatalError(\"x\")", "try! a()", "a as! B", "print(a)", "Date()", "ProcessInfo.processInfo",
        "exit(1)", "unsafe a()", "let a: Double = 1",
    ])
    func `a banned call is found in code and nowhere else`(_ call: String) {
        #expect(CheckTests.found(.bannedCalls, "\n    \(call)\n") == ["2"])
        let quoted = call.replacing("\"", with: "'")
        #expect(
            CheckTests.found(.bannedCalls, "// \(quoted)\nlet a = \"\(quoted)\"\n/* \(quoted) */\n")
                == [])
    }

    @Test func `what a call may do elsewhere is allowed there`() {
        #expect(
            CheckTests.found(
                .bannedCalls, "unsafe a()\nexit(1)\n", path: "Sources/Platform/A.swift") == [])
        #expect(
            CheckTests.found(.bannedCalls, "session.print(a)\nblueprint(a)\nCivilDate(a)\n") == [])
    }

    @Test func `a note for later is found`() {
        #expect(
            CheckTests.found(.leftOvers, "a\n// TO" + "DO: b\nlet c = 1 // FIX" + "ME\n") == [
                "2", "3",
            ])
        #expect(CheckTests.found(.leftOvers, "let to" + "do = 1\n") == [])
    }

    @Test(
        arguments: [
            ("public struct A {}\n", ["1"]), ("public func a() {}\n", ["1"]),
            ("@inlinable public func a() {}\n", []),
            ("@inlinable\npublic func a() {}\n", []),
            ("public struct A {\n@inlinable public init() {}\n}\n", []),
            ("public struct A {\n@inlinable public init() {}\npublic func b() {}\n}\n", ["3"]),
            ("/// public\npackage struct A {}\n", []),
        ] as [(String, [String])])
    func `public without inlining is found`(_ text: String, _ wanted: [String]) {
        #expect(CheckTests.found(.publicOnlyForInlining, text) == wanted)
    }

    @Test(
        arguments: [
            ("package struct A {}\n", ["1"]), ("/// Doc.\npackage struct A {}\n", []),
            ("struct A {}\n", []),
            ("/// Doc.\n@safe\npackage final class A {}\n", []),
            ("\npackage indirect enum A {}\n", ["2"]),
            ("package protocol A {}\n", ["1"]),
        ] as [(String, [String])])
    func `a type without a doc comment is found`(_ text: String, _ wanted: [String]) {
        #expect(CheckTests.found(.documentedTypes, text) == wanted)
    }

    @Test func `a place on a machine is found`() {
        #expect(
            CheckTests.found(.noForeignPlaces, "let a = 1\nlet b = \"/ho" + "me/me/x\"\n") == ["2"])
    }

    @Test func `another package, a stranger and an arrow are found`() {
        #expect(namesAPackage("dependencies: [.package(url: \"x\")]"))
        #expect(strangers(["Sources", "notes.txt", ".git"]) == ["notes.txt"])
        let manifest =
            "library(\"A\"),\nlibrary(\n \"B\", uses: [\"A\",\n \"C\"]),\n.executableTarget(\n name: \"d\", dependencies: [\"A\"], x: y)"
        #expect(packageArrows(manifest) == ["A": [], "B": ["A", "C"], "d": ["A"]])
    }
}
