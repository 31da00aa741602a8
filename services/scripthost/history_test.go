package scripthost

import (
	"strings"
	"testing"
)

// A page that a form asked for by POST is asked for with the same body when it is
// reloaded and when history comes back to it.
func TestPostAgain(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + `<body><iframe name=in></iframe>
		<form action=/posted target=in method=post><input name=a value=b></form>`, "/posted": "<title>posted</title>", "/two": "<title>two</title>"})
	d := w.open("/")
	const f = "document.querySelector('iframe')"
	after := func(do string) string {
		return "var l = loaded(" + f + "); " + do + "; l.then(() => frames[0].document.title)"
	}
	w.want(d.Client, after("document.forms[0].submit()"), `"posted"`)
	w.want(d.Client, after("frames[0].location.reload()"), `"posted"`)
	w.want(d.Client, after("frames[0].location = '/two'"), `"two"`)
	w.want(d.Client, after("frames[0].history.back()"), `"posted"`)
	w.want(d.Client, "frames[0].history.pushState(null, '', '#x'); "+after("frames[0].location.reload()"), `"posted"`)
	var seen []string
	for _, q := range w.requests {
		if r := q.Request; strings.Contains(r.URL, "/posted") {
			kind, _ := r.Headers.Get("Content-Type")
			line := r.Method + " " + string(r.Body.Inline) + " " + kind
			if r.Reload {
				line += " reload"
			}
			if r.History {
				line += " history"
			}
			seen = append(seen, line)
		}
	}
	const posted = "POST a=b application/x-www-form-urlencoded"
	want := []string{posted, posted + " reload", posted + " history", posted + " reload"}
	if strings.Join(seen, "\n") != strings.Join(want, "\n") {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(seen, "\n"), strings.Join(want, "\n"))
	}
}

// Bodies are kept as long as there is room for them, the last ones longest.
func TestHistorySheds(t *testing.T) {
	entryOf := func(size int) entry { return entry{post: &postResource{body: make([]byte, size)}} }
	h := history{entries: []entry{entryOf(60), {}, entryOf(50), entryOf(40)}}
	h.entries = append(h.entries, h.entries[3])
	h.shed(100)
	for i, kept := range []bool{false, false, true, true, true} {
		if got := h.entries[i].post != nil; got != kept {
			t.Errorf("entry %d is kept: %v", i, got)
		}
	}
}

// A frame element has a browsing context as an iframe has.
func TestFrameElement(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": helpers + "<body>", "/in": "<title>in</title>",
		"/set": "<frameset cols='50%,50%'><frame name=left src=/in><frame name=right src=/in></frameset>"})
	d := w.open("/")
	w.want(d.Client, `var f = document.createElement('frame'); f.src = '/in'; f.name = 'n'; var l = loaded(f); document.body.append(f);
		l.then(() => [f instanceof HTMLFrameElement, frames.n === f.contentWindow, f.contentDocument.title, f.src].join())`, `"true,true,in,http://localhost/in"`)
	if q, _ := w.requested("/in"); q.Request.Destination != "frame" {
		t.Errorf("destination %q", q.Request.Destination)
	}
	w.want(d.Client, "frame({src: '/set'}).then((f) => [f.contentWindow.left.document.title, f.contentWindow.length, f.contentDocument.body instanceof f.contentWindow.HTMLFrameSetElement].join())", `"in,2,true"`)
}
