/** Options of Node: without the tracer, and with it. */
export const VARIANTS = { plain: [], sluice: ["--import", "sluice/register"] };
