package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	slowClients = 1000
	slowTime    = 90 * time.Second // after which a slow client that is still served is an error
)

// besideSlowClients compares the time of a response while a thousand clients dribble
// requests with that of an idle server.
func besideSlowClients(b *bench) (figures, error) {
	p, err := b.startDev("127.0.0.1:9")
	if err != nil {
		return figures{}, err
	}
	var slow, calm []float64
	for range b.turns {
		alone, err := medianAnswer(p.address, b.duration)
		if err != nil {
			return figures{}, err
		}
		dribblers, err := dribble(p.address)
		if err != nil {
			return figures{}, err
		}
		beside, err := medianAnswer(p.address, b.duration)
		if err := errors.Join(err, dribblers.close()); err != nil {
			return figures{}, err
		}
		slow, calm = append(slow, beside), append(calm, alone)
	}
	return compare(slow, calm), nil
}

// cutSlowClients is the time until the last of a thousand slow clients is cut, in s.
func cutSlowClients(b *bench) (figures, error) {
	p, err := b.startDev("127.0.0.1:9")
	if err != nil {
		return figures{}, err
	}
	began := time.Now()
	dribblers, err := dribble(p.address)
	if err != nil {
		return figures{}, err
	}
	cut := make(chan struct{})
	go func() {
		dribblers.all.Wait()
		close(cut)
	}()
	select {
	case <-cut:
		return figures{ours: time.Since(began).Seconds()}, nil
	case <-time.After(slowTime):
		return figures{}, errors.Join(errors.New("slow clients are not cut"), dribblers.close())
	case <-b.ctx.Done():
		return figures{}, errors.Join(b.ctx.Err(), dribblers.close())
	}
}

// medianAnswer asks again and again on one connection and returns the median time in
// µs.
func medianAnswer(address string, duration time.Duration) (float64, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	reader := bufio.NewReaderSize(c, 16<<10)
	var times []float64
	for deadline := time.Now().Add(duration); time.Now().Before(deadline); {
		asked := time.Now()
		if _, err := c.Write(getPet); err != nil {
			return 0, err
		}
		status, err := readAnswer(reader)
		if err != nil {
			return 0, err
		}
		if status != http.StatusOK {
			return 0, fmt.Errorf("%s answered %d", address, status)
		}
		times = append(times, float64(time.Since(asked).Nanoseconds())/1000)
	}
	return median(times), nil
}

// dribblers are clients that send a byte a second.
type dribblers struct {
	connections []net.Conn
	all         sync.WaitGroup // those that are not cut
}

// dribble begins requests whose heads, and bodies, do not end.
func dribble(address string) (*dribblers, error) {
	d := &dribblers{}
	for i := range slowClients {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return d, errors.Join(err, d.close())
		}
		d.connections = append(d.connections, c)
		head := "POST /validated HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		if i%2 == 0 {
			head += "Content-Length: 100000\r\n\r\n"
		}
		d.all.Go(func() {
			for text := head; ; text = "x" {
				if _, err := c.Write([]byte(text)); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		})
	}
	return d, nil
}

func (d *dribblers) close() error {
	var problems []error
	for _, c := range d.connections {
		if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			problems = append(problems, err)
		}
	}
	d.all.Wait()
	return errors.Join(problems...)
}
