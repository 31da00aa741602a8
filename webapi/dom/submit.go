package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/formdata"
	"asterism/webapi/weburl"
)

// Query is the entries as a URL's query.
func (s *Submission) Query() string {
	var pairs []weburl.Pair
	for name, value := range s.Entries.Texts() {
		pairs = append(pairs, weburl.Pair{Name: name, Value: value})
	}
	return weburl.SerializeForm(pairs)
}

// SubmitEvent and FormDataEvent are what a submission fires.
//
// https://html.spec.whatwg.org/#the-submitevent-interface
// https://html.spec.whatwg.org/#the-formdataevent-interface
type (
	SubmitEvent struct {
		events.Event
		submitter goja.Value
	}
	FormDataEvent struct {
		events.Event
		data goja.Value
	}
)

// SubmitEventClass is SubmitEvent.
var SubmitEventClass = &js.Class[*SubmitEvent]{Name: "SubmitEvent", Parent: events.EventClass, Length: 1,
	New: func(c js.Call) *SubmitEvent {
		e := &SubmitEvent{submitter: goja.Null()}
		if v := c.Member(e.Construct(c), "submitter"); v != nil {
			e.submitter = v
		}
		return e
	},
	Attrs: []js.Attr[*SubmitEvent]{{Name: "submitter", Get: func(e *SubmitEvent, _ js.Call) goja.Value { return e.submitter }}},
}

// FormDataEventClass is FormDataEvent.
var FormDataEventClass = &js.Class[*FormDataEvent]{Name: "FormDataEvent", Parent: events.EventClass, Length: 2,
	New: func(c js.Call) *FormDataEvent {
		e := new(FormDataEvent)
		v := c.Member(e.Construct(c), "formData")
		if v == nil || !c.Is(v, formdata.Class) {
			c.Throw(c.TypeError("FormDataEvent: formData is not a FormData"))
		}
		e.data = v
		return e
	},
	Attrs: []js.Attr[*FormDataEvent]{{Name: "formData", Get: func(e *FormDataEvent, _ js.Call) goja.Value { return e.data }}},
}

// submit is https://html.spec.whatwg.org/#form-submission-algorithm
// quiet: by the method submit, without validation and a submit event.
func (n *Node) submit(submitter *Node, quiet bool) {
	d := n.doc
	if !n.Connected() || n.busy || d.realm == nil { // 1, 2
		return
	}
	if !quiet { // 5
		if n.firing { // 5.1
			return
		}
		n.firing = true
		defer func() { n.firing = false }()
		_, lax := n.Attr("novalidate")
		if submitter != nil && !lax {
			_, lax = submitter.Attr("formnovalidate")
		}
		if !lax && !n.valid() { // 5.3
			return
		}
		e := &SubmitEvent{Event: events.Event{Type: "submit", Bubbles: true, Cancelable: true}, submitter: Wrap(d.realm, submitter)}
		Wrap(d.realm, n)
		proceed, err := events.Fire(d.realm, n, SubmitEventClass, e) // 5.5
		must(proceed, err)
		if !proceed || !n.Connected() { // 5.7, 5.8
			return
		}
	}
	entries := n.formData(submitter) // 7
	if entries == nil {              // 8
		return
	}
	if s := n.submission(submitter, entries); s.Method != "dialog" {
		d.host.Submit(s)
	}
}

// formData is the entry list of a form after its formdata event; nil: it is being
// made already.
//
// https://html.spec.whatwg.org/#constructing-the-form-data-set
func (n *Node) formData(submitter *Node) *formdata.Data {
	if n.busy { // 1
		return nil
	}
	n.busy = true // 2
	defer func() { n.busy = false }()
	data := n.entries(submitter)
	r := n.doc.realm
	Wrap(r, n)
	must(events.Fire(r, n, FormDataEventClass, &FormDataEvent{ // 7
		Event: events.Event{Type: "formdata", Bubbles: true}, data: formdata.New(r, data),
	}))
	return &formdata.Data{Entries: append([]formdata.Entry(nil), data.Entries...)} // 9
}

// valid fires invalid at the controls that lack what they require.
//
// https://html.spec.whatwg.org/#interactively-validate-the-constraints
func (n *Node) valid() bool {
	ok := true
	for _, c := range n.Controls() {
		if !c.satisfied() {
			ok = false
			must(Fire(c, "invalid", false, true))
		}
	}
	return ok
}

// satisfied says whether a control has the value that it requires; other
// constraints are not known.
func (n *Node) satisfied() bool {
	_, required := n.Attr("required")
	if !required || n.Disabled() {
		return n.custom == ""
	}
	switch t := n.inputType(); {
	case n.Is("input") && t == "checkbox":
		return n.isChecked() && n.custom == ""
	case n.Is("input") && t == "radio":
		group := n.Root().all(func(c *Node) bool {
			return c.Is("input") && c.inputType() == "radio" && c.AttrOr("name") == n.AttrOr("name") && c.Form() == n.Form() && c.isChecked()
		})
		return len(group) > 0 && n.custom == ""
	}
	return n.Value() != "" && n.custom == ""
}

// reset is https://html.spec.whatwg.org/#concept-form-reset
func (n *Node) reset() {
	Wrap(n.doc.realm, n)
	if proceed, err := Fire(n, "reset", true, true); err != nil || !proceed {
		must(proceed, err)
		return
	}
	for _, c := range n.Controls() {
		c.clearFiles()
		c.value, c.checked = nil, nil
	}
}

// requestSubmit is https://html.spec.whatwg.org/#dom-form-requestsubmit
func requestSubmit(n *Node, c js.Call) goja.Value {
	submitter := argOrNil(c, 0, "the submitter")
	if submitter != nil {
		if !submitter.submits() {
			c.Throw(c.TypeError("requestSubmit: the submitter is not a submit button"))
		}
		if submitter.Form() != n {
			c.Throw(c.DOMException("NotFoundError", "requestSubmit: the submitter is not this form's"))
		}
	}
	n.submit(submitter, false)
	return goja.Undefined()
}

// ofForm makes the entries of `new FormData(form, submitter)`.
//
// https://xhr.spec.whatwg.org/#dom-formdata
func ofForm(c js.Call) *formdata.Data {
	form, ok := NodeOf(c.Realm, c.Arg(0))
	if !ok || !form.Is("form") {
		c.Throw(c.TypeError("FormData: the first argument is not a form"))
	}
	submitter := argOrNil(c, 1, "the submitter")
	if submitter != nil && !submitter.submits() {
		c.Throw(c.TypeError("FormData: the submitter is not a submit button"))
	}
	if submitter != nil && submitter.Form() != form {
		c.Throw(c.DOMException("NotFoundError", "FormData: the submitter is not this form's"))
	}
	data := form.formData(submitter)
	if data == nil {
		c.Throw(c.DOMException("InvalidStateError", "FormData: the form's entries are being gathered already"))
	}
	return data
}
