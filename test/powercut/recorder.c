/*
 * Writes down, in their order, all that a process does to the files below POWERCUT_FOLDER: made, written, cut to a length, synced, removed.
 * Loaded in front of the C library (LD_PRELOAD); each call is done first and noted afterwards, both under one lock, so that a sync is in
 * the log only when it is over. The log, POWERCUT_LOG, lies outside the folder. 64-bit Linux only.
 *
 * A record: kind, length of the path, inode, offset or new length, number of bytes (8 bytes each), then the path and the bytes. The first
 * names the folder itself. What is not wrapped here (rename, mapped memory) is noticed afterwards: the replay of everything must give the
 * very files that the process left.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int record = -1;

static void note(char kind, const char *path, uint64_t inode, uint64_t at, uint64_t size, const void *bytes) {
  uint64_t head[5] = {(uint64_t)kind, strlen(path), inode, at, size};
  struct iovec parts[3] = {{head, sizeof head}, {(void *)path, head[1]}, {(void *)bytes, bytes == NULL ? 0 : size}};
  ssize_t whole = (ssize_t)(parts[0].iov_len + parts[1].iov_len + parts[2].iov_len);
  int before = errno;
  if (syscall(SYS_writev, record, parts, 3) != whole) {
    static const char words[] = "the recorder lost a record\n";
    syscall(SYS_write, 2, words, sizeof words - 1);
    _exit(70);
  }
  errno = before;
}

__attribute__((constructor)) static void begin(void) {
  const char *below = getenv("POWERCUT_FOLDER");
  const char *log = getenv("POWERCUT_LOG");
  if (below == NULL || log == NULL || strlen(below) >= sizeof folder) return;
  strcpy(folder, below);
  folder_length = strlen(folder);
  struct stat disk;
  record = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record < 0 || stat(folder, &disk) != 0) {
    perror("the recorder cannot begin");
    _exit(70);
  }
  note('D', folder, disk.st_ino, 0, 0, NULL);
}

static int is_below(const char *path) {
  return record >= 0 && strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

/* The inode behind a descriptor when it is one of the folder's, or else 0. */
static uint64_t ours(int fd) {
  char link[64], path[PATH_MAX];
  struct stat found;
  int before = errno;
  uint64_t inode = 0;
  if (record < 0 || fd < 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length > 0) {
    path[length] = 0;
    if (is_below(path) && fstat(fd, &found) == 0) inode = found.st_ino;
  }
  errno = before;
  return inode;
}

static uint64_t inode_at(const char *path) {
  struct stat found;
  int before = errno;
  uint64_t inode = stat(path, &found) == 0 ? found.st_ino : 0;
  errno = before;
  return inode;
}

static int open_noted(int from, const char *path, int flags, mode_t mode) {
  if (!is_below(path) || !(flags & (O_CREAT | O_TRUNC))) return (int)syscall(SYS_openat, from, path, flags, mode);
  pthread_mutex_lock(&turn);
  uint64_t there = inode_at(path);
  int fd = (int)syscall(SYS_openat, from, path, flags, mode);
  if (fd >= 0 && there == 0) note('c', path, inode_at(path), 0, 0, NULL);
  if (fd >= 0 && there != 0 && (flags & O_TRUNC)) note('t', "", there, 0, 0, NULL);
  pthread_mutex_unlock(&turn);
  return fd;
}

#define MODE_OF(flags, last)                       \
  mode_t mode = 0;                                 \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {         \
    va_list rest;                                  \
    va_start(rest, last);                          \
    mode = (mode_t)va_arg(rest, int);              \
    va_end(rest);                                  \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, flags)
  return open_noted(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags, flags)
  return open_noted(AT_FDCWD, path, flags, mode);
}
int openat(int from, const char *path, int flags, ...) {
  MODE_OF(flags, flags)
  return open_noted(from, path, flags, mode);
}
int openat64(int from, const char *path, int flags, ...) {
  MODE_OF(flags, flags)
  return open_noted(from, path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
  if (!is_below(path)) return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  pthread_mutex_lock(&turn);
  int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (result == 0) note('d', path, inode_at(path), 0, 0, NULL);
  pthread_mutex_unlock(&turn);
  return result;
}

int unlink(const char *path) {
  if (!is_below(path)) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  pthread_mutex_lock(&turn);
  int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (result == 0) note('u', path, 0, 0, 0, NULL);
  pthread_mutex_unlock(&turn);
  return result;
}

static ssize_t pwrite_noted(int fd, const void *bytes, size_t size, off_t at) {
  uint64_t inode = ours(fd);
  if (inode == 0) return syscall(SYS_pwrite64, fd, bytes, size, at);
  pthread_mutex_lock(&turn);
  ssize_t written = syscall(SYS_pwrite64, fd, bytes, size, at);
  if (written > 0) note('w', "", inode, (uint64_t)at, (uint64_t)written, bytes);
  pthread_mutex_unlock(&turn);
  return written;
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { return pwrite_noted(fd, bytes, size, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) { return pwrite_noted(fd, bytes, size, at); }

ssize_t write(int fd, const void *bytes, size_t size) {
  uint64_t inode = ours(fd);
  if (inode == 0) return syscall(SYS_write, fd, bytes, size);
  pthread_mutex_lock(&turn);
  ssize_t written = syscall(SYS_write, fd, bytes, size);
  /* Where it went is known afterwards only: at the end of the file when it was opened for appending. */
  off_t end = written > 0 ? syscall(SYS_lseek, fd, 0, SEEK_CUR) : 0;
  if (written > 0) note('w', "", inode, (uint64_t)(end - written), (uint64_t)written, bytes);
  pthread_mutex_unlock(&turn);
  return written;
}

static int sync_noted(long call, int fd) {
  uint64_t inode = ours(fd);
  if (inode == 0) return (int)syscall(call, fd);
  pthread_mutex_lock(&turn);
  int result = (int)syscall(call, fd);
  if (result == 0) note('s', "", inode, 0, 0, NULL);
  pthread_mutex_unlock(&turn);
  return result;
}
int fsync(int fd) { return sync_noted(SYS_fsync, fd); }
int fdatasync(int fd) { return sync_noted(SYS_fdatasync, fd); }

static int ftruncate_noted(int fd, off_t length) {
  uint64_t inode = ours(fd);
  if (inode == 0) return (int)syscall(SYS_ftruncate, fd, length);
  pthread_mutex_lock(&turn);
  int result = (int)syscall(SYS_ftruncate, fd, length);
  if (result == 0) note('t', "", inode, (uint64_t)length, 0, NULL);
  pthread_mutex_unlock(&turn);
  return result;
}
int ftruncate(int fd, off_t length) { return ftruncate_noted(fd, length); }
int ftruncate64(int fd, off64_t length) { return ftruncate_noted(fd, length); }
