export * from "./format.js";
export * from "./records.js";
export { RecordReader, RecordingError } from "./reader.js";
export { RecordWriter } from "./writer.js";
export * from "./environment.js";
