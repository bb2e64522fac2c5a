# For habit. The front door is ./sinergi; `./sinergi --help` lists everything.
.PHONY: check test bench demo

check test bench demo:
	@./sinergi $@
