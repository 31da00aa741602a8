// Package policy is the checks a registration and its script must pass. They
// are pure; a failure is a *schemas.Error with the exception the script gets and
// a message that says what to do.
package policy
