#define _GNU_SOURCE
#include "CPropertyTesting.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void *cpt_map(size_t bytes) {
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void cpt_unmap(void *memory, size_t bytes) { munmap(memory, bytes); }

int cpt_connect(int sockets[2]) {
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return -1;
#ifdef SO_NOSIGPIPE
  int on = 1;
  for (int i = 0; i < 2; i++) setsockopt(sockets[i], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  return 0;
}

pid_t cpt_fork(int error) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGTERM, SIGINT};
  fflush(NULL);
  pid_t child = fork();
  if (child != 0) return child;
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  dup2(error, STDERR_FILENO);
  return 0;
}

void cpt_flush(void) { fflush(stdout); }

void cpt_exit(int code) { _exit(code); }

int cpt_send(int socket, const void *bytes, size_t count) {
#ifdef MSG_NOSIGNAL
  const int flags = MSG_NOSIGNAL;
#else
  const int flags = 0;
#endif
  for (const char *next = bytes; count > 0;) {
    ssize_t sent = send(socket, next, count, flags);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return -1;
    next += sent;
    count -= (size_t)sent;
  }
  return 0;
}

int cpt_receive(int socket, void *bytes, size_t count, int timeout) {
  for (char *next = bytes; count > 0;) {
    struct pollfd wait = {.fd = socket, .events = POLLIN};
    int ready = poll(&wait, 1, timeout);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return -1;
    ssize_t received = recv(socket, next, count, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) return 0;
    next += received;
    count -= (size_t)received;
  }
  return 1;
}

cpt_end cpt_wait(pid_t child, int kills) {
  if (kills) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  cpt_end end = {WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : 0};
  return end;
}
