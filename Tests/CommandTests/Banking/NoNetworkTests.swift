import Foundation
import Platform
import Testing

/// The program that reads a ledger cannot reach the network (BC-19).
@Suite struct NoNetworkTests {
    private func contents(_ name: String) throws -> Data {
        try #require(FileManager.default.contents(atPath: Harness.products + "/" + name))
    }

    @Test("BC-19: bankbook has no networking library among its dependencies, and bankbook-net has")
    func libraries() throws {
        let own = try contents("bankbook")
        for name in ["FoundationNetworking", "libcurl"] {
            #expect(own.range(of: Data(name.utf8)) == nil, "\(name)")
        }
        let listed = ChildProcess.run(
            ["ldd", Harness.products + "/bankbook"], [], keepsErrors: true)
        #expect(listed?.status == 0)
        let libraries = String(decoding: listed?.output ?? [], as: UTF8.self)
        #expect(!libraries.contains("curl") && !libraries.contains("Networking"))
        let net = try contents("bankbook-net")
        #expect(net.range(of: Data("FoundationNetworking".utf8)) != nil)
    }

    @Test("BC-19: bankbook asks the system for no socket")
    func symbols() throws {
        // The names of what a program takes from its libraries stand in it.
        let own = try contents("bankbook")
        for name in ["getaddrinfo", "\0socket\0", "\0bind\0", "gethostbyname"] {
            #expect(own.range(of: Data(name.utf8)) == nil, "\(name)")
        }
    }

    @Test("BC-19: everything but the banks works without a network")
    func denied() throws {
        let isolate = ["unshare", "-rn"]
        let probe = ChildProcess.run(isolate + ["true"], [], keepsErrors: true)
        guard probe?.status == 0 else {
            print("skipped: this system lets nobody take the network away (unshare -rn)")
            return
        }
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", "2026-11-03 | -3.20 | food | Café\n")
        try harness.write("statement.csv", "Date,Amount,Description\n2026-11-04,-5.00,Pan\n")
        let program = Harness.products + "/bankbook"
        for words in [
            ["accounts"], ["balance"], ["list"], ["register"], ["areg", "main"], ["check"],
            ["verify"], ["status"], ["stats"], ["fmt"], ["categories"], ["connections"],
            ["explain", "card"], ["schedule"], ["schema", "connection"], ["log"],
            ["add", "main", "-3.00", "Pan"],
            [
                "import", harness.ledger + "/statement.csv", "--account", "main", "--date-order",
                "ymd",
            ],
            ["undo"], ["doctor"], ["--version"], ["--help"],
        ] {
            let result = ChildProcess.run(
                isolate + [program, "-C", harness.ledger] + words, [],
                extra: [
                    "XDG_STATE_HOME=\(harness.folder)/state", "BANKBOOK_TODAY=2026-11-24",
                    "HOME=\(harness.folder)",
                ], keepsErrors: true)
            let said = String(decoding: result?.errors ?? [], as: UTF8.self)
            #expect([0, 1].contains(result?.status ?? 99), "\(words): \(said)")
            #expect(!said.lowercased().contains("network"), "\(words): \(said)")
        }
    }
}
