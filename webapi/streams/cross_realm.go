package streams

import (
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
)

// crossRealm is one end of a cross-realm transform: an identity transform whose
// two sides are in different realms and talk through a port.
//
// https://streams.spec.whatwg.org/#transferrable-streams
type crossRealm struct {
	*env
	port *messaging.Port
}

// The types of messages, each with a value.
const (
	msgPull  = "pull"
	msgChunk = "chunk"
	msgClose = "close"
	msgError = "error"
)

// post is https://streams.spec.whatwg.org/#abstract-opdef-packandpostmessage
func (c crossRealm) post(kind string, value goja.Value) error {
	message := c.vm.CreateObject(nil) // 1
	_ = message.Set("type", kind)     // a plain object takes any property
	_ = message.Set("value", value)
	return c.port.Post(message, nil) // 5, 6
}

// fail is https://streams.spec.whatwg.org/#abstract-opdef-crossrealmtransformsenderror
func (c crossRealm) fail(e goja.Value) { _ = c.post(msgError, e) }

// send is post for a value that may not be cloneable: the other side hears of it.
// thrown is nil when it worked.
//
// https://streams.spec.whatwg.org/#abstract-opdef-packandpostmessagehandlingerror
func (c crossRealm) send(kind string, value goja.Value) (thrown goja.Value) {
	err := c.post(kind, value)
	if err == nil {
		return nil
	}
	var exception *js.Exception
	if !errors.As(err, &exception) {
		panic(err) // an interrupt
	}
	c.fail(exception.Value)
	return exception.Value
}

// sendLast is send, and the end of the port. It gives the promise of an algorithm.
func (c crossRealm) sendLast(kind string, value goja.Value) *goja.Object {
	thrown := c.send(kind, value)
	c.port.Close()
	if thrown != nil {
		return c.rejected(thrown)
	}
	return c.resolved(goja.Undefined())
}

// listen hears messages until the port is closed. failed hears that a message could
// not be read, or that the other side has gone, which the standard leaves open.
func (c crossRealm) listen(heard func(kind string, value goja.Value), failed func(e goja.Value)) {
	c.port.Listen("message", func(e events.Instance) {
		message, ok := e.(*events.MessageEvent)
		if !ok {
			return
		}
		data, ok := message.Data.(*goja.Object)
		if !ok {
			return
		}
		kind, value := data.Get("type"), data.Get("value")
		if value == nil {
			value = goja.Undefined()
		}
		if kind != nil && goja.IsString(kind) {
			_ = c.task(func() { heard(kind.String(), value) })
		}
	})
	c.port.Listen("messageerror", func(events.Instance) {
		_ = c.task(func() {
			e := c.DOMException("DataCloneError", "a chunk of the stream could not be read in this realm")
			c.fail(e)
			failed(e)
			c.port.Close()
		})
	})
	c.port.Listen("close", func(events.Instance) {
		_ = c.task(func() { failed(c.DOMException("AbortError", "the other side of the transferred stream has gone")) })
	})
	c.port.Start()
}

// readable sets up the readable side.
//
// https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformreadable
func (c crossRealm) readable() *Readable {
	s := newReadable(c.env)                        // 1
	controller := &defaultController{env: c.env}   // 2
	c.listen(func(kind string, value goja.Value) { // 3
		switch kind {
		case msgChunk:
			controller.enqueue(value)
		case msgClose:
			controller.close()
			c.port.Close()
		case msgError:
			controller.fail(value)
			c.port.Close()
		}
	}, func(e goja.Value) { controller.fail(e) }) // 4, 5
	s.setUpWith(controller, source{ // 10
		pull: func(*defaultController) *goja.Object { // 7
			_ = c.post(msgPull, goja.Undefined())
			return c.resolved(goja.Undefined())
		},
		cancel: func(reason goja.Value) *goja.Object { return c.sendLast(msgError, reason) }, // 8
	})
	return s
}

// writable sets up the writable side.
//
// https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformwritable
func (c crossRealm) writable() *Writable {
	s := &Writable{env: c.env} // 1
	pressure := c.newPromise() // 3
	release := func() {
		if pressure != nil {
			pressure.Resolve(goja.Undefined())
			pressure = nil
		}
	}
	c.listen(func(kind string, value goja.Value) { // 4
		switch kind {
		case msgPull:
			release()
		case msgError:
			s.controller.failIfNeeded(value)
			release()
		}
	}, func(e goja.Value) { // 5
		s.controller.failIfNeeded(e)
		release()
	})
	s.setUp(sink{ // 12
		write: func(_ *sinkController, chunk goja.Value) *goja.Object { // 8
			if pressure == nil {
				pressure = c.newPromise()
				pressure.Resolve(goja.Undefined())
			}
			return c.react(pressure.promise, func(goja.Value) goja.Value {
				pressure = c.newPromise()
				if thrown := c.send(msgChunk, chunk); thrown != nil {
					c.port.Close()
					c.Throw(thrown)
				}
				return goja.Undefined()
			}, nil)
		},
		close: func() *goja.Object { // 9
			_ = c.post(msgClose, goja.Undefined())
			c.port.Close()
			return c.resolved(goja.Undefined())
		},
		abort: func(reason goja.Value) *goja.Object { return c.sendLast(msgError, reason) }, // 10
	}, 1, nil)
	return s
}
