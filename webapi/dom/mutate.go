package dom

import "golang.org/x/net/html"

// TreeError is a change the tree refuses; Name is the DOMException's name.
type TreeError struct{ Name, Message string }

func (e *TreeError) Error() string { return e.Name + ": " + e.Message }

// Insert puts child (a fragment: all its children) into n before ref, or at the
// end when ref is nil. It is removed from where it was. The error is a
// *TreeError.
//
// https://dom.spec.whatwg.org/#concept-node-pre-insert
func (n *Node) Insert(child, ref *Node) error {
	// 1. Ensure pre-insert validity.
	if err := n.mayInsert(child, ref); err != nil {
		return err
	}
	// 2, 3. The reference is child itself: its next sibling.
	if ref == child {
		ref = child.Next()
	}
	// 4. Insert.
	if child.Kind() == FragmentKind {
		for _, c := range child.Children() {
			child.unlink(c)
			n.place(c, ref)
		}
		return nil
	}
	child.Remove()
	n.place(child, ref)
	return nil
}

// mayInsert is the spec's "ensure pre-insert validity".
//
// https://dom.spec.whatwg.org/#concept-node-ensure-pre-insertion-validity
func (n *Node) mayInsert(child, ref *Node) error {
	hierarchy := func(msg string) error { return &TreeError{"HierarchyRequestError", msg} }
	switch k := n.Kind(); {
	case k != ElementKind && k != DocumentKind && k != FragmentKind: // 1
		return hierarchy("a " + n.Name() + " node cannot have children")
	case child.Contains(n) || child.content != nil && child.content.Contains(n.Root()): // 2
		return hierarchy("the new child contains the parent")
	case ref != nil && ref.Parent() != n: // 3
		return &TreeError{"NotFoundError", "the reference node is not a child of this node"}
	case child.Kind() == DocumentKind: // 4
		return hierarchy("a document cannot be a child")
	case child.Kind() == DoctypeKind && k != DocumentKind, child.Kind() == TextKind && k == DocumentKind: // 5
		return hierarchy("a " + child.Name() + " node cannot be a child of a " + n.Name())
	case k == DocumentKind: // 6
		return n.mayInsertInDocument(child)
	}
	return nil
}

func (n *Node) mayInsertInDocument(child *Node) error {
	elements := 0
	for c := n.First(); c != nil; c = c.Next() {
		if c.Kind() == ElementKind && c != child {
			elements++
		}
	}
	switch child.Kind() {
	case ElementKind:
		elements++
	case FragmentKind:
		for c := child.First(); c != nil; c = c.Next() {
			switch c.Kind() {
			case ElementKind:
				elements++
			case TextKind:
				return &TreeError{"HierarchyRequestError", "text cannot be a child of a document"}
			}
		}
	default:
		return nil
	}
	if elements > 1 {
		return &TreeError{"HierarchyRequestError", "a document has one element only"}
	}
	return nil
}

// place links c, which is nowhere, and tells the host of what became connected.
func (n *Node) place(c, ref *Node) {
	c.adopt(n.doc)
	if ref == nil {
		n.h.AppendChild(&c.h)
	} else {
		n.h.InsertBefore(&c.h, &ref.h)
	}
	if !n.Connected() {
		return
	}
	// Told after linking, from a list: what the host runs may change the tree.
	var fresh []*Node
	c.Walk(func(e *Node) bool {
		if e.Kind() == ElementKind {
			fresh = append(fresh, e)
		}
		return true
	})
	for _, e := range fresh {
		if e.Connected() {
			n.doc.host.Inserted(e)
		}
	}
}

// adopt makes d the node document of n and everything below.
//
// https://dom.spec.whatwg.org/#concept-node-adopt
func (n *Node) adopt(d *Document) {
	if n.doc == d {
		return
	}
	n.Walk(func(c *Node) bool {
		c.doc = d
		if c.content != nil {
			c.content.adopt(d)
		}
		return true
	})
}

func (n *Node) unlink(c *Node) { n.h.RemoveChild(&c.h) }

// Remove takes n out of its tree; nothing happens to a node that is in none.
func (n *Node) Remove() {
	p := n.Parent()
	if p == nil {
		return
	}
	was := n.Connected()
	p.unlink(n)
	if !was {
		return
	}
	n.Walk(func(c *Node) bool {
		if c.Kind() == ElementKind {
			n.doc.host.Removed(c)
		}
		return true
	})
}

// RemoveChild takes child out of n. The error is a *TreeError.
func (n *Node) RemoveChild(child *Node) error {
	if child.Parent() != n {
		return &TreeError{"NotFoundError", "the node is not a child of this node"}
	}
	child.Remove()
	return nil
}

// Replace puts child where old is.
//
// https://dom.spec.whatwg.org/#concept-node-replace
func (n *Node) Replace(child, old *Node) error {
	if old.Parent() != n {
		return &TreeError{"NotFoundError", "the node to replace is not a child of this node"}
	}
	if child == old {
		return nil
	}
	if child.Contains(n) {
		return &TreeError{"HierarchyRequestError", "the new child contains the parent"}
	}
	ref := old.Next()
	if ref == child {
		ref = child.Next()
	}
	old.Remove()
	if err := n.Insert(child, ref); err != nil {
		_ = n.Insert(old, ref)
		return err
	}
	return nil
}

// Clear removes all children.
func (n *Node) Clear() {
	for c := n.First(); c != nil; c = n.First() {
		c.Remove()
	}
}

// SetText replaces all children by one text node (none for ""), or a text or
// comment node's data.
//
// https://dom.spec.whatwg.org/#string-replace-all
func (n *Node) SetText(s string) {
	switch n.Kind() {
	case TextKind, CommentKind:
		n.h.Data = s
	case ElementKind, FragmentKind:
		n.Clear()
		if s != "" {
			n.place(n.doc.text(s), nil)
		}
	}
}

// Clone copies n, and what is below it when deep, without listeners.
//
// https://dom.spec.whatwg.org/#concept-node-clone
func (n *Node) Clone(deep bool) *Node {
	c := n.clone(deep)
	c.handlersBelow()
	return c
}

func (n *Node) clone(deep bool) *Node {
	c := &Node{doc: n.doc, fragment: n.fragment, started: n.started, value: n.value, checked: n.checked}
	c.h = html.Node{Type: n.h.Type, DataAtom: n.h.DataAtom, Data: n.h.Data, Namespace: n.h.Namespace,
		Attr: append([]html.Attribute(nil), n.h.Attr...)}
	if n.content != nil {
		c.content = n.doc.newFragment()
		if deep {
			n.content.cloneInto(c.content)
		}
	}
	if deep {
		n.cloneInto(c)
	}
	return c
}

func (n *Node) cloneInto(to *Node) {
	for k := n.First(); k != nil; k = k.Next() {
		to.h.AppendChild(&k.clone(true).h)
	}
}
