package js

import (
	"testing"

	"github.com/dop251/goja"
)

func BenchmarkNewRealm(b *testing.B) {
	b.ReportAllocs()
	l := NewLoop(LoopConfig{})
	for b.Loop() {
		r := NewRealm(l, RealmConfig{})
		r.Close()
	}
}
func BenchmarkVM(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New()
	}
}
func BenchmarkSymbol(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New().GlobalObject().Get("Symbol")
	}
}
func BenchmarkThen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r := &Realm{VM: goja.New()}
		r.intr.promiseThen(r)
	}
}
func BenchmarkClass(b *testing.B) {
	b.ReportAllocs()
	l := NewLoop(LoopConfig{})
	for b.Loop() {
		r := NewRealm(l, RealmConfig{})
		r.class(DOMExceptionClass.describe())
		r.Close()
	}
}
func BenchmarkFunction(b *testing.B) {
	b.ReportAllocs()
	l := NewLoop(LoopConfig{})
	r := NewRealm(l, RealmConfig{})
	for b.Loop() {
		r.function("hello", 1, func(goja.FunctionCall) goja.Value { return nil })
	}
}
func BenchmarkObjectCtor(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New().GlobalObject().Get("Object")
	}
}
func BenchmarkArrayCtor(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New().GlobalObject().Get("Array")
	}
}
func BenchmarkReflect(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New().GlobalObject().Get("Reflect")
	}
}
func BenchmarkTyped(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		goja.New().GlobalObject().Get("Uint8Array")
	}
}
