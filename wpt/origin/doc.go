// Package origin is the network of a test run: the server that comes with
// web-platform-tests, on this machine, and the way to it.
//
// [Start] runs the Python server of a folder without writing into it: with a
// configuration and certificates of its own, made for the run, and with what the
// tools of older copies lack on today's Python put right in memory (launcher.py).
// [Running] takes one that runs already.
//
// A [Server] knows how a loader reaches it ([Server.Configure]): every name of
// the suite is 127.0.0.1, its authority is trusted, and [Network] stands in for
// the few files a runner has to replace.
package origin
