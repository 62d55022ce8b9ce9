// The work of a thread.
export default async (value) => value * 2;
