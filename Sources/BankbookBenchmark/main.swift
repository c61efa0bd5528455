import Foundation

exit(BenchmarkProgram.run(words: Array(CommandLine.arguments.dropFirst())))
