package cookiestore

import (
	"context"

	"asterism/schemas"
)

// Host is an environment's way to its cookies. A *schemas.Error with an Exception
// becomes that exception.
type Host interface {
	// Cookies reads or writes. ask.URL is set; the host says in whose partition
	// and context. It may block.
	Cookies(ctx context.Context, ask schemas.CookieAsk) (schemas.CookieReply, error)
	// CookieInterest changes or reads what a registration wants to hear of. It may
	// block.
	CookieInterest(ctx context.Context, ask schemas.CookieInterestAsk) (schemas.CookieInterests, error)
	// WatchCookies calls heard on the loop for every change that a script at the
	// URL can see, until stop is called. It is called on the loop, and when it
	// returns no later change is missed.
	WatchCookies(url string, heard func(schemas.CookieChange)) (stop func())
}
