package messaging

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// cluster is realms on loops of their own with a road between them, in a
// synctest bubble.
type cluster struct {
	t    *testing.T
	road *road
	stop []func()
}

func newCluster(t *testing.T) *cluster {
	c := &cluster{t: t}
	loop := js.NewLoop(js.LoopConfig{})
	c.road = roadOn(loop)
	c.run(loop)
	return c
}

func (c *cluster) run(loop *js.Loop) {
	go loop.Run(context.Background())
	c.stop = append(c.stop, func() { loop.Stop(nil); <-loop.Done() })
}

func (c *cluster) end() {
	for _, stop := range c.stop {
		stop()
	}
	time.Sleep(time.Minute) // what lingers
}

// member is one realm.
type member struct {
	c    *cluster
	loop *js.Loop
	r    *js.Realm

	mu  sync.Mutex
	log []string
}

func (c *cluster) realm() *member {
	m := &member{c: c, loop: js.NewLoop(js.LoopConfig{})}
	m.r = js.NewRealm(m.loop, js.RealmConfig{Uncaught: func(v goja.Value, _ bool) { c.t.Errorf("uncaught: %v", v) }})
	events.Install(m.r)
	clone.Install(m.r)
	Install(m.r, "https://a.example", c.road)
	m.r.Lazy("log", func() goja.Value {
		return m.r.Function(js.Function{Name: "log", Call: func(call js.Call) goja.Value {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.log = append(m.log, call.Arg(0).String())
			return nil
		}})
	})
	c.run(m.loop)
	return m
}

// do evaluates a script and waits until everything is quiet.
func (m *member) do(script string) goja.Value {
	m.c.t.Helper()
	var out goja.Value
	var err error
	m.loop.Post(func() { out, err = m.r.VM.RunString(script) })
	synctest.Wait()
	if err != nil {
		m.c.t.Fatalf("%s: %v", script, err)
	}
	return out
}

// send gives a value of this realm to another one under a name, with transfer.
func (m *member) send(to *member, value, transfer, name string) {
	m.c.t.Helper()
	to.take(m.pack(value, transfer), name)
}

func (m *member) pack(value, transfer string) (data []byte) {
	m.c.t.Helper()
	v := m.do("([" + value + ",[" + transfer + "]])").(*goja.Object)
	m.loop.Post(func() {
		var err error
		if data, err = clone.Serialize(m.r, v.Get("0"), v.Get("1")); err != nil {
			m.c.t.Error(err)
		}
	})
	synctest.Wait()
	return data
}

func (m *member) take(data []byte, name string) {
	m.loop.Post(func() {
		v, err := clone.Deserialize(m.r, data)
		if err != nil {
			m.c.t.Error(err)
		}
		_ = m.r.VM.GlobalObject().Set(name, v)
	})
	synctest.Wait()
}

func (m *member) want(want string) {
	m.c.t.Helper()
	synctest.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	if got := strings.Join(m.log, " "); got != want {
		m.c.t.Errorf("heard %q, want %q", got, want)
	}
	m.log = nil
}

const listen = `p.onmessage = (e) => log(String(e.data)); p.onclose = () => log('closed');`

func TestBetweenRealms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		defer c.end()
		a, b, d := c.realm(), c.realm(), c.realm()
		a.do(`const {port1: p, port2: q} = new MessageChannel(); p.postMessage('early'); ` + listen)
		a.send(b, "q", "q", "p")
		a.do(`p.postMessage('next')`)
		b.do(listen)
		b.want("early next")
		b.do(`p.postMessage('back')`)
		a.want("back")

		// The far end moves on, while messages are on their way to it.
		a.do(`p.postMessage('one')`)
		b.want("one")
		packed := b.pack("p", "p")
		a.do(`p.postMessage('two')`)
		d.take(packed, "p")
		a.do(`p.postMessage('three')`)
		d.do(listen)
		d.want("two three")

		// And comes home: both ends are in one realm again, and the road is quiet.
		a.do(`p.postMessage('four')`)
		d.want("four")
		a.do(`p.postMessage('five'); var mine = p;`)
		d.do(`p.onmessage = null`) // five was heard
		d.want("five")
		d.do(`p.postMessage('from d')`)
		a.want("from d")
		d.send(a, "p", "p", "home")
		said := c.road.said
		a.do(`home.onmessage = (e) => log('home ' + e.data); mine.postMessage('hello')`)
		a.want("home hello")
		if c.road.said != said {
			t.Errorf("%d messages on the road between ports of one realm", c.road.said-said)
		}
		a.do(`home.close()`)
		a.want("closed")
	})
}

