"""The screen engine: libghostty-vt through pyghostty's raw bindings. Nothing outside this folder knows it."""
