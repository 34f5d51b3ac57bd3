import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntityQueue } from '../../../server/src/daemon/entityQueue.js';

describe('EntityQueue', () => {
	it('does at once what has nothing before it', () => {
		const queue = new EntityQueue();
		expect(queue.run(1, () => 'done')).toBe('done');
		expect(queue.run(undefined, () => 'done')).toBe('done');
	});

	it('lets a request wait for those of its entity and of the adapter, and for no others', async () => {
		const queue = new EntityQueue();
		const gates = new Map<string, () => void>();
		const begun: string[] = [];
		const start = (name: string, vportId: number | undefined) =>
			queue.run(vportId, () => {
				begun.push(name);
				return new Promise<void>((resolve) => gates.set(name, resolve));
			});
		const all = [start('a1', 1), start('b1', 1), start('a2', 2), start('all', undefined), start('c2', 2)];
		expect(begun).toEqual(['a1', 'a2']);
		const open = async (name: string) => {
			gates.get(name)?.();
			await new Promise((resolve) => setImmediate(resolve));
		};
		await open('a1');
		expect(begun).toEqual(['a1', 'a2', 'b1']);
		await open('a2');
		expect(begun).toEqual(['a1', 'a2', 'b1']);
		await open('b1');
		expect(begun).toEqual(['a1', 'a2', 'b1', 'all']);
		await open('all');
		expect(begun).toEqual(['a1', 'a2', 'b1', 'all', 'c2']);
		await open('c2');
		await Promise.all(all);
		expect(queue.run(2, () => 'at once')).toBe('at once');
	});

	it('goes on after a failure, which only its own request hears of', async () => {
		const queue = new EntityQueue();
		const failed = queue.run(1, () => Promise.reject(new Error('lost')));
		const next = queue.run(1, () => 'done');
		await expect(failed).rejects.toThrow('lost');
		expect(await next).toBe('done');
	});

	it('never runs two of one entity at a time, and keeps their order', async () => {
		const request = fc.record({ vportId: fc.option(fc.nat(2), { nil: undefined }), turns: fc.nat(4) });
		await fc.assert(
			fc.asyncProperty(fc.array(request, { maxLength: 25 }), async (requests) => {
				const queue = new EntityQueue();
				const running = new Set<number | undefined>();
				const order: number[] = [];
				await Promise.all(
					requests.map(({ vportId, turns }, i) =>
						queue.run(vportId, async () => {
							order.push(i);
							expect(running.has(undefined) || running.has(vportId)).toBe(false);
							if (vportId === undefined) expect(running.size).toBe(0);
							running.add(vportId);
							for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
							running.delete(vportId);
						}),
					),
				);
				for (const id of [0, 1, 2, undefined]) {
					const own = order.filter((i) => requests[i]?.vportId === id);
					expect(own).toEqual([...own].sort((a, b) => a - b));
				}
				expect(order).toHaveLength(requests.length);
			}),
		);
	});
});
