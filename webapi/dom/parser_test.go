package dom

import (
	"strings"
	"testing"
)

// reveal parses a page and calls each for every script, in order.
func reveal(src string, each func(d *Document, script *Node)) *Document {
	d := NewDocument("http://localhost/", nil)
	p := NewParser(d, src)
	for s := p.Next(); s != nil; s = p.Next() {
		if each != nil {
			done := p.Write(s)
			each(d, s)
			done()
		}
	}
	return d
}

func TestScriptsSeeThePageBeforeThem(t *testing.T) {
	var seen []string
	d := reveal(`<!doctype html><p id=a>one</p><script>1</script><p id=b>two<script src=x></script></p>
		<template><script>never</script></template><div><script>3</script></div><p id=c>`,
		func(d *Document, s *Node) {
			var ids []string
			for _, n := range d.all(func(n *Node) bool { return n.AttrOr("id") != "" }) {
				ids = append(ids, n.AttrOr("id"))
			}
			seen = append(seen, s.ChildText()+":"+strings.Join(ids, ""))
		})
	if got, want := strings.Join(seen, " "), "1:a :ab 3:ab"; got != want {
		t.Errorf("scripts saw %q, want %q", got, want)
	}
	if d.ByID("c") == nil || d.Quirks {
		t.Error("the rest of the page is missing, or it is in quirks mode")
	}
	if n := d.find(func(n *Node) bool { return n.Is("template") }); n.First() != nil || n.content.First() == nil {
		t.Error("a template's children must be in its contents")
	}
}

func TestDocumentWrite(t *testing.T) {
	var ran []string
	d := reveal(`<body><script>w</script><i>after</i>`, func(d *Document, s *Node) {
		ran = append(ran, s.ChildText())
		if s.ChildText() == "w" {
			d.written = append(d.written, "<b>hi</b><script>nested</script>"...)
		}
	})
	if got := d.Body().InnerHTML(); got != "<script>w</script><b>hi</b><script>nested</script><i>after</i>" {
		t.Errorf("body is %s", got)
	}
	if strings.Join(ran, " ") != "w nested" {
		t.Errorf("ran %v", ran)
	}
}

func TestDeepPages(t *testing.T) {
	d := reveal(strings.Repeat("<div>", 2000)+"<p id=x>deep</p>"+strings.Repeat("</div>", 2000)+"<p id=y>", nil)
	if d.ByID("y") == nil {
		t.Error("what follows a deep part is lost")
	}
}

func TestMutation(t *testing.T) {
	d := reveal(`<div id=a><p id=b></p></div>`, nil)
	a, b := d.ByID("a"), d.ByID("b")
	for name, err := range map[string]error{
		"child of itself":     b.Insert(a, nil),
		"second root":         d.Insert(d.element("p", ""), nil),
		"text in a document":  d.Insert(d.text("x"), nil),
		"foreign reference":   a.Insert(d.element("p", ""), a),
		"remove what is not":  b.RemoveChild(a),
		"child of text":       d.text("x").Insert(d.text("y"), nil),
		"document as a child": a.Insert(&d.Node, nil),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	f := d.Fragment(a, "<i>1</i><b>2</b>")
	if err := a.Insert(f, b); err != nil {
		t.Fatal(err)
	}
	if got := a.OuterHTML(); got != `<div id="a"><i>1</i><b>2</b><p id="b"></p></div>` {
		t.Error(got)
	}
	if f.First() != nil {
		t.Error("a fragment keeps its children")
	}
	c := a.Clone(true)
	if c.OuterHTML() != a.OuterHTML() || c.Connected() {
		t.Error("the clone differs")
	}
	a.SetText("<x>")
	if a.InnerHTML() != "&lt;x&gt;" || b.Connected() {
		t.Error(a.InnerHTML())
	}
}

func TestSelectors(t *testing.T) {
	d := reveal(`<ul class="x y"><li>1<li class=z data-k=v>2</ul>`, nil)
	for s, want := range map[string]string{"ul > li.z": "2", "li:first-child": "1", "[data-k=v]": "2", ".x.y li + li": "2"} {
		n, err := d.Query(s)
		if err != nil || n == nil || n.Text() != want {
			t.Errorf("%s: %v %v", s, n, err)
		}
	}
	for _, s := range []string{"", "li[", "::::", "li:nope(", ":not("} {
		if _, err := d.Query(s); err == nil {
			t.Errorf("%q: accepted", s)
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add("<p>a<script>1</script><table>x<tr><td><template><script></script>", "p > a")
	f.Add("<svg><![CDATA[x]]></svg><select><option><frameset><plaintext>", "*:not(x)")
	f.Fuzz(func(t *testing.T, src, sel string) {
		if len(src) > 1<<16 {
			return
		}
		writes := 0
		d := reveal(src, func(d *Document, s *Node) {
			if writes++; writes < 4 {
				d.written = append(d.written, src[:len(src)/2]...)
			}
			if p := s.Parent(); p != nil && len(src)%3 == 0 {
				p.Remove()
			}
		})
		_ = d.OuterHTML()
		_ = d.Title()
		_, _ = d.QueryAll(sel)
		if b := d.Body(); b != nil {
			b.SetInnerHTML(src)
			_ = b.InsertHTML("afterend", src)
			_ = b.Clone(true).InnerHTML()
		}
	})
}
