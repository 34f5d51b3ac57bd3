import { createHash } from 'node:crypto';
import type { AdapterDescription } from '../../emulator/description.js';

/** Tells adapters apart: equal descriptions have equal fingerprints, whatever the order of their members. 64 hex digits. */
export function fingerprintOf(description: AdapterDescription): string {
	const text = JSON.stringify(description, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
	return createHash('sha256').update(text).digest('hex');
}
