// The calls that choose a processor are GNU extensions, which Swift's Glibc module does not show.
#define _GNU_SOURCE
#include "CThreads.h"

#include <features.h>
#include <sched.h>

int cthreads_start(pthread_t *thread, void *(*body)(void *), void *argument) {
    int current = sched_getcpu();
    int status = pthread_create(thread, NULL, body, argument);
    cpu_set_t allowed;
    if (status != 0 || current < 0 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return status;
    }
    // Moved after it was made: a thread made with an affinity lets its creator wait for it, and the
    // creator wakes up on the new thread's processor.
    CPU_CLR(current, &allowed);
    if (CPU_COUNT(&allowed) > 0) pthread_setaffinity_np(*thread, sizeof allowed, &allowed);
    return status;
}

int cthreads_processors(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
    int count = CPU_COUNT(&allowed);
    return count > 0 ? count : 1;
}

int cthreads_close_from(posix_spawn_file_actions_t *actions, int lowest) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
    return posix_spawn_file_actions_addclosefrom_np(actions, lowest);
#else
    (void)actions;
    (void)lowest;
    return 0;
#endif
}
