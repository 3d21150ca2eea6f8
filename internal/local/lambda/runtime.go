package lambda

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Options configure a Runtime. The zero value is usable.
type Options struct {
	// Region is the AWS Region that functions see; empty means "us-east-1".
	Region string
	// AccountID is the account in the functions' ARNs; empty means
	// "123456789012".
	AccountID string
	// Log receives each line that a function writes to stdout or stderr, with
	// "NAME: " before it, one Write a line, and the Runtime's own warnings; nil
	// discards them.
	Log io.Writer
	// Line is called with each line that a function writes, and the request ID of the
	// invocation that its process got last; empty while it starts. Nil: nobody listens.
	Line func(function, requestID, line string)
	// Environment is set for all functions, for example AWS_ENDPOINT_URL_S3 and
	// credentials. A function's own Environment wins.
	Environment map[string]string
	// WorkDir holds builds and extracted archives. Empty means a new temporary
	// directory. What the Runtime writes there is removed by Close.
	WorkDir string
	// Building is called when the code of a function begins to be compiled, with
	// the function's name; done is called when that has ended. Nil: nobody is told.
	Building func(name string) (done func(error))
	// Busy is called when invocations of a function wait because as many as it may
	// have run already, at most every 10 seconds for each function. It must not call
	// the Runtime. Nil: the log gets a line.
	Busy func(name string, waiting, concurrency int)
	// IdleTimeout is the time after which a process that has no work ends, as
	// long as another one of the function stays; 0 means 5 minutes.
	IdleTimeout time.Duration
}

//go:embed bootstrap
var bootstraps embed.FS

// Runtime runs functions. Its methods may be called concurrently.
type Runtime struct {
	options Options
	dir     string // private; removed by Close
	log     *lockedWriter
	tools   tools

	background context.Context // ends at Close
	stop       context.CancelCauseFunc
	running    sync.WaitGroup // asynchronous invocations, builds, the reaper
	updating   sync.Mutex     // one Update at a time

	mu        sync.RWMutex
	closed    bool
	functions map[string]*function
	pools     map[*pool]struct{} // all that still have processes

	written written
}

// New returns a Runtime without functions. Close must be called.
func New(options Options) (*Runtime, error) {
	if options.Region == "" {
		options.Region = "us-east-1"
	}
	if options.AccountID == "" {
		options.AccountID = "123456789012"
	}
	if options.Log == nil {
		options.Log = io.Discard
	}
	if options.IdleTimeout == 0 {
		options.IdleTimeout = 5 * time.Minute
	}
	dir, err := newWorkDir(options.WorkDir)
	if err != nil {
		return nil, fmt.Errorf("prepare the work directory: %w", err)
	}
	if options.Building == nil {
		options.Building = func(string) func(error) { return func(error) {} }
	}
	background, stop := context.WithCancelCause(context.Background())
	rt := &Runtime{
		options:    options,
		dir:        dir,
		log:        &lockedWriter{out: options.Log},
		tools:      tools{found: map[string]tool{}, warned: map[string]bool{}},
		background: background,
		stop:       stop,
		functions:  map[string]*function{},
		pools:      map[*pool]struct{}{},
	}
	if rt.options.Busy == nil {
		rt.options.Busy = rt.sayBusy
	}
	rt.running.Go(rt.retireIdle)
	return rt, nil
}

func (rt *Runtime) sayBusy(name string, waiting, concurrency int) {
	rt.say(name, fmt.Sprintf("%d invocations wait: %d run already, which is its concurrency", waiting, concurrency))
}

// newWorkDir makes a private directory with the bootstraps in it.
func newWorkDir(parent string) (string, error) {
	if parent != "" {
		if err := os.MkdirAll(parent, 0o700); err != nil {
			return "", err
		}
	}
	dir, err := os.MkdirTemp(parent, "gatewright-lambda-")
	if err != nil {
		return "", err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err
	}
	err = errors.Join(
		os.Mkdir(filepath.Join(dir, "functions"), 0o700),
		os.Mkdir(filepath.Join(dir, "runtime"), 0o700),
		writeBootstraps(filepath.Join(dir, "runtime")),
	)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}

func writeBootstraps(dir string) error {
	entries, err := bootstraps.ReadDir("bootstrap")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		text, err := bootstraps.ReadFile("bootstrap/" + entry.Name())
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, entry.Name()), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Close ends all processes, and with them the invocations in flight, and removes
// the work directory. It returns when no child process is left.
func (rt *Runtime) Close() error {
	rt.mu.Lock()
	if rt.closed {
		rt.mu.Unlock()
		return nil
	}
	rt.closed = true
	rt.mu.Unlock()

	rt.stop(ErrClosed)
	rt.running.Wait() // after it, no build can bring a new pool
	for _, p := range rt.livePools() {
		p.close()
	}
	pools := rt.livePools() // those of other versions may have come meanwhile
	for _, p := range pools {
		p.close()
	}
	for _, p := range pools {
		p.wait()
	}
	return os.RemoveAll(rt.dir)
}

func (rt *Runtime) livePools() []*pool {
	rt.mu.RLock()
	defer rt.mu.RUnlock()
	pools := make([]*pool, 0, len(rt.pools))
	for p := range rt.pools {
		pools = append(pools, p)
	}
	return pools
}

// background work that Close must wait for; false when it is too late.
func (rt *Runtime) goBackground(work func()) bool {
	rt.mu.RLock()
	defer rt.mu.RUnlock()
	if rt.closed {
		return false
	}
	rt.running.Go(work)
	return true
}

// retireIdle ends processes that have had no work for a while.
func (rt *Runtime) retireIdle() {
	ticker := time.NewTicker(max(rt.options.IdleTimeout/4, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-rt.background.Done():
			return
		case now := <-ticker.C:
			for _, p := range rt.livePools() {
				p.retireIdle(now.Add(-rt.options.IdleTimeout))
			}
		}
	}
}

// function is a configured function and, once built, the pool that serves it.
type function struct {
	rt      *Runtime
	config  Function
	current atomic.Pointer[pool]

	mu      sync.Mutex
	flight  *flight  // the build in progress
	dropped bool     // no longer configured
	failed  error    // the last build's failure, while there is no pool
	seen    snapshot // of the inputs of the last build; nil: they were edited meanwhile
	inputs  inputs   // of the last build
	built   bool     // there was a build, successful or not

	rewrites map[string]int // starts in a row that have written a file of the code
}

func (rt *Runtime) lookup(name string) (*function, error) {
	rt.mu.RLock()
	defer rt.mu.RUnlock()
	if rt.closed {
		return nil, ErrClosed
	}
	f, ok := rt.functions[name]
	if !ok {
		return nil, &NotFoundError{Name: name}
	}
	return f, nil
}

// ARN returns the ARN of a function of this Runtime, whether it exists or not.
func (rt *Runtime) ARN(name string) string {
	return "arn:aws:lambda:" + rt.options.Region + ":" + rt.options.AccountID + ":function:" + name
}
