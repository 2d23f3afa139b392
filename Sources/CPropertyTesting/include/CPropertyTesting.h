// What a property needs of the operating system to run its cases in a child process: POSIX calls that Swift hides or
// that are macros. Linux and macOS.

#ifndef CPROPERTYTESTING_H
#define CPROPERTYTESTING_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Memory shared with the processes forked later, zeros at first and backed only where it is written; null on failure.
void *cpt_map(size_t bytes);
void cpt_unmap(void *memory, size_t bytes);

/// A pair of connected stream sockets that raise no signal; 0, or -1 on failure.
int cpt_connect(int sockets[2]);

/// Forks. The child has the default reaction to every signal of a crash, leaves no core file, may use half of the
/// machine's memory beside what its parent has (on Linux), and writes its standard error to `error`. What is pending in
/// standard input and output streams is written before.
pid_t cpt_fork(int error);

/// Writes what is pending in standard output, for a child that may die any time.
void cpt_flush(void);

/// Ends this process at once, without running what is registered for its end.
_Noreturn void cpt_exit(int code);

/// Writes all bytes; 0, or -1 on failure.
int cpt_send(int socket, const void *bytes, size_t count);

/// Reads `count` bytes; 1, or 0 where nobody writes any more, or -1 where `timeout` milliseconds (for ever, where it is
/// negative) pass without any.
int cpt_receive(int socket, void *bytes, size_t count, int timeout);

/// How a child ended.
typedef struct {
  /// The number of the signal that ended it, or 0.
  int signal;
  /// Its exit code.
  int code;
} cpt_end;

/// Waits until the child has ended, killing it first where asked to.
cpt_end cpt_wait(pid_t child, int kills);

#endif
