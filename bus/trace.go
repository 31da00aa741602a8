package bus

import "context"

type traceKey struct{}

// WithTrace gives ctx a W3C traceparent: requests made with it carry it on.
func WithTrace(ctx context.Context, traceparent string) context.Context {
	if traceparent == "" {
		return ctx
	}
	return context.WithValue(ctx, traceKey{}, traceparent)
}

// TraceOf is ctx's traceparent, "" when it has none.
func TraceOf(ctx context.Context) string {
	trace, _ := ctx.Value(traceKey{}).(string)
	return trace
}
