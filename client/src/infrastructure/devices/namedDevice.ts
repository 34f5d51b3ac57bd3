/** The URI of the device that a command was given: itself, or in a row of the Devices view; undefined in anything else. */
export function namedDevice(argument: unknown): string | undefined {
	if (typeof argument === 'string') return argument;
	const { device } = (typeof argument === 'object' && argument !== null ? argument : {}) as {
		device?: unknown;
	};
	return typeof device === 'string' ? device : undefined;
}
