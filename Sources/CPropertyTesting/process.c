#define _GNU_SOURCE
#include "CPropertyTesting.h"

#include <errno.h>
#include <fcntl.h>
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

/// Leaves this process half of the machine's memory beside what it has. Linux only: nothing is known elsewhere.
static void limit_memory(void) {
#ifdef __linux__
  char text[256];
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  ssize_t count = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  if (count <= 0) return;
  text[count] = 0;
  unsigned long data;
  if (sscanf(text, "%*u %*u %*u %*u %*u %lu", &data) != 1) return;
  long page = sysconf(_SC_PAGESIZE), pages = sysconf(_SC_PHYS_PAGES);
  if (page <= 0 || pages <= 0) return;
  rlim_t most = ((rlim_t)data + (rlim_t)pages / 2) * (rlim_t)page;
  struct rlimit limit;
  if (getrlimit(RLIMIT_DATA, &limit) != 0 || most >= limit.rlim_cur) return;
  limit.rlim_cur = most;
  setrlimit(RLIMIT_DATA, &limit);
#endif
}

pid_t cpt_fork(int error) {
  static const int crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGTERM, SIGINT};
  fflush(NULL);
  pid_t child = fork();
  if (child != 0) return child;
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) signal(crashes[i], SIG_DFL);
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  limit_memory();
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
