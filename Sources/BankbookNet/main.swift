import Connectors
import Platform

// Answers one request of `bankbook` for the connector that the first word names: a line comes in, lines go out.
// It reads no ledger, and only what it is asked for is fetched.
let words = CommandLine.arguments.dropFirst()
guard let name = words.first, words.count == 1 else {
    refuse(
        "bankbook-net NAME: one of \(BuiltInConnectors.names.joined(separator: ", ")); bankbook starts it"
    )
}
ignoreClosedPipes()
let surroundings = ConnectorSurroundings.system
guard let line = surroundings.readLine() else { endProcess(0) }
if !BuiltInConnectors.run(name, line, surroundings) {
    refuse("bankbook-net: there is no connector \(name)")
}

/// Ends with a word on why nothing was done.
func refuse(_ text: String) -> Never {
    try? StandardStream.error.write(Array((text + "\n").utf8))
    endProcess(2)
}
