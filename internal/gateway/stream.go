package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// The longest that a stream may be silent ("Stream the integration response for your
// proxy integrations in API Gateway").
const (
	streamIdleTime     = 5 * time.Minute
	edgeStreamIdleTime = 30 * time.Second
)

// Beyond freeStream bytes a stream may have streamRate bytes a second (same page).
const (
	freeStream = 10 << 20
	streamRate = 2 << 20
)

// stream is an integration's body that goes to the client as it comes: no content
// handling, no compression, no cache.
type stream struct {
	body   io.ReadCloser
	cancel context.CancelFunc // ends the integration
	sent   int                // bytes
	record bool               // the beginning is kept
	kept   []byte             // what was sent first, of no more than maxRecorded bytes
	broken bool               // the body ended before its end
}

func (s *stream) close() error {
	s.cancel()
	return s.body.Close()
}

// dropStream ends a stream that another answer takes the place of.
func (x *exchange) dropStream() {
	if x.answer.stream == nil {
		return
	}
	if err := x.answer.stream.close(); err != nil {
		x.logLine("The integration's response could not be closed: " + err.Error())
	}
	x.answer.stream = nil
}

// send passes the stream on. The client of one that breaks off must see that: its
// connection is cut, once the request is logged.
func (x *exchange) send(s *stream) {
	s.record = x.recording != nil
	err := errors.Join(x.copyStream(s), s.close())
	if err == nil {
		return
	}
	s.broken = true
	x.logLine("Execution failed while the response was streamed: " + err.Error())
	x.logBackend("a response broke off while it was streamed", slog.String("requestId", x.ids.request), err)
}

// copyStream reads the stream to its end, or until the client leaves.
func (x *exchange) copyStream(s *stream) error {
	limit := streamIdleTime
	if x.gateway.options.EdgeOptimized {
		limit = edgeStreamIdleTime
	}
	idle := time.AfterFunc(limit, s.cancel)
	defer idle.Stop()
	client := http.NewResponseController(x.writer)
	buffer := make([]byte, 32<<10)
	if !x.flush(client, nil) { // the head
		return nil
	}
	var pace pacer
	for {
		n, err := s.body.Read(buffer)
		silent := !idle.Stop()
		s.sent += n
		if s.record {
			s.kept = append(s.kept, buffer[:min(n, maxRecorded-len(s.kept))]...)
		}
		pace.wait(x.request.Context(), s.sent)
		idle.Reset(limit)
		switch {
		case n > 0 && !x.flush(client, buffer[:n]), errors.Is(err, io.EOF):
			return nil
		case silent:
			return fmt.Errorf("nothing came for %s", limit)
		case err != nil:
			return err
		}
	}
}

// pacer holds a stream to its rate. The zero value is ready for use.
type pacer struct{ limited time.Time } // when the free bytes were used up

// wait returns once as many bytes may have been sent, or the client has left.
func (p *pacer) wait(ctx context.Context, sent int) {
	if sent <= freeStream {
		return
	}
	if p.limited.IsZero() {
		p.limited = time.Now()
	}
	due := p.limited.Add(time.Duration(sent-freeStream) * time.Second / streamRate)
	ahead := time.Until(due)
	if ahead <= 0 {
		return
	}
	timer := time.NewTimer(ahead)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// flush returns the client a piece of its response and a time to take it, and reports
// whether the client is still there.
func (x *exchange) flush(client *http.ResponseController, piece []byte) bool {
	defer limitClient(client)()
	_, err := x.writer.Write(piece)
	if err == nil {
		err = client.Flush()
	}
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		x.clientLeft(err)
		return false
	}
	return true
}
