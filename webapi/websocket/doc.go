// Package websocket is the WebSocket client.
//
// https://websockets.spec.whatwg.org/
//
// The connection itself is a [Host]'s: messages go to it and come from it as two
// streams of schemas.SocketFrame, with whatever flow control these have. Messages
// that arrive are not read ahead of the loop; what a script sends waits here, and
// bufferedAmount counts it, until the stream takes it. A message, and what waits,
// may have 64 MiB; more fails the connection.
//
// Gaps: no extensions (permessage-deflate is not offered); no WebSocketStream;
// bufferedAmount does not count what is under way between here and the network.
package websocket
