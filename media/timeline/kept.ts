/** What the page keeps for when it is shown again. */
export interface Kept {
  readonly run: string;
  readonly fromUs: number;
  readonly toUs: number;
  readonly follow: boolean;
  readonly open: readonly string[];
  readonly selected: string | null;
  readonly sideOpen: boolean;
}

export function parseKept(value: unknown): Kept {
  const kept = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof Kept, unknown>
  >;
  const { run, fromUs, toUs, follow, open, selected, sideOpen } = kept;
  const times = typeof fromUs === "number" && typeof toUs === "number" && toUs > fromUs;
  return {
    run: typeof run === "string" && times ? run : "",
    fromUs: times ? fromUs : 0,
    toUs: times ? toUs : 0,
    follow: follow !== false,
    open: Array.isArray(open) ? open.filter((one) => typeof one === "string") : [],
    selected: typeof selected === "string" ? selected : null,
    sideOpen: sideOpen !== false,
  };
}
