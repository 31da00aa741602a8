package urlpattern

import (
	"errors"
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
)

// Install exposes URLPattern.
func Install(r *js.Realm) { r.Expose(class) }

// engine is the realm's RegExp, as it was when first needed.
type engine struct {
	realm *js.Realm
	ctor  goja.Value
	exec  goja.Callable
}

type engineKey struct{}

// compilerOf makes expressions of the realm's RegExp.
func compilerOf(r *js.Realm) Compiler {
	e, ok := r.Slot(engineKey{}).(*engine)
	if !ok {
		e = &engine{realm: r, ctor: r.VM.GlobalObject().Get("RegExp")}
		if ctor, isObject := e.ctor.(*goja.Object); isObject {
			if proto, isObject := ctor.Get("prototype").(*goja.Object); isObject {
				e.exec, _ = goja.AssertFunction(proto.Get("exec"))
			}
		}
		r.Attach(engineKey{}, e)
	}
	return e.compile
}

func (e *engine) compile(source string, ignoreCase bool) (Matcher, error) {
	flags := "v"
	if ignoreCase {
		flags = "vi"
	}
	if e.exec == nil {
		return nil, errors.New("RegExp is not there any more")
	}
	o, err := e.realm.VM.New(e.ctor, e.realm.VM.ToValue(source), e.realm.VM.ToValue(flags))
	if err != nil {
		return nil, err
	}
	return &script{e, o}, nil
}

// script matches with a JavaScript regular expression.
type script struct {
	engine *engine
	re     *goja.Object
}

func (s *script) Match(input string) ([]*string, bool) {
	v, err := s.engine.exec(s.re, s.engine.realm.VM.ToValue(input))
	if err != nil {
		panic(err) // a limit: not for the script to catch
	}
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	groups := make([]*string, int(o.Get("length").ToInteger())-1)
	for i := range groups {
		if g := o.Get(strconv.Itoa(i + 1)); g != nil && !goja.IsUndefined(g) {
			text := g.String()
			groups[i] = &text
		}
	}
	return groups, true
}
