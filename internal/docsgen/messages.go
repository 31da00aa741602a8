package main

import (
	"encoding"
	"reflect"
	"slices"
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// messages is every type that crosses the bus on its own, by name.
func messages() []reflect.Type {
	list := []reflect.Type{reflect.TypeFor[schemas.Error]()} // the data of an error reply
	for _, c := range bus.AllContracts() {
		for _, t := range c.Types {
			if !slices.Contains(list, t) {
				list = append(list, t)
			}
		}
	}
	slices.SortFunc(list, func(a, b reflect.Type) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// isFrame says whether a message travels as a binary frame.
func isFrame(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.BinaryAppender]())
}
