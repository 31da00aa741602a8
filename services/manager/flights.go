package manager

// flights is a list of flights, oldest first.
type flights struct {
	head, tail *flight
	count      int
}

func (l *flights) add(f *flight) {
	f.prev = l.tail
	if l.tail == nil {
		l.head = f
	} else {
		l.tail.next = f
	}
	l.tail = f
	l.count++
}

func (l *flights) remove(f *flight) {
	if f.prev == nil {
		l.head = f.next
	} else {
		f.prev.next = f.next
	}
	if f.next == nil {
		l.tail = f.prev
	} else {
		f.next.prev = f.prev
	}
	f.prev, f.next = nil, nil
	l.count--
}
