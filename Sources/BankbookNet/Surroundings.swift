import ConnectorWire
import Connectors
import Foundation
import JSONText
import Platform

/// The standard streams and the other programs of this machine.
extension ConnectorSurroundings {
    static var system: ConnectorSurroundings {
        ConnectorSurroundings(
            ask: { request in
                do throws(ConnectorFailure) {
                    return .success(try HTTPClient.send(request))
                } catch {
                    return .failure(error)
                }
            },
            run: { words, bytes, variables, seconds in
                Tool.run(words, bytes, variables, seconds: seconds)
            },
            writeLine: { value in
                let line = JSONWriter.compact(value) + [0x0A]
                do throws(SystemFailure) { try StandardStream.output.write(line) } catch {
                    // Nobody reads any more.
                    endProcess(0)
                }
            }, readLine: { (try? StandardStream.input.readLine()) ?? nil },
            listen: { port, seconds in LoopbackListener.path(port: port, seconds: seconds) },
            sleep: { milliseconds in usleep(UInt32(milliseconds) * 1_000) },
            random: { systemRandom() }, variable: { ProcessEnvironment.value($0) })
    }
}

/// Other programs.
enum Tool {
    /// Runs a program; it gets only the variables that are named, and those of the language and `PATH`.
    static func run(
        _ words: [String], _ input: [UInt8], _ variables: [String: String], seconds: Int
    ) -> ToolReply? {
        let extra = variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        guard
            let result = ChildProcess.run(
                words, input, extra: extra, keepsErrors: true, limit: 1 << 28,
                seconds: Int32(seconds))
        else { return nil }
        return ToolReply(
            status: result.status ?? 124, output: result.output, errors: result.errors)
    }
}
