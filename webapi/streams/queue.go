package streams

import (
	"math"

	"github.com/dop251/goja"
)

// queue is a queue with sizes.
//
// https://streams.spec.whatwg.org/#queue-with-sizes
type queue struct {
	chunks []sized
	total  float64
}

type sized struct {
	value goja.Value
	size  float64
}

// put adds a chunk; false when its size is not a finite, non-negative number.
func (q *queue) put(value goja.Value, size float64) bool {
	if !(size >= 0) || math.IsInf(size, 1) {
		return false
	}
	q.chunks = append(q.chunks, sized{value, size})
	q.total += size
	return true
}

func (q *queue) take() goja.Value {
	chunk := q.chunks[0]
	q.chunks[0] = sized{}
	q.chunks = q.chunks[1:]
	if q.total -= chunk.size; q.total < 0 {
		q.total = 0
	}
	return chunk.value
}

func (q *queue) reset() { q.chunks, q.total = nil, 0 }

func (q *queue) empty() bool { return len(q.chunks) == 0 }

// sizer measures chunks; nil counts each as 1.
type sizer func(chunk goja.Value) float64

// strategy is a QueuingStrategy dictionary, converted.
type strategy struct {
	mark    float64
	hasMark bool
	size    sizer
}

// strategy converts a queuing strategy object; constructors do so before they
// look into the underlying source, sink or transformer.
//
// https://streams.spec.whatwg.org/#qs-api
func (x *env) strategy(v goja.Value) strategy {
	var s strategy
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return s
	}
	o, ok := v.(*goja.Object)
	if !ok {
		x.Throw(x.TypeError("the queuing strategy is not an object"))
	}
	if high := o.Get("highWaterMark"); high != nil && !goja.IsUndefined(high) {
		s.mark, s.hasMark = high.ToFloat(), true
	}
	if fn := x.method(o, "size"); fn != nil {
		s.size = func(chunk goja.Value) float64 {
			v, err := fn(goja.Undefined(), chunk)
			if err != nil {
				panic(thrownBy(err))
			}
			return v.ToFloat()
		}
	}
	return s
}

// highWater is the strategy's mark, or normal when it has none.
//
// https://streams.spec.whatwg.org/#validate-and-normalize-high-water-mark
func (x *env) highWater(s strategy, normal float64) float64 {
	if !s.hasMark {
		return normal
	}
	if math.IsNaN(s.mark) || s.mark < 0 {
		x.Throw(x.RangeError("highWaterMark must be a number that is not negative"))
	}
	return s.mark
}

// count is the size of one chunk. It throws what the script's function throws.
func (size sizer) count(chunk goja.Value) float64 {
	if size == nil {
		return 1
	}
	return size(chunk)
}
