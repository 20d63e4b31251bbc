# Every target is a command of ./musterpoint, which makes its own environment first.
.PHONY: demo run test check fmt bench chaos lock

demo run test check fmt bench chaos:
	@./musterpoint $(if $(filter run,$@),serve,$@) $(ARGS)

# Lock again after a change of requirements/*.in (needs uv). No index address may enter the files.
LOCK = uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --quiet
lock:
	cd requirements && $(LOCK) run.in -o run.lock && $(LOCK) dev.in -o dev.lock
