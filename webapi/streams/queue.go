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

// strategy reads a queuing strategy object.
//
// https://streams.spec.whatwg.org/#validate-and-normalize-high-water-mark
func (x *env) strategy(v goja.Value, normal float64) (mark float64, size sizer) {
	o, ok := v.(*goja.Object)
	if !ok {
		if v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
			x.Throw(x.TypeError("the queuing strategy is not an object"))
		}
		return normal, nil
	}
	mark = normal
	if high := o.Get("highWaterMark"); high != nil && !goja.IsUndefined(high) {
		if mark = high.ToFloat(); math.IsNaN(mark) || mark < 0 {
			x.Throw(x.RangeError("highWaterMark must be a number that is not negative"))
		}
	}
	if fn := x.method(o, "size"); fn != nil {
		size = func(chunk goja.Value) float64 {
			v, err := fn(goja.Undefined(), chunk)
			if err != nil {
				panic(thrownBy(err))
			}
			return v.ToFloat()
		}
	}
	return mark, size
}

// count is the size of one chunk. It throws what the script's function throws.
func (size sizer) count(chunk goja.Value) float64 {
	if size == nil {
		return 1
	}
	return size(chunk)
}
