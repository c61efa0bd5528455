/// What stays of a set that two sides changed: what is in both, or in one of them and new there.
package func elements<Member: Hashable>(
    _ base: Set<Member>, _ left: Set<Member>, _ right: Set<Member>
) -> Set<Member> {
    left.intersection(right).union(left.symmetricDifference(right).subtracting(base))
}

/// The same for something that is or is not.
package func element(_ base: Bool, _ left: Bool, _ right: Bool) -> Bool {
    left == right ? left : !base
}

/// What stays of a single value: what one side changed; where both did, what `larger` says.
func single<Value: Equatable>(
    _ base: Value, _ left: Value, _ right: Value, larger: (Value, Value) -> Value
) -> Value {
    if left == right || right == base { return left }
    return left == base ? right : larger(left, right)
}
