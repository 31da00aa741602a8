package scripthost

import "testing"

// Media whose first bytes are of a known format get ready; others fail.
func TestMedia(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<body>", "/sound": "OggS\x00\x02", "/text": "no sound"})
	d := w.open("/")
	w.want(d.Client, `var heard = (src, tag = 'audio') => new Promise((done) => {
		const m = document.createElement(tag), seen = [];
		for (const type of ['loadstart', 'loadedmetadata', 'loadeddata', 'canplay', 'canplaythrough', 'error'])
			m['on' + type] = () => { if (seen.push(type) && /through|error/.test(type)) done([...seen, m.readyState, m.networkState].join()); };
		m.src = src;
	}); heard('/sound')`, `"loadstart,loadedmetadata,loadeddata,canplay,canplaythrough,4,1"`)
	w.want(d.Client, "heard('/sound', 'video')", `"loadstart,loadedmetadata,loadeddata,canplay,canplaythrough,4,1"`)
	w.want(d.Client, "heard('/text')", `"loadstart,error,0,3"`)
	w.want(d.Client, "heard('/broken')", `"loadstart,error,0,3"`)
	w.want(d.Client, "var a = document.createElement('audio'); [a.canPlayType('audio/ogg; codecs=vorbis'), a.canPlayType('audio/flac'), a.readyState, a.networkState].join()", `"maybe,,0,0"`)
	if q, _ := w.requested("/sound"); q.Request.Destination != "audio" || q.Request.Mode != "no-cors" {
		t.Errorf("request %+v", q.Request)
	}
}
