package ports

// Origin is the ports and channels of one origin's realms: it implements
// webapi/messaging's Host.
type Origin struct {
	*Ports
	origin string
}

// Of is the way between the realms of an origin such as "https://shop.example".
func (p *Ports) Of(origin string) *Origin { return &Origin{p, origin} }

// Join hears what is posted to the origin's channels of a name, with the token of
// the realm that posts. hear must not block.
func (o *Origin) Join(name string, hear func(from string, data []byte)) (leave func(), err error) {
	return o.join(o.origin, name, hear)
}

// Broadcast posts data to the origin's channels of a name, wherever they are. The
// caller's own realm hears it too, and knows it by the token from.
func (o *Origin) Broadcast(name, from string, data []byte) error {
	return o.broadcast(o.origin, name, from, data)
}
