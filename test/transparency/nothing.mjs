// Preloaded in the tracer's place: `--import` alone changes how Node starts a program, and what its errors show.
