import Foundation
import JSONText
import Sockets

// A bank on this machine for tests: `MockBank WORLD.json`. It prints its port, and serves what the world's file says at
// each request, so that a test changes the world by writing the file. It ends when its input does.
guard CommandLine.arguments.count == 2, let server = LoopbackServer(port: 0) else {
    FileHandle.standardError.write(Data("MockBank WORLD.json\n".utf8))
    exit(2)
}
let bank = Bank(path: CommandLine.arguments[1], port: server.port)
FileHandle.standardOutput.write(Data("\(server.port)\n".utf8))
Thread.detachNewThread {
    _ = FileHandle.standardInput.readDataToEndOfFile()
    exit(0)
}
while true {
    guard let connection = server.next(milliseconds: 60_000) else { continue }
    Thread.detachNewThread {
        defer { connection.close() }
        guard let request = Request(connection) else { return }
        bank.serve(request, connection)
    }
}
