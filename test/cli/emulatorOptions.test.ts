import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { OidRequestResult, WireAdapter, WireState } from '../../server/src/daemon/protocol.js';
import { CliUnderTest } from '../support/cli.js';
import { clientOf } from '../support/daemon.js';

const text = `version: 1
adapter:
  name: SR-IOV
  mode: vmq
  capabilities: { preset: vmmq-64, maxNumVFs: 8, maxNumVPorts: 16 }
  rssProcessors: { base: "0:2", max: "0:15" }
vports:
  - { id: 1, attachedTo: "vf:5" }
  - { id: 2, attachedTo: "vf:5" }
  - { id: 3 }
`;

let cli: CliUnderTest;
beforeAll(async () => {
	cli = await CliUnderTest.build();
});
afterAll(() => cli.dispose());

const running: ChildProcess[] = [];
const clients: MessageConnection[] = [];
afterEach(async () => {
	for (const client of clients.splice(0)) client.dispose();
	for (const child of running.splice(0)) {
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		if (child.exitCode === null && child.signalCode === null) await closed;
	}
});

/** Starts an emulator on a socket of its own. */
async function emulator(name: string, ...more: string[]) {
	const file = await cli.file('adapter.rssv2.yaml', text);
	const path = join(cli.directory, `${name}.sock`);
	const uri = `emulator://${path}`;
	const child = cli.start(['emulator', '--adapter', file, '--listen', uri, ...more]);
	running.push(child);
	let stderr = '';
	child.stderr.on('data', (chunk) => {
		stderr += chunk;
	});
	await new Promise<void>((resolve, reject) => {
		child.stdout.once('data', () => resolve());
		child.once('close', (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
	});
	const client = await clientOf({ kind: 'unix', path });
	clients.push(client);
	return { uri, file, client };
}

const query = { oid: 'OID_GEN_RECEIVE_SCALE_PARAMETERS_V2', type: 'query', vportId: 0 };
const ask = async (client: MessageConnection) =>
	(await client.sendRequest<OidRequestResult>('oid/request', query)).statusName;

describe('emulator --faults', () => {
	it.each([
		['faults.yaml', 'faults:\n  - effect: { kind: lowPower }\n    times: 2\n    skip: 1\n'],
		['faults.json', '{ "faults": [{ "effect": { "kind": "lowPower" }, "times": 2, "skip": 1 }] }'],
	])('has them from the start: %s', async (name, script) => {
		const { client } = await emulator(name, '--faults', await cli.file(name, script));
		const names = [];
		for (let i = 0; i < 4; i++) names.push(await ask(client));
		const [ok, low] = ['NDIS_STATUS_SUCCESS', 'NDIS_STATUS_LOW_POWER_STATE'];
		expect(names).toEqual([ok, low, low, ok]);
	});

	it.each([
		['faults:\n  - effect: { kind: explode }\n', '2:21: faults[0].effect.kind must be one of status,'],
		['faults:\n  - effect: { kind: delay }\n', '2:13: faults[0].effect.milliseconds must be'],
		['faults:\n  - { effect: { kind: resources }, tmes: 2 }\n', '2:42: faults[0].tmes is not known'],
		['faults: 5\n', '1:9: faults must be an array'],
		['fault: []\n', '1:8: fault is not known here'],
		['faults: [\n', '2:1: '],
		['[]\n', '1:1: The whole must be an object'],
		['', 'is empty'],
	])('tells what is wrong at its place: %j', async (script, message) => {
		const file = await cli.file('adapter.rssv2.yaml', text);
		const faults = await cli.file('wrong.yaml', script);
		const args = ['emulator', '--adapter', file, '--listen', `emulator://${join(cli.directory, 'x.sock')}`];
		const { code, stdout, stderr } = await cli.run([...args, '--faults', faults]);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toContain(`wrong.yaml:${message === 'is empty' ? ' ' : ''}${message}`);
	});
});

describe('--layout x86', () => {
	it('an emulator whose structures are those of x86 is pushed to and read, virtual functions and all', async () => {
		const { uri, file, client } = await emulator('x86', '--layout', 'x86');
		expect((await client.sendRequest<WireAdapter>('adapter/describe', {})).layout).toBe('x86');
		const pushed = await cli.run(['push', file, '--device', uri, '--yes']);
		expect(pushed).toMatchObject({ code: 0, stderr: '' });
		const { entities, nicSwitch } = await client.sendRequest<WireState>('state/get', {});
		expect(entities.map(({ attachedFunctionId }) => attachedFunctionId)).toEqual([0xffff, 5, 5, 0xffff]);
		expect(nicSwitch?.allocatedVFs.map(({ vfId }) => vfId)).toEqual([5]);
		const vport = { oid: 'OID_NIC_SWITCH_VPORT_PARAMETERS', type: 'query', vportId: 3 };
		const { outputBuffer } = await client.sendRequest<OidRequestResult>('oid/request', vport);
		expect(Buffer.from(outputBuffer, 'base64')).toHaveLength(0x2e8);
		const shown = await cli.run(['oid', 'decode', '--layout', 'x86', '--as', 'base64'], {
			stdin: outputBuffer,
		});
		expect(shown).toMatchObject({ code: 0, stderr: '' });
		expect(shown.stdout).toMatch(/^ {2}0x0224 +4 +ProcessorAffinity\.Mask +0x\w+ +0:\d+$/m);
		const misread = await cli.run(['oid', 'decode', '--as', 'base64'], { stdin: outputBuffer });
		expect(misread).toMatchObject({ code: 2, stderr: expect.stringContaining('--oid') });
		// What the push no longer wants is freed with the last of its VPorts.
		const fewer = await cli.file('fewer.rssv2.yaml', text.replace(/ {2}- .*vf:5.*\n/g, ''));
		expect(await cli.run(['push', fewer, '--device', uri, '--yes'])).toMatchObject({ code: 0 });
		const after = await client.sendRequest<WireState>('state/get', {});
		expect(after.nicSwitch?.allocatedVFs).toEqual([]);
	});

	it('the exported header has those of the layout', async () => {
		const file = await cli.file('adapter.rssv2.yaml', text);
		const x86 = await cli.run(['oid', 'export', file, '--layout', 'x86']);
		expect(x86).toMatchObject({ code: 0, stderr: '' });
		expect(x86.stdout).toContain('in their x86 layout');
		expect(x86.stdout).toContain('OID_NIC_SWITCH_CREATE_VPORT, method, 744 bytes');
		expect(x86.stdout).toContain('OID_NIC_SWITCH_ALLOCATE_VF, method, 1632 bytes');
		const x64 = await cli.run(['oid', 'export', file]);
		expect(x64.stdout).toContain('OID_NIC_SWITCH_CREATE_VPORT, method, 752 bytes');
		const beyond = await cli.file('beyond.rssv2.yaml', text.replaceAll('0:15', '0:40'));
		expect(await cli.run(['oid', 'export', beyond, '--layout', 'x86'])).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('0:32 is beyond'),
		});
	});
});
