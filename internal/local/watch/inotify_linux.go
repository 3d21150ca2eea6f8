package watch

import (
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// inotify watches directories by inotify(7). The kernel queues an event before the
// call that causes it returns, so that the queue says whether something has changed.
type inotify struct {
	file   *os.File
	fd     int
	handle func(event) // called with the events of a batch
	flush  func()      // called after the batch

	handling atomic.Bool // events have been taken from the queue and not all handled

	mu     sync.Mutex // held while events are taken and handled
	closed bool
	dirs   map[int32]string // by watch descriptors
	ids    map[string]int32
	buffer [64 << 10]byte
}

// watchedEvents are what matters of a directory's entries, and of itself.
const watchedEvents = unix.IN_MODIFY | unix.IN_CLOSE_WRITE | structuralEvents | unix.IN_ONLYDIR

const structuralEvents = unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO |
	unix.IN_DELETE_SELF | unix.IN_MOVE_SELF

func newNotifier(handle func(event), flush func()) (notifier, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, os.NewSyscallError("inotify_init1", err)
	}
	n := &inotify{
		file: os.NewFile(uintptr(fd), "inotify"), fd: fd, handle: handle, flush: flush,
		dirs: map[int32]string{}, ids: map[string]int32{},
	}
	connection, err := n.file.SyscallConn()
	if err != nil {
		return nil, errors.Join(err, n.file.Close())
	}
	go func() {
		// It ends with an error when the file is closed.
		_ = connection.Read(func(uintptr) bool { n.take(); return false })
	}()
	return n, nil
}

func (n *inotify) close() error {
	n.mu.Lock()
	n.closed = true
	n.mu.Unlock()
	return n.file.Close() // waits for the goroutine that reads, which may need the lock
}

func (n *inotify) locked(do func() error) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return do()
}

// watch relies on inotify_add_watch returning the same descriptor for the same inode.
func (n *inotify) watch(dir string) error {
	if n.closed {
		return os.ErrClosed
	}
	added, err := unix.InotifyAddWatch(n.fd, dir, watchedEvents)
	if errors.Is(err, unix.ENOSPC) {
		return errors.New("too many watched directories; raise fs.inotify.max_user_watches")
	}
	if err != nil {
		return err
	}
	id := int32(added)
	if before, ok := n.ids[dir]; ok && before != id && n.dirs[before] == dir {
		n.forget(before)
	}
	n.dirs[id], n.ids[dir] = dir, id
	return nil
}

// forget ends the watching of a descriptor. The error is that the directory is gone.
func (n *inotify) forget(id int32) {
	delete(n.dirs, id)
	_, _ = unix.InotifyRmWatch(n.fd, uint32(id))
}

func (n *inotify) keep(dirs map[string]bool) {
	for dir, id := range n.ids {
		if !dirs[dir] {
			delete(n.ids, dir)
			if n.dirs[id] == dir {
				n.forget(id)
			}
		}
	}
}

// drain asks the queue before it takes the lock. What has been taken from the queue
// and is not handled yet counts as in it.
func (n *inotify) drain() {
	var queued int32
	_, _, failed := unix.RawSyscall(unix.SYS_IOCTL, uintptr(n.fd), unix.TIOCINQ, uintptr(unsafe.Pointer(&queued)))
	if failed == 0 && queued == 0 && !n.handling.Load() {
		return
	}
	n.take()
}

// take handles all events that are queued.
func (n *inotify) take() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.handling.Store(true)
	defer n.handling.Store(false)
	for !n.closed {
		size, err := unix.Read(n.fd, n.buffer[:])
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || size <= 0 {
			return // EAGAIN: the queue is empty
		}
		for rest := n.buffer[:size]; len(rest) >= unix.SizeofInotifyEvent; {
			rest = n.one(rest)
		}
		n.flush()
	}
}

// one handles the first event of a buffer and returns the others.
func (n *inotify) one(buffer []byte) (rest []byte) {
	order := binary.NativeEndian
	id, mask, length := int32(order.Uint32(buffer)), order.Uint32(buffer[4:]), int(order.Uint32(buffer[12:]))
	end := unix.SizeofInotifyEvent + length
	name := strings.TrimRight(string(buffer[unix.SizeofInotifyEvent:end]), "\x00")
	rest = buffer[end:]
	dir, known := n.dirs[id]
	switch {
	case mask&unix.IN_Q_OVERFLOW != 0:
		n.handle(event{lost: true})
	case !known:
	case mask&unix.IN_IGNORED != 0:
		delete(n.dirs, id)
		if n.ids[dir] == id {
			delete(n.ids, dir)
		}
	default:
		n.handle(event{
			dir: dir, name: name,
			structural: mask&structuralEvents != 0,
			directory:  mask&unix.IN_ISDIR != 0,
			written:    mask&unix.IN_MODIFY != 0,
			closed:     mask&unix.IN_CLOSE_WRITE != 0,
		})
	}
	return rest
}
