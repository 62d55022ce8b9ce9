/** The recording of this very process, read on demand: the gate sees the program as every other face of Sluice does. */
import { channel } from "node:diagnostics_channel";
import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  RecordReader,
  TRACER_CHANNEL,
  type TracerHandle,
  type TracerRequest,
} from "../../tracer/wire/index.js";
import { Model } from "../model/model.js";
import { SourceMaps } from "../session/source-maps.js";

const PIECE_BYTES = 1 << 16;

export class OwnRecording {
  readonly #tracer: TracerHandle;
  readonly #sourceMaps = new SourceMaps();
  readonly #reader = new RecordReader();
  readonly #descriptor: number;
  readonly #buffer = Buffer.alloc(PIECE_BYTES);
  readonly model = new Model(this.#sourceMaps);

  constructor(tracer: TracerHandle) {
    this.#tracer = tracer;
    this.#descriptor = openSync(tracer.recording, "r");
    process.once("exit", () => closeSync(this.#descriptor));
  }

  /** The call that runs now answers for what it starts. Null when it is not known which call runs. */
  charge(): number | null {
    const id = this.#tracer.mark();
    if (id !== null) this.model.charge(id);
    return id;
  }

  /** Calls back when the model is as of now. */
  refresh(done: () => void): void {
    this.#tracer.flush(() => {
      this.#read();
      done();
    });
  }

  #read(): void {
    for (;;) {
      const bytes = readSync(this.#descriptor, this.#buffer, 0, PIECE_BYTES, null);
      if (bytes === 0) return;
      for (const record of this.#reader.push(this.#buffer.subarray(0, bytes))) {
        if (record.kind === "sourceMap") this.#sourceMaps.add(record.file, record.json);
        this.model.apply(record);
      }
    }
  }
}

let own: OwnRecording | null | undefined;

/** Null where no tracer can run. It is started by the first who asks, unless the process was started under one. */
export function ownRecording(): OwnRecording | null {
  own ??= open();
  return own;
}

function open(): OwnRecording | null {
  const tracer = tracerOfProcess() ?? startTracer();
  return tracer?.version === 1 ? new OwnRecording(tracer) : null;
}

function startTracer(): TracerHandle | undefined {
  // The preload lies beside the bundle that this code is part of.
  const load = createRequire(join(import.meta.dirname, "test.cjs"));
  load("./register.cjs");
  return tracerOfProcess();
}

function tracerOfProcess(): TracerHandle | undefined {
  const request: TracerRequest = { tracer: undefined };
  channel(TRACER_CHANNEL).publish(request);
  return request.tracer;
}
