/** How a fleet is gone through. */
export interface Batches {
	/** Hosts of each batch, numbers or shares of all (`25%`); the last one holds for the rest. Ansible: `serial`. */
	readonly serial: readonly (number | string)[];
	/** The run ends after a batch of which more than this share failed, 0..100. Ansible: `max_fail_percentage`. */
	readonly maxFailPercentage: number;
}

/** One host first, then a quarter at a time; the first failure ends the run after its batch. */
export const DEFAULT_BATCHES: Batches = { serial: [1, '25%'], maxFailPercentage: 0 };

/** Reads `1,25%`; undefined when it is no such list. */
export function parseSerial(text: string): Batches['serial'] | undefined {
	const serial = text.split(',').map((part) => parseBatch(part.trim()));
	return serial.every((part) => part !== undefined) ? serial : undefined;
}

function parseBatch(text: string): number | string | undefined {
	const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(text) ?? [];
	if (digits === undefined) return undefined;
	if (percent === '') return Number(digits);
	return Number(digits) <= 100 ? `${digits}%` : undefined;
}

/** Reads a percentage, 0..100; undefined when it is none. */
export function parsePercentage(text: string): number | undefined {
	const [, digits] = /^(\d{1,3})%?$/.exec(text.trim()) ?? [];
	return digits !== undefined && Number(digits) <= 100 ? Number(digits) : undefined;
}
