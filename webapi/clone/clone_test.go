package clone

import (
	"bytes"
	"embed"
	"encoding/hex"
	"testing"

	"asterism/js"
	"asterism/js/jstest"

	"github.com/dop251/goja"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

type point struct{ x int }

var pointClass = &js.Class[*point]{
	Name: "Point",
	New:  func(c js.Call) *point { return &point{x: int(c.Arg(0).ToInteger())} },
	Attrs: []js.Attr[*point]{
		{Name: "x", Get: func(p *point, c js.Call) goja.Value { return c.VM.ToValue(p.x) }},
	},
}

var opaqueClass = &js.Class[*point]{Name: "Opaque", New: func(js.Call) *point { return &point{} }}

func install(r *js.Realm) {
	Install(r)
	r.Expose(pointClass)
	r.Expose(opaqueClass)
	Register(r, &Type{
		Name: "Point", Class: pointClass,
		Write: func(r *js.Realm, o *goja.Object) goja.Value {
			p, _ := js.Native[*point](r, o)
			return r.VM.ToValue(p.x)
		},
		Transfer: func(r *js.Realm, o *goja.Object) goja.Value {
			p, _ := js.Native[*point](r, o)
			return r.VM.ToValue(p.x)
		},
		Read: func(r *js.Realm, payload goja.Value) goja.Value {
			return r.Wrap(pointClass, &point{x: int(payload.ToInteger())})
		},
	})
}

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

// The bytes are a format others may read: they do not change by accident.
func TestFormat(t *testing.T) {
	e := jstest.New(t, install)
	for source, want := range map[string]string{
		`undefined`:              "830180f7",
		`-0`:                     "830180fb8000000000000000",
		`-500`:                   "8301803901f3",
		`1n`:                     "830180c24101",
		`"é"`:                    "83018062c3a9",
		`({a: [1, , true]})`:     "830180d81ca16161d81c8301e0f5",
		`new Set([1])`:           "830180d81cd9010281" + "01",
		`new Map([[1, 2]])`:      "830180d81cd90103a1" + "0102",
		`(x => (x.x = x))({})`:   "830180d81ca16178d81d00",
		`new Date(1)`:            "830180d81cd81b82" + "6444617465" + "01",
		`/a/g`:                   "830180d81cd81b83" + "66526567457870" + "6161" + "6167",
		`new Uint8Array([7, 8])`: "830180d81cd81b84" + "6a55696e74384172726179" + "d81c420708" + "0002",
	} {
		e.Do(func(r *js.Realm) {
			v, err := r.VM.RunString("(" + source + ")")
			if err != nil {
				t.Fatal(err)
			}
			data, err := Serialize(r, v, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := hex.EncodeToString(data); got != want {
				t.Errorf("%s: %s, want %s", source, got, want)
			}
		})
	}
}

func TestTransferBetweenRealms(t *testing.T) {
	from, to := jstest.New(t, install), jstest.New(t, install)
	var data []byte
	from.Do(func(r *js.Realm) {
		v, _ := r.VM.RunString(`({p: new Point(4), b: new ArrayBuffer(3)})`)
		o := v.(*goja.Object)
		var err error
		data, err = Serialize(r, v, r.VM.NewArray(o.Get("b"), o.Get("p")))
		if err != nil {
			t.Fatal(err)
		}
	})
	to.Do(func(r *js.Realm) {
		v, transferred, err := DeserializeTransfer(r, data)
		if err != nil {
			t.Fatal(err)
		}
		o := v.(*goja.Object)
		if len(transferred) != 2 || transferred[0] != o.Get("b") || transferred[1] != o.Get("p") {
			t.Errorf("transferred %v", transferred)
		}
		if p, ok := js.Native[*point](r, o.Get("p")); !ok || p.x != 4 {
			t.Errorf("point: %v", p)
		}
	})
}

func TestBadBytes(t *testing.T) {
	e := jstest.New(t, install)
	for _, bad := range []string{
		"", "83", "8301", "830180", "820180", "83028000", "83018000ff", "83018081", "83018040", "830180d81d00",
		"830180d81c9bffffffffffffffff", "830180d81cbbffffffffffffffff", "8301805bffffffffffffffff", "830180a0",
		"830180d81cd81b8164" + "44617465", "830180d81cd81b82674d79436c617373" + "00", "830180d81ca10102", "830180ff", "8301801f",
		"830180d81cd81b846a55696e74384172726179d81c420708" + "0003", "830180d81cd81b846b" + "55696e743136417272617900000000",
		"830180d81ca163c3283f00", "8301801bffffffffffffffff", "830180d81cd81b82644461746563" + "616263", "830180d81cd81b81654572726f72",
		"830180d81cd81b8263" + "466f6f" + "00", "830180e0",
	} {
		data, err := hex.DecodeString(bad)
		if err != nil {
			t.Fatal(bad, err)
		}
		e.Do(func(r *js.Realm) {
			if v, err := Deserialize(r, data); err == nil {
				t.Errorf("%s: no error but %v", bad, v)
			}
		})
	}
}

// FuzzDeserialize: no bytes panic or run away, and what they mean survives a
// second round.
func FuzzDeserialize(f *testing.F) {
	loop := js.NewLoop(js.LoopConfig{})
	r := js.NewRealm(loop, js.RealmConfig{})
	install(r)
	for _, source := range []string{
		`undefined`, `[1, -2, 0.5, 2n ** 70n, "é\uD800", null, true]`, `({a: {b: [1, , 3]}})`, `new Map([[1, new Set([{}])]])`,
		`[new Date(5), /a/g, new RangeError("x"), Object(1), Object("s")]`, `(x => (x.x = [x, x]))({})`,
		`new Float64Array([1, 2]).subarray(1)`, `(a => (a[100000] = 1, a))([])`, `new Point(2)`, `new DOMException("m", "AbortError")`,
	} {
		v, err := r.VM.RunString("(" + source + ")")
		if err != nil {
			f.Fatal(err)
		}
		data, err := Serialize(r, v, nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := Deserialize(r, data)
		if err != nil {
			return
		}
		again, err := Serialize(r, v, nil)
		if err != nil {
			return // too deep, or an error made anew
		}
		w, err := Deserialize(r, again)
		if err != nil {
			t.Fatalf("%x: cannot be read again as %x: %v", data, again, err)
		}
		third, err := Serialize(r, w, nil)
		if err == nil && !bytes.Equal(again, third) && !bytes.Contains(again, []byte("stack")) {
			t.Fatalf("%x: %x then %x", data, again, third)
		}
	})
}

func BenchmarkClone(b *testing.B) {
	loop := js.NewLoop(js.LoopConfig{})
	r := js.NewRealm(loop, js.RealmConfig{})
	v, _ := r.VM.RunString(`({type: "log", id: 12, tags: ["a", "b"], at: new Date(5), nested: {x: 1.5, y: null}})`)
	b.ReportAllocs()
	for b.Loop() {
		data, err := Serialize(r, v, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Deserialize(r, data); err != nil {
			b.Fatal(err)
		}
	}
}
