package js

func (r *Realm) installGuards() {}

func limitRegexps() {}
