import Commands
import Platform

ignoreClosedPipes()
endProcess(Program.run(Array(CommandLine.arguments.dropFirst()), .process()))
