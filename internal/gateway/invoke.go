package gateway

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
)

// invoke asks the integration, within its timeout.
func (x *exchange) invoke() *failure {
	if x.gateway.access == nil {
		return x.op.integration.backend.call(x)
	}
	x.spent.invoked = true
	return x.timed(x.op.integration.backend.call, &x.spent.invoking)
}

// deadline returns a context that ends when the client leaves or the integration
// takes too long.
func (x *exchange) deadline() (context.Context, context.CancelFunc) {
	return context.WithTimeout(x.request.Context(), x.op.integration.timeout)
}

// logBackend warns of a failure of what is behind the gateway, unless it is only
// that the client disconnected.
func (x *exchange) logBackend(message string, which slog.Attr, cause error) {
	ctx, level := x.request.Context(), slog.LevelWarn
	if errors.Is(ctx.Err(), context.Canceled) {
		level = slog.LevelDebug
	}
	x.gateway.options.Logger.LogAttrs(ctx, level, message, which, slog.Any("cause", cause))
}

// networkFailure turns an error of a transport into a failure.
func networkFailure(ctx context.Context, err error) *failure {
	var network net.Error
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.As(err, &network) && network.Timeout() {
		return timedOut()
	}
	return &failure{
		kind: integrationFailure, status: http.StatusGatewayTimeout, message: "Network error communicating with endpoint",
		reason: "Execution failed due to configuration error: " + err.Error(),
	}
}
