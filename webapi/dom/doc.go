// Package dom is the Document Object Model: a tree of nodes on
// golang.org/x/net/html, selectors by cascadia, and the JavaScript classes over
// them, enough for the scripts of ordinary pages.
//
// The tree (Node, Document) is pure Go and knows nothing of JavaScript; the
// classes (the files named class_…) sit on it. A node keeps its one JavaScript
// wrapper, so `document.body === document.body` and expandos survive, and both
// are collected together. Everything belongs to one event loop: no locks.
//
// A page is parsed whole by x/net/html and then revealed piece by piece
// ([Parser]): a script sees exactly the part of the page before its own end
// tag, as with a parser that stops there.
//
// What is not there:
//   - The indexed properties of a live collection follow the tree when its length,
//     an item or an iterator is asked for, not by themselves.
//   - Elements as named properties of forms, collections and the window.
//   - Layout, style computation, ranges, selection, mutation observers, shadow
//     trees, custom elements, XML documents, namespaces beyond what the parser
//     assigns. `style` keeps what scripts write and has no effect.
//   - document.write inserts what one script has written once that script is
//     done, parsed as a fragment of its own.
//
// https://dom.spec.whatwg.org/ https://html.spec.whatwg.org/
package dom
