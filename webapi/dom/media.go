package dom

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/mimetype"
)

// loadsAnywhere are the elements that load their source outside a document too.
var loadsAnywhere = set("img", "video", "audio")

// known are the types of what mimetype.Media finds.
var known = set("audio/aiff", "audio/mp4", "audio/mpeg", "audio/mp3", "audio/ogg", "audio/wav", "audio/wave", "audio/webm", "audio/x-wav",
	"application/ogg", "video/mp4", "video/ogg", "video/webm")

// crossOrigin is the attribute of that name: null where it is absent.
//
// https://html.spec.whatwg.org/#cors-settings-attribute
var crossOrigin = nodeAttr{Name: "crossOrigin", Get: func(n *Node, c js.Call) goja.Value {
	v, ok := n.Attr("crossorigin")
	switch {
	case !ok:
		return goja.Null()
	case strings.EqualFold(v, "use-credentials"):
		return c.VM.ToValue("use-credentials")
	}
	return c.VM.ToValue("anonymous")
}, Set: func(n *Node, c js.Call, v goja.Value) {
	if goja.IsNull(v) {
		n.RemoveAttr("crossorigin")
		return
	}
	n.SetAttr("crossorigin", c.String(v, "crossOrigin"))
}}

// mediaAttrs and mediaMethods are what HTMLMediaElement has where nothing is
// played: its source is fetched, and it is ready when that is of a known format.
//
// https://html.spec.whatwg.org/#htmlmediaelement
var (
	mediaAttrs = []nodeAttr{
		reflectedURL("src", "src"), crossOrigin, reflected("preload", "preload"), reflectedBool("autoplay", "autoplay"),
		reflectedBool("loop", "loop"), reflectedBool("controls", "controls"), reflectedBool("defaultMuted", "muted"),
		textAttr("currentSrc", func(n *Node) string { return n.Image().URL }, nil),
		flagAttr("paused", func(*Node) bool { return true }), flagAttr("ended", func(*Node) bool { return false }),
		reflectedBool("muted", "muted"), mediaNumber("currentTime"),
		{Name: "readyState", Get: func(n *Node, c js.Call) goja.Value {
			if i := n.Image(); i.URL != "" && !i.Loading && !i.Broken {
				return c.VM.ToValue(4)
			}
			return c.VM.ToValue(0)
		}},
		{Name: "networkState", Get: func(n *Node, c js.Call) goja.Value {
			switch i := n.Image(); {
			case i.Loading:
				return c.VM.ToValue(2)
			case i.Broken:
				return c.VM.ToValue(3)
			case i.URL != "":
				return c.VM.ToValue(1)
			}
			return c.VM.ToValue(0)
		}},
	}
	mediaMethods = []nodeMethod{
		{Name: "canPlayType", Length: 1, Call: func(_ *Node, c js.Call) goja.Value {
			if t, ok := mimetype.Parse(c.String(c.Arg(0), "type")); ok && known[t.Essence()] {
				return c.VM.ToValue("maybe")
			}
			return c.VM.ToValue("")
		}},
		{Name: "pause", Call: func(*Node, js.Call) goja.Value { return goja.Undefined() }},
		{Name: "load", Call: func(n *Node, _ js.Call) goja.Value {
			n.doc.host.Changed(n, "src")
			return goja.Undefined()
		}},
		{Name: "play", Async: true, Call: func(_ *Node, c js.Call) goja.Value {
			c.Throw(c.DOMException("NotSupportedError", "nothing can be played here"))
			return nil
		}},
	}
)

func mediaNumber(name string) nodeAttr {
	return nodeAttr{Name: name, Get: func(_ *Node, c js.Call) goja.Value { return c.VM.ToValue(0) }}
}
