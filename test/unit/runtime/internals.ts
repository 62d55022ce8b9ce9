/** The library, and what its tests must see of the inside. */
export * from "../../../tracer/runtime/index.js";
export { Flight } from "../../../tracer/runtime/flight.js";
