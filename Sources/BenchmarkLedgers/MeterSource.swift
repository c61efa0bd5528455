/// The C program that takes the figures of one run.
///
/// It is separate because a child's peak memory, as the kernel counts it, starts at that of the
/// process which started it: a small program must start what may itself be small.
package enum MeterSource {
    /// `meter ANSWER MESSAGES COMMAND WORD…` runs the command with its output in `ANSWER` and its
    /// messages in `MESSAGES`, and prints `NANOSECONDS KIBIBYTES STATUS`; the status of a command
    /// that a signal ended is 128 + its number. Exit 127 where the command cannot be started.
    package static let text = #"""
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <spawn.h>
        #include <stdio.h>
        #include <string.h>
        #include <sys/resource.h>
        #include <sys/wait.h>
        #include <time.h>

        extern char **environ;

        int main(int count, char **words) {
            if (count < 4) {
                fputs("usage: meter ANSWER MESSAGES COMMAND WORD...\n", stderr);
                return 2;
            }
            posix_spawn_file_actions_t actions;
            posix_spawn_file_actions_init(&actions);
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
            int mode = O_WRONLY | O_CREAT | O_TRUNC;
            posix_spawn_file_actions_addopen(&actions, 1, words[1], mode, 0644);
            posix_spawn_file_actions_addopen(&actions, 2, words[2], mode, 0644);
            struct timespec begin, end;
            struct rusage usage;
            pid_t child;
            int status;
            clock_gettime(CLOCK_MONOTONIC, &begin);
            int failure = posix_spawn(&child, words[3], &actions, NULL, words + 3, environ);
            if (failure != 0) {
                fprintf(stderr, "meter: %s: %s\n", words[3], strerror(failure));
                return 127;
            }
            if (wait4(child, &status, 0, &usage) != child) return 127;
            clock_gettime(CLOCK_MONOTONIC, &end);
            long long nanoseconds = (end.tv_sec - begin.tv_sec) * 1000000000LL
                + (end.tv_nsec - begin.tv_nsec);
            long kibibytes = usage.ru_maxrss;
        #ifdef __APPLE__
            kibibytes /= 1024;
        #endif
            int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            printf("%lld %ld %d\n", nanoseconds, kibibytes, code);
            return 0;
        }
        """#
}
