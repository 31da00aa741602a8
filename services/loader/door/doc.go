// Package door is the front door's connections, below HTTP.
package door