func TestBothEndsMove(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		defer c.end()
		a, b, d := c.realm(), c.realm(), c.realm()
		a.do(`const {port1, port2} = new MessageChannel(); port1.postMessage(1); port2.postMessage(2)`)
		first, second := a.pack("port1", "port1"), a.pack("port2", "port2")
		b.take(first, "p")
		b.do(`p.postMessage(3);` + listen)
		d.take(second, "p")
		d.do(`p.postMessage(4);` + listen)
		b.want("2 4")
		d.want("1 3")

		// At the same time, crosswise.
		b.do("p.postMessage(5)")
		d.want("5")
		first, second = b.pack("p", "p"), d.pack("p", "p")
		d.take(first, "p")
		b.take(second, "p")
		d.do(`p.postMessage(6);` + listen)
		b.do(`p.postMessage(7);` + listen)
		b.want("6")
		d.want("7")
	})
}

func TestMany(t *testing.T) {
	for name, lose := range map[string]func(n int, m schemas.PortMessage) bool{
		"sound": nil,
		"some messages are lost": func(n int, m schemas.PortMessage) bool {
			return n%20 == 0 && m.Kind != schemas.PortHello
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCluster(t)
				defer c.end()
				n := 0
				if lose != nil {
					c.road.lose = func(m schemas.PortMessage) bool { n++; return lose(n, m) }
				}
				a, b := c.realm(), c.realm()
				a.do(`const {port1: p, port2: q} = new MessageChannel()`)
				a.send(b, "q", "q", "p")
				b.do(`let n = 0; p.onmessage = (e) => { if (e.data.length !== 700000 || e.data[0] !== n++ % 256) log('wrong'); if (n === 100) log('all') }`)
				a.do(`for (let i = 0; i < 100; i++) { const a = new Uint8Array(700000); a[0] = i; p.postMessage(a) }`)
				time.Sleep(30 * time.Minute) // lost ones are asked for with the pings
				b.want("all")
			})
		})
	}
}

func TestClosing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		defer c.end()
		a, b := c.realm(), c.realm()
		open := func() {
			a.do(`var {port1: p, port2: q} = new MessageChannel();` + listen)
			a.send(b, "q", "q", "p")
			b.do(listen)
		}
		open()
		a.do(`p.postMessage('last'); p.close(); p.postMessage('lost')`)
		b.want("last closed")

		// Closed while the other end is on its way.
		a.do(`var {port1: p, port2: q} = new MessageChannel()`)
		packed := a.pack("q", "q")
		a.do(`p.postMessage('last'); p.close()`)
		b.do(`Object.defineProperty(globalThis, 'arrived', {set(p) {` + listen + `}})`)
		b.take(packed, "arrived")
		b.want("last closed")

		// The realm ends.
		open()
		b.do(`p.postMessage('goodbye')`)
		b.loop.Post(func() { Shutdown(b.r) })
		a.want("goodbye closed")
		b = c.realm()
		open()
		b.loop.Stop(nil)
		a.want("closed")
		time.Sleep(time.Minute)
		if n := len(c.road.ports); n != 0 {
			t.Errorf("%d ports still listen", n)
		}
	})
}

// A process dies: nobody says anything any more.
func TestDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		defer c.end()
		a, b := c.realm(), c.realm()
		a.do(`const {port1: p, port2: q} = new MessageChannel();` + listen)
		a.send(b, "q", "q", "p")
		b.do(`p.postMessage('alive');` + listen)
		time.Sleep(time.Hour)
		a.want("alive")
		id := ""
		b.loop.Post(func() { v, _ := PortOf(b.r, b.r.VM.GlobalObject().Get("p")); id = v.id })
		synctest.Wait()
		c.road.mu.Lock()
		delete(c.road.ports, id)
		c.road.dead = id
		c.road.mu.Unlock()
		time.Sleep((maxMissed - 1) * pingEvery)
		a.want("")
		time.Sleep(2 * pingEvery)
		a.want("closed")
	})
}

func TestBroadcastBetweenRealms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCluster(t)
		defer c.end()
		a, b := c.realm(), c.realm()
		for i, m := range []*member{a, b} {
			m.do(fmt.Sprintf(`const c1 = new BroadcastChannel('n'), c2 = new BroadcastChannel('n');
				for (const c of [c1, c2]) c.onmessage = (e) => log((c === c1 ? 'c1:' : 'c2:') + e.data + e.isTrusted); var id = %d`, i))
		}
		a.do(`for (let i = 0; i < 3; i++) c1.postMessage(i)`)
		a.want("c2:0true c2:1true c2:2true")
		b.want("c1:0true c2:0true c1:1true c2:1true c1:2true c2:2true")
		b.do(`c1.close(); c2.close()`)
		a.do(`c1.postMessage(4)`)
		b.want("")
		a.loop.Post(func() { Shutdown(a.r) })
		synctest.Wait()
		if n := len(c.road.channels["n"]); n != 0 {
			t.Errorf("%d realms still listen", n)
		}
	})
}
