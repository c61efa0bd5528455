/// A number with its noun: `1 line`, `2 lines`.
///
/// - Parameter plural: where it is not the noun with an `s`.
func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) " + (number == 1 ? noun : plural ?? noun + "s")
}
