.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./asterism
	go build -trimpath -o asterism .

test: ## Run all tests, with the race detector
	go test -race -timeout 20m ./...

ecosystem: ## Run Hono, itty-router, Workbox and more npm packages through the system (needs npm)
	go test -tags ecosystem -run TestEcosystem ./integration

check: ## Run everything that CI runs
	.ci/run

generate: ## Write the generated schemas and docs again
	go run ./internal/docsgen

bench: ## Compare with workerd, a plain Go server and raw NATS (needs npm)
	go run ./bench hello

.PHONY: help build test ecosystem check generate bench
