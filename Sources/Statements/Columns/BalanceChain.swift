import Model

/// Holds a running balance against the amounts of the rows.
///
/// Rows without a balance are summed up to the next row that has one.
struct BalanceChain {
    enum Order { case oldestFirst, newestFirst }

    var amounts: [Int64] = []
    var balances: [Int64?] = []

    /// How many steps from one balance to the next fit the amounts, and how many there are.
    struct Proof {
        var order: Order
        var links = 0
        var fitting = 0
        /// Before the oldest row and after the newest.
        var opening: Int64?
        var closing: Int64?
        var holds: Bool { links > 0 && links == fitting }
    }

    mutating func append(_ amount: Int64, balance: Int64?) {
        amounts.append(amount)
        balances.append(balance)
    }

    /// - Complexity: O(rows).
    func proof(_ order: Order) -> Proof {
        var proof = Proof(order: order)
        var last: Int64?
        var since: Int64 = 0
        let count = amounts.count
        for step in 0..<count {
            let index = order == .oldestFirst ? step : count - 1 - step
            since &+= amounts[index]
            guard let balance = balances[index] else { continue }
            if let last {
                proof.links += 1
                if last &+ since == balance { proof.fitting += 1 }
            } else {
                proof.opening = balance &- since
            }
            last = balance
            since = 0
        }
        proof.closing = last.map { $0 &+ since }
        return proof
    }

    /// The better of both orders.
    var best: Proof {
        let down = proof(.newestFirst)
        let up = proof(.oldestFirst)
        return up.fitting > down.fitting ? up : down
    }

    /// Whether both orders hold and differ in where the account began.
    var isTwoWay: Bool {
        let down = proof(.newestFirst)
        let up = proof(.oldestFirst)
        return down.holds && up.holds && (down.opening != up.opening || down.closing != up.closing)
    }
}

extension DecimalNumber {
    /// The number in steps of 10⁻⁸, in which balances of one file can be added.
    var fine: Int64? { scaled(to: 8) }

    /// The shortest number with at least `minimum` decimals for a count of 10⁻⁸.
    init(fine: Int64, minimum: Int) {
        var units = fine
        var decimals = 8
        while decimals > minimum, units % 10 == 0 {
            units /= 10
            decimals -= 1
        }
        self.init(units: units, decimals: decimals)
    }
}
