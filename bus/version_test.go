package bus

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"
)

func TestAtLeast(t *testing.T) {
	for have, want := range map[string]bool{
		"2.14.0": true, "2.14.1": true, "2.15.0-preview.1": true, "v3.0.0": true, "2.14": true, "10.0.0": true,
		"2.13.9": false, "2.9.0": false, "1.99.99": false, "": false, "dev": false,
	} {
		if got := atLeast(have, VersionRequired); got != want {
			t.Errorf("atLeast(%q) = %v", have, got)
		}
	}
}

// TestConnectOldServer talks to something that says it is an old nats-server.
func TestConnectOldServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
			fmt.Fprint(conn, `INFO {"server_id":"old","version":"2.11.4","max_payload":1048576,"headers":true,"proto":1}`+"\r\n")
			for in := bufio.NewScanner(conn); in.Scan(); {
				if strings.HasPrefix(in.Text(), "PING") {
					fmt.Fprint(conn, "PONG\r\n")
				}
			}
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-served })
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err = Connect(ctx, Config{URL: "nats://" + l.Addr().String()}, "test", slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err == nil || !strings.Contains(err.Error(), "is version 2.11.4; asterism needs 2.14.0 or later: upgrade") {
		t.Fatalf("got %v", err)
	}
}
