/** Parts of a path, joined. */
export const join = (...parts: readonly string[]): string => parts.join('/');
