import { describe, expect, test } from 'vitest';
import { Cancelled, chosen, isCancellation } from '../../../client/src/infrastructure/cancelled.js';
import { freeName } from '../../../client/src/infrastructure/freeName.js';
import { Lifecycle } from '../../../client/src/infrastructure/lifecycle.js';

describe('cancelling is not failing', () => {
	test('to choose nothing is to cancel; to choose something false is not', () => {
		expect(() => chosen(undefined)).toThrow(Cancelled);
		expect(chosen('')).toBe('');
	});

	test.each([
		['the user', new Cancelled(), true],
		['the client', Object.assign(new Error('Cancelled.'), { code: -32800 }), true],
		['the server', Object.assign(new Error('Cancelled.'), { code: -32802 }), true],
		['VS Code', Object.assign(new Error('Canceled'), { name: 'Canceled' }), true],
		['a failed request', Object.assign(new Error('No device.'), { code: -32803 }), false],
		['no error at all', { code: -32800 }, false],
	])('%s', (_who, error, cancelled) => expect(isCancellation(error)).toBe(cancelled));
});

describe('the name of an unsaved file', () => {
	const free = (name: string, ...taken: string[]) => freeName(name, async (n) => taken.includes(n));

	test('is the one suggested where that is free', async () => {
		expect(await free('slot-3.rssv2.yaml')).toBe('slot-3.rssv2.yaml');
	});

	test('has the first number that is free, before the ending', async () => {
		expect(await free('slot-3.rssv2.yaml', 'slot-3.rssv2.yaml', 'slot-3-2.rssv2.yaml')).toBe(
			'slot-3-3.rssv2.yaml',
		);
		expect(await free('a.txt', 'a.txt')).toBe('a-2.txt');
		expect(await free('a', 'a')).toBe('a-2');
	});
});

describe('the lifecycle', () => {
	test('ends the last first and waits for each, also after one that fails', async () => {
		const ended: string[] = [];
		const part = (name: string, failing = false) => ({
			async dispose() {
				await new Promise<void>((resolve) => setImmediate(resolve));
				ended.push(name);
				if (failing) throw new Error(name);
			},
		});
		const lifecycle = new Lifecycle();
		lifecycle.add(part('log'), part('server', true), part('feature'));
		await expect(lifecycle.dispose()).rejects.toThrow('did not end cleanly');
		expect(ended).toEqual(['feature', 'server', 'log']);
		await lifecycle.dispose();
		expect(ended).toHaveLength(3);
	});
});
