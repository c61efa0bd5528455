import ConnectorWire
import Connectors
import Foundation
import JSONText

// Answers one request of `bankbook` for the connector that the first word names: a line comes in, lines go out.
// It reads no ledger, and only what it is asked for is fetched.
let words = CommandLine.arguments.dropFirst()
guard let name = words.first, words.count == 1 else {
    let names = BuiltInConnectors.names.joined(separator: ", ")
    StandardError.write("bankbook-net NAME: one of \(names); bankbook starts it\n")
    exit(2)
}
ignoreClosedPipe()
let input = StandardInput()
guard let line = input.readLine() else { exit(0) }
if !BuiltInConnectors.run(name, line, .system(input)) {
    StandardError.write("bankbook-net: there is no connector \(name)\n")
    exit(2)
}
