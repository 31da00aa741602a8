package serviceworker

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/webworker"
)

// InstallContainer gives the worker its navigator.serviceWorker, which every
// worker has. Its registrations are the same objects as the scope's own.
//
// https://w3c.github.io/ServiceWorker/#navigator-serviceworker
func (s *Scope) InstallContainer(host ClientHost) {
	s.containerHost = host
	s.realm.Attach(scopeKey{}, s)
	s.realm.Expose(containerClass)
	s.realm.Extend(webworker.NavigatorClass, navigatorContainer)
}

type scopeKey struct{}

var navigatorContainer = &js.Partial[any]{Attrs: []js.Attr[any]{{Name: "serviceWorker", Get: func(_ any, c js.Call) goja.Value {
	s := c.Realm.Slot(scopeKey{}).(*Scope)
	if s.container == nil {
		s.container = newContainer(c.Realm, s.containerHost, s.objects)
	}
	return s.container.object
}}}}
