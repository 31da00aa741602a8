package abort

import "weak"

// dependents are the signals that follow a source. A source is often long-lived and
// its dependents short-lived, so they are held weakly; one that somebody waits for,
// with a listener or an algorithm, is kept alive.
//
// https://dom.spec.whatwg.org/#abort-signal-garbage-collection
type dependents struct {
	list []weak.Pointer[Signal] // in order of creation
	kept map[*Signal]struct{}
	next int // length at which the dead are looked for
}

func (d *dependents) add(s *Signal) {
	if len(d.list) >= max(d.next, 16) {
		live := d.list[:0]
		for _, p := range d.list {
			if p.Value() != nil {
				live = append(live, p)
			}
		}
		clear(d.list[len(live):])
		d.list, d.next = live, 2*len(live)
	}
	d.list = append(d.list, weak.Make(s))
}

// all are those that are alive.
func (d *dependents) all() []*Signal {
	var list []*Signal
	for _, p := range d.list {
		if s := p.Value(); s != nil {
			list = append(list, s)
		}
	}
	return list
}

// awaited says whether s is to be kept alive by its sources, or not any more.
func (s *Signal) awaited() {
	keep := len(s.algorithms) > 0 || s.Listens("abort")
	if keep == s.kept {
		return
	}
	s.kept = keep
	for _, source := range s.sources {
		switch {
		case !keep:
			delete(source.dependents.kept, s)
		case source.dependents.kept == nil:
			source.dependents.kept = map[*Signal]struct{}{s: {}}
		default:
			source.dependents.kept[s] = struct{}{}
		}
	}
}
