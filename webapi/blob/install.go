package blob

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

type classKey struct{}

// classes is the package's classes, got through the realm because their own
// functions make instances of them.
type classes struct{ blob, file, list js.Described }

// Install exposes Blob, File, FileList and FileReader. Events and streams must be
// installed too.
func Install(r *js.Realm) {
	r.Attach(classKey{}, &classes{BlobClass, FileClass, FileListClass})
	r.Expose(BlobClass)
	r.Expose(FileClass)
	r.Expose(FileListClass)
	r.Expose(ReaderClass)
	for _, t := range append(cloneTypes(), listType()) {
		clone.Register(r, t)
	}
}

func classesOf(r *js.Realm) *classes {
	c, ok := r.Slot(classKey{}).(*classes)
	if !ok {
		panic("blob: Install was not called for this realm")
	}
	return c
}

// New is the Blob object of b.
func New(r *js.Realm, b *Blob) *goja.Object { return r.Wrap(classesOf(r).blob, b) }

// NewFile is the File object of f.
func NewFile(r *js.Realm, f *File) *goja.Object { return r.Wrap(classesOf(r).file, f) }
