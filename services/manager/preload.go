package manager

import (
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// preload asks the loader for what it fetches ahead for the event; nil: it does
// not.
func (f *fetchFlight) preload() func(context.Context) (*fetch.Response, error) {
	if f.frame.Preload == "" {
		return nil
	}
	w, loader, id, url := f.w, f.frame.Loader, f.frame.Preload, f.frame.Request.URL
	began := time.Now()
	return func(ctx context.Context) (*fetch.Response, error) {
		reply, err := bus.PreloadAt.Do(ctx, w.s.conn, bus.Params{"loader": loader}, schemas.Preload{ID: id})
		if err == nil && reply.Error.Code != "" {
			err = &reply.Error
		}
		if err != nil {
			return nil, err
		}
		seen := reply.Response
		if seen.Type == "opaqueredirect" {
			seen.Body = schemas.Body{} // as a script sees it
		}
		w.timed(url, "navigation", began, &seen)
		return responseFrom(w.loop.Context(), w.s.conn, &reply.Response), nil
	}
}

// dropPreload tells the loader that nobody will ask for the preload's response.
func (f *fetchFlight) dropPreload() {
	if f.frame.Preload == "" || f.event != nil && f.event.PreloadUsed() {
		return
	}
	if err := bus.NetAbort.Publish(f.s.conn, nil, schemas.Abort{ID: f.frame.Preload, Reason: "the worker does not use it"}); err != nil {
		f.s.log.Debug("abort not sent", "error", err)
	}
}
