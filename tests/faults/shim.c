/* Stands between a program and the system's calls that change files below one folder; see driver.py.
 *
 * Loaded with LD_PRELOAD, it lets everything through until fault_arm() names the folder, the number of the call to
 * strike (from 1) and how. Calls are counted across threads.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* As in driver.py. TORN counts writes only: half of the bytes, then the kill; after a whole call is before the next.
 * FULL: from the call on, whatever takes room fails. */
enum mode { OFF, KILL, TORN, NO_SPACE, IO_ERROR, FULL };
enum verdict { PASS, FAIL, HALF };

static char folder[PATH_MAX];
static size_t folder_length;
static enum mode mode;
static int target;
static atomic_int count;

void fault_arm(const char *path, int call, int how) {
    folder_length = strlen(strncpy(folder, path, sizeof folder - 1));
    target = call;
    count = 0;
    mode = how;
}

int fault_count(void) { return count; }

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int below(const char *path) {
    return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == '\0');
}

static int handle_below(int handle) {
    char link[64], path[PATH_MAX];
    if (mode == OFF) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = '\0';
    return below(path);
}

static int path_below(int at, const char *path) {
    char whole[2 * PATH_MAX], here[PATH_MAX];
    if (mode == OFF) return 0;
    if (path[0] == '/') return below(path);
    if (at != AT_FDCWD) return handle_below(at);
    int before = errno;
    snprintf(whole, sizeof whole, "%s/%s", getcwd(here, sizeof here) ? here : "", path);
    errno = before;
    return below(whole);
}

static enum verdict strike(int inside, int takes_room, int writes) {
    if (mode == OFF || !inside || (mode == TORN && !writes)) return PASS;
    int call = atomic_fetch_add(&count, 1) + 1;
    if (mode == FULL ? call < target || !takes_room : call != target) return PASS;
    if (mode == KILL) die();
    errno = mode == IO_ERROR ? EIO : ENOSPC;
    return mode == TORN ? HALF : FAIL;
}

#define REAL(name) \
    ({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

#define AROUND(name, inside, takes_room, ...) \
    return strike(inside, takes_room, 0) == FAIL ? -1 : REAL(name)(__VA_ARGS__);

#define AROUND_WRITE(name, whole, half) \
    enum verdict verdict = strike(handle_below(handle), 1, 1); \
    if (verdict == FAIL) return -1; \
    if (verdict == HALF) { if (REAL(name) half < 0) {} die(); } \
    return REAL(name) whole;

ssize_t write(int handle, const void *bytes, size_t size) {
    AROUND_WRITE(write, (handle, bytes, size), (handle, bytes, size / 2))
}
ssize_t pwrite(int handle, const void *bytes, size_t size, off_t at) {
    AROUND_WRITE(pwrite, (handle, bytes, size, at), (handle, bytes, size / 2, at))
}
ssize_t pwrite64(int handle, const void *bytes, size_t size, off64_t at) {
    AROUND_WRITE(pwrite64, (handle, bytes, size, at), (handle, bytes, size / 2, at))
}
ssize_t writev(int handle, const struct iovec *parts, int size) {
    struct iovec half = {size ? parts[0].iov_base : NULL, size ? parts[0].iov_len / 2 : 0};
    AROUND_WRITE(writev, (handle, parts, size), (handle, &half, 1))
}

int fsync(int handle) { AROUND(fsync, handle_below(handle), 0, handle) }
int fdatasync(int handle) { AROUND(fdatasync, handle_below(handle), 0, handle) }
int ftruncate(int handle, off_t size) { AROUND(ftruncate, handle_below(handle), size > 0, handle, size) }
int ftruncate64(int handle, off64_t size) { AROUND(ftruncate64, handle_below(handle), size > 0, handle, size) }
int unlink(const char *path) { AROUND(unlink, path_below(AT_FDCWD, path), 0, path) }
int unlinkat(int at, const char *path, int flags) { AROUND(unlinkat, path_below(at, path), 0, at, path, flags) }
int mkdir(const char *path, mode_t bits) { AROUND(mkdir, path_below(AT_FDCWD, path), 1, path, bits) }
int mkdirat(int at, const char *path, mode_t bits) { AROUND(mkdirat, path_below(at, path), 1, at, path, bits) }
int rename(const char *from, const char *to) { AROUND(rename, path_below(AT_FDCWD, to), 0, from, to) }
int renameat(int at, const char *from, int into, const char *to) {
    AROUND(renameat, path_below(into, to), 0, at, from, into, to)
}
int renameat2(int at, const char *from, int into, const char *to, unsigned flags) {
    AROUND(renameat2, path_below(into, to), 0, at, from, into, to, flags)
}

/* Opening counts only where it may make a file. */
#define BITS(flags) \
    mode_t bits = 0; \
    if ((flags) & O_CREAT) { va_list rest; va_start(rest, flags); bits = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) {
    BITS(flags) AROUND(open, flags & O_CREAT && path_below(AT_FDCWD, path), 1, path, flags, bits)
}
int open64(const char *path, int flags, ...) {
    BITS(flags) AROUND(open64, flags & O_CREAT && path_below(AT_FDCWD, path), 1, path, flags, bits)
}
int openat(int at, const char *path, int flags, ...) {
    BITS(flags) AROUND(openat, flags & O_CREAT && path_below(at, path), 1, at, path, flags, bits)
}
int openat64(int at, const char *path, int flags, ...) {
    BITS(flags) AROUND(openat64, flags & O_CREAT && path_below(at, path), 1, at, path, flags, bits)
}
