import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../../server/src/devices/deviceError.js';
import {
	type DeviceUri,
	deviceLabel,
	formatDeviceUri,
	parseDeviceUri,
} from '../../../server/src/devices/uri.js';

function complaint(text: string): string {
	try {
		parseDeviceUri(text);
	} catch (error) {
		expect(error).toBeInstanceOf(DeviceError);
		expect((error as DeviceError).code).toBe('invalid-uri');
		return (error as DeviceError).message;
	}
	throw new Error(`${text} was accepted`);
}

describe('device URIs', () => {
	it.each<[string, DeviceUri]>([
		['emulator:///run/r.sock', { kind: 'emulator', transport: 'unix', path: '/run/r.sock' }],
		[
			'emulator://127.0.0.1:7680',
			{
				kind: 'emulator',
				transport: 'tcp',
				host: '127.0.0.1',
				port: 7680,
				tokenEnvironment: 'RSSV2_EMULATOR_TOKEN',
			},
		],
		[
			'emulator://[::1]:7680?token-env=MY_TOKEN',
			{ kind: 'emulator', transport: 'tcp', host: '::1', port: 7680, tokenEnvironment: 'MY_TOKEN' },
		],
		['linux:///eth1', { kind: 'linux', interface: 'eth1' }],
		[
			'linux+ssh://root@host:2222/eth1',
			{ kind: 'linux', interface: 'eth1', ssh: { user: 'root', host: 'host', port: 2222 } },
		],
		['linux:///eth1?context=2', { kind: 'linux', interface: 'eth1', context: 2 }],
		[
			'linux+ssh://host/eth1?sudo&context=1',
			{ kind: 'linux', interface: 'eth1', ssh: { host: 'host' }, sudo: true, context: 1 },
		],
		['windows:///SLOT%203%20Port%201', { kind: 'windows', adapter: 'SLOT 3 Port 1' }],
		[
			'windows+ssh://admin@host/Ethernet',
			{ kind: 'windows', adapter: 'Ethernet', ssh: { user: 'admin', host: 'host' } },
		],
	])('%s', (text, uri) => {
		expect(parseDeviceUri(text)).toEqual(uri);
		expect(formatDeviceUri(uri)).toBe(text);
	});

	it('writes what it reads back, whatever the name', () => {
		const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((s) => s !== '.' && s !== '..');
		fc.assert(
			fc.property(name, fc.boolean(), (adapter, remote) => {
				const uri: DeviceUri = { kind: 'windows', adapter, ...(remote && { ssh: { host: 'server' } }) };
				expect(parseDeviceUri(formatDeviceUri(uri))).toEqual(uri);
			}),
		);
		fc.assert(
			fc.property(name, (file) => {
				// Dot segments are resolved, as in every URI.
				const path = posix.normalize(`/run/x${file}`);
				fc.pre(!path.endsWith('/'));
				const uri: DeviceUri = { kind: 'emulator', transport: 'unix', path };
				expect(parseDeviceUri(formatDeviceUri(uri))).toEqual(uri);
			}),
		);
	});

	it('lists the known schemes for an unknown one', () => {
		const message = complaint('solaris:///net0');
		expect(message).toContain('"solaris"');
		for (const scheme of ['emulator:', 'linux:', 'linux+ssh:', 'windows:', 'windows+ssh:'])
			expect(message).toContain(scheme);
		expect(complaint('/run/r.sock')).toContain('no scheme');
	});

	it.each([
		['emulator://', 'names no socket'],
		['emulator:///', 'names no socket'],
		['emulator://10.0.0.1:7680', 'not on 10.0.0.1'],
		['emulator://127.0.0.1', 'no port'],
		['emulator://127.0.0.1:99999', 'cannot be read'],
		['emulator://run/r.sock', 'emulator:///run/r.sock'],
		['emulator://127.0.0.1:1?tok=a', '"tok"'],
		['emulator://127.0.0.1:1?token-env=A%20B', 'environment variable'],
		['linux:///', 'names no network interface'],
		['linux://host/eth1', 'linux+ssh://HOST'],
		['linux+ssh:///eth1', 'names no host'],
		['linux+ssh://-oProxyCommand=x/eth1', 'cannot start with "-"'],
		['linux:///eth1?context=0', 'from 1 on'],
		['linux:///eth1?context=1&context=2', 'context=N'],
		['linux:///eth1?root', 'not ?root'],
		['windows:///100%', '%25'],
	])('%s: %s', (text, words) => {
		expect(complaint(text)).toContain(words);
	});

	it('never repeats a password or a token', () => {
		expect(complaint('linux+ssh://root:hunter2@host/eth1')).not.toContain('hunter2');
		expect(complaint('emulator://127.0.0.1:1?token=hunter2')).not.toContain('hunter2');
		expect(complaint('emulator://hunter2@127.0.0.1:1')).not.toContain('hunter2');
	});

	it('has a name for people', () => {
		expect(deviceLabel(parseDeviceUri('linux+ssh://root@host/eth1'))).toBe('eth1 on host');
		expect(deviceLabel(parseDeviceUri('linux:///eth1?context=3'))).toBe('eth1 context 3 on this machine');
		expect(deviceLabel(parseDeviceUri('emulator://127.0.0.1:7680'))).toBe('emulator 127.0.0.1:7680');
	});
});
