package s3

import (
	"crypto/md5" //nolint:gosec // an ETag is an MD5, not a secret
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"syscall"
	"time"
)

// object is an open file and what is known of it.
type object struct {
	*record
	file *os.File
}

// openObject opens the object. Only an ordinary file is one.
func (b *bucket) openObject(key, path string) (*object, error) {
	f, r, stale, err := b.openFile(key, path)
	if err != nil {
		return nil, err
	}
	if r == nil {
		if r, err = b.examine(key, f, stale); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return &object{r, f}, nil
}

// openFile returns the file and its record as one state. The record is nil when
// the file was made or changed by other hands; stale is then its last one.
func (b *bucket) openFile(key, path string) (f *os.File, r, stale *record, err error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if _, err := b.statFile(key, path); err != nil {
		return nil, nil, nil, err
	}
	if f, err = b.root.Open(path); err != nil {
		return nil, nil, nil, readError(key, err)
	}
	info, err := f.Stat()
	if err == nil {
		r, stale, err = b.recorded(key, info)
	}
	if err != nil {
		return nil, nil, nil, errors.Join(err, f.Close())
	}
	return f, r, stale, nil
}

// stat returns the record without opening the file, where it is known.
func (b *bucket) stat(key, path string) (*record, error) {
	b.mu.RLock()
	info, err := b.statFile(key, path)
	var r *record
	if err == nil {
		r, _, err = b.recorded(key, info)
	}
	b.mu.RUnlock()
	if err != nil || r != nil {
		return r, err
	}
	o, err := b.openObject(key, path)
	if err != nil {
		return nil, err
	}
	return o.record, o.file.Close()
}

// statFile looks before opening: to open a pipe would wait for its other end.
func (b *bucket) statFile(key, path string) (fs.FileInfo, error) {
	info, err := b.root.Stat(path)
	if err != nil {
		return nil, readError(key, err)
	}
	if !info.Mode().IsRegular() {
		return nil, noSuchKey(key)
	}
	return info, nil
}

func (b *bucket) recorded(key string, info fs.FileInfo) (r, stale *record, err error) {
	if r := b.known.get(key, info); r != nil {
		return r, nil, nil
	}
	stale, err = b.side.read(key)
	if err != nil || stale == nil || stale.Key != key {
		return nil, nil, err
	}
	if stale.describes(info) {
		b.known.put(stale)
		return stale, nil, nil
	}
	return nil, stale, nil
}

// examine makes the record of a file that was put or edited by hand. What was
// once said about the key stays: its content type, its metadata.
func (b *bucket) examine(key string, f *os.File, stale *record) (*record, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	h := md5.New() //nolint:gosec // see the import
	size, err := io.Copy(h, f)
	if err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r := &record{Key: key, Size: size, Modified: info.ModTime(), ETag: hex.EncodeToString(h.Sum(nil))}
	if stale != nil {
		r.Headers = maps.Clone(stale.Headers)
	} else {
		r.Headers = map[string]string{"Content-Type": typeByExtension(key)}
	}
	if r.describes(info) && time.Since(r.Modified) > settled {
		b.known.put(r)
	}
	return r, nil
}

// draft is an object that is being written, next to its place.
type draft struct {
	bucket *bucket
	key    string
	path   string
	temp   string
	file   *os.File
}

// draft makes the directories of the object and a temporary file in the last.
func (b *bucket) draft(key, to string) (*draft, error) {
	b.mu.Lock() // so that no directory is pruned before the file is in it
	defer b.mu.Unlock()
	directory := path.Dir(to)
	if err := b.root.MkdirAll(directory, 0o777); err != nil {
		return nil, writeError(key, err)
	}
	f, temp, err := createTemp(b.root, directory)
	if err != nil {
		return nil, writeError(key, err)
	}
	return &draft{bucket: b, key: key, path: to, temp: temp, file: f}, nil
}

// discard leaves no trace of a draft that was not committed.
func (d *draft) discard() error {
	if d.file == nil {
		return nil
	}
	b := d.bucket
	b.mu.Lock()
	defer b.mu.Unlock()
	err := d.file.Close()
	if errors.Is(err, fs.ErrClosed) {
		err = nil // commit came that far
	}
	err = errors.Join(err, b.root.Remove(d.temp))
	d.file = nil
	b.prune(path.Dir(d.path))
	return err
}

// commit puts the draft in its place, together with its record, when the
// conditions hold for what is there now.
func (d *draft) commit(r *record, holds writeConditions) error {
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	r.Key, r.Size, r.Modified = d.key, info.Size(), info.ModTime()
	b := d.bucket
	current, err := holds.current(b, d.key, d.path)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := holds.check(b, d.key, d.path, current); err != nil {
		return err
	}
	if err := b.makeWay(d.key, d.path); err != nil {
		return err
	}
	if err := d.place(r); err != nil {
		return err
	}
	b.known.put(r)
	return nil
}

func (d *draft) place(r *record) error {
	b := d.bucket
	staged, final, err := b.side.stage(r)
	if err != nil {
		return err
	}
	if err := d.file.Close(); err != nil {
		return errors.Join(err, b.side.root.Remove(staged))
	}
	if err := b.root.Rename(d.temp, d.path); err != nil {
		return errors.Join(writeError(d.key, err), b.side.root.Remove(staged))
	}
	d.file = nil
	return b.side.root.Rename(staged, final)
}

// makeWay removes an empty directory from the object's place, which no key
// stands for. One that is not empty is a conflict.
func (b *bucket) makeWay(key, path string) error {
	info, err := b.root.Lstat(path)
	if err != nil || !info.IsDir() {
		return nil //nolint:nilerr // nothing is in the way
	}
	if b.root.Remove(path) != nil {
		return errKeyConflict(key)
	}
	return nil
}

// remove deletes the object and the directories that it leaves empty. What is
// not an object stays. A key that is not there is no error.
func (b *bucket) remove(key, at string, holds writeConditions) error {
	current, err := holds.current(b, key, at)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := holds.check(b, key, at, current); err != nil {
		return err
	}
	if _, err := b.statFile(key, at); err != nil {
		if errors.As(err, new(*apiError)) {
			return nil
		}
		return err
	}
	if err := b.root.Remove(at); err != nil {
		return writeError(key, err)
	}
	b.known.forget(key)
	b.prune(path.Dir(at))
	return b.side.remove(key)
}

// prune removes empty directories, from this one upwards. The lock is held.
func (b *bucket) prune(directory string) {
	for directory != "." && b.root.Remove(directory) == nil {
		directory = path.Dir(directory)
	}
}

// isMissing also knows a path that goes on below a file, and links in a circle.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}

// leadsOutside recognises os.Root's refusal: the one error of a path that no
// system call has made.
func leadsOutside(err error) bool {
	if errors.As(err, new(syscall.Errno)) || errors.Is(err, fs.ErrClosed) {
		return false
	}
	return errors.As(err, new(*fs.PathError)) || errors.As(err, new(*os.LinkError))
}

func readError(key string, err error) error {
	if isMissing(err) || leadsOutside(err) {
		return noSuchKey(key)
	}
	return err
}

func writeError(key string, err error) error {
	switch {
	case leadsOutside(err):
		return errLeadsOutside(key)
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		return errKeyConflict(key)
	default:
		return err
	}
}
