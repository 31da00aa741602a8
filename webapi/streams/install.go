package streams

import (
	"asterism/js"
	"asterism/webapi/clone"
)

// Install exposes the classes. Streams can be made only in realms it was
// called for, and transferred only where package messaging is installed too.
func Install(r *js.Realm) {
	x := &env{Realm: r, vm: r.VM, classes: classes{
		readable: ReadableClass, reader: ReaderClass, controller: ControllerClass,
		byobReader: BYOBReaderClass, byteController: ByteControllerClass, byobRequest: BYOBRequestClass, iterator: iteratorClass,
		writable: WritableClass, writer: WriterClass, sinkController: SinkControllerClass,
		transform: TransformClass, transformController: TransformControllerClass,
	}}
	r.Attach(envKey{}, x)
	for _, class := range []js.Described{
		ReadableClass, ReaderClass, BYOBReaderClass, ControllerClass, ByteControllerClass, BYOBRequestClass,
		WritableClass, WriterClass, SinkControllerClass,
		TransformClass, TransformControllerClass,
		ByteLengthClass, CountClass,
	} {
		r.Expose(class)
	}
	for _, t := range transferTypes() {
		clone.Register(r, t)
	}
}
