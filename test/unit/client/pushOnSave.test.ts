import { expect, test } from 'vitest';
import { SaveQueue } from '../../../client/src/features/push/saveQueue.js';
import { pushesOnSave } from '../../../client/src/features/push/saveRules.js';

const emulator = { uri: 'emulator:///x.sock' };
const server = { uri: 'linux+ssh://root@host/eth1' };

test.each([
	['off', []],
	[undefined, []],
	['emulator', [emulator]],
	[['emulator'], [emulator]],
	[[server.uri], [server]],
	[
		['emulator', server.uri],
		[emulator, server],
	],
	[[`${server.uri}0`], []],
	// A device is allowed by a list, and by nothing else.
	[server.uri, []],
	[{ emulator: true }, []],
	[[['emulator']], []],
])('the setting %j lets saves be pushed to %j', (setting, allowed) => {
	expect([emulator, server].filter((device) => pushesOnSave(setting, device))).toEqual(allowed);
});

test('pushes to one device follow each other, of one file only the latest waits; other devices do not wait', async () => {
	const queue = new SaveQueue();
	const done: string[] = [];
	const ends: (() => void)[] = [];
	const work = (name: string) => async () => {
		done.push(`${name} begins`);
		await new Promise<void>((resolve) => ends.push(resolve));
		done.push(`${name} ends`);
	};
	const end = async () => {
		ends.shift()?.();
		await new Promise((resolve) => setImmediate(resolve));
	};
	queue.add('d', 'a', work('a1'));
	queue.add('d', 'a', work('a2'));
	queue.add('d', 'b', work('b1'));
	queue.add('d', 'a', work('a3'));
	queue.add('e', 'a', work('e1'));
	expect(done).toEqual(['a1 begins', 'e1 begins']);
	await end();
	expect(done.slice(2)).toEqual(['a1 ends', 'a3 begins']);
	await end();
	await end();
	await end();
	expect(done.slice(4)).toEqual(['e1 ends', 'a3 ends', 'b1 begins', 'b1 ends']);
	queue.add('d', 'a', work('a4'));
	expect(done.at(-1)).toBe('a4 begins');
	await end();
});
