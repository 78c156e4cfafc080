.PHONY: help fast check format demo bench clean
help: ## Lists the goals
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
fast: ## Compiles and tests without formatter and Error Prone; make fast M=pipeline/allocate narrows it
	./mvnw -B -ntp -q -Dfast $(if $(M),-pl $(M) -am) test
check: ## All that CI checks
	./mvnw -B -ntp verify
format: ## Formats all Java files
	./mvnw -B -ntp -q spotless:apply
demo: ## Runs the bundled example month
	./apportion demo
bench: ## Runs the benchmarks (see docs/explanation/speed.md)
	quality/benchmarks/run
clean: ## Removes what was built
	./mvnw -B -ntp -q clean
