// Package notifications is the Notifications API: Notification in documents and
// workers, showNotification and getNotifications on a registration, and in a
// service worker the events notificationclick and notificationclose.
//
// Nothing is drawn: a Host tells whoever shows notifications, and what people do
// with them comes back by Hear, or as a functional event.
//
// Not here: loading of images, icons and badges (their URLs are passed on), and a
// prompt for permission (the operator has decided).
//
// https://notifications.spec.whatwg.org/
package notifications
