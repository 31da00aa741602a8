package scripthost

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"asterism/bus"
	"asterism/js"
	"asterism/js/classic"
	"asterism/js/transpile"
	"asterism/schemas"
	"asterism/webapi/console"
)

// errClosed is why a page ends when someone asked for it.
var errClosed error = &schemas.Error{Code: schemas.CodeAborted, Message: "the document was closed"}

// eval runs a script in the document named by q, or the page's current one when
// that has been navigated away, and awaits its value.
func (p *page) eval(ctx context.Context, q schemas.EvalDocument) (schemas.Evaluated, error) {
	ctx, cancel := context.WithTimeout(ctx, bus.Eval.Timeout)
	defer cancel()
	got := make(chan schemas.Evaluated, 1)
	gone := &schemas.Error{Code: schemas.CodeNotFound, Message: "the document has been discarded"}
	if !p.post(func() { p.evalIn(q, func(e schemas.Evaluated) { got <- e }) }) {
		return schemas.Evaluated{}, gone
	}
	select {
	case e := <-got:
		e.Happenings = p.activity.count()
		return e, nil
	case <-ctx.Done(): // also when the loop has ended: run says why
	}
	select {
	case e := <-got:
		return e, nil
	default:
	}
	if cause := context.Cause(p.ctx); cause != nil {
		return schemas.Evaluated{}, asOpenError(cause)
	}
	return schemas.Evaluated{}, &schemas.Error{Code: schemas.CodeTimeout, Message: "the script's value did not settle in time"}
}

// evalIn runs on the loop; done is called once, perhaps later.
func (p *page) evalIn(q schemas.EvalDocument, done func(schemas.Evaluated)) {
	d := p.document(q.Client)
	if d == nil {
		done(schemas.Evaluated{JSON: "null", Error: &schemas.Error{Code: schemas.CodeNotFound, Message: "the page has no document"}})
		return
	}
	r := d.realm
	fail := func(err error) {
		var turn *js.TurnExceeded
		if errors.As(err, &turn) {
			done(schemas.Evaluated{JSON: "null", Error: &schemas.Error{Code: schemas.CodeLimit, Message: turnMessage(turn)}})
			return
		}
		done(schemas.Evaluated{JSON: "null", Error: &schemas.Error{Code: schemas.CodeScript, Message: err.Error()}})
	}
	program, err := compileEval(q.Script)
	if err != nil {
		fail(err)
		return
	}
	v, err := r.Run(program)
	if err != nil {
		d.fatal(err)
		fail(err)
		return
	}
	r.Await(v, func(v goja.Value, rejected bool) {
		if rejected {
			message, stack := r.Describe(v)
			done(schemas.Evaluated{JSON: "null", Error: &schemas.Error{Code: schemas.CodeScript, Message: message}, Stack: stack})
			return
		}
		value := schemas.Evaluated{JSON: toJSON(r, v)}
		if goja.IsUndefined(v) {
			value.Text = "undefined"
		} else if !plain(v) {
			value.Text = console.Show(r, v)
		}
		done(value)
	})
}

// compileEval compiles a script; one that is an error only because of a
// top-level await becomes the body of an async function.
func compileEval(src string) (*goja.Program, error) {
	program, err := classic.Compile("eval", []byte(src), transpile.JS)
	if err == nil || !strings.Contains(src, "await") {
		return program, err
	}
	if p, err := classic.Compile("eval", []byte("(async()=>(\n"+strings.TrimRight(strings.TrimSpace(src), ";")+"\n))()"), transpile.JS); err == nil {
		return p, nil
	}
	if p, err := classic.Compile("eval", []byte("(async()=>{\n"+src+"\n})()"), transpile.JS); err == nil {
		return p, nil
	}
	return nil, err
}

// plain says whether JSON says what a value is.
func plain(v goja.Value) bool {
	o, object := v.(*goja.Object)
	switch {
	case object:
		if class := o.ClassName(); class == "Array" {
			return true
		}
		proto := o.Prototype()
		return proto == nil || proto.Prototype() == nil && o.ClassName() == "Object"
	case goja.IsUndefined(v):
		return false
	}
	f, number := v.Export().(float64)
	return goja.IsString(v) || goja.IsNull(v) || v.ExportType().Kind() == reflect.Bool || v.ExportType().Kind() == reflect.Int64 || number && !math.IsNaN(f) && !math.IsInf(f, 0)
}

// toJSON is the value as JSON, "null" for what JSON cannot say.
func toJSON(r *js.Realm, v goja.Value) string {
	out := "null"
	_ = r.Do(func() { // what toJSON methods throw makes it null
		stringify, ok := goja.AssertFunction(r.VM.GlobalObject().Get("JSON").ToObject(r.VM).Get("stringify"))
		if !ok {
			return
		}
		if text, err := stringify(goja.Undefined(), v); err == nil && goja.IsString(text) {
			out = text.String()
		}
	})
	return out
}
