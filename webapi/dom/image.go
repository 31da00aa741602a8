package dom

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Image is what has become of an img element's source. Its host sets it.
type Image struct {
	Attempt       int // counts the sources, so that an overtaken one is dropped
	Loading       bool
	Broken        bool
	URL           string // of the current source
	Width, Height int    // of the picture, in pixels
	waiting       []func(ok bool)
}

// Image is an element's; made when it is not there.
func (n *Node) Image() *Image {
	if n.image == nil {
		n.image = new(Image)
	}
	return n.image
}

// Settle ends the loading of a picture; broken when ok is false.
func (i *Image) Settle(ok bool) {
	i.Loading, i.Broken = false, !ok
	waiting := i.waiting
	i.waiting = nil
	for _, done := range waiting {
		done(ok)
	}
}

// imageAttrs are those of HTMLImageElement that the picture has.
//
// https://html.spec.whatwg.org/#the-img-element
var imageAttrs = []nodeAttr{
	imageNumber("naturalWidth", func(i *Image) int { return i.Width }),
	imageNumber("naturalHeight", func(i *Image) int { return i.Height }),
	textAttr("currentSrc", func(n *Node) string { return n.Image().URL }, nil),
	flagAttr("complete", func(n *Node) bool { return !n.Image().Loading }),
	imageSide("width", func(i *Image) int { return i.Width }),
	imageSide("height", func(i *Image) int { return i.Height }),
}

func imageNumber(name string, get func(*Image) int) nodeAttr {
	return nodeAttr{Name: name, Get: func(n *Node, c js.Call) goja.Value { return c.VM.ToValue(get(n.Image())) }}
}

// imageSide is the attribute where it is there, else the picture's side.
func imageSide(name string, get func(*Image) int) nodeAttr {
	a := reflectedInt(name, name, 0)
	attr := a.Get
	a.Get = func(n *Node, c js.Call) goja.Value {
		if _, ok := n.Attr(name); ok {
			return attr(n, c)
		}
		return c.VM.ToValue(get(n.Image()))
	}
	return a
}

// decodeImage is https://html.spec.whatwg.org/#dom-img-decode
func decodeImage(n *Node, c js.Call) goja.Value {
	p, resolve, reject := c.Promise()
	settle := func(ok bool) {
		if ok {
			resolve(goja.Undefined())
			return
		}
		reject(c.DOMException("EncodingError", "the image cannot be decoded"))
	}
	if i := n.Image(); i.Loading {
		i.waiting = append(i.waiting, settle)
	} else {
		settle(i.URL != "" && !i.Broken)
	}
	return c.VM.ToValue(p)
}
