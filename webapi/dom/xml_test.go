package dom

import "testing"

// FuzzXML: any text is a document, or an error.
func FuzzXML(f *testing.F) {
	f.Add(`<?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a ANY>]><a x="1"><b xmlns="urn:b"/><!--c-->t</a>`)
	f.Add(`<p:a xmlns:p="urn:p" p:q='&amp;'/>`)
	f.Fuzz(func(t *testing.T, text string) {
		d := NewDocument("about:blank", nil)
		d.XML = true
		if d.loadXML(text) == nil {
			_ = d.Node.XML()
		}
	})
}
