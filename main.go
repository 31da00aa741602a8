// Asterism runs standard service workers on the server, over NATS.
package main

import (
	"os"

	"asterism/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}
