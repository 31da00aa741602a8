package streams

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// iterator is the state of a ReadableStream's async iterator.
//
// https://streams.spec.whatwg.org/#rs-asynciterator
type iterator struct {
	reader        *reader
	preventCancel bool
	ongoing       *goja.Object // the last call's promise
	finished      bool
}

// iteratorClass makes the iterators' prototype; it is not exposed.
var iteratorClass = &js.Class[*iterator]{
	Name: "ReadableStreamAsyncIterator",
	Methods: []js.Method[*iterator]{
		{Name: "next", Async: true, Call: func(it *iterator, c js.Call) goja.Value {
			return it.inTurn(func() *goja.Object { return it.next() })
		}},
		{Name: "return", Async: true, Call: func(it *iterator, c js.Call) goja.Value {
			value := c.Arg(0)
			return it.inTurn(func() *goja.Object { return it.finish(value) })
		}},
		{Symbol: "asyncIterator", Call: func(it *iterator, c js.Call) goja.Value { return c.This }},
	},
}

// values is the operation values, which is @@asyncIterator too.
func values(s *Readable, c js.Call) goja.Value {
	options := c.Dict(c.Arg(0), "options")
	prevent := c.Member(options, "preventCancel")
	it := &iterator{preventCancel: prevent != nil && prevent.ToBoolean()}
	it.reader = s.mustAcquire()
	return c.Wrap(s.classes.iterator, it)
}

// inTurn runs step when the calls before it have settled.
//
// https://webidl.spec.whatwg.org/#js-asynchronous-iterator-prototype-object
func (it *iterator) inTurn(step func() *goja.Object) *goja.Object {
	if it.ongoing == nil {
		it.ongoing = step()
	} else {
		after := func(goja.Value) goja.Value { return step() }
		it.ongoing = it.reader.react(it.ongoing, after, after)
	}
	return it.ongoing
}

// next is https://streams.spec.whatwg.org/#rs-get-iterator-next
func (it *iterator) next() *goja.Object {
	r := it.reader
	if it.finished {
		return r.resolved(r.Step(goja.Undefined(), true))
	}
	d, end := r.newPromise(), false
	r.read(&readRequest{
		chunk: d.Resolve,
		close: func() {
			end = true
			r.release()
			d.Resolve(goja.Undefined())
		},
		err: func(e goja.Value) {
			r.release()
			d.Reject(e)
		},
	})
	return r.react(d.promise, func(v goja.Value) goja.Value {
		it.finished = end
		return r.Step(v, end)
	}, func(e goja.Value) goja.Value {
		it.finished = true
		r.Throw(e)
		return nil
	})
}

// finish is https://streams.spec.whatwg.org/#rs-asynciterator-prototype-return
func (it *iterator) finish(value goja.Value) *goja.Object {
	r := it.reader
	done := func(goja.Value) goja.Value { return r.Step(value, true) }
	if it.finished {
		return r.resolved(done(nil))
	}
	it.finished = true
	if it.preventCancel {
		r.release()
		return r.resolved(done(nil))
	}
	result := r.stream.Cancel(value)
	r.release()
	return r.react(result, done, nil)
}

// from is ReadableStream.from.
//
// https://streams.spec.whatwg.org/#abstract-opdef-readablestreamfromiterable
func from(c js.Call) goja.Value {
	x := envOf(c.Realm)
	iterator := x.open(c.Arg(0)) // 2
	next := x.method(iterator, "next")
	if next == nil {
		c.Throw(c.TypeError("ReadableStream.from: the iterator has no next method"))
	}
	s := newReadable(x)
	s.setUp(source{
		pull: func(t *defaultController) *goja.Object { // 4
			step := x.promiseCall(next, iterator)
			return x.react(step, func(v goja.Value) goja.Value {
				o, ok := v.(*goja.Object)
				if !ok {
					x.Throw(x.TypeError("the iterator gave a result that is not an object"))
				}
				if done := o.Get("done"); done != nil && done.ToBoolean() {
					t.close()
					return goja.Undefined()
				}
				return x.react(x.resolved(valueOf(o)), func(chunk goja.Value) goja.Value {
					t.enqueue(chunk)
					return goja.Undefined()
				}, nil)
			}, nil)
		},
		cancel: func(reason goja.Value) *goja.Object { // 5
			var finish goja.Callable
			if thrown := x.try(func() { finish = x.method(iterator, "return") }); thrown != nil {
				return x.rejected(thrown)
			}
			if finish == nil {
				return x.resolved(goja.Undefined())
			}
			return x.react(x.promiseCall(finish, iterator, reason), func(v goja.Value) goja.Value {
				if _, ok := v.(*goja.Object); !ok {
					x.Throw(x.TypeError("the iterator's return method gave something that is not an object"))
				}
				return goja.Undefined()
			}, nil)
		},
	})
	return s.Object()
}

func valueOf(step *goja.Object) goja.Value {
	if v := step.Get("value"); v != nil {
		return v
	}
	return goja.Undefined()
}

// open gets an async iterator, or a plain one.
func (x *env) open(v goja.Value) *goja.Object {
	o := v.ToObject(x.vm)
	for _, symbol := range []*goja.Symbol{x.asyncIteratorSymbol(), goja.SymIterator} {
		method := goja.Value(nil)
		if symbol != nil {
			method = o.GetSymbol(symbol)
		}
		if method == nil || goja.IsUndefined(method) || goja.IsNull(method) {
			continue
		}
		fn, ok := goja.AssertFunction(method)
		if !ok {
			break
		}
		made, err := fn(v)
		if err != nil {
			panic(thrownBy(err))
		}
		if iterator, ok := made.(*goja.Object); ok {
			return iterator
		}
		x.Throw(x.TypeError("the iterable gave an iterator that is not an object"))
	}
	x.Throw(x.TypeError("ReadableStream.from: the argument is not iterable"))
	return nil
}

// asyncIteratorSymbol is Symbol.asyncIterator.
func (x *env) asyncIteratorSymbol() *goja.Symbol {
	constructor, ok := x.vm.GlobalObject().Get("Symbol").(*goja.Object)
	if !ok {
		return nil
	}
	symbol, _ := constructor.Get("asyncIterator").(*goja.Symbol)
	return symbol
}
