package scripthost

import (
	"strings"

	"asterism/webapi/dom"
	"asterism/webapi/weburl"
)

// Submit sends a form's entries by navigating where it says, in a task of its own;
// it implements dom.Host.
//
// https://html.spec.whatwg.org/#form-submission-algorithm steps 12 to 25
func (d *document) Submit(s *dom.Submission) {
	action := s.Action
	if action == "" { // 13
		action = d.dom.URL
	}
	resolved, err := d.dom.ResolveURL(action)
	if err != nil { // 15
		return
	}
	u, err := weburl.Parse(resolved)
	if err != nil || !d.sandbox.forms() {
		return
	}
	n := navigation{from: d}
	if s.Method == "get" && (u.HTTP() || u.Scheme() == "data") { // mutate action URL
		u.SetSearch(s.Query())
		if s.Query() == "" {
			u.SetSearch("?")
		}
	} else if s.Method == "post" && u.HTTP() { // submit as entity body
		n.method = "POST"
		n.body, n.mediaType = s.Encode()
		if n.body == nil {
			n.body = []byte{}
		}
	}
	url := u.Href()
	if v := d.held().csp.Form(url, false); v != nil {
		d.violated(v)
		return
	}
	rel := s.Rel
	if strings.EqualFold(s.Target, "_blank") {
		rel += " noopener"
	}
	b := d.browsing.choose(s.Target)
	if b != nil {
		b.planned++
	}
	d.post(func() { // plan to navigate
		if b != nil {
			b.planned--
		}
		if !d.over() {
			d.follow(url, s.Target, rel, n)
		}
	})
}
