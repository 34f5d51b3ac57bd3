import { expect, test } from 'vitest';
import { Coalescer } from '../../../client/src/features/preview/coalescer.js';

/** A task whose runs end when the test says so. */
function controlled() {
	const ends: (() => void)[] = [];
	const task = () => new Promise<void>((resolve) => ends.push(resolve));
	return { ends, coalescer: new Coalescer(task) };
}

test('what is asked for during a run is done once, after it', async () => {
	const { ends, coalescer } = controlled();
	const all = coalescer.run();
	void coalescer.run();
	void coalescer.run();
	expect(ends).toHaveLength(1);
	ends[0]?.();
	await expect.poll(() => ends.length).toBe(2);
	ends[1]?.();
	await all;
	expect(ends).toHaveLength(2);
});

test('after the last run a new question is asked at once', async () => {
	const { ends, coalescer } = controlled();
	const first = coalescer.run();
	ends[0]?.();
	await first;
	const second = coalescer.run();
	expect(ends).toHaveLength(2);
	ends[1]?.();
	await second;
});

test('a task that fails against its contract does not block the next', async () => {
	let runs = 0;
	const coalescer = new Coalescer(async () => {
		if (++runs === 1) throw new Error('once');
	});
	await expect(coalescer.run()).rejects.toThrow('once');
	await coalescer.run();
	expect(runs).toBe(2);
});
