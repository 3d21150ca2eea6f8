package s3

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// side is the one place of what is known of a bucket's objects beyond their
// files: objects/ holds a record of each object that was written through the
// server, uploads/ the parts of unfinished multipart uploads. It is created with
// the first record.
type side struct {
	root      *os.Root
	directory string
}

// record is what is known of an object. It is not changed once it is shared.
type record struct {
	Key          string            `json:"key"`
	Size         int64             `json:"size"`         // bytes
	Modified     time.Time         `json:"modified"`     // of the file that the record describes
	ETag         string            `json:"etag"`         // without quotation marks
	Headers      map[string]string `json:"headers"`      // canonical names; what GET gives back
	Checksums    map[string]string `json:"checksums"`    // by algorithm, as "crc32"
	ChecksumType string            `json:"checksumType"` // FULL_OBJECT or COMPOSITE
	Parts        []int64           `json:"parts,omitempty"`
}

// describes reports that the file was not touched since the record was made.
func (r *record) describes(info fs.FileInfo) bool {
	return r.Size == info.Size() && r.Modified.Equal(info.ModTime())
}

func (s side) objectPath(key string) string {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:])
	return path.Join(s.directory, "objects", name[:2], name[2:]+".json")
}

// read returns the record of a key, or nil when there is none.
func (s side) read(key string) (*record, error) {
	data, err := s.root.ReadFile(s.objectPath(key))
	if isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%s: %w", s.objectPath(key), err)
	}
	return &r, nil
}

// stage writes the record next to its place. rename of the two paths finishes it.
func (s side) stage(r *record) (staged, final string, err error) {
	data, err := json.Marshal(r)
	if err != nil {
		return "", "", err
	}
	final = s.objectPath(r.Key)
	staged, err = stageFile(s.root, final, data)
	return staged, final, err
}

func (s side) remove(key string) error {
	err := s.root.Remove(s.objectPath(key))
	if isMissing(err) {
		return nil
	}
	return err
}

// stageFile writes data to a temporary file in the directory of final.
func stageFile(root *os.Root, final string, data []byte) (string, error) {
	directory := path.Dir(final)
	if err := root.MkdirAll(directory, 0o777); err != nil {
		return "", err
	}
	f, name, err := createTemp(root, directory)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, root.Remove(name))
	}
	return name, nil
}

// writeFile replaces a file in one step.
func writeFile(root *os.Root, final string, data []byte) error {
	staged, err := stageFile(root, final, data)
	if err != nil {
		return err
	}
	if err := root.Rename(staged, final); err != nil {
		return errors.Join(err, root.Remove(staged))
	}
	return nil
}

// createTemp makes a file that is never an object. The directory must be there.
func createTemp(root *os.Root, directory string) (*os.File, string, error) {
	name := path.Join(directory, hiddenPrefix+"-"+strings.ToLower(rand.Text())+".tmp")
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	return f, name, err
}
