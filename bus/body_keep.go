package bus

import "time"

// keep makes sure that the keeper runs. Called with mu held.
func (b *bodies) keep() {
	if !b.keeping {
		b.keeping = true
		go b.keeper()
	}
}

// keeper looks at every body now and then: it pings ends that are silent, and
// ends bodies whose other end is gone or never came. It returns when there are
// no bodies left.
func (b *bodies) keeper() {
	ticker := time.NewTicker(b.times.tick)
	defer ticker.Stop()
	for {
		var now time.Time
		select {
		case now = <-ticker.C:
		case <-b.conn.done:
			b.close()
		}
		offers, readers := b.all()
		for _, o := range offers {
			o.check(now, b.times)
		}
		for _, r := range readers {
			r.check(now, b.times)
		}
		b.mu.Lock()
		if len(b.offers) == 0 && len(b.readers) == 0 {
			b.keeping = false
			b.mu.Unlock()
			return
		}
		b.mu.Unlock()
	}
}

// silence is how long nothing was heard from the other end.
func (t bodyTimes) silence(now, heard time.Time) (ping, lost bool) {
	d := now.Sub(heard)
	return d >= t.idle, d >= t.lost
}
