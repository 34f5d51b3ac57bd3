import { describe, expect, it } from 'vitest';
import { fuzz } from '../fuzz/fuzz.js';

describe('a short fuzz run', () => {
	it('finds nothing, and reaches most of what the adapter can answer', () => {
		const { changes, statuses, rules } = fuzz({ requests: 60_000, seed: 20_680 });
		expect(changes).toBeGreaterThan(4_000);
		for (const name of ['SUCCESS', 'INVALID_PARAMETER', 'INVALID_DATA', 'NO_QUEUES', 'INVALID_LENGTH'])
			expect(statuses[`NDIS_STATUS_${name}`], name).toBeGreaterThan(20);
		expect(Object.keys(rules).length).toBeGreaterThan(35);
	});

	it('asks the same of the same seed', () => {
		expect(fuzz({ requests: 5_000, seed: 7 })).toEqual(fuzz({ requests: 5_000, seed: 7 }));
		expect(fuzz({ requests: 5_000, seed: 7 })).not.toEqual(fuzz({ requests: 5_000, seed: 8 }));
	});
});
