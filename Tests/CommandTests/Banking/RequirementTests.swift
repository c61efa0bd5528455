import Foundation
import JSONText
import Model
import Testing

/// The requirements that follow from the two ways to reach a bank, by their numbers.
@Suite(.serialized) struct RequirementTests {
    @Test("BC-03: open banking takes current accounts; others are named, and nothing of them is written")
    func coverage() throws {
        var world = BankWorld.november()
        world.accounts.append(
            BankWorld.Account(key: "visa", name: "Visa Oro", kind: "CARD", opening: 0))
        let bank = try BankHarness(world)
        let run = try bank.connectOpenBanking()
        #expect(run.status == 0)
        #expect(run.output.contains("Visa Oro is not covered"))
        #expect(run.output.contains("direct access"))
        #expect(bank.base.read("accounts/visa-oro.json") == nil)
        let sync = bank.run("sync")
        #expect(sync.status == 0, "\(sync)")
        #expect(sync.output.contains("10 new"), "\(sync)")
        #expect(sync.output.contains("agrees with the bank"), "\(sync)")
    }
}
