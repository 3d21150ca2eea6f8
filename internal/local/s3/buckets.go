package s3

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// Bucket is a bucket and where its objects lie.
type Bucket struct {
	Name string

	// Directory holds the objects as ordinary files, each at its key. It is created
	// when it is not there. Files that were put there by hand are objects as well.
	Directory string

	// CORS are the rules by which pages of other origins may read responses.
	CORS []CORSRule
}

// CORSRule allows origins and methods, in which * stands for any text. No methods are all.
type CORSRule struct {
	Origins []string
	Methods []string
}

// SetBuckets makes these the buckets that are served. Buckets that stay as they
// are keep serving; requests under way on others are finished. When something
// is wrong, nothing changes and the error tells all the problems: names that are
// no bucket names, names and directories that come twice, and directories that
// cannot be created or written, each named.
func (s *Server) SetBuckets(buckets []Bucket) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("s3: the server is closed")
	}
	next, opened, err := s.openBuckets(buckets)
	if err != nil {
		return errors.Join(err, releaseAll(opened))
	}
	var gone []*bucket
	for name, b := range s.buckets {
		if next[name] != b {
			gone = append(gone, b)
		}
	}
	s.buckets = next
	if err := releaseAll(gone); err != nil {
		s.logger.Warn("s3: letting go of a bucket's directory", "error", err)
	}
	return nil
}

// openBuckets returns all the buckets by name, and apart those that were not open before.
func (s *Server) openBuckets(buckets []Bucket) (next map[string]*bucket, opened []*bucket, err error) {
	next = make(map[string]*bucket, len(buckets))
	var problems []error
	for _, config := range buckets {
		if err := checkBucket(config, next); err != nil {
			problems = append(problems, err)
			continue
		}
		b := s.buckets[config.Name]
		if b == nil || b.directory != config.Directory || b.checkWritable() != nil {
			if b, err = s.openBucket(config); err != nil {
				problems = append(problems, err)
				continue
			}
			opened = append(opened, b)
		}
		if other := sameDirectory(b, next); other != "" {
			problems = append(problems, fmt.Errorf("s3: the buckets %q and %q have the same directory %s", other, config.Name, config.Directory))
		}
		b.cors.Store(&config.CORS)
		next[config.Name] = b
	}
	return next, opened, errors.Join(problems...)
}

func checkBucket(config Bucket, earlier map[string]*bucket) error {
	switch {
	case !validBucketName(config.Name):
		return fmt.Errorf("s3: %q is not a bucket name: it takes 3 to 63 lower-case letters, digits, hyphens and dots, and begins and ends with a letter or digit", config.Name)
	case config.Directory == "":
		return fmt.Errorf("s3: the bucket %q has no directory", config.Name)
	case earlier[config.Name] != nil:
		return fmt.Errorf("s3: the bucket %q is there twice", config.Name)
	}
	return nil
}

func sameDirectory(b *bucket, others map[string]*bucket) string {
	for name, other := range others {
		if other != b && os.SameFile(b.identity, other.identity) {
			return name
		}
	}
	return ""
}

func releaseAll(buckets []*bucket) error {
	var problems []error
	for _, b := range buckets {
		problems = append(problems, b.release())
	}
	return errors.Join(problems...)
}

// bucket is an open directory. All access to files goes through its roots, which
// no path and no symbolic link leads out of.
type bucket struct {
	name      string
	directory string
	identity  fs.FileInfo // of the directory, to know it under another path
	naming    naming
	root      *os.Root
	side      side

	// mu makes a change of a file and its side data one step for readers in this
	// process. It is never held while a body is copied.
	mu    sync.RWMutex
	known records

	cors  atomic.Pointer[[]CORSRule]
	users atomic.Int64 // requests under way, plus one while it is configured
}

func (s *Server) openBucket(config Bucket) (*bucket, error) {
	if err := os.MkdirAll(config.Directory, 0o777); err != nil {
		return nil, fmt.Errorf("s3: the directory %s of the bucket %q cannot be created: %w", config.Directory, config.Name, err)
	}
	root, err := os.OpenRoot(config.Directory)
	if err != nil {
		return nil, fmt.Errorf("s3: the directory %s of the bucket %q cannot be opened: %w", config.Directory, config.Name, err)
	}
	b := &bucket{name: config.Name, directory: config.Directory, naming: s.naming, root: root}
	b.users.Store(1)
	err = b.open(s.options.SideDirectory)
	if err != nil {
		return nil, errors.Join(err, b.release())
	}
	return b, nil
}

func (b *bucket) open(sideDirectory string) error {
	var err error
	if b.identity, err = b.root.Stat("."); err != nil {
		return fmt.Errorf("s3: the directory %s of the bucket %q cannot be read: %w", b.directory, b.name, err)
	}
	if err := b.checkWritable(); err != nil {
		return err
	}
	if sideDirectory == "" {
		b.side = side{root: b.root, directory: hiddenPrefix}
		return nil
	}
	if err := os.MkdirAll(sideDirectory, 0o777); err != nil {
		return fmt.Errorf("s3: the directory %s for side data cannot be created: %w", sideDirectory, err)
	}
	root, err := os.OpenRoot(sideDirectory)
	if err != nil {
		return fmt.Errorf("s3: the directory %s for side data cannot be opened: %w", sideDirectory, err)
	}
	b.side = side{root: root, directory: b.name}
	if err := checkWritable(root); err != nil {
		return fmt.Errorf("s3: the directory %s for side data cannot be written: %w", sideDirectory, err)
	}
	return nil
}

// replaced reports whether another directory is at the path of the bucket's.
func (b *bucket) replaced() bool {
	now, err := os.Stat(b.directory)
	return err == nil && !os.SameFile(now, b.identity)
}

// reopen puts the directory that is at the path now in the place of a bucket's.
// Requests in progress finish with the one before.
func (s *Server) reopen(b *bucket) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.buckets[b.name] != b {
		return nil // another request has done so
	}
	next, err := s.openBucket(Bucket{Name: b.name, Directory: b.directory})
	if err != nil {
		return err
	}
	next.cors.Store(b.cors.Load())
	s.buckets[b.name] = next
	return b.release()
}

// checkWritable also notices that the directory was removed, or replaced by
// another, since it was opened.
func (b *bucket) checkWritable() error {
	now, err := os.Stat(b.directory)
	if err == nil && !os.SameFile(now, b.identity) {
		err = errors.New("it was replaced")
	}
	if err == nil {
		err = checkWritable(b.root)
	}
	if err != nil {
		return fmt.Errorf("s3: the directory %s of the bucket %q cannot be written: %w", b.directory, b.name, err)
	}
	return nil
}

func checkWritable(root *os.Root) error {
	f, name, err := createTemp(root, ".")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), root.Remove(name))
}

// release closes the directories after the last user.
func (b *bucket) release() error {
	if b.users.Add(-1) > 0 {
		return nil
	}
	err := b.root.Close()
	if b.side.root != nil && b.side.root != b.root {
		err = errors.Join(err, b.side.root.Close())
	}
	if err != nil {
		return fmt.Errorf("s3: closing %s: %w", filepath.Clean(b.directory), err)
	}
	return nil
}
