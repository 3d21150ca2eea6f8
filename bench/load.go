package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// load asks for the same thing on some connections. It speaks HTTP/1.1 by hand, so
// that most of the machine is left to the server.
type load struct {
	address     string
	request     []byte
	status      int // that every response must have
	connections int
}

// Bounds of a load.
const (
	mostRequests = 2_000_000        // on one connection
	grace        = 30 * time.Second // for the last response
)

// run asks for some time and returns the requests per second.
func (l load) run(duration time.Duration) (float64, error) {
	var count atomic.Int64
	failures := make(chan error, l.connections)
	deadline := time.Now().Add(duration)
	began := time.Now()
	var all sync.WaitGroup
	for range l.connections {
		all.Go(func() {
			n, err := l.connection(deadline)
			count.Add(n)
			if err != nil {
				failures <- err
			}
		})
	}
	all.Wait()
	close(failures)
	if err := <-failures; err != nil {
		return 0, err
	}
	return float64(count.Load()) / time.Since(began).Seconds(), nil
}

func (l load) connection(deadline time.Time) (count int64, err error) {
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := conn.SetDeadline(deadline.Add(grace)); err != nil {
		return 0, err
	}
	reader := bufio.NewReaderSize(conn, 16<<10)
	for count < mostRequests && time.Now().Before(deadline) {
		if _, err := conn.Write(l.request); err != nil {
			return count, err
		}
		status, err := readAnswer(reader)
		if err != nil {
			return count, err
		}
		if status != l.status {
			return count, fmt.Errorf("%s answered %d, not %d", l.address, status, l.status)
		}
		count++
	}
	return count, nil
}

var contentLength = []byte("Content-Length: ")

// readAnswer reads one response and returns its status.
func readAnswer(r *bufio.Reader) (status int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 {
		return 0, fmt.Errorf("unexpected status line %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, err
	}
	length, chunked := 0, false
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if hasPrefixFold(line, contentLength) {
			if length, err = strconv.Atoi(string(line[len(contentLength):])); err != nil {
				return 0, err
			}
		}
		chunked = chunked || hasPrefixFold(line, []byte("Transfer-Encoding: chunked"))
	}
	if chunked {
		return status, discardChunks(r)
	}
	_, err = r.Discard(length)
	return status, err
}

func discardChunks(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := r.Discard(int(size) + 2); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}

func hasPrefixFold(line, prefix []byte) bool {
	return len(line) >= len(prefix) && bytes.EqualFold(line[:len(prefix)], prefix)
}

// get makes the bytes of a GET request.
func get(path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\n\r\n")
}

// post makes the bytes of a POST request.
func post(path, body string) []byte {
	return []byte("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\n" +
		"Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)
}

// once asks once and returns the status, or 0 while nobody answers.
func once(address string, request []byte) int {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return 0
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(grace)); err != nil {
		return 0
	}
	if _, err := conn.Write(request); err != nil {
		return 0
	}
	status, err := readAnswer(bufio.NewReader(conn))
	if err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	return status
}
