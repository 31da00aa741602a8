package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// drive asks for path on addr over the connections for the duration, one
// request at a time on each, and checks every body. CPU is left to the caller.
func drive(ctx context.Context, l load, addr, path, want string) (row, int, error) {
	ctx, cancel := context.WithTimeout(ctx, l.Duration)
	defer cancel()
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: " + addr + "\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
	latencies := make([][]time.Duration, l.Connections)
	errs := make([]error, l.Connections)
	var wg sync.WaitGroup
	began := time.Now()
	for i := range l.Connections {
		wg.Go(func() { latencies[i], errs[i] = hammer(ctx, addr, request, want) })
	}
	wg.Wait()
	took := time.Since(began)
	if err := errors.Join(errs...); err != nil {
		return row{}, 0, err
	}
	all := slices.Concat(latencies...)
	if len(all) == 0 {
		return row{}, 0, fmt.Errorf("%s answered nothing within %s", addr, l.Duration)
	}
	slices.Sort(all)
	return row{
		RPS: float64(len(all)) / took.Seconds(),
		P50: micros(all[len(all)/2]),
		P99: micros(all[len(all)*99/100]),
	}, len(all), nil
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// hammer sends the request on one connection until ctx ends.
func hammer(ctx context.Context, addr string, request []byte, want string) ([]time.Duration, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(conn, 16<<10)
	latencies := make([]time.Duration, 0, 1<<16)
	for ctx.Err() == nil {
		began := time.Now()
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		body, err := readResponse(in)
		if err != nil {
			return nil, err
		}
		if string(body) != want {
			return nil, fmt.Errorf("%s answered %q, not %q", addr, body, want)
		}
		latencies = append(latencies, time.Since(began))
	}
	return latencies, nil
}

// readResponse reads a 200 response; the body is valid until the next read. It
// knows just enough HTTP to cost little, the same for every contender.
func readResponse(in *bufio.Reader) ([]byte, error) {
	status, err := in.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200")) {
		return nil, fmt.Errorf("status line %q", status)
	}
	length := -1
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if len(line) <= 2 {
			break
		}
		const name = "content-length:"
		if len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name) {
			if length, err = strconv.Atoi(textproto.TrimString(string(line[len(name):]))); err != nil {
				return nil, err
			}
		}
	}
	if length < 0 {
		return readChunks(in)
	}
	body, err := in.Peek(length)
	if err != nil {
		return nil, err
	}
	_, err = in.Discard(length)
	return body, err
}

// readChunks reads a chunked body without trailers.
func readChunks(in *bufio.Reader) ([]byte, error) {
	var body []byte
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		size, err := strconv.ParseUint(textproto.TrimString(string(line)), 16, 31)
		if err != nil {
			return nil, err
		}
		chunk := make([]byte, size+2)
		if _, err := io.ReadFull(in, chunk); err != nil {
			return nil, err
		}
		if size == 0 {
			return body, nil
		}
		body = append(body, chunk[:size]...)
	}
}
