// Command departures serves a departure board: its site and its API.
package main

import (
	"flag"
	"log"
	"net/http"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:9000", "where to listen")
	flag.Parse()
	log.Printf("the board is at http://%s/", *listen)
	log.Fatal(http.ListenAndServe(*listen, new(board)))
}
