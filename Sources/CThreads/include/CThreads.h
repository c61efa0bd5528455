#ifndef CTHREADS_H
#define CTHREADS_H

#include <pthread.h>
#include <spawn.h>

/// Starts a thread that runs `body(argument)` on a processor other than the caller's where the process
/// may use another one.
///
/// Linux puts a new thread beside its creator and may leave it waiting there for milliseconds while
/// another processor idles, longer than most queries take.
///
/// - Returns: 0, or an error number as of `pthread_create`.
int cthreads_start(pthread_t *thread, void *(*body)(void *), void *argument);

/// The number of processors that the process may use; at least 1.
int cthreads_processors(void);

/// Lets a new process begin without the descriptors from `lowest` on: it would inherit what other threads have open at
/// that moment, and keep a pipe from ending or a program from being run. Does nothing where the C library cannot.
///
/// - Returns: 0, or an error number.
int cthreads_close_from(posix_spawn_file_actions_t *actions, int lowest);

#endif
